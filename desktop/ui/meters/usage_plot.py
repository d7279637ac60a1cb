"""A plot of bars by day, stacked by model, painted here: the charts of Qt are not part of what we ship."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.labels import set_plain_tooltip
from desktop.ui.palettes import LIGHT, Palette

MAX_SERIES = 7
_LINES = 4
_BAR_SHARE = 0.72
_MAX_BAR_PX = 46.0
_MIN_CONTRAST = 3.0


class Bars(Struct, frozen=True):
    """What a plot shows.

    Attributes:
        days: names of the bars, from left to right.
        series: name to one value a day, the largest first.
    """

    days: Sequence[str]
    series: Mapping[str, Sequence[float]]

    def totals(self) -> list[float]:
        """The height of each bar."""
        return [sum(values[at] for values in self.series.values()) for at in range(len(self.days))]


def nice_step(largest: float, lines: int = _LINES) -> float:
    """A step of 1, 2 or 5 times a power of ten, of which at most `lines` reach `largest`."""
    if largest <= 0 or not math.isfinite(largest):
        return 1.0
    raw = largest / lines
    power = 10.0 ** math.floor(math.log10(raw))
    return next((factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999999), 10 * power)


def series_colours(palette: Palette) -> list[QColor]:
    """One colour for each series: the accent's hue turned around the circle, each as far from the ground as decoration
    has to be; the last is grey, of what is put together as others.
    """
    accent, ground = QColor(palette.accent), QColor(palette.bg)
    found = []
    for number in range(MAX_SERIES):
        # Neighbours in the stack are not neighbours on the circle.
        hue = (accent.hslHueF() + number * 3 / MAX_SERIES) % 1
        lightness = 0.62 if palette.is_dark else 0.46
        colour = QColor.fromHslF(hue, 0.6, lightness)
        while contrast(colour, ground) < _MIN_CONTRAST:
            lightness += 0.02 if palette.is_dark else -0.02
            colour = QColor.fromHslF(hue, 0.6, lightness)
        found.append(colour)
    return [*found, QColor(palette.field_line)]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lights = sorted(_luminance(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class UsagePlot(QWidget):
    """Draws `Bars`; `words` writes a value beside a line and in the tooltip of a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usagePlot")
        self.setMinimumSize(320, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._bars = Bars((), {})
        self._words: Callable[[float], str] = str
        self._empty = ""
        self._palette = LIGHT
        self._hovered = -1

    def show_bars(self, bars: Bars, words: Callable[[float], str], empty: str) -> None:
        """Show other values; `empty` stands there where all are nothing."""
        self._bars, self._words, self._empty = bars, words, empty
        self._hovered = -1
        total = sum(bars.totals())
        self.setAccessibleDescription(words(total) if total else empty)
        self.update()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._palette = palette
        self.update()

    def bar_at(self, x: float) -> int:
        """The number of the bar at a place, -1 where there is none."""
        area = self._area()
        count = len(self._bars.days)
        if not count or not area.left() <= x < area.right():
            return -1
        return min(count - 1, int((x - area.left()) / (area.width() / count)))

    def sizeHint(self) -> QSize:
        return QSize(640, 260)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.bar_at(event.position().x())
        if at != self._hovered:
            self._hovered = at
            set_plain_tooltip(self, self._tip(at))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, totals = self._area(), self._bars.totals()
        largest = max(totals, default=0.0)
        if largest <= 0:
            painter.setPen(QColor(self._palette.dim))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
            return
        step = nice_step(largest)
        top = step * math.ceil(largest / step - 1e-9)
        self._paint_lines(painter, area, step, top)
        self._paint_bars(painter, area, top)
        self._paint_days(painter, area)

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        step = nice_step(max(self._bars.totals(), default=0.0))
        left = max(metrics.horizontalAdvance(self._words(step * number)) for number in range(_LINES + 1)) + 14
        return QRectF(self.rect()).adjusted(left, 10, -8, -metrics.height() - 12)

    def _paint_lines(self, painter: QPainter, area: QRectF, step: float, top: float) -> None:
        height = self.fontMetrics().height()
        for number in range(round(top / step) + 1):
            y = round(area.bottom() - area.height() * number * step / top) + 0.5
            painter.setPen(QPen(QColor(self._palette.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self._palette.dim))
            box = QRectF(0, y - height / 2, area.left() - 8, height)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words(step * number)
            )

    def _paint_bars(self, painter: QPainter, area: QRectF, top: float) -> None:
        slot = area.width() / len(self._bars.days)
        width = min(_MAX_BAR_PX, max(1.0, slot * _BAR_SHARE))
        colours = series_colours(self._palette)
        painter.setPen(Qt.PenStyle.NoPen)
        for at in range(len(self._bars.days)):
            x = area.left() + slot * at + (slot - width) / 2
            if at == self._hovered:
                hovered = QRectF(area.left() + slot * at, area.top(), slot, area.height())
                painter.fillRect(hovered, QColor(self._palette.hover))
            y = area.bottom()
            for number, values in enumerate(self._bars.series.values()):
                height = area.height() * values[at] / top
                if height <= 0:
                    continue
                painter.fillRect(QRectF(x, y - height, width, height), colours[min(number, len(colours) - 1)])
                y -= height

    def _paint_days(self, painter: QPainter, area: QRectF) -> None:
        metrics = self.fontMetrics()
        days = self._bars.days
        slot = area.width() / len(days)
        widest = max(metrics.horizontalAdvance(day) for day in days) + 12
        every = max(1, math.ceil(widest / slot))
        painter.setPen(QColor(self._palette.dim))
        for at in range(0, len(days), every):
            centre = area.left() + slot * (at + 0.5)
            left = min(max(0.0, centre - widest / 2), self.width() - widest)
            box = QRectF(left, area.bottom() + 6, widest, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, days[at])

    def _tip(self, at: int) -> str:
        if at < 0:
            return ""
        parts = [(name, values[at]) for name, values in self._bars.series.items() if values[at]]
        lines = [f"{name}  {self._words(value)}" for name, value in reversed(parts)]
        return "\n".join([f"{self._bars.days[at]}  {self._words(self._bars.totals()[at])}", *lines])
