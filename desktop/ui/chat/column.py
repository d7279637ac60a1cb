"""The column of messages behind the view: which slots are in sight and where, and how that place is kept.

The position is a slot and whole pixels into it; sums of heights only tell the scroll bar about it. So nothing that is
estimated, laid out or changed above the first visible line moves that line.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF

from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.heights import Heights
from desktop.ui.chat.item import Item
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import Piece

TOP_PX: Final = 20
BOTTOM_PX: Final = 12
# Laid-out items that are kept: some ten screens.
KEPT: Final = 500
# Slots whose heights are guessed between two looks at the clock.
_ESTIMATED: Final = 256
# Messages that tell how high the others may be.
_SAMPLE: Final = 64


class Placed(Struct, frozen=True):
    """A slot in sight: its item and where that begins, in pixels below the upper edge of the view.

    Attributes:
        piece: what the item showed then; an item of code goes on when its piece grows.
    """

    slot: Slot
    item: Item
    y: int
    piece: Piece

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.y + self.item.height


class Anchor(Struct, frozen=True):
    """A line that stays where it is: the position it begins with, and its distance from the upper edge in pixels."""

    slot: Slot
    position: int
    y: int


class Column:
    """Lays out what is in sight.

    Attributes:
        complete: gives the whole of a message of which only who wrote what was said; see `ChatView.set_messages`.

    Args:
        make: gives a slot its item for the column's style and width.
        is_stale: whether a laid-out item must be made anew.
    """

    def __init__(self, measure: Measure, make: Callable[[Slot], Item], is_stale: Callable[[Item], bool]) -> None:
        self.entries: list[Entry] = []
        self.measure = measure
        self.height = 0
        self.complete: Callable[[MessageView], MessageView] | None = None
        self._make = make
        self._is_stale = is_stale
        self._heights = Heights()
        self._kept: OrderedDict[Slot, None] = OrderedDict()
        self._top: Slot | None = None
        self._pixel = 0
        self._anchor: Anchor | None = None
        # Messages that have text to parse.
        self.waiting: set[Entry] = set()
        # How many messages, and slots of the next one, have estimates of the current width and style.
        self._estimated = 0
        self._estimated_slot = 0
        self.placed: list[Placed] = []

    # --- what there is ------------------------------------------------------------------------------------------------

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these messages; the place stays where its message does."""
        gone = set(self.entries).difference(entries)
        stays = len(gone) < len(self.entries)
        self.entries = list(entries)
        for index, entry in enumerate(self.entries):
            entry.index = index
        for slot in [slot for slot in self._kept if slot.entry in gone]:
            del self._kept[slot]
        guess = self._usual_height()
        self._heights.replace_from(0, [entry.height or guess for entry in self.entries])
        self._estimated = self._estimated_slot = 0
        self.placed = []
        self.waiting -= gone
        if self._top is not None and self._top.entry in gone:
            # What stands in its place now, unless this is another chat.
            index = min(self._top.entry.index, len(self.entries) - 1)
            self._top, self._pixel = (self._loaded(index).slots[0], 0) if stays and self.entries else (None, 0)
        if self._anchor is not None and self._anchor.slot.entry in gone:
            self._anchor = None

    def append(self, entry: Entry) -> None:
        """One more message at the end."""
        entry.index = len(self.entries)
        self.entries.append(entry)
        entry.estimate()
        if self._estimated == entry.index:
            self._estimated += 1
        self._heights.append(entry.height)

    def _usual_height(self) -> int:
        """How high messages are on average: of a long chat, most are estimated only once it is shown."""
        sample = self.entries[:: 1 + len(self.entries) // _SAMPLE]
        for entry in sample:
            if not entry.height:
                entry.estimate()
        return sum(entry.height for entry in sample) // max(1, len(sample))

    def spliced(self, splice: Splice) -> None:
        """Slots of a message were replaced."""
        self._heights[splice.entry.index] = splice.entry.height
        self.note_waiting(splice.entry)
        kept = set(splice.added)
        for slot in splice.removed:
            if slot not in kept:
                self._kept.pop(slot, None)
        if self._top is not None:
            self._top = self._replaced(self._top, splice, kept)
        if self._anchor is not None:
            anchored = self._replaced(self._anchor.slot, splice, kept)
            self._anchor = None if anchored is None else Anchor(anchored, self._anchor.position, self._anchor.y)

    def measure_changed(self) -> None:
        """Width or style is another one: the first visible line is it again after `fill`; see `estimate`."""
        self._estimated = 0
        self._estimated_slot = 0
        if self._anchor is None:
            self.remember()
        anchor = self._anchor
        if anchor is not None:
            self._go_to(anchor)

    def estimate(self, until: float) -> bool:
        """Guess heights for the current messages, width and style, until `perf_counter` is `until`; True when done."""
        while self._estimated < len(self.entries):
            entry = self.entries[self._estimated]
            self._estimated_slot = entry.estimate(self._estimated_slot, _ESTIMATED)
            self._heights[entry.index] = entry.height
            if self._estimated_slot >= len(entry.slots):
                self._estimated += 1
                self._estimated_slot = 0
            if perf_counter() >= until:
                break
        return self.is_estimated

    @property
    def is_estimated(self) -> bool:
        """Whether `estimate` has nothing to do."""
        return self._estimated >= len(self.entries)

    def invalidate(self, is_old: Callable[[Slot], bool]) -> bool:
        """Lay those out again for which `is_old` holds; whether there is one in sight."""
        for slot in self._kept:
            if is_old(slot):
                slot.stamp = 0
        return any(one.slot.stamp == 0 for one in self.placed)

    @property
    def total(self) -> int:
        """The height of everything, in pixels; estimates included."""
        return self.measure.style.px(TOP_PX) + self._heights.total + self.measure.style.px(BOTTOM_PX)

    # --- where we are -------------------------------------------------------------------------------------------------

    @property
    def value(self) -> int:
        """Pixels above the upper edge, as the scroll bar counts them."""
        if self._top is None:
            return 0
        entry = self._top.entry
        above = self._heights.above(entry.index) + entry.heights.above(self._top.index)
        return max(0, self.measure.style.px(TOP_PX) + above + self._pixel)

    def set_value(self, value: int) -> None:
        """Go where the scroll bar says."""
        if not self.entries:
            return
        index, pixel = self._heights.find(max(0, value - self.measure.style.px(TOP_PX)))
        entry = self._loaded(index)
        # Loading may have changed the height; stay at the same share of it.
        number, inside = entry.heights.find(pixel)
        self._top, self._pixel = entry.slots[number], inside
        if index == 0 and number == 0:
            self._pixel = value - self.measure.style.px(TOP_PX)
        self._settle()

    def scroll_by(self, pixels: int) -> None:
        """Move the text up by so many pixels, down where negative: exactly so many, whatever was estimated."""
        if self._top is None:
            return
        self._pixel += pixels
        self._settle()

    def go_to(self, slot: Slot, y: int, position: int = 0) -> None:
        """Bring the line of a position to `y` pixels below the upper edge, as far as the ends of the chat allow."""
        self._anchor = None
        self._go_to(Anchor(slot, position, y))

    def _go_to(self, anchor: Anchor) -> None:
        slot = anchor.slot
        line = round(self.item(slot).caret_rect(anchor.position).top()) + slot.entry.space_above(slot.index)
        self._top, self._pixel = slot, line - anchor.y
        self._settle()

    def to_end(self) -> None:
        """Show the end."""
        self._anchor = None
        self._go_to_end()

    def _go_to_end(self) -> None:
        y = self.height - self.measure.style.px(BOTTOM_PX)
        slot = self._last()
        while slot is not None:
            y -= self._extent(slot)
            self._top, self._pixel = slot, -y
            if y <= 0:
                return
            slot = self.before(slot)
        self._pixel = max(self._pixel, -self.measure.style.px(TOP_PX))
        if y > 0:
            self._pixel = -self.measure.style.px(TOP_PX)

    def remember(self) -> None:
        """The reader chose this place: the first line that is whole in sight is the one to keep."""
        self._anchor = None
        for placed in self.placed:
            if placed.bottom <= 0:
                continue
            item, position = placed.item, 0
            if item.text and placed.y < 0:
                # The line that the edge cuts, and the next one where more of the item follows.
                position, end = item.line_at(item.position_at(QPointF(0, -placed.y)))
                if placed.y + item.caret_rect(position).top() < 0 and end < len(item.text):
                    position = item.line_at(min(end + 1, len(item.text)))[0]
            line = round(item.caret_rect(position).top()) if item.text else 0
            self._anchor = Anchor(placed.slot, position, placed.y + line)
            return

    def fill(self) -> list[Placed]:
        """Lay out what is in sight; also kept as `placed`."""
        if self._top is None and self.entries:
            self._top, self._pixel = self._loaded(0).slots[0], -self.measure.style.px(TOP_PX)
        placed: list[Placed] = []
        # A row that comes into sight can widen the columns of its table.
        for _ in range(4):
            placed, y = self._down()
            if y is not None and y + self.measure.style.px(BOTTOM_PX) < self.height:
                self._go_to_end()
                placed, _ = self._down()
            if not any(self._is_stale(one.item) for one in placed):
                break
        self.placed = placed
        return placed

    # --- items --------------------------------------------------------------------------------------------------------

    def item(self, slot: Slot) -> Item:
        """The laid-out item of a slot."""
        item = slot.item
        if item is None or slot.stamp != self.measure.stamp or self._is_stale(item):
            item = slot.item = self._make(slot)
            slot.stamp = self.measure.stamp
            self._note_height(slot, item.height)
        self._kept[slot] = None
        self._kept.move_to_end(slot)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)[0].item = None
        return item

    def before(self, slot: Slot) -> Slot | None:
        """The slot above."""
        if slot.index > 0:
            return slot.entry.slots[slot.index - 1]
        return self._loaded(slot.entry.index - 1).slots[-1] if slot.entry.index > 0 else None

    def after(self, slot: Slot) -> Slot | None:
        """The slot below."""
        entry = slot.entry
        if slot.index + 1 < len(entry.slots):
            return entry.slots[slot.index + 1]
        return self._loaded(entry.index + 1).slots[0] if entry.index + 1 < len(self.entries) else None

    def load(self, entry: Entry) -> None:
        """Make the slots of a message, if it has none yet."""
        if not entry.is_loaded:
            if self.complete is not None and not entry.view.streaming:
                entry.set_view(self.complete(entry.view))
            entry.load()
            self.note_waiting(entry)
            self._heights[entry.index] = entry.height

    def note_waiting(self, entry: Entry) -> None:
        """Take note whether a message has text to parse."""
        if entry.pending:
            self.waiting.add(entry)
        else:
            self.waiting.discard(entry)

    def _loaded(self, index: int) -> Entry:
        self.load(self.entries[index])
        return self.entries[index]

    def _last(self) -> Slot | None:
        return self._loaded(len(self.entries) - 1).slots[-1] if self.entries else None

    def _extent(self, slot: Slot) -> int:
        """The height of a slot with the space above it."""
        self.item(slot)
        # What is laid out is noted there.
        return slot.entry.heights[slot.index]

    def _note_height(self, slot: Slot, height: int) -> None:
        entry = slot.entry
        entry.heights[slot.index] = entry.space_above(slot.index) + height
        self._heights[entry.index] = entry.height

    def _down(self) -> tuple[list[Placed], int | None]:
        """What is in sight from the top slot on, and where it ends; None where more would follow."""
        placed: list[Placed] = []
        slot, y = self._top, -self._pixel
        while slot is not None:
            item = self.item(slot)
            y += slot.entry.heights[slot.index]
            placed.append(Placed(slot, item, y - item.height, slot.piece))
            if y >= self.height:
                return placed, y if self.is_last(slot) else None
            slot = self.after(slot)
        return placed, y

    def is_last(self, slot: Slot) -> bool:
        """Whether nothing stands below a slot."""
        return slot.index + 1 == len(slot.entry.slots) and slot.entry.index + 1 == len(self.entries)

    def _settle(self) -> None:
        """Let the top slot be the one that the upper edge cuts."""
        if self._top is None:
            return
        while self._pixel < 0:
            slot = self.before(self._top)
            if slot is None:
                self._pixel = max(self._pixel, -self.measure.style.px(TOP_PX))
                return
            self._pixel += self._extent(slot)
            self._top = slot
        while self._pixel >= (extent := self._extent(self._top)):
            slot = self.after(self._top)
            if slot is None:
                self._pixel = max(0, extent - 1)
                return
            self._pixel -= extent
            self._top = slot

    def _replaced(self, slot: Slot, splice: Splice, kept: set[Slot]) -> Slot | None:
        """The slot that stands in the place of one that was replaced."""
        if slot in kept or slot not in splice.removed:
            return slot
        slots = splice.entry.slots
        if not slots:
            return None
        return slots[min(splice.start + splice.removed.index(slot), len(slots) - 1)]
