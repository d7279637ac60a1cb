"""The small box that stands in a line of text in place of a character that cannot be seen."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.ui.chat.item import rounded
from desktop.ui.chat.style import ChatStyle


class BadgePicture:
    """A label to be drawn in text of a font.

    Attributes:
        width: in pixels, with a little space on both sides.
        height: in pixels.
        depth: how much of the height is below the baseline.
    """

    def __init__(self, label: str, style: ChatStyle, font: QFont) -> None:
        self._label = label
        self._style = style
        self._font = QFont(style.code_font)
        self._font.setPixelSize(max(5, round(font.pixelSize() * 0.75)))
        metrics = style.metrics(self._font)
        self.width = float(ceil(metrics.horizontalAdvance(label)) + 2 * style.px(4))
        self.height = float(ceil(metrics.height()))
        # Its middle stands at the middle of a capital letter.
        self.depth = float(round((self.height - style.metrics(font).capHeight()) / 2))

    def paint(self, painter: QPainter, top_left: QPointF) -> None:
        """Draw with the upper left corner at a point."""
        style = self._style
        painter.save()
        box = QRectF(top_left.x() + 1, top_left.y(), self.width - 2, self.height)
        rounded(painter, box, style.px(3), style.colour("warn_soft"), style.colour("warn"))
        painter.setPen(style.colour("warn"))
        painter.setFont(self._font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._label)
        painter.restore()
