"""Finding words in the messages of a chat: the hits in order, the current one, and both kept through the stream."""

from __future__ import annotations

import re
from bisect import bisect_left
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.chat.column import Column
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.item import Mark
from desktop.ui.chat.said import is_text, piece_text

_SLICE_S: Final = 0.008
_FLASH_MS: Final = 1600
# More are not counted: nobody walks through them, and one letter has a million in a long chat.
MOST: Final = 10_000


class Hit(NamedTuple):
    """A found stretch of a slot."""

    slot: Slot
    start: int
    end: int

    @property
    def order(self) -> tuple[int, int, int]:
        """What sorts hits as they stand from top to bottom."""
        return (*self.slot.order, self.start)


class Finder(QObject):
    """Searches message by message, in slices; capitals and small letters are the same.

    Signals:
        changed(number, total): the current hit is `number` from 1 on, 0 for none, of `total` found so far.
        current_moved(): another hit is the current one; bring it into sight.
        repaint_due(): other stretches are marked.
    """

    changed = Signal(int, int)
    current_moved = Signal()
    repaint_due = Signal()

    def __init__(self, parent: QObject, column: Column) -> None:
        super().__init__(parent)
        self._column = column
        self._pattern: re.Pattern[str] | None = None
        self._needle = ""
        self._hits: dict[Entry, list[Hit]] = {}
        self._next = 0
        self._total = 0
        self._origin: tuple[int, int, int] = (0, 0, 0)
        self.current: Hit | None = None
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._slice)
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self._end_flash)

    @property
    def needle(self) -> str:
        """What is searched for; empty where nothing is."""
        return self._needle

    @property
    def is_active(self) -> bool:
        """Whether messages are left to search."""
        return self._work.isActive()

    def search(self, needle: str) -> None:
        """Find a text; the first hit from the place in sight on becomes the current one."""
        self._flash.stop()
        self._needle = needle
        self._pattern = re.compile(re.escape(needle), re.IGNORECASE) if needle else None
        placed = next((one for one in self._column.placed if one.bottom > 0), None)
        self._origin = (*placed.slot.order, 0) if placed is not None else (0, 0, 0)
        self.current = None
        self._begin()

    def reset(self) -> None:
        """Other messages are shown: search them all."""
        self.current = None
        self._begin()

    def spliced(self, entry: Entry) -> None:
        """A message changed."""
        if self._pattern is None or entry not in self._hits:
            return
        before = self._hits.pop(entry)
        self._total -= len(before)
        self._find_in(entry)
        if self.current is not None and self.current.slot.entry is entry:
            hits = self._hits[entry]
            # The same words where they are now, else the hit that stands nearest.
            self.current = self.current if self.current in hits else self._near(hits, self.current)
        self._tell()

    def step(self, direction: int) -> None:
        """Make the next hit (1) or the one before (-1) the current one, from the last to the first and back."""
        hits = [hit for entry in self._column.entries for hit in self._hits.get(entry, ())]
        if not hits:
            return
        if self.current is None:
            index = bisect_left([hit.order for hit in hits], self._origin)
        else:
            index = bisect_left([hit.order for hit in hits], self.current.order) + direction
        self.current = hits[index % len(hits)]
        self._tell()
        self.current_moved.emit()

    def flash(self, hit: Hit) -> None:
        """Mark a stretch for a moment."""
        self.search("")
        self.current = hit
        self._flash.start()
        self.repaint_due.emit()

    def marks(self, slot: Slot) -> list[Mark]:
        """The hits in a slot."""
        current = self.current
        found = [Mark(hit.start, hit.end, "hit") for hit in self._hits.get(slot.entry, ()) if hit.slot is slot]
        if current is not None and current.slot is slot:
            found = [mark for mark in found if mark.start != current.start]
            found.append(Mark(current.start, current.end, "current"))
        return found

    def _begin(self) -> None:
        self._hits = {}
        self._total = self._next = 0
        if self._pattern is None:
            self._work.stop()
            self._tell()
        else:
            self._slice()

    def _slice(self) -> None:
        until = perf_counter() + _SLICE_S
        entries = self._column.entries
        while self._next < len(entries) and self._total < MOST and perf_counter() < until:
            entry = entries[self._next]
            self._next += 1
            if self._may_have(entry):
                self._column.load(entry)
                self._find_in(entry)
            if self.current is None:
                self.current = next((hit for hit in self._hits.get(entry, ()) if hit.order >= self._origin), None)
                if self.current is not None:
                    self.current_moved.emit()
        if self._next < len(entries) and self._total < MOST:
            self._work.start()
        else:
            self._work.stop()
            if self.current is None and self._total:
                # Nothing from here to the end: begin at the top.
                self.current = next(iter(next(hits for hits in self._hits.values() if hits)))
                self.current_moved.emit()
        self._tell()

    def _may_have(self, entry: Entry) -> bool:
        """Whether a message is worth parsing: its source names the text, or markup may stand inside the words."""
        view = entry.view
        if entry.is_loaded or self._pattern is None:
            return True
        return bool(self._pattern.search(view.text) or self._pattern.search(_without_markup(view.text)))

    def _find_in(self, entry: Entry) -> None:
        pattern = self._pattern
        hits: list[Hit] = []
        if pattern is not None:
            for slot in entry.slots:
                if is_text(slot.piece):
                    hits += [Hit(slot, one.start(), one.end()) for one in pattern.finditer(piece_text(slot.piece))]
        self._hits[entry] = hits
        self._total += len(hits)

    @staticmethod
    def _near(hits: list[Hit], hit: Hit) -> Hit | None:
        index = bisect_left([one.order for one in hits], hit.order)
        return hits[min(index, len(hits) - 1)] if hits else None

    def _tell(self) -> None:
        number = 0
        if self.current is not None and self._total:
            order = self.current.order
            for entry in self._column.entries[: order[0] + 1]:
                number += sum(hit.order <= order for hit in self._hits.get(entry, ()))
        self.changed.emit(number, self._total)
        self.repaint_due.emit()

    def _end_flash(self) -> None:
        self.current = None
        self.repaint_due.emit()


def _without_markup(text: str) -> str:
    return re.sub(r"[*_`~\\]", "", text)
