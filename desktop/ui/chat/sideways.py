"""Content that is wider than its room: how far it is scrolled, and the thumb that shows it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.ui.chat.style import ChatStyle

THUMB_PX = 5
# Room for the thumb below the content.
THUMB_ROOM_PX = 8
_LEAST_THUMB_PX = 32


class Sideways:
    """A sideways offset, from 0 to `range`; all sizes in pixels."""

    def __init__(self, style: ChatStyle) -> None:
        self._style = style
        self._content = 0.0
        self._room = 0.0
        # Kept as a fraction: a slow drag moves by less than a pixel at a time.
        self._offset = 0.0

    def fit(self, content: float, room: float) -> None:
        """Take a content and a room; the offset stays as far as it can."""
        self._content, self._room = content, room
        self._move(self._offset)

    @property
    def range(self) -> int:
        """How far the content can be scrolled."""
        return max(0, ceil(self._content - self._room))

    @property
    def offset(self) -> int:
        """How far it is scrolled."""
        return round(self._offset)

    @offset.setter
    def offset(self, offset: int) -> None:
        self._move(offset)

    def scroll(self, pixels: float) -> bool:
        """Scroll by so much; False where nothing moved."""
        return self._move(self._offset + pixels)

    def thumb(self, track: QRectF) -> QRectF:
        """Where the thumb is in its track; null where everything fits."""
        if not self.range:
            return QRectF()
        width = self._thumb_width(track)
        at = (track.width() - width) * self._offset / self.range
        return QRectF(track.left() + at, track.top(), width, track.height())

    def grip(self, track: QRectF) -> QRectF:
        """The thumb with some room around it, to be caught more easily; null where everything fits."""
        thumb, reach = self.thumb(track), self._style.px(3)
        return thumb if thumb.isNull() else thumb.adjusted(0, -reach, 0, reach)

    def drag(self, dx: float, track: QRectF) -> bool:
        """Follow a pointer that moves the thumb by `dx`; False where nothing moved."""
        free = track.width() - self._thumb_width(track)
        return free > 0 and self.scroll(dx * self.range / free)

    def paint(self, painter: QPainter, track: QRectF) -> None:
        """Draw the thumb."""
        thumb = self.thumb(track)
        if thumb.isNull():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.colour("field_line"))
        painter.drawRoundedRect(thumb, thumb.height() / 2, thumb.height() / 2)
        painter.restore()

    def _thumb_width(self, track: QRectF) -> float:
        share = track.width() * self._room / max(1.0, self._content)
        return min(track.width(), max(self._style.px(_LEAST_THUMB_PX), share))

    def _move(self, offset: float) -> bool:
        before, self._offset = self._offset, min(max(0.0, offset), float(self.range))
        return self._offset != before
