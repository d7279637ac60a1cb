"""Collects cyclic garbage in the GUI thread alone.

Python collects in whatever thread happens to make an object, and a widget that is part of a cycle is then destroyed
there: Qt dies of that (a bus error in the network thread, seen while an answer streamed).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

LOOK_MS: Final = 1000


class GarbageCollector(QObject):
    """Turns Python's own collections off while it lives, and does them when they are due.

    It is made in the GUI thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
