"""The scroll bar beside the column: it shows where we are and says where to go, but the place is the column's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QScrollBar

from desktop.ui.chat.column import Column

STEP_PX = 24


class ScrollMirror(QObject):
    """Joins a scroll bar and a column.

    Signals:
        moved(): the user went to another place by the bar.
        released(): the slider was let go, and the range may change again.
    """

    moved = Signal()
    released = Signal()

    def __init__(self, bar: QScrollBar, column: Column) -> None:
        super().__init__(bar)
        self._bar = bar
        self._column = column
        self._showing = False
        bar.setSingleStep(STEP_PX)
        bar.valueChanged.connect(self._on_value)
        bar.sliderReleased.connect(self.released)

    def show(self, *, at_end: bool) -> None:
        """Tell the bar where we are; not while its slider is held, or it would run from under the mouse."""
        bar, column = self._bar, self._column
        if bar.isSliderDown():
            return
        self._showing = True
        bar.setPageStep(column.height)
        bar.setRange(0, max(0, column.total - column.height))
        bar.setValue(bar.maximum() if at_end else column.value)
        self._showing = False

    def _on_value(self, value: int) -> None:
        if self._showing:
            return
        bar, column = self._bar, self._column
        if bar.isSliderDown():
            # Heights turn exact on the way; the slider keeps its share of the whole.
            value = round(value / max(1, bar.maximum()) * max(0, column.total - column.height))
        column.set_value(value)
        self.moved.emit()
