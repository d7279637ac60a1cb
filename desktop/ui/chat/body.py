"""The text of an answer as pieces: those that are final, the open end, and behind it what is not parsed yet."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from time import perf_counter
from typing import Final

from msgspec import Struct

from desktop.markup.blocks import BlockSplitter, Update
from desktop.markup.nodes import Block, ListBlock, Table
from desktop.ui.chat.pieces import Piece, Tables, TextPiece, item_pieces, pieces_of, plain_pieces, table_rows

# What is parsed in one step; some milliseconds of work.
STEP: Final = 2048
# A stored text up to this length is parsed before it is shown, so that it is not seen as source first.
AT_ONCE: Final = 32 * 1024


class Change(Struct, frozen=True):
    """Pieces that were replaced: `removed` many from `start` on, by `added`."""

    start: int
    removed: int
    added: tuple[Piece, ...]


class _Open(Struct):
    """A block of the open end with its pieces; a list's items each with their number of pieces and first table key."""

    block: Block
    pieces: list[Piece]
    items: list[tuple[int, int]]
    # How many pieces at the start are those of the version before.
    kept: int = 0


class Body:
    """Turns Markdown that may still grow into pieces, in steps that never take long.

    What arrives faster than it can be parsed is shown as it is written until its turn comes: see `pending`.

    Attributes:
        pieces: what is shown, from top to bottom.
        is_open: more may come.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.pieces: list[Piece] = []
        self.is_open = True
        self._reset()

    def _reset(self) -> None:
        self._splitter = BlockSplitter()
        # Where the pieces of each final block begin, and its stretch of the source.
        self._starts: list[int] = []
        self._spans: list[tuple[int, int]] = []
        self._open: list[_Open] = []
        self._open_start = 0
        self._open_spans: tuple[tuple[int, int], ...] = ()
        # Text that waits, with the number of pieces it is shown as.
        self._rest: deque[tuple[str, int]] = deque()
        self._ended = False

    @property
    def text(self) -> str:
        """All that arrived."""
        # Joined when asked for: a string of a megabyte that grows by a word would be copied for each.
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing arrived."""
        return self._length == 0

    @property
    def pending(self) -> bool:
        """Whether `work` has something to do."""
        return bool(self._rest) or (not self.is_open and not self._ended)

    def set_text(self, text: str, *, open_end: bool) -> list[Change]:
        """Show `text`, to which more comes where `open_end`; pieces that stay the same are not touched."""
        shown = self.text
        if text.startswith(shown) and not (self._ended and (open_end or text != shown)):
            changes: list[Change] = []
            self.is_open = open_end
            if len(text) > len(shown) or (open_end and not self.pieces):
                changes += self._take(text[len(shown) :], at_once=AT_ONCE)
            while self.pending and (len(text) <= AT_ONCE or not self._rest):
                changes += self.work()
            return changes
        before, self.pieces, self._parts, self._length = self.pieces, [], [], 0
        self._reset()
        self.set_text(text, open_end=open_end)
        kept = 0
        while kept < min(len(before), len(self.pieces)) and before[kept] == self.pieces[kept]:
            kept += 1
        self.pieces[:kept] = before[:kept]
        return [Change(kept, len(before) - kept, tuple(self.pieces[kept:]))]

    def append(self, text: str) -> list[Change]:
        """Add to the end of a text that is open."""
        return self._take(text, at_once=2 * STEP)

    def work(self, until: float = 0.0) -> list[Change]:
        """Parse one more step of what waits, and more until `perf_counter` is `until`."""
        changes = self._step()
        while self.pending and perf_counter() < until:
            changes = _joined(changes, self._step(), self.pieces)
        return changes

    def _step(self) -> list[Change]:
        if self._rest:
            text, shown = self._rest.popleft()
            return self._apply(self._splitter.feed(text), drop=shown)
        if not self.is_open and not self._ended:
            self._ended = True
            return self._apply(self._splitter.finish(), drop=0)
        return []

    def block_at(self, index: int) -> tuple[int, int, tuple[int, int] | None]:
        """First and last piece of the block that piece `index` belongs to, and its stretch of `source_text`.

        The stretch is None for text that is not parsed yet.
        """
        number = bisect_right(self._starts, index) - 1
        if index < self._open_start and number >= 0:
            after = self._starts[number + 1] if number + 1 < len(self._starts) else self._open_start
            return self._starts[number], after - 1, self._spans[number]
        begin = self._open_start
        for part, span in zip(self._open, self._open_spans, strict=False):
            if index < begin + len(part.pieces):
                return begin, begin + len(part.pieces) - 1, span
            begin += len(part.pieces)
        return index, index, None

    @property
    def source_text(self) -> str:
        """The text as the stretches of `block_at` count in it: LF for CRLF and CR."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")

    def _take(self, text: str, at_once: int) -> list[Change]:
        if text:
            self._parts.append(text)
            self._length += len(text)
        if not self._rest and len(text) <= at_once:
            changes: list[Change] = []
            for start in range(0, max(1, len(text)), STEP):
                changes += self._apply(self._splitter.feed(text[start : start + STEP]), drop=0)
            return changes
        at = len(self.pieces)
        removed = 0
        if self._rest and len(self._rest[-1][0]) < STEP:
            # The last waiting part is short: it grows.
            waiting, removed = self._rest.pop()
            text = waiting + text
        added: list[Piece] = []
        for start in range(0, len(text), STEP):
            part = text[start : start + STEP]
            # The parts are cut from one text, and are one again when they are copied.
            pieces = plain_pieces(part, glue="" if start or self._rest else None)
            self._rest.append((part, len(pieces)))
            added += pieces
        return [self._replace(at - removed, removed, added)]

    def _replace(self, start: int, removed: int, added: Iterable[Piece]) -> Change:
        change = Change(start, removed, tuple(added))
        self.pieces[start : start + removed] = change.added
        return change

    def _apply(self, update: Update, drop: int) -> list[Change]:
        """Take what the splitter found; `drop` pieces behind the open end showed what it took."""
        changes = [change for index, block in update.revised for change in self._revise(index, block)]
        parts: list[_Open] = []
        for number, block in enumerate((*update.finished, *update.tail)):
            old = self._open[number] if number < len(self._open) else None
            parts.append(_part(block, old, _first_table(len(self._starts) + number)))
        before = sum(len(part.pieces) for part in self._open)
        kept = 0
        for part, old in zip(parts, self._open, strict=False):
            kept += part.kept
            if part.kept < len(part.pieces) or part.kept < len(old.pieces):
                break
        pieces = [piece for part in parts for piece in part.pieces]
        if not pieces and self.is_open and not self._open_start and len(self.pieces) == before + drop:
            # Where the caret of the stream stands before anything came.
            pieces = [TextPiece(())]
            parts = [_Open(_NOTHING, pieces, [])]
        if drop or kept < before or kept < len(pieces):
            changes.append(self._replace(self._open_start + kept, before - kept + drop, pieces[kept:]))
        for number, span in enumerate(update.finished_spans):
            self._starts.append(self._open_start)
            self._spans.append(span)
            self._open_start += len(parts[number].pieces)
        self._open = parts[len(update.finished) :]
        self._open_spans = update.tail_spans
        return changes

    def _revise(self, index: int, block: Block) -> list[Change]:
        """A final block reads otherwise: a link definition came after it."""
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else self._open_start
        pieces = pieces_of(block, Tables(_first_table(index)))
        grown = len(pieces) - (end - start)
        for later in range(index + 1, len(self._starts)):
            self._starts[later] += grown
        self._open_start += grown
        return [self._replace(start, end - start, pieces)]


def _joined(before: list[Change], after: list[Change], pieces: list[Piece]) -> list[Change]:
    """Changes one after the other as one, where they touch; `pieces` is what they lead to."""
    if len(before) != 1 or len(after) != 1:
        return before + after
    first, second = before[0], after[0]
    start, end = first.start, first.start + len(first.added)
    if not start <= second.start <= end:
        return before + after
    removed = first.removed + max(0, second.start + second.removed - end)
    end = max(end, second.start + second.removed) + len(second.added) - second.removed
    return [Change(start, removed, tuple(pieces[start:end]))]


_NOTHING = ListBlock(False, True, "", ())


def _first_table(number: int) -> int:
    """The key of the first table in a block: tables of two blocks never share one, however the blocks grow."""
    return number << 32


def _part(block: Block, old: _Open | None, table: int) -> _Open:
    """The pieces of a block of the open end, as far as possible those of its version before."""
    if old is not None and (block is old.block or (not isinstance(block, Table | ListBlock) and block == old.block)):
        return _Open(block, old.pieces, old.items, len(old.pieces))
    match block, old:
        case Table(), _Open(block=Table() as before) if before.header == block.header:
            first = 1 + _same(before.rows, block.rows)
            # The row that was the last may not be it any more.
            first = first - 1 if first <= len(block.rows) or first <= len(before.rows) else first
            pieces = [*old.pieces[:first], *table_rows(block, table, first=first)]
            return _Open(block, pieces, [], first)
        case ListBlock(), _:
            return _list_part(block, old, table)
        case _:
            pieces = pieces_of(block, Tables(table))
            kept = 0
            if old is not None:
                for piece, other in zip(pieces, old.pieces, strict=False):
                    if piece != other:
                        break
                    kept += 1
                pieces[:kept] = old.pieces[:kept]
            return _Open(block, pieces, [], kept)


def _list_part(block: ListBlock, old: _Open | None, table: int) -> _Open:
    pieces: list[Piece] = []
    items: list[tuple[int, int]] = []
    tables = Tables(table)
    first = 0
    if old is not None and isinstance(old.block, ListBlock):
        before = old.block
        if (before.ordered, before.tight, before.delimiter) == (block.ordered, block.tight, block.delimiter):
            # The last item of either has another space below it.
            first = max(0, min(_same(before.items, block.items), len(before.items) - 1, len(block.items) - 1))
            items = old.items[:first]
            pieces = old.pieces[: sum(count for count, _ in items)]
            tables.next = old.items[first][1] if first < len(old.items) else table
    kept = len(pieces)
    for position in range(first, len(block.items)):
        key = tables.next
        made = item_pieces(block, position, tables)
        items.append((len(made), key))
        pieces += made
    return _Open(block, pieces, items, kept)


def _same(before: tuple[object, ...], after: tuple[object, ...]) -> int:
    """How many rows or items at the start are the same objects; only the end changes, so the last such tells."""
    count = min(len(before), len(after))
    while count and before[count - 1] is not after[count - 1]:
        count -= 1
    return count
