from __future__ import annotations

from PySide6.QtGui import QTextCursor

from desktop.markup.blocks import parse_blocks
from desktop.markup.nodes import Run, Table
from desktop.ui.chat.document import new_document, selected_text, write_lines, write_runs, write_table
from desktop.ui.chat.lines import Line, pieces_of, plain_piece


def written(style, source):
    document = new_document(style.text_font)
    (piece,) = pieces_of(parse_blocks(source)[0])
    write_lines(document, piece.lines, 0, style, style.text_font)
    return document


def format_at(document, position):
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)
    return cursor.charFormat()


def test_markup_of_a_text_is_shown_as_text(qapp, style):
    document = new_document(style.text_font)

    write_lines(document, plain_piece("<img src='file:///etc/passwd'>\n**b**").lines, 0, style, style.text_font)

    assert document.toPlainText() == "<img src='file:///etc/passwd'>\n**b**"


def test_looks_become_formats(qapp, style):
    document = written(style, "**a***b*`c`~~d~~[e](http://e.example)")

    assert format_at(document, 0).fontWeight() > 500
    assert format_at(document, 1).fontItalic()
    assert format_at(document, 2).font().families() == style.code_font.families()
    assert format_at(document, 3).fontStrikeOut()
    assert format_at(document, 4).anchorHref() == "http://e.example"
    assert format_at(document, 4).toolTip() == "http://e.example"


def test_lines_that_stay_are_not_written_again(qapp, style):
    document = new_document(style.text_font)
    lines = [Line((Run("one"),)), Line((Run("two"),)), Line((Run("three"),))]
    write_lines(document, lines, 0, style, style.text_font)
    first = document.firstBlock()

    write_lines(document, [*lines[:1], Line((Run("other"),))], 1, style, style.text_font)

    assert document.toPlainText() == "one\nother"
    assert document.firstBlock() == first


def test_a_table_is_built_with_a_header_and_alignments(qapp, style):
    (table,) = parse_blocks("| a | b |\n|:-:|--:|\n| `c` |  |\n")
    assert isinstance(table, Table)
    document = new_document(style.table_font)

    write_table(document, table, style, style.table_font)

    grid = document.rootFrame().childFrames()[0]
    assert (grid.rows(), grid.columns()) == (2, 2)
    assert grid.cellAt(0, 0).format().background().color().name() == style.palette.code
    assert grid.cellAt(0, 0).format().toTableCellFormat().leftPadding() == 12


def test_breaks_that_only_the_display_needs_are_not_copied(qapp, style):
    document = new_document(style.text_font)
    write_runs(QTextCursor(document), (Run("x" * 25_000 + "\nend"),), format_at(document, -1), style)

    copied = selected_text(document, 0, document.characterCount() - 1)

    assert document.characterCount() - 1 > 25_004
    assert copied == "x" * 25_000 + "\nend"
