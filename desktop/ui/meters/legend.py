"""What the colours of a plot mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_SQUARE_PX = 10
_GAP_PX = 6
_BETWEEN_PX = 18
_MAX_NAME_PX = 220


class Legend(QWidget):
    """Squares with names in as many rows as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usageLegend")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._names: Sequence[str] = ()
        self._colours: Sequence[QColor] = ()

    def show_names(self, names: Sequence[str], colours: Sequence[QColor]) -> None:
        """Show these names, each beside the colour in its place."""
        self._names, self._colours = names, colours
        self.setAccessibleName(", ".join(names))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        return QSize(200, self._places(max(200, self.width()))[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        for number, (x, y, name) in enumerate(self._places(self.width())[0]):
            square = QRectF(x, y + (metrics.height() - _SQUARE_PX) / 2, _SQUARE_PX, _SQUARE_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[min(number, len(self._colours) - 1)])
            painter.drawRoundedRect(square, 2, 2)
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(round(x) + _SQUARE_PX + _GAP_PX, round(y) + metrics.ascent(), name)

    def _places(self, width: int) -> tuple[list[tuple[float, float, str]], int]:
        """Where each name stands, shortened where it is long, and the height of all rows."""
        metrics = self.fontMetrics()
        found: list[tuple[float, float, str]] = []
        x = y = 0
        for name in self._names:
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _MAX_NAME_PX)
            needed = _SQUARE_PX + _GAP_PX + metrics.horizontalAdvance(shown)
            if x and x + needed > width:
                x, y = 0, y + metrics.height() + 4
            found.append((x, y, shown))
            x += needed + _BETWEEN_PX
        return found, y + metrics.height() if self._names else 0
