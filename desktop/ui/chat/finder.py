"""Finding words in the messages of a chat: the hits in order, the current one, and both kept through the stream."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.chat.column import Column
from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.ui.chat.item import Mark
from desktop.ui.chat.said import is_text, piece_text

_SLICE_S: Final = 0.008
_FLASH_MS: Final = 1600
# Slots that are searched between two looks at the clock.
_SLOTS: Final = 64
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
        # Of each slot that has some; slots are searched in order, up to `_next`: (message, slot).
        self._hits: dict[Slot, list[Hit]] = {}
        self._next = (0, 0)
        self._total = 0
        # The number of the current hit, as it was told last.
        self._number = 0
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

    def appended(self) -> None:
        """One more message is shown."""
        if self._pattern is not None and self._is_short():
            self._work.start()

    def spliced(self, splice: Splice) -> None:
        """Slots of a message were replaced: only those are searched again."""
        if self._pattern is None:
            return
        entry, slot_at = self._next
        at = (splice.entry.index, splice.start)
        if at < self._next:
            for slot in splice.removed:
                self._total -= len(self._hits.pop(slot, ()))
            for slot in splice.added:
                self._find_in(slot)
            if splice.entry.index == entry:
                slot_at += len(splice.added) - len(splice.removed)
                self._next = entry, max(slot_at, splice.start + len(splice.added))
            if self.current is not None and at <= self.current.slot.order[:2]:
                self._keep_current(splice)
                self._number = self._number_of(self.current)
        self.appended()
        self._tell()

    def step(self, direction: int) -> None:
        """Make the next hit (1) or the one before (-1) the current one, from the last to the first and back."""
        current = self.current
        if current is None:
            order, position = self._origin[:2], self._origin[2]
        else:
            order, position = current.slot.order, current.start
        around = [hit for hit in self._hits_at(order) if (hit.start - position) * direction > 0]
        if current is None and direction > 0:
            around = [hit for hit in self._hits_at(order) if hit.start >= position]
        found = around[::direction][:1] or self._beyond(order, direction)
        if not found:
            return
        self._make_current(found[0])
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
        # What is in sight is marked, also where the search did not come by yet, or stopped counting.
        found = [Mark(hit.start, hit.end, "hit") for hit in self._hits.get(slot) or self._found_in(slot)]
        if current is not None and current.slot is slot:
            found = [mark for mark in found if mark.start != current.start]
            found.append(Mark(current.start, current.end, "current"))
        return found

    def _begin(self) -> None:
        self._hits = {}
        self._total = self._number = 0
        self._next = (0, 0)
        if self._pattern is None:
            self._work.stop()
            self._tell()
        else:
            self._slice()

    def _is_short(self) -> bool:
        """Whether messages are left to search."""
        return self._next[0] < len(self._column.entries) and self._total < MOST

    def _slice(self) -> None:
        until = perf_counter() + _SLICE_S
        entries = self._column.entries
        while self._is_short() and perf_counter() < until:
            index, slot_at = self._next
            entry = entries[index]
            if not slot_at and self._may_have(entry):
                self._column.load(entry)
            slots = entry.slots[slot_at : slot_at + _SLOTS]
            self._next = (index, slot_at + _SLOTS) if len(slots) == _SLOTS else (index + 1, 0)
            for slot in slots:
                self._find_in(slot)
                if self.current is None and slot in self._hits:
                    hit = next((hit for hit in self._hits[slot] if hit.order >= self._origin), None)
                    if hit is not None:
                        self._make_current(hit)
                        self.current_moved.emit()
        if self._is_short():
            self._work.start()
        else:
            self._work.stop()
            if self.current is None and self._total:
                # Nothing from here to the end: begin at the top.
                self._make_current(self._beyond((-1, 0), 1)[0])
                self.current_moved.emit()
        self._tell()

    def _may_have(self, entry: Entry) -> bool:
        """Whether a message is worth parsing: its source names the text, or markup may stand inside the words."""
        view = entry.view
        if entry.is_loaded or self._pattern is None:
            return True
        return bool(self._pattern.search(view.text) or self._pattern.search(without_markup(view.text)))

    def _found_in(self, slot: Slot) -> list[Hit]:
        if self._pattern is None or not is_text(slot.piece):
            return []
        return [Hit(slot, one.start(), one.end()) for one in self._pattern.finditer(piece_text(slot.piece))]

    def _find_in(self, slot: Slot) -> None:
        found = self._found_in(slot) if self._total < MOST else ()
        if found:
            self._hits[slot] = found
            self._total += len(found)

    def _hits_at(self, order: tuple[int, int]) -> list[Hit]:
        index, number = order
        entries = self._column.entries
        slots = entries[index].slots if 0 <= index < len(entries) else []
        return self._hits.get(slots[number], []) if number < len(slots) else []

    def _beyond(self, order: tuple[int, int], direction: int) -> list[Hit]:
        """The next hit in another slot, from the last to the first; a list of it or of none."""
        orders = sorted(slot.order for slot, hits in self._hits.items() if hits)
        if not orders:
            return []
        if direction > 0:
            at = orders[bisect_right(orders, order) % len(orders)]
            return self._hits_at(at)[:1]
        at = orders[bisect_left(orders, order) - 1]
        return self._hits_at(at)[-1:]

    def _make_current(self, hit: Hit) -> None:
        self.current = hit
        self._number = self._number_of(hit)

    def _number_of(self, current: Hit | None) -> int:
        if current is None:
            return 0
        order = current.slot.order
        before = sum(len(hits) for slot, hits in self._hits.items() if slot.order < order)
        return before + sum(hit.start <= current.start for hit in self._hits_at(order))

    def _keep_current(self, splice: Splice) -> None:
        """The same words where they are now, else the hit that stands nearest."""
        current = self.current
        if current is None or current.slot not in splice.removed:
            return
        if current not in self._hits.get(current.slot, ()):
            near = self._hits_at(current.slot.order) or self._hits_at((splice.entry.index, splice.start))
            near = [hit for hit in near if hit.start >= current.start][:1] or near[-1:]
            near = near or self._beyond((splice.entry.index, splice.start), 1)
            self.current = near[0] if near else None

    def _tell(self) -> None:
        self.changed.emit(self._number if self._total else 0, self._total)
        self.repaint_due.emit()

    def _end_flash(self) -> None:
        self.current = None
        self.repaint_due.emit()


def without_markup(text: str) -> str:
    """A text without the marks that the view does not show of most Markdown."""
    return re.sub(r"[*_`~\\]", "", text)
