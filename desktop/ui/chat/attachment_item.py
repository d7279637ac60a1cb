"""An attachment of a question, as a card at the right above its bubble."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.ui.attachments.thumbnails import thumbnail
from desktop.ui.chat.item import Item, Link, Mark, rounded
from desktop.ui.chat.pieces import AttachmentPiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.icons import icon_pixmap

CARD_PX = 280
HEIGHT_PX = 52
PICTURE_PX = 40


class AttachmentItem(Item):
    """A small picture, or a sheet of paper, with the name and what is known of it."""

    def __init__(self, piece: AttachmentPiece, style: ChatStyle, width: int) -> None:
        self._view = piece.view
        self._style = style
        self._area = QRectF(max(0, width - style.px(CARD_PX)), 0, min(width, style.px(CARD_PX)), style.px(HEIGHT_PX))
        self.height = style.px(HEIGHT_PX)

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        style, area = self._style, self._area
        rounded(painter, area, style.px(10), style.colour("bubble"), style.colour("line"))
        side = style.px(PICTURE_PX)
        gap = (area.height() - side) / 2
        self._paint_picture(painter, QRectF(area.left() + gap, gap, side, side))
        left = area.left() + side + 2.5 * gap
        room = area.right() - left - gap
        for words, font, colour, top in (
            (self._view.name, style.fold_font, "text", area.height() / 2 - style.px(18)),
            (self._view.facts, style.small_font, "dim", area.height() / 2 + style.px(1)),
        ):
            painter.setFont(font)
            painter.setPen(style.colour(colour))
            text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, int(room))
            painter.drawText(QRectF(left, top, room, style.px(18)), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = thumbnail(self._view.thumbnail, round(place.width()), ratio) if self._view.thumbnail else None
        if picture is None or picture.isNull():
            picture = icon_pixmap("file", self._style.palette.dim, round(place.width() * 0.55), ratio)
        size = picture.deviceIndependentSize()
        corner = place.center() - QPointF(size.width() / 2, size.height() / 2)
        painter.drawPixmap(corner, picture)

    def end_point(self) -> QRectF | None:
        return None
