"""Work beside the frames, in slices: parse what waits, colour code, make estimated heights exact near the screen."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtCore import Slot as QtSlot

from desktop.ui.chat.colouring import Colouring
from desktop.ui.chat.column import Column
from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.worker.lexer_worker import LexerWorker

SLICE_S: Final = 0.004
# How long messages, width and style must have stayed the same.
_REST_MS: Final = 120
# A chat whose estimates are this many screens or fewer is laid out whole, so that its slider is exact.
_SCREENS: Final = 6


class IdleWork(QObject):
    """One timer that stops when there is nothing to do.

    Signals:
        spliced(splices): waiting text was parsed.
        layout_due(): heights are other ones now.
        repaint_due(): something in sight looks otherwise.
    """

    spliced = Signal(list)
    layout_due = Signal()
    repaint_due = Signal()

    def __init__(self, parent: QObject, column: Column) -> None:
        super().__init__(parent)
        self._column = column
        self._lexers = LexerWorker(self)
        self._lexers.loaded.connect(self.look)
        self._colouring = Colouring(self._lexers.has)
        self._ahead: list[Slot] = []
        self._unloaded: list[Entry] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._slice)

    @property
    def is_active(self) -> bool:
        """Whether there is something left to do."""
        return self._work.isActive() or self._rest.isActive() or self._lexers.is_active

    def estimate_anew(self) -> None:
        """Messages, width or style are other ones: guess heights after a rest.

        The picture comes first, and for a width that does not stay nothing is guessed.
        """
        self._rest.start()

    @QtSlot()
    def look(self) -> None:
        """Something was laid out: see what there is to do."""
        self._colouring.look(self._column.placed)
        short = self._column.placed and self._column.total <= _SCREENS * max(1, self._column.height)
        self._unloaded = [entry for entry in self._column.entries if not entry.is_loaded] if short else []
        self._ahead = self._inexact(self._column.entries) if short else []
        if self._has_work():
            self._work.start()

    def _has_work(self) -> bool:
        inexact = self._ahead or self._unloaded or self._is_to_estimate()
        return bool(self._colouring.wanted or inexact or self._pending() is not None)

    def _is_to_estimate(self) -> bool:
        return not self._column.is_estimated and not self._rest.isActive()

    def _pending(self) -> Entry | None:
        """A message whose text waits: one in sight before others."""
        waiting = self._column.waiting
        if not waiting:
            return None
        seen = (one.slot.entry for one in self._column.placed if one.slot.entry in waiting)
        return next(seen, None) or next(iter(waiting))

    def _slice(self) -> None:
        until = perf_counter() + SLICE_S
        splices: list[Splice] = []
        while perf_counter() < until:
            entry = self._pending()
            if entry is None:
                break
            splices += entry.work(until)
            self._column.note_waiting(entry)
        if splices:
            self.spliced.emit(splices)
            return
        if self._colouring.work(until):
            self.repaint_due.emit()
        if self._is_to_estimate() and perf_counter() < until and self._column.estimate(until):
            self.layout_due.emit()
            return
        moved = False
        while (self._ahead or self._unloaded) and perf_counter() < until:
            if not self._ahead:
                entry = self._unloaded.pop()
                self._column.load(entry)
                self._ahead = self._inexact((entry,))
                continue
            slot = self._ahead.pop()
            if slot.stamp != self._column.measure.stamp and slot.entry.slots[slot.index : slot.index + 1] == [slot]:
                self._column.item(slot)
                moved = True
        if moved and not self._ahead and not self._unloaded:
            self.layout_due.emit()
        if not self._has_work():
            self._work.stop()

    def _inexact(self, entries: Iterable[Entry]) -> list[Slot]:
        """Slots whose heights are estimates."""
        stamp = self._column.measure.stamp
        return [slot for entry in entries for slot in entry.slots if slot.stamp != stamp]
