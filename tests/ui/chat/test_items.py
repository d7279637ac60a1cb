from __future__ import annotations

from desktop.markup.blocks import parse_blocks
from desktop.ui.chat.items import RuleItem, TableItem
from desktop.ui.chat.lines import RulePiece, TablePiece, pieces_of


def table(rows):
    (block,) = parse_blocks("| a | b |\n|---|---|\n" + "".join(f"| {left} | {right} |\n" for left, right in rows))
    (piece,) = pieces_of(block)
    assert isinstance(piece, TablePiece)
    return piece


def test_a_small_table_is_as_wide_as_it_needs(qtbot, style):
    item = TableItem(style, table([("one", "two")]))
    qtbot.addWidget(item)

    height = item.height_for(700)

    assert 2 * 22 <= height < 90
    assert item.text.width() < 300


def test_a_wide_table_breaks_its_cells_in_the_column(qtbot, style):
    item = TableItem(style, table([("word " * 60, "word " * 60)]))
    qtbot.addWidget(item)

    height = item.height_for(700)

    assert height > 150
    assert item.text.width() <= 701


def test_a_row_that_is_added_makes_the_table_taller(qtbot, style):
    item = TableItem(style, table([("one", "two")]))
    qtbot.addWidget(item)
    height = item.height_for(700)

    item.set_piece(table([("one", "two"), ("three", "four")]))
    item.name()

    assert item.height_for(700) > height
    assert item.text.accessibleName() == "a\tb\none\ttwo\nthree\tfour"


def test_a_rule_is_one_line_and_says_nothing(qtbot, style):
    item = RuleItem(style, RulePiece())
    qtbot.addWidget(item)
    item.resize(100, item.height_for(100))

    image = item.grab().toImage()

    assert item.height() == 1
    assert image.pixelColor(50, 0).name() == style.palette.line
    assert item.text_items == ()
