"""The phases of a request as bars on one line of time, and below them the gaps between its events."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.recorder.texts import Phase, seconds_words
from desktop.ui.words import tr

_ROW_GAP_PX = 6
_GAPS_PX = 70
_MARGIN_PX = 10


def joined_gaps(gaps: Sequence[float], columns: int) -> list[float]:
    """At most `columns` values, each the longest of the gaps it stands for: no gap is lost to the eye."""
    if len(gaps) <= columns:
        return list(gaps)
    edges = [round(at * len(gaps) / columns) for at in range(columns + 1)]
    return [max(gaps[left:right]) for left, right in pairwise(edges)]


class Timeline(QWidget):
    """Paints phases and gaps; both are read out in its accessible description."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recorderTimeline")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._phases: Sequence[Phase] = ()
        self._gaps: Sequence[float] = ()
        self._palette = LIGHT

    def show_times(self, phases: Sequence[Phase], gaps: Sequence[float]) -> None:
        """Show other times."""
        self._phases, self._gaps = phases, gaps
        spoken = [f"{one.name} {self._took(one)}" for one in phases]
        self.setAccessibleDescription(", ".join([*spoken, self.gap_words()]))
        self.updateGeometry()
        self.update()

    def gap_words(self) -> str:
        """How many events, and how long they kept waiting for the next."""
        if not self._gaps:
            return tr("No events")
        ordered = sorted(self._gaps)
        middle, longest = ordered[len(ordered) // 2], ordered[-1]
        return tr("%n gaps between events: median {median}, longest {longest}", "", len(ordered)).format(
            median=seconds_words(middle), longest=seconds_words(longest)
        )

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._row() * (len(self._phases) + 3) + _GAPS_PX + 2 * _MARGIN_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        area.setTop(self._paint_phases(painter, area) + _MARGIN_PX)
        painter.setPen(QColor(self._palette.dim))
        words = painter.boundingRect(area, Qt.TextFlag.TextWordWrap, self.gap_words())
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self.gap_words())
        self._paint_gaps(painter, QRectF(area.left(), words.bottom() + 6, area.width(), _GAPS_PX))

    def _paint_phases(self, painter: QPainter, area: QRectF) -> float:
        metrics = self.fontMetrics()
        left = max((metrics.horizontalAdvance(one.name) for one in self._phases), default=0) + 12
        right = max((metrics.horizontalAdvance(self._took(one)) for one in self._phases), default=0) + 10
        width = max(20.0, area.width() - left - right)
        total = max((one.start_s + (one.took_s or 0) for one in self._phases), default=0.0) or 1.0
        for row, one in enumerate(self._phases):
            y = area.top() + row * self._row()
            painter.setPen(QColor(self._palette.text))
            painter.drawText(QRectF(area.left(), y, left, metrics.height()), Qt.AlignmentFlag.AlignLeft, one.name)
            x = area.left() + left + width * one.start_s / total
            bar = max(2.0, width * (one.took_s or 0) / total)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.accent if one.took_s is not None else self._palette.warn))
            painter.drawRoundedRect(QRectF(min(x, area.right() - right - 2), y + 3, bar, metrics.height() - 6), 2, 2)
            painter.setPen(QColor(self._palette.dim))
            box = QRectF(area.right() - right, y, right, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._took(one))
        return area.top() + len(self._phases) * self._row()

    def _paint_gaps(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(self._palette.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        gaps = joined_gaps(self._gaps, max(1, int(area.width() // 2)))
        longest = max(gaps, default=0.0)
        if longest <= 0:
            return
        slot = min(10.0, area.width() / len(gaps))
        painter.setPen(QPen(QColor(self._palette.accent), max(1.0, slot * 0.7)))
        for at, gap in enumerate(gaps):
            x = area.left() + slot * (at + 0.5)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() - (area.height() - 2) * gap / longest))

    def _row(self) -> int:
        return self.fontMetrics().height() + _ROW_GAP_PX

    @staticmethod
    def _took(one: Phase) -> str:
        return "…" if one.took_s is None else seconds_words(one.took_s)
