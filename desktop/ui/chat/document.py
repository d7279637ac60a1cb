"""Lines and tables as QTextDocument content: built with cursor and formats, never from HTML or Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from desktop.markup.inline import SOFT_BREAK, soft_broken
from desktop.markup.nodes import Run, Runs, Table
from desktop.ui.chat.lines import Line, run_words
from desktop.ui.chat.style import ChatStyle

INDENT_PX = 26
QUOTE_PX = 15
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def new_document(font: QFont, *, wrap: bool = True) -> QTextDocument:
    """An empty document without margin and undo."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(font)
    option = QTextOption()
    mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wrap else QTextOption.WrapMode.NoWrap
    option.setWrapMode(mode)
    document.setDefaultTextOption(option)
    return document


def write_lines(
    document: QTextDocument, lines: Sequence[Line], keep: int, style: ChatStyle, font: QFont, colour: str = "text"
) -> None:
    """Make `document` say `lines`, whose first `keep` it says already; `colour` is the token of plain text."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    if keep:
        block = document.findBlockByNumber(keep - 1)
        cursor.setPosition(block.position() + block.length() - 1)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    else:
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
    for number in range(keep, len(lines)):
        line = lines[number]
        last = number == len(lines) - 1
        block_format = _block_format(line, style, font, last=last, first=number == 0)
        base = style.heading_font(line.heading) if line.heading else font
        character_format = _base_format(base, style.colour("dim" if line.quote else colour))
        if number == 0:
            cursor.setBlockFormat(block_format)
            cursor.setBlockCharFormat(character_format)
        else:
            cursor.insertBlock(block_format, character_format)
        write_runs(cursor, line.runs, character_format, style)
    cursor.endEditBlock()


def write_runs(cursor: QTextCursor, runs: Runs, base: QTextCharFormat, style: ChatStyle) -> None:
    """Insert runs at the cursor."""
    image_words = QCoreApplication.translate("TextItem", "\u00a0image: {alt}, {host}\u00a0")
    for run in runs:
        text = soft_broken(run_words(run, image_words)).replace("\n", "\u2028")
        cursor.insertText(text, _run_format(run, base, style))


def write_table(document: QTextDocument, table: Table, style: ChatStyle, font: QFont) -> None:
    """Make `document` hold one table and nothing else."""
    document.clear()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    table_format = QTextTableFormat()
    table_format.setBorderCollapse(True)
    table_format.setBorder(1)
    table_format.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    table_format.setBorderBrush(style.colour("line"))
    table_format.setCellPadding(0)
    table_format.setCellSpacing(0)
    table_format.setHeaderRowCount(1)
    table_format.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
    grid = cursor.insertTable(1 + len(table.rows), len(table.header), table_format)
    for row_number, row in enumerate((table.header, *table.rows)):
        for column, cell in enumerate(row):
            target = grid.cellAt(row_number, column)
            cell_format = target.format().toTableCellFormat()
            cell_format.setLeftPadding(style.px(12))
            cell_format.setRightPadding(style.px(12))
            cell_format.setTopPadding(style.px(4))
            cell_format.setBottomPadding(style.px(4))
            if row_number == 0:
                cell_format.setBackground(style.colour("code"))
            base = _base_format(font, style.colour("text"))
            if row_number == 0:
                base.setFontWeight(QFont.Weight.DemiBold)
            block_format = QTextBlockFormat()
            block_format.setAlignment(_ALIGN[table.alignments[column]])
            block_format.setLineHeight(style.line_height(font), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            inside = target.firstCursorPosition()
            inside.setBlockFormat(block_format)
            write_runs(inside, cell, base, style)
            # Last: the format of the first block's separator is the cell's.
            cell_format.setFont(font)
            target.setFormat(cell_format)
    cursor.endEditBlock()


def selected_text(document: QTextDocument, start: int, end: int) -> str:
    """The text between two positions, without the breaks that only the display needs."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    text = cursor.selectedText()
    if cursor.currentTable() is not None:
        text = cursor.selection().toPlainText()
    return text.replace("\u2029", "\n").replace("\u2028", "\n").replace(SOFT_BREAK, "")


def _base_format(font: QFont, colour: QColor) -> QTextCharFormat:
    result = QTextCharFormat()
    result.setFont(font)
    result.setForeground(colour)
    return result


def _run_format(run: Run, base: QTextCharFormat, style: ChatStyle) -> QTextCharFormat:
    result = QTextCharFormat(base)
    if run.code:
        font = QFont(style.code_font)
        font.setPixelSize(max(6, round(base.font().pixelSize() * 13.4 / 14)))
        font.setWeight(base.font().weight())
        result.setFont(font)
    if run.bold:
        result.setFontWeight(QFont.Weight.Bold)
    if run.italic:
        result.setFontItalic(True)
    if run.strike:
        result.setFontStrikeOut(True)
    if run.image is not None:
        result.setBackground(style.colour("code_head"))
        result.setForeground(style.colour("dim"))
    if run.link is not None:
        result.setAnchor(True)
        result.setAnchorHref(run.link)
        result.setProperty(QTextFormat.Property.TextToolTip, f"{run.link}\n{run.title}".strip())
        result.setForeground(style.colour("accent_text"))
        result.setFontUnderline(run.image is None)
    return result


def _block_format(line: Line, style: ChatStyle, font: QFont, *, last: bool, first: bool) -> QTextBlockFormat:
    result = QTextBlockFormat()
    result.setLeftMargin(style.px(INDENT_PX * line.indent + QUOTE_PX * line.quote))
    base = style.heading_font(line.heading) if line.heading else font
    ratio = 1.4 if line.heading else 1.6
    result.setLineHeight(style.line_height(base, ratio), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    if not last:
        result.setBottomMargin(style.px(2 if line.tight and line.mark else 0 if line.tight else 10))
    if line.heading and not first:
        result.setTopMargin(style.px(6))
    return result
