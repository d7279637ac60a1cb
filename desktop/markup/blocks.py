"""Growing Markdown as finished blocks and an open tail.

The streamed result is the result of the whole text at once, blocks and spans: complete lines go through one machine
(`machine.py`), whatever the pieces they came in. A CR at the end of a piece is held back, because an LF may follow.

The tail is what the machine has open, with the unfinished last line shown by a copy of the machine. When that line is
complete and still the one that was shown, the copy takes the machine's place, so what was shown stays the same object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from msgspec import Struct

from desktop.markup.inline import inline_runs
from desktop.markup.leaves import OPEN_LIMIT, Placed, SourceSpan
from desktop.markup.machine import BlockMachine
from desktop.markup.nodes import Block, Code, Paragraph, Run
from desktop.markup.references import References
from desktop.markup.renewal import grouped, renewed

__all__ = ["Block", "BlockSplitter", "Code", "Parsed", "SourceSpan", "Update", "parse", "parse_blocks", "slices"]

# A last line that may yet turn out to be a list marker, a rule, an underline, a formula's or a table's frame.
_UNDECIDED = re.compile(r"[ \t>]*(?:\d{1,9}[.)]?)?[-:=*+_#~`|$ \t]*\Z")
_LONGEST_UNDECIDED: Final = 200
_SLICE: Final = 16 * 1024
_SLICE_LINES = re.compile(r"(?:[^\n]*\n){128}")


class Update(Struct, frozen=True):
    """What one piece of text changed.

    A span is (start, end) in the normalised source: LF for CRLF and CR, U+FFFD for NUL. It begins where the block's
    first line begins and ends with its last line that is not blank, before the newline.

    Attributes:
        finished: blocks that are final now; they stand behind all that were finished before.
        tail: the blocks of the open end, in place of the tail of the update before. Rows, items and blocks that did not
            change are the same objects as there.
        revised: (index among the finished blocks, block) of those that a new link definition changed and whose texts
            were looked at before; their spans stay.
        finished_spans: the span of each of `finished`.
        tail_start: where the open end begins in the source.
        tail_spans: the span of each of `tail`.
    """

    finished: tuple[Block, ...]
    tail: tuple[Block, ...]
    revised: tuple[tuple[int, Block], ...] = ()
    finished_spans: tuple[SourceSpan, ...] = ()
    tail_start: int = 0
    tail_spans: tuple[SourceSpan, ...] = ()


class Parsed(Struct, frozen=True):
    """The blocks of a whole text, and the span of each in its normalised source (see `Update`)."""

    blocks: tuple[Block, ...]
    spans: tuple[SourceSpan, ...]


class BlockSplitter:
    """Takes Markdown piece by piece; see the module for its rules."""

    def __init__(self) -> None:
        self._references = References()
        # No method of this object: the blocks keep it until they are parsed, and the collector does not look into them,
        # so a cycle through one that waits below would live for ever.
        self._machine = BlockMachine(partial(inline_runs, references=self._references.known))
        # Top-level blocks that name a label which is not defined yet, by their index.
        self._waiting: dict[int, Block] = {}
        self._held_cr = False
        self._received = 0
        self._line = _OpenLine()
        self._preview: BlockMachine | None = None
        self._previewed = ""

    def feed(self, text: str) -> Update:
        """Append `text` and say what is final now and what is still open."""
        text = self._normalised(text)
        if "\n" not in text:
            self._line.add(text)
            return self._update({})
        lines = text.split("\n")
        lines[0] = self._line.text + lines[0]
        self._line = _OpenLine(lines.pop())
        return self._update(self._take(lines))

    def finish(self) -> Update:
        """End the text: everything is final, the tail empty."""
        self._held_cr = False
        line, self._line = self._line.text, _OpenLine()
        revised = self._take([line] if line.strip(" \t") else [])
        self._machine.finish()
        return self._update({**revised, **self._renew(shown=False)})

    def _normalised(self, text: str) -> str:
        if self._held_cr:
            text = "\r" + text
        self._held_cr = text.endswith("\r")
        if self._held_cr:
            text = text[:-1]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def _take(self, lines: Iterable[str]) -> dict[int, Block]:
        """Take complete lines; the finished blocks that they changed."""
        revised: dict[int, Block] = {}
        preview, self._preview = self._preview, None
        for line in lines:
            if preview is not None and line == self._previewed:
                self._machine = preview
                revised = self._renew(shown=True)
            else:
                self._machine.line(line, self._received)
            preview = None
            self._received += len(line) + 1
        return {**revised, **self._renew(shown=False)}

    def _renew(self, *, shown: bool) -> dict[int, Block]:
        """Have those texts parsed anew that name what was just defined; the blocks given out before among them."""
        machine = self._machine
        if not machine.events:
            return {}
        known = len(self._references.known)
        paths = self._references.take(machine.events, shown=shown)
        machine.events = []
        if len(self._references.known) == known:
            return {}
        machine.renew(path for path in paths if path[0] >= machine.taken)
        above = grouped(path for path in paths if path[0] < machine.taken)
        revised: dict[int, Block] = {}
        for index, inside in above.items():
            block = renewed(self._waiting[index], inside)
            if block is not self._waiting[index]:
                self._waiting[index] = revised[index] = block
        return revised

    def _update(self, revised: dict[int, Block]) -> Update:
        machine = self._machine
        finished, spans = tuple(machine.finished), tuple(machine.spans)
        if finished:
            for index, block in enumerate(finished, machine.taken):
                if index in self._references.waiting:
                    self._waiting[index] = block
            machine.taken += len(finished)
            machine.finished.clear()
            machine.spans.clear()
        tail = self._tail()
        return Update(
            finished,
            tuple(block for block, _ in tail),
            tuple(sorted(revised.items(), key=lambda item: item[0])),
            spans,
            tail[0][1][0] if tail else self._received + self._line.length,
            tuple(span for _, span in tail),
        )

    def _tail(self) -> list[Placed]:
        line, code = self._line, self._machine.code
        self._preview = self._preview if line.is_long and code is None else None
        if code is not None:
            if not line.length or code.may_close(line.text):
                return self._machine.tail()
        elif line.length < _LONGEST_UNDECIDED and _UNDECIDED.match(line.text):
            return self._machine.tail()
        if self._preview is None:
            self._previewed = line.text if code is not None else line.head
            self._preview = self._machine.copied()
            self._preview.line(self._previewed, self._received)
        return [*self._preview.tail(), *(line.rest(self._received) if code is None else ())]


class _OpenLine:
    """The last line as far as it arrived; behind `head` it is shown plain, however the line begins."""

    def __init__(self, text: str = "") -> None:
        self.length = 0
        self.head = ""
        self._parts: list[str] = []
        self._plain: list[tuple[int, Paragraph]] = []
        self._open = ""
        self.add(text)

    def add(self, text: str) -> None:
        """Append text without a newline."""
        self.length += len(text)
        self._parts.append(text)
        room = OPEN_LIMIT - len(self.head)
        if room > 0:
            self.head += text[:room]
            text = text[room:]
        self._open += text
        while len(self._open) > OPEN_LIMIT:
            cut = self._open.rfind(" ", 1, OPEN_LIMIT) + 1 or OPEN_LIMIT
            self._plain.append((cut, Paragraph((Run(self._open[:cut]),))))
            self._open = self._open[cut:]

    @property
    def text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def is_long(self) -> bool:
        return self.length > OPEN_LIMIT

    def rest(self, start: int) -> list[Placed]:
        """What stands behind the head, in pieces; the line begins at `start` in the source."""
        result: list[Placed] = []
        start += len(self.head)
        for length, piece in self._plain:
            result.append((piece, (start, start + length)))
            start += length
        if self._open.strip(" \t"):
            result.append((Paragraph((Run(self._open),)), (start, start + len(self._open))))
        return result


def slices(text: str) -> Iterator[str]:
    """A long text in pieces that `feed` takes within some milliseconds each, whatever they hold."""
    start = 0
    while start < len(text):
        end = min(start + _SLICE, len(text))
        lines = _SLICE_LINES.match(text, start, end)
        end = lines.end() if lines is not None else end
        yield text[start:end]
        start = end


def parse(text: str) -> Parsed:
    """The blocks of a text that is complete, with their spans."""
    splitter = BlockSplitter()
    update = splitter.feed(text)
    last = splitter.finish()
    blocks = [*update.finished, *last.finished]
    for index, block in last.revised:
        blocks[index] = block
    return Parsed(tuple(blocks), (*update.finished_spans, *last.finished_spans))


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text that is complete."""
    return parse(text).blocks
