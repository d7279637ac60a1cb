"""The simple items: who answers, a rule, a question's bubble, a display formula, and room for a real widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath

from desktop.markup.nodes import Run
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item, Link, Mark
from desktop.ui.chat.pieces import BubblePiece, CaptionPiece, FormulaPiece, RulePiece
from desktop.ui.chat.sideways import THUMB_PX, THUMB_ROOM_PX, Sideways
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle
from desktop.ui.chat.text_layout import TextBox


class CaptionItem(Item):
    """Who answers: a small square and a line of figures."""

    def __init__(self, piece: CaptionPiece, style: ChatStyle, width: int) -> None:
        self._words = piece.text
        self._style = style
        self._width = width
        self.height = style.px(19)

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = style.px(18)
        top = (self.height - size) / 2
        shade = QLinearGradient(QPointF(0, top), QPointF(size, top + size))
        shade.setColorAt(0, QColor("#4aa3ff"))
        shade.setColorAt(1, QColor("#7de0ff"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(QRectF(0, top, size, size), style.px(6), style.px(6))
        painter.setFont(style.small_font)
        painter.setPen(style.colour("dim"))
        words = QRectF(style.px(26), 0, self._width - style.px(26), self.height)
        text = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class RuleItem(Item):
    """A thematic break."""

    def __init__(self, piece: RulePiece, style: ChatStyle, width: int) -> None:
        self._left = style.inset(piece.indent, piece.quote)
        self._width = width
        self._style = style
        self.height = 1

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        painter.fillRect(QRectF(self._left, 0, self._width - self._left, 1), self._style.colour("line"))


class BubbleItem(Item):
    """A part of a question at the right; all parts of one question have the same width.

    `inner` is the width of the text, see `bubble_width`.
    """

    def __init__(self, piece: BubblePiece, style: ChatStyle, formulas: Formulas, width: int, inner: int) -> None:
        self._style = style
        self._piece = piece
        self._box = TextBox(piece.runs, style, formulas, style.text_font, style.colour("text"))
        self._box.lay_out(inner)
        side, gap = style.px(14), style.px(9)
        self._area = QRectF(width - inner - 2 * side, 0, inner + 2 * side, 0)
        self._origin = QPointF(width - inner - side, gap if piece.first else 0)
        self.text = self._box.text
        self.links = self._box.links
        self.height = self._box.height + gap * (piece.first + piece.last)
        self._area.setHeight(self.height)

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style, piece = self._style, self._piece
        radius = style.px(14)
        path = _bubble(self._area, radius if piece.first else 0, radius if piece.last else 0, style.px(4))
        painter.fillPath(path, style.colour("bubble"))
        self._box.paint(painter, self._origin, clip, marks, ring)

    def cuts(self) -> Sequence[int]:
        return [round(self._origin.y()) + cut for cut in self._box.cuts()]

    def position_at(self, point: QPointF) -> int:
        return self._box.position_at(point - self._origin)

    def caret_rect(self, position: int) -> QRectF:
        return self._box.caret_rect(position).translated(self._origin)

    def line_at(self, position: int) -> tuple[int, int]:
        return self._box.line_at(position)

    def link_at(self, point: QPointF) -> Link | None:
        return self._box.link_at(point - self._origin)


def bubble_width(pieces: Sequence[BubblePiece], style: ChatStyle, formulas: Formulas, width: int) -> int:
    """The width in pixels that the text of a question takes: as much as it needs, up to that of the bubble."""
    most = min(width, style.px(BUBBLE_PX)) - 2 * style.px(14)
    if len(pieces) > 1:
        return most
    box = TextBox(pieces[0].runs, style, formulas, style.text_font, style.colour("text"))
    box.lay_out(most)
    return min(most, round(box.natural_width + 1))


class FormulaItem(Item):
    """A display formula in the middle of the column; its source where it cannot be drawn."""

    def __init__(self, piece: FormulaPiece, style: ChatStyle, formulas: Formulas, width: int) -> None:
        self._style = style
        self._left = style.inset(piece.indent, piece.quote)
        self._room = width - self._left
        self.text = piece.formula.source
        colour = style.colour("dim" if piece.quote else "text")
        self._picture = formulas.picture(piece.formula.tex, display=True, font=style.text_font, colour=colour)
        self._box: TextBox | None = None
        self._sideways = Sideways(style)
        if self._picture is None:
            self._box = TextBox((Run(self.text, code=True),), style, formulas, style.text_font, colour)
            self._box.lay_out(max(40, self._room))
            self.height = self._box.height
        else:
            self._sideways.fit(self._picture.width, self._room)
            self.height = round(self._picture.height + 0.5) + style.px(6)
            self.height += style.px(THUMB_ROOM_PX) if self._sideways.range else 0

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        if self._box is not None:
            self._box.paint(painter, QPointF(self._left, 0), clip, marks, ring)
        elif self._picture is not None:
            spare = max(0.0, (self._room - self._picture.width) / 2)
            place = QPointF(self._left + spare - self._sideways.offset, self._style.px(3))
            self._sideways.paint(painter, self._track())
            painter.save()
            painter.setClipRect(QRectF(self._left, 0, self._room, self.height), Qt.ClipOperation.IntersectClip)
            if any(mark.end > mark.start for mark in marks):
                painter.fillRect(QRectF(self._left, 0, self._room, self.height), self._style.colour("accent_soft"))
            self._picture.paint(painter, place)
            painter.restore()

    def position_at(self, point: QPointF) -> int:
        if self._box is not None:
            return self._box.position_at(QPointF(point.x() - self._left, point.y()))
        return 0 if point.y() < self.height / 2 and point.x() < self._left + self._room / 2 else len(self.text)

    def caret_rect(self, position: int) -> QRectF:
        if self._box is not None:
            return self._box.caret_rect(position).translated(self._left, 0)
        return QRectF(self._left if position == 0 else self._left + self._room, 0, 0, self.height)

    def hit(self, point: QPointF) -> bool:
        return not self._sideways.grip(self._track()).contains(point)

    @property
    def sideways_range(self) -> int:
        return self._sideways.range

    @property
    def sideways(self) -> int:
        """How far it is scrolled sideways, in pixels."""
        return self._sideways.offset

    @sideways.setter
    def sideways(self, offset: int) -> None:
        self._sideways.offset = offset

    def scroll_sideways(self, pixels: int) -> bool:
        return self._sideways.scroll(pixels)

    def drag_thumb(self, dx: float) -> bool:
        return self._sideways.drag(dx, self._track())

    def _track(self) -> QRectF:
        thumb = self._style.px(THUMB_PX)
        return QRectF(self._left, self.height - thumb, self._room, thumb)


class RoomItem(Item):
    """Room for a real widget that lies over the view."""

    def __init__(self, height: int, style: ChatStyle, *, bar: bool = False) -> None:
        self.height = height
        self._style = style
        self._bar = bar

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        if self._bar:
            # The reasoning has a bar along its left side, the line that folds it too.
            painter.fillRect(QRectF(0, 0, self._style.px(3), self.height), self._style.colour("line"))

    def end_point(self) -> QRectF | None:
        return None


def _bubble(rect: QRectF, top: float, bottom: float, small: float) -> QPainterPath:
    """A box with corners of these radii, the lower right one less round."""
    top, bottom = min(top, rect.height() / 2), min(bottom, rect.height() / 2)
    small = min(small, bottom)
    path = QPainterPath()
    path.moveTo(rect.left() + top, rect.top())
    path.lineTo(rect.right() - top, rect.top())
    if top:
        path.arcTo(rect.right() - 2 * top, rect.top(), 2 * top, 2 * top, 90, -90)
    path.lineTo(rect.right(), rect.bottom() - small)
    if small:
        path.arcTo(rect.right() - 2 * small, rect.bottom() - 2 * small, 2 * small, 2 * small, 0, -90)
    path.lineTo(rect.left() + bottom, rect.bottom())
    if bottom:
        path.arcTo(rect.left(), rect.bottom() - 2 * bottom, 2 * bottom, 2 * bottom, 270, -90)
    path.lineTo(rect.left(), rect.top() + top)
    if top:
        path.arcTo(rect.left(), rect.top(), 2 * top, 2 * top, 180, -90)
    path.closeSubpath()
    return path
