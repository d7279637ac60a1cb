"""A figure and its words in one line, the figure in bold: `Total 1,436 tokens`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel

# With its currency, the separators of its language, and the seconds that it counts.
_FIGURE = re.compile("([¥$]?\\d[\\d.,\u00a0\u202f]*(?: s\\b)?)")


class FigureLabel(QLabel):
    """Shows its text literally; what is a number in it stands out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        width = sum(QFontMetrics(font).horizontalAdvance(part) for part, font in self._parts())
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        place = QPoint(0, (self.height() - metrics.height()) // 2 + metrics.ascent())
        for part, font in self._parts():
            palette = QGuiApplication.palette() if font.bold() else self.palette()
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.setFont(font)
            painter.drawText(place, part)
            place.setX(place.x() + QFontMetrics(font).horizontalAdvance(part))

    def _parts(self) -> Iterator[tuple[str, QFont]]:
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setBold(True)
        for number, part in enumerate(_FIGURE.split(self.text())):
            if part:
                yield part, bold if number % 2 else self.font()
