"""Paragraphs, headings, lists and quotes: a text item whose marks and bars are painted beside the lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextBlock

from desktop.ui.chat.document import INDENT_PX, QUOTE_PX, new_document, selected_text, write_lines
from desktop.ui.chat.lines import Line, TextPiece, marker_text, text_of
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem


class LinesItem(TextItem):
    """Shows a `TextPiece`; on a change only the lines from the first different one on are laid out again."""

    def __init__(self, style: ChatStyle, piece: TextPiece, font: QFont | None = None, colour: str = "text") -> None:
        self._own_font = font
        self._colour = colour
        font = font or style.text_font
        super().__init__(style, new_document(font))
        self.piece = TextPiece(())
        self.set_piece(piece)

    @property
    def margins(self) -> tuple[int, int]:
        """Space above and below, in design pixels; neighbours share the larger one."""
        heading = self.piece.lines[0].heading
        return (16 if heading else 0), (8 if heading and len(self.piece.lines) == 1 else 10)

    def set_piece(self, piece: TextPiece) -> None:
        """Say something else; a selection keeps its positions."""
        if piece == self.piece:
            return
        keep = 0
        old = self.piece.lines
        # The last line of either has no space below it, so it is written anew.
        limit = min(len(old), len(piece.lines)) - 1
        while keep < limit and (old[keep] is piece.lines[keep] or old[keep] == piece.lines[keep]):
            keep += 1
        self.piece = piece
        write_lines(self.document, piece.lines, keep, self.chat_style, self._font(), self._colour)
        self.update()

    def name(self) -> None:
        """Give a screen reader the text."""
        self.setAccessibleName(text_of(self.piece))

    def ideal_width(self) -> int:
        """The width the text takes where no line is broken."""
        self.document.setTextWidth(-1)
        return round(self.document.idealWidth() + 1)

    def selected_text(self) -> str:
        start, end = self._clamped()
        if start == end:
            return ""
        pieces = []
        block = self.document.findBlock(start)
        while block.isValid() and block.position() <= end:
            first = max(start, block.position())
            last = min(end, block.position() + block.length() - 1)
            line = self._line(block)
            several = end > block.position() + block.length() - 1 or start < block.position()
            mark = marker_text(line) if several and first == block.position() else ""
            inset = "  " * (line.indent - 1) if mark else ""
            pieces.append(inset + mark + selected_text(self.document, first, last))
            block = block.next()
        return "\n".join(pieces)

    def paint_under(self, painter: QPainter) -> None:
        style = self.chat_style
        layout = self.document.documentLayout()
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF(self.rect())
        block = self.document.begin()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            line = self._line(block)
            following = block.next()
            if rect.bottom() >= clip.top():
                end = layout.blockBoundingRect(following).top() if following.isValid() else rect.bottom()
                following_quote = self._line(following).quote if following.isValid() else 0
                for level in range(line.quote):
                    bottom = end if following_quote > level else rect.bottom()
                    bar = QRectF(style.px(QUOTE_PX) * level, rect.top(), style.px(3), bottom - rect.top())
                    painter.fillRect(bar, style.colour("line"))
                if line.mark:
                    self._paint_mark(painter, block, line)
            if rect.top() > clip.bottom():
                return
            block = following

    def _font(self) -> QFont:
        return self._own_font or self.chat_style.text_font

    def _line(self, block: QTextBlock) -> Line:
        number = block.blockNumber()
        return self.piece.lines[number] if number < len(self.piece.lines) else Line(())

    def _paint_mark(self, painter: QPainter, block: QTextBlock, line: Line) -> None:
        style = self.chat_style
        rect = self._rect_in(block, 0)
        left = style.px(INDENT_PX * line.indent + QUOTE_PX * line.quote)
        middle = QPointF(left - style.px(13), rect.center().y() + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = style.colour("dim")
        match line.mark:
            case "bullet":
                painter.setPen(QPen(colour, 1.2))
                painter.setBrush(colour if line.indent % 2 else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(middle, style.px(2.4), style.px(2.4))
            case "number":
                painter.setPen(style.colour("text"))
                painter.setFont(self._font())
                box = QRectF(left - style.px(106), rect.top(), style.px(100), rect.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, line.number)
            case _:
                size = style.px(13)
                box = QRectF(left - style.px(20), rect.center().y() - size / 2 + 1, size, size)
                done = line.mark == "done"
                painter.setPen(QPen(style.colour("accent" if done else "field_line"), 1.3))
                painter.setBrush(style.colour("accent") if done else Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, 3, 3)
                if done:
                    painter.setPen(QPen(style.colour("on_accent"), 1.6))
                    x, y, unit = box.left(), box.top(), size / 13
                    painter.drawPolyline(
                        [QPointF(x + a * unit, y + b * unit) for a, b in ((3, 6.8), (5.5, 9.3), (10, 4.2))]
                    )
        painter.restore()
