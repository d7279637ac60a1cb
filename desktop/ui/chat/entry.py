"""One message of the chat as a column of slots: what stands in it, in which order, and how high it is.

A slot is the place of a piece: the piece, its height, and while it is near the screen its laid-out item.
"""

from __future__ import annotations

from collections.abc import Iterable
from weakref import ReferenceType, ref

from msgspec import Struct

from desktop.ui.chat.after_text import after_text
from desktop.ui.chat.body import Body, Change
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.heights import Heights
from desktop.ui.chat.item import Item
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    BarPiece,
    CaptionPiece,
    CardPiece,
    CodePiece,
    EditPiece,
    FoldPiece,
    Piece,
    TextPiece,
    bubble_pieces,
    quotes_shared,
    space_between,
    thought_pieces,
)
from desktop.ui.chat.reasoning import fold_words
from desktop.ui.chat.source_body import SourceBody


class Slot(Struct, eq=False, gc=False):
    """Stays the same object as long as its piece only grows; a position in the chat is a slot and a character in it.

    An answer of a megabyte has twenty thousand; so the garbage collector, which would stop the window to look through
    them, does not know them. They form no cycle: a slot refers to its entry weakly.

    Attributes:
        piece: what it shows.
        index: where it is among the slots of its entry.
        item: None while it is not laid out.
        stamp: which width and style its item and its height are of; see `Measure.stamp`. 0 where none.
        sideways: how far its box is scrolled sideways, kept while the item is not.
    """

    home: ReferenceType[Entry]
    piece: Piece
    index: int = 0
    item: Item | None = None
    stamp: int = 0
    sideways: int = 0

    @property
    def entry(self) -> Entry:
        """The message it is a part of."""
        entry = self.home()
        if entry is None:
            raise ReferenceError("the message of this slot is gone")
        return entry

    @property
    def order(self) -> tuple[int, int]:
        """What sorts slots as they stand from top to bottom."""
        return self.entry.index, self.index


class Splice(Struct, frozen=True):
    """Slots of an entry that were replaced: from `start` on, `removed` by `added`; a slot that grew is in both.

    Attributes:
        before: the pieces that the removed slots had.
    """

    entry: Entry
    start: int
    removed: tuple[Slot, ...]
    added: tuple[Slot, ...]
    before: tuple[Piece, ...]


class Entry:
    """A message: caption, reasoning, text, what follows the text, and the room of the action row, in this order.

    Until `load` it has no slots and only an estimated height, so a chat of thousands of messages opens at once. Every
    method that changes it gives the slots that were replaced.

    Attributes:
        view: the message as it was given last.
        index: where it is among the messages of the chat.
        is_source: an answer shows its Markdown as it was written.
        slots: from top to bottom; empty while it is not loaded.
        heights: of the slots, with the space above each.
    """

    # What `load` gives a message stands here until then: a chat of thousands of messages opens in the time that its
    # entries are made in. Nothing is ever put into these lists.
    index = 0
    editing = False
    is_source = False
    slots: list[Slot] = []  # noqa: RUF012
    heights = Heights()
    _is_loaded = False
    # 0 until `estimate` was here.
    _estimate = 0
    _body: Body | SourceBody | None = None
    _fold_chosen: bool | None = None
    _reasoning = ""
    # How many slots the head, the reasoning and the text have; the rest is the foot.
    _sizes: list[int] = []  # noqa: RUF012

    def __init__(self, view: MessageView, measure: Measure) -> None:
        self.view = view
        self._measure = measure

    @property
    def body(self) -> Body | SourceBody:
        """The text of an answer; made when it is needed first, for a chat may have thousands."""
        if self._body is None:
            self._body = SourceBody() if self.is_source else Body()
        return self._body

    @property
    def is_loaded(self) -> bool:
        """Whether it has its slots."""
        return self._is_loaded

    @property
    def height(self) -> int:
        """In pixels, estimated where it is not laid out; 0 where not even that."""
        return self.heights.total if self._is_loaded else self._estimate

    @property
    def pending(self) -> bool:
        """Whether text waits to be parsed."""
        return self._is_loaded and self._body is not None and self._body.pending

    @property
    def is_open(self) -> bool:
        """Whether the reasoning is unfolded."""
        return self._thinking if self._fold_chosen is None else self._fold_chosen

    @property
    def caret_slot(self) -> Slot | None:
        """Where the stream goes on."""
        if not (self._is_loaded and self.view.streaming):
            return None
        end = sum(self._sizes)
        if self._thinking and self.is_open and self._sizes[1]:
            end = self._sizes[0] + self._sizes[1]
        return self.slots[end - 1] if end else None

    @property
    def text_slots(self) -> range:
        """The indexes of the slots that show the text itself."""
        start = self._sizes[0] + self._sizes[1]
        return range(start, start + self._sizes[2])

    def load(self) -> None:
        """Make the slots."""
        if self._is_loaded:
            return
        self._is_loaded = True
        self.slots = []
        self.heights = Heights()
        self._sizes = [0, 0, 0]
        self._home = ref(self)
        self._reasoning = self.view.reasoning
        if self.view.role == "assistant":
            self.body.set_text(self.view.text, open_end=self.view.streaming)
        self._lay_anew()

    def set_view(self, view: MessageView) -> list[Splice]:
        """Show the message as it is now; what did not change is not touched."""
        before, self.view = self.view, view
        if not self._is_loaded:
            if (view.text, view.role) != (before.text, before.role):
                self._estimate = 0
            return []
        if view.role == "user":
            return [*self._section(0, self._head()), *self._section(2, self._question())]
        splices = [self._changed(change) for change in self.body.set_text(view.text, open_end=view.streaming)]
        self._reasoning = view.reasoning
        return [*splices, *self._thoughts(), *self._section(0, self._head()), *self._section(3, self._foot())]

    def append_text(self, text: str) -> list[Splice]:
        """Add to the end of the answer."""
        self.load()
        was_open = self.is_open
        splices = [self._changed(change) for change in self.body.append(text)]
        if self._reasoning and self.is_open != was_open:
            splices += self._fold_anew()
        return splices

    def append_reasoning(self, text: str) -> list[Splice]:
        """Add to what the model thought."""
        self.load()
        had = bool(self._reasoning)
        self._reasoning += text
        splices = [] if had else self._section(0, self._head())
        if self.is_open:
            splices += self._grow_thoughts(text) if had else self._thoughts()
        return splices

    def work(self, until: float = 0.0) -> list[Splice]:
        """Parse one step of the text that waits, and more until `perf_counter` is `until`."""
        return [self._changed(change) for change in self.body.work(until)]

    def toggle_fold(self) -> list[Splice]:
        """Fold or unfold the reasoning; from now on it stays so."""
        self._fold_chosen = not self.is_open
        return self._fold_anew()

    def show_source(self, on: bool) -> list[Splice]:
        """Show an answer as it was written, or as it reads."""
        if on == self.is_source or self.view.role == "user":
            return []
        before, self.is_source, self._body = self.body, on, None
        if not self._is_loaded:
            return []
        self.body.set_text(before.text, open_end=before.is_open)
        return self._section(2, self.body.pieces)

    def set_editing(self, on: bool) -> list[Splice]:
        """Show the box in which the question is changed, or the question."""
        self.editing = on
        return self._section(2, self._question())

    def estimate(self, first: int = 0, count: int | None = None) -> int:
        """Guess heights again that are not those of a layout, because width or style changed.

        `count` slots from `first` on, all where it is None; gives the slot to go on with.
        """
        if not self._is_loaded:
            self._estimate = self._measure.message(self.view)
            return 0
        end = len(self.slots) if count is None else min(len(self.slots), first + count)
        stamp = self._measure.stamp
        for slot in self.slots[first:end]:
            if slot.stamp != stamp:
                self.heights[slot.index] = self._estimated(slot)
        return end

    def retranslate(self) -> list[Splice]:
        """Say the words of the program in the current language."""
        if not self._is_loaded or self.view.role == "user":
            return []
        return [*self._section(0, self._head()), *self._section(3, self._foot())]

    def space_above(self, index: int) -> int:
        """Pixels between a slot and the one before it."""
        if index == 0:
            return 0
        return self._measure.style.px(space_between(self.slots[index - 1].piece, self.slots[index].piece))

    def quotes_shared(self, index: int) -> int:
        """How many quotes a slot stands in together with the one before it."""
        if index == 0:
            return 0
        return quotes_shared(self.slots[index - 1].piece, self.slots[index].piece)

    @property
    def _thinking(self) -> bool:
        return self.view.streaming and self.body.is_empty and self.view.reasoning_s is None

    def _head(self) -> list[Piece]:
        if self.view.role == "user":
            return [AttachmentPiece(one) for one in self.view.attachments]
        pieces: list[Piece] = [CaptionPiece(self.view.caption)]
        if self._reasoning:
            words = fold_words(thinking=self._thinking, seconds=self.view.reasoning_s)
            pieces.append(FoldPiece(words, self.is_open))
        return pieces

    def _question(self) -> list[Piece]:
        if self.editing:
            return [EditPiece()]
        has_bubble = self.view.text or not self.view.attachments
        return list(bubble_pieces(self.view.text)) if has_bubble else []

    def _foot(self) -> list[Piece]:
        view = self.view
        if view.role == "user":
            return [BarPiece(0)]
        pieces = after_text(view)
        if view.notice is not None:
            pieces.append(CardPiece(view.notice))
        return [*pieces, BarPiece(10)]

    def _thoughts(self) -> list[Splice]:
        wanted = thought_pieces(self._reasoning.lstrip("\n")) if self._reasoning and self.is_open else ()
        return self._section(1, wanted)

    def _grow_thoughts(self, text: str) -> list[Splice]:
        """Only the last line changes, and what follows it."""
        start, count = self._sizes[0], self._sizes[1]
        last = self.slots[start + count - 1].piece if count else None
        if not isinstance(last, TextPiece) or (count == 1 and not last.runs):
            # Empty lines at the beginning are not shown.
            return self._thoughts()
        kept = "".join(run.text for run in last.runs)
        pieces = thought_pieces(kept + text)
        if last.glue is not None:
            first = pieces[0]
            pieces = (TextPiece(first.runs, tight=True, look="thought", glue=last.glue), *pieces[1:])
        return [self._splice(start + count - 1, 1, pieces, section=1)]

    def _fold_anew(self) -> list[Splice]:
        return [*self._section(0, self._head()), *self._thoughts()]

    def _lay_anew(self) -> None:
        sections: list[Iterable[Piece]]
        if self.view.role == "user":
            sections = [self._head(), (), self._question(), self._foot()]
        else:
            sections = [self._head(), (), self.body.pieces, self._foot()]
        for number, pieces in enumerate(sections):
            self._section(number, pieces)
        self._thoughts()

    def _section(self, number: int, pieces: Iterable[Piece]) -> list[Splice]:
        """Let a section hold these pieces; those at its ends that stay the same keep their slots."""
        wanted = list(pieces)
        start = sum(self._sizes[:number])
        end = len(self.slots) if number == len(self._sizes) else start + self._sizes[number]
        kept = 0
        while kept < min(end - start, len(wanted)) and self.slots[start + kept].piece == wanted[kept]:
            kept += 1
        if start + kept == end and kept == len(wanted):
            return []
        return [self._splice(start + kept, end - start - kept, wanted[kept:], section=number)]

    def _changed(self, change: Change) -> Splice:
        start = self._sizes[0] + self._sizes[1] + change.start
        return self._splice(start, change.removed, change.added, section=2)

    def _splice(self, start: int, removed: int, pieces: Iterable[Piece], section: int) -> Splice:
        """Replace slots; a slot whose piece only grew stays, so that positions in it stay."""
        old = self.slots[start : start + removed]
        before = tuple(slot.piece for slot in old)
        behind = self.heights.tail(start + removed)
        # The space above what follows depends on what stands before it.
        space = self.space_above(start + removed) if behind else 0
        new: list[Slot] = []
        for number, piece in enumerate(pieces):
            slot = (
                old[number] if number < len(old) and number == len(new) and _grows(old[number].piece, piece) else None
            )
            if slot is None:
                slot = Slot(self._home, piece)
            else:
                slot.piece = piece
                slot.stamp = 0
            new.append(slot)
        self.slots[start : start + removed] = new
        if section < len(self._sizes):
            self._sizes[section] += len(new) - removed
        for index in range(start, len(self.slots) if len(new) != removed else start + removed):
            self.slots[index].index = index
        self.heights.replace_from(start, (self._estimated(slot) for slot in new))
        if behind:
            behind[0] += self.space_above(start + len(new)) - space
        self.heights.extend(behind)
        return Splice(self, start, tuple(old), tuple(new), before)

    def _estimated(self, slot: Slot) -> int:
        return self.space_above(slot.index) + self._measure.piece(slot.piece)


def _grows(before: Piece, after: Piece) -> bool:
    """Whether a slot may go on with another piece: it shows the same thing, with more or other text."""
    if type(before) is not type(after):
        return False
    if isinstance(before, CodePiece) and isinstance(after, CodePiece):
        return before.code.info == after.code.info and before.title == after.title
    return getattr(before, "look", "") == getattr(after, "look", "")
