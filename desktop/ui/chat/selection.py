"""What is selected: an anchor and an end, each a slot and a character in it, through everything the stream changes."""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher
from typing import Final

from msgspec import Struct

from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.ui.chat.said import is_text, piece_text

# From here on come the scripts of East Asia.
_UNSPACED: Final = "\u2e80"
# Beyond this many changed words a position is mapped by its share, not by a comparison.
_COMPARED: Final = 500


class Place(Struct, frozen=True):
    """A position in the chat; `text` is what its slot said when it was taken."""

    slot: Slot
    position: int
    text: str

    @property
    def order(self) -> tuple[int, int, int]:
        """What sorts places as they stand from top to bottom."""
        return (*self.slot.order, self.position)


def place_in(slot: Slot, position: int) -> Place:
    """A place in a slot as it is now."""
    text = piece_text(slot.piece)
    return Place(slot, max(0, min(position, len(text))), text)


class Selection:
    """Two places; equal where nothing is selected.

    Attributes:
        anchor: where it began; None where nothing was ever pressed.
        end: where it goes to, with the keyboard or the mouse.
    """

    def __init__(self) -> None:
        self.anchor: Place | None = None
        self.end: Place | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no character is selected."""
        return self.anchor is None or self.end is None or self.anchor.order == self.end.order

    @property
    def bounds(self) -> tuple[Place, Place] | None:
        """First and last place; None where nothing is selected."""
        if self.anchor is None or self.end is None or self.is_empty:
            return None
        return (self.anchor, self.end) if self.anchor.order < self.end.order else (self.end, self.anchor)

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = self.end = None

    def select(self, anchor: Place, end: Place) -> None:
        """Select what lies between two places."""
        self.anchor, self.end = anchor, end

    def range_in(self, slot: Slot) -> tuple[int, int] | None:
        """Start and end of what is selected in a slot; None where nothing is."""
        bounds = self.bounds
        if bounds is None or not is_text(slot.piece):
            return None
        first, last = bounds
        order = slot.order
        if order < first.slot.order or order > last.slot.order:
            return None
        start = first.position if slot is first.slot else 0
        end = last.position if slot is last.slot else len(piece_text(slot.piece))
        return (start, end) if start < end or (slot is not first.slot and slot is not last.slot) else None

    def spliced(self, splice: Splice) -> None:
        """Slots were replaced: the same characters stay selected."""
        bounds = self.bounds
        last = bounds[1] if bounds is not None else None
        self.anchor = _moved(self.anchor, splice, is_last=self.anchor is last)
        self.end = _moved(self.end, splice, is_last=self.end is last)
        if self.anchor is None or self.end is None:
            self.clear()

    def drop_entries(self, gone: set[Entry]) -> None:
        """Messages are not shown any more."""
        if any(place is not None and place.slot.entry in gone for place in (self.anchor, self.end)):
            self.clear()


def _moved(place: Place | None, splice: Splice, *, is_last: bool) -> Place | None:
    """The place of the same character; None where its slots are gone and no others came."""
    if place is None or place.slot not in splice.removed:
        return place
    if not splice.added:
        return None
    # All slots as one text: what one of them said may be said by another now.
    before = [piece_text(piece) for piece in splice.before]
    after = [piece_text(slot.piece) for slot in splice.added]
    at = sum(len(text) + 1 for text in before[: splice.removed.index(place.slot)]) + place.position
    at = mapped("\n".join(before), "\n".join(after), at, is_last=is_last)
    for slot, text in zip(splice.added, after, strict=True):
        if at <= len(text):
            return Place(slot, at, text)
        at -= len(text) + 1
    return Place(splice.added[-1], len(after[-1]), after[-1])


def mapped(before: str, after: str, position: int, *, is_last: bool = False) -> int:
    """Where the character at a position of one text stands in another that was made from it.

    With `is_last` the position is behind a character, and stays behind it.
    """
    if position >= len(before) and after.startswith(before):
        return position
    kept = position if is_last else position + 1
    if kept <= len(before) and before[:kept] == after[:kept]:
        return position
    old, new = _Letters(before), _Letters(after)
    if not old.places or not new.places:
        return min(position, len(after))
    following = bisect_left(old.places, position)
    number = max(0, following - 1) if is_last else min(following, len(old.places) - 1)
    other, is_same = _counterpart(old, new, number)
    low = new.places[other - 1] + 1 if other else 0
    if not is_same:
        return low if is_last or other == len(new.places) else new.places[other]
    # Signs between the letter and the position stay as many as there are.
    high = new.places[other + 1] if other + 1 < len(new.places) else len(after)
    return max(low, min(high, new.places[other] + position - old.places[number]))


class _Letters:
    """The letters and digits of a text and their places in it: what Markdown shows of a text keeps them in order."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, character in enumerate(text) if character.isalnum()]
        self.text = "".join(text[place] for place in self.places)

    def words(self, start: int, end: int) -> list[str]:
        """The letters `start` to `end` as words; one written without spaces has a word a letter."""
        found: list[str] = []
        for number in range(start, end):
            letter = self.text[number]
            goes_on = number > start and self.places[number - 1] + 1 == self.places[number]
            if goes_on and letter < _UNSPACED:
                found[-1] += letter
            else:
                found.append(letter)
        return found


def _counterpart(old: _Letters, new: _Letters, number: int) -> tuple[int, bool]:
    """Which letter another became and True, or the one that follows where it was and False."""
    start, end, other_end = _changed(old.text, new.text)
    if number < start:
        return number, True
    if number >= end:
        return number - end + other_end, True
    words, others = old.words(start, end), new.words(start, other_end)
    if len(words) > _COMPARED or len(others) > _COMPARED:
        return start + (number - start) * (other_end - start) // (end - start), False
    at = other_at = start
    for _, first, last, other_first, other_last in SequenceMatcher(None, words, others).get_opcodes():
        part, other = "".join(words[first:last]), "".join(others[other_first:other_last])
        if number < at + len(part):
            break
        at += len(part)
        other_at += len(other)
    else:
        raise AssertionError("the stretches of a comparison leave out a letter")
    start, end, other_end = _changed(part, other)
    inside = number - at
    if inside < start:
        return other_at + inside, True
    if inside >= end:
        return other_at + inside - end + other_end, True
    return other_at + other_end, False


def _changed(one: str, other: str) -> tuple[int, int, int]:
    """What two texts have not in common: where it begins in both, and where it ends in each."""
    start = _common_start(one, other)
    limit = min(len(one), len(other)) - start
    same = _common_start(one[: -limit - 1 : -1], other[: -limit - 1 : -1]) if limit else 0
    return start, len(one) - same, len(other) - same


def _common_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
