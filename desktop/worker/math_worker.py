"""Formulas drawn beside the GUI thread, as a Qt signal."""

from __future__ import annotations

import threading
from queue import LifoQueue

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.markup.math import MathPicture, render_math
from desktop.worker.turns import short_turns


class MathResult(Struct, frozen=True):
    """A formula, and its drawing; None where it cannot be drawn."""

    tex: str
    display: bool
    picture: MathPicture | None


class _Reports(QObject):
    """What the thread holds instead of the worker, which so is never destroyed in it.

    Signals:
        drawn(result): a formula is done.
    """

    drawn = Signal(MathResult)


class MathWorker(QObject):
    """Draws formulas one after another in a thread of its own, the last one asked for first.

    The thread is one of Python's daemon threads and starts with the first formula. The methods return at once; the
    signal is emitted in this object's thread.

    Signals:
        drawn(result): a formula is done.
    """

    drawn = Signal(MathResult)

    def __init__(self) -> None:
        super().__init__()
        self._queue: LifoQueue[tuple[str, bool] | None] = LifoQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._reports = _Reports()
        self._reports.drawn.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def draw(self, tex: str, display: bool) -> None:
        """Draw a formula; `drawn` follows, unless this is closed first."""
        if self._closed:
            return
        self._queue.put((tex, display))
        if self._thread is None:
            self._thread = threading.Thread(
                target=_work, args=(self._queue, self._reports), name="formulas", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """End the thread after the formula at hand; what waits is not drawn, and `drawn` is not emitted any more."""
        self._closed = True
        self._queue.put(None)

    @Slot(MathResult)
    def _pass_on(self, result: MathResult) -> None:
        if not self._closed:
            self.drawn.emit(result)


def _work(queue: LifoQueue[tuple[str, bool] | None], reports: _Reports) -> None:
    while (asked := queue.get()) is not None:
        tex, display = asked
        with short_turns():
            picture = render_math(tex, display=display)
        reports.drawn.emit(MathResult(tex, display, picture))
