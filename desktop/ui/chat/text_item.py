"""A line of text laid out: a paragraph, a heading, a line of a list; wrapped, with live links and pictures in it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item, Link, Mark
from desktop.ui.chat.pieces import Piece, TextPiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_layout import TextBox

_BULLET_PX = 2.4


class TextItem(Item):
    """Shows a `TextPiece`."""

    def __init__(self, piece: TextPiece, style: ChatStyle, formulas: Formulas, width: int) -> None:
        self._piece = piece
        self._style = style
        font, colour, ratio = _look(piece, style)
        self._font = font
        left = style.inset(piece.indent, piece.quote) + (style.px(15) if piece.look == "thought" else 0)
        self._box = TextBox(piece.runs, style, formulas, font, colour, line_ratio=ratio)
        room = max(40, width - left)
        self._box.lay_out(room)
        # A list stands in from where its text begins; but the bars of quotes stand at the left, also those in lists.
        self._begins_right = self._box.is_right_to_left and piece.indent > 0 and not any(piece.outer)
        self._left = style.inset(0, piece.quote) if self._begins_right else left
        self._right = self._left + room
        self.text = self._box.text
        self.links = self._box.links
        self.height = self._box.height

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        if self._piece.look == "thought":
            painter.fillRect(QRectF(0, 0, self._style.px(3), self.height), self._style.colour("line"))
        if self._piece.mark:
            self._paint_mark(painter)
        self._box.paint(painter, QPointF(self._left, 0), clip, marks, ring)

    def kept_height(self, before: Item, piece: Piece) -> int:
        return self._kept_height(before) if isinstance(before, TextItem) else 0

    def _kept_height(self, before: TextItem) -> int:
        if (self._style, self._left, self._right) != (before._style, before._left, before._right):
            return 0
        return self._box.kept_height(before._box) if _stand_alike(self._piece, before._piece) else 0

    def cuts(self) -> Sequence[int]:
        return self._box.cuts()

    def position_at(self, point: QPointF) -> int:
        return self._box.position_at(self._inside(point))

    def caret_rect(self, position: int) -> QRectF:
        return self._box.caret_rect(position).translated(self._left, 0)

    def line_at(self, position: int) -> tuple[int, int]:
        return self._box.line_at(position)

    def link_at(self, point: QPointF) -> Link | None:
        return self._box.link_at(self._inside(point))

    def _inside(self, point: QPointF) -> QPointF:
        return QPointF(point.x() - self._left, point.y())

    def _paint_mark(self, painter: QPainter) -> None:
        style, piece = self._style, self._piece
        side, edge = 1, self._right
        if not self._begins_right:
            # Where the item begins with a quote, before the bar of that.
            side, edge = -1, style.inset(piece.indent, sum(lists < piece.indent for lists in piece.outer))
        line = self._box.caret_rect(0)
        middle = QPointF(edge + side * style.px(13), line.center().y() + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = style.colour("dim")
        match self._piece.mark:
            case "bullet":
                if self._piece.indent % 2:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(colour)
                    radius = style.px(_BULLET_PX) + 0.6
                else:
                    painter.setPen(QPen(colour, 1.2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    radius = style.px(_BULLET_PX)
                painter.drawEllipse(middle, radius, radius)
            case "number":
                painter.setPen(style.colour("text"))
                painter.setFont(self._font)
                far, near = edge + side * style.px(106), edge + side * style.px(6)
                box = QRectF(min(far, near), line.top(), abs(far - near), line.height())
                nearest = Qt.AlignmentFlag.AlignLeft if self._begins_right else Qt.AlignmentFlag.AlignRight
                painter.drawText(box, nearest | Qt.AlignmentFlag.AlignVCenter, self._piece.number)
            case _:
                middle.setX(edge + side * (style.px(20) - style.px(13) / 2))
                self._paint_task(painter, middle, done=self._piece.mark == "done")
        painter.restore()

    def _paint_task(self, painter: QPainter, middle: QPointF, *, done: bool) -> None:
        style = self._style
        size = style.px(13)
        box = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        painter.setPen(QPen(style.colour("accent" if done else "field_line"), 1.3))
        painter.setBrush(style.colour("accent") if done else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, style.px(3), style.px(3))
        if done:
            painter.setPen(QPen(style.colour("on_accent"), 1.6))
            x, y, unit = box.left(), box.top(), size / 13
            painter.drawPolyline([QPointF(x + a * unit, y + b * unit) for a, b in ((3, 6.8), (5.5, 9.3), (10, 4.2))])


def _look(piece: TextPiece, style: ChatStyle) -> tuple[QFont, QColor, float]:
    """Font, colour and line height of a piece."""
    if piece.heading:
        return style.heading_font(piece.heading), style.colour("dim" if piece.quote else "text"), 1.4
    match piece.look:
        case "thought" | "small":
            return style.fold_font, style.colour("dim"), 1.6
        case "source":
            return style.code_font, style.colour("text"), 1.55
        case _:
            return style.text_font, style.colour("dim" if piece.quote else "text"), 1.6


def _stand_alike(one: TextPiece, other: TextPiece) -> bool:
    """Whether only what they say may tell two pieces apart."""
    return structs.replace(one, runs=()) == structs.replace(other, runs=())
