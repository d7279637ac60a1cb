"""Growing Markdown as finished blocks and an open tail.

The streamed result is the result of parsing the whole text at once. What makes that so:

1. Only complete lines decide; a trailing CR is held back, because an LF may follow.
2. All top-level blocks but the last are final; parsing goes on where the last final block ended. A link definition
   that touches the block behind it belongs to that block: a later line can make the block the definition's title.
3. The tail is parsed with a copy of the link definitions. A new definition parses the final blocks that name it again.
4. An open top-level fence is not parsed, only searched for its closing line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final, TypeAlias

from desktop.markup.fence import OpenFence
from desktop.markup.inline import parser
from desktop.markup.nodes import Block, Code, Paragraph, Run
from desktop.markup.tree import Span, block_of, spans

__all__ = ["Block", "BlockSplitter", "Code", "Parsed", "SourceSpan", "Update", "parse", "parse_blocks"]

# (start, end) in the normalised source.
SourceSpan: TypeAlias = tuple[int, int]

# An open block over this many characters shows its new text plain, or each delta would cost more than the last.
OPEN_LIMIT: Final = 4096
_REPARSE_LIMIT: Final = 16 * 1024
_REPARSE_GROWTH: Final = 1.25
# A short tail that still takes this long is treated as a long one (4 KB of `[` need 57 ms).
_SLOW_S: Final = 0.004
_SLICE: Final = 64 * 1024

_ENDS_LONG_BLOCK = re.compile(r"\n[ \t]*\n(?![-*+][ \t]|\d{1,9}[.)][ \t])\S|\n(?:#{1,6}[ \t]|```|~~~)")
# A last line that may yet turn out to be a list marker, a rule, an underline or a table's frame.
_UNDECIDED = re.compile(r"[ \t>]*(?:[-:=*+_#~`|]+[ \t]*|\d{1,9}[.)]?)+[ \t]*\Z")
_NOT_IN_LABEL = re.compile(r"[\s>]+")


@dataclass(frozen=True)
class Update:
    """What one piece of text changed.

    A span is (start, end) in the normalised source: LF for CRLF and CR, U+FFFD for NUL. It begins where the block's
    first line begins and ends with its last line that is not blank, before the newline.

    Attributes:
        finished: blocks that are final now; they stand behind all that were finished before.
        tail: the blocks of the open end, in place of the tail of the update before.
        revised: (index among the finished blocks, block) of those a new link definition changed; their spans stay.
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


@dataclass(frozen=True)
class Parsed:
    """The blocks of a whole text, and the span of each in its normalised source (see `Update`)."""

    blocks: tuple[Block, ...]
    spans: tuple[SourceSpan, ...]


@dataclass
class _Change:
    """What the update under way has made final so far."""

    blocks: list[Block] = field(default_factory=list)
    spans: list[SourceSpan] = field(default_factory=list)
    revised: dict[int, Block] = field(default_factory=dict)


class BlockSplitter:
    """Takes Markdown piece by piece; see the module for its rules."""

    def __init__(self) -> None:
        self._markdown = parser()
        self._references: dict[str, Any] = {}
        self._count = 0
        self._bracketed: list[tuple[int, str, Block]] = []
        self._held_cr = False
        self._received = 0
        self._fence: OpenFence | None = None
        self._tail = ""
        self._start = 0
        self._judged = 0
        self._shown: tuple[Block, ...] = ()
        self._shown_spans: tuple[SourceSpan, ...] = ()
        self._shown_length = 0
        self._slow = False

    def feed(self, text: str) -> Update:
        """Append `text` and say what is final now and what is still open."""
        change = _Change()
        text = self._normalised(text)
        for start in range(0, len(text), _SLICE):
            self._take(text[start : start + _SLICE], change)
        return self._update(change, *self._open_blocks())

    def finish(self) -> Update:
        """End the text: everything is final, the tail empty."""
        change = _Change()
        if self._held_cr:
            self._held_cr = False
            self._take("\n", change)
        if self._fence is not None:
            self._keep([self._fence.finish()], [self._fence_span(self._fence)], change)
            self._fence = None
        else:
            lines = self._tail.split("\n")
            self._freeze(spans(self._markdown, self._tail, dict(self._references)), lines, len(lines), change)
        self._restart("")
        return self._update(change, (), ())

    def _update(self, change: _Change, tail: tuple[Block, ...], tail_spans: tuple[SourceSpan, ...]) -> Update:
        return Update(
            tuple(change.blocks),
            tail,
            tuple(sorted(change.revised.items(), key=lambda item: item[0])),
            tuple(change.spans),
            self._start,
            tail_spans,
        )

    def _normalised(self, text: str) -> str:
        if self._held_cr:
            text = "\r" + text
        self._held_cr = text.endswith("\r")
        if self._held_cr:
            text = text[:-1]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def _take(self, text: str, change: _Change) -> None:
        self._received += len(text)
        if self._fence is None:
            self._tail += text
        else:
            self._fence.feed(text)
        while True:
            if self._fence is not None:
                if not self._fence.closed:
                    return
                self._keep([self._fence.block()], [self._fence_span(self._fence)], change)
                rest = self._fence.rest
                self._fence = None
                self._restart(rest)
            if not self._judge(change):
                return

    def _judge(self, change: _Change) -> bool:
        """Make final what the complete lines of the tail decide; whether a fence opened."""
        end = self._tail.rfind("\n") + 1
        if end <= self._judged or not self._worth_parsing(end):
            return False
        self._judged = end
        complete = self._tail[:end]
        found = spans(self._markdown, complete, dict(self._references))
        if not found:
            return False
        lines = complete.split("\n")
        last = len(found) - 1
        fence = found[last].kind == "fence"
        while not fence and last > 0 and found[last - 1].kind == "definition" and _touch(found[last - 1], found[last]):
            last -= 1
        first = found[last].first
        if last > 0:
            self._freeze(found[:last], lines, first, change)
        if fence:
            self._open_fence("\n".join([*lines[first:-1], self._tail[end:]]))
        elif last > 0:
            self._restart("\n".join(lines[first:]) + self._tail[end:])
            self._judged = len(self._tail) - len(self._tail[self._tail.rfind("\n") + 1 :])
        return fence

    def _worth_parsing(self, end: int) -> bool:
        """Whether new complete lines can have closed a block; a long one is parsed on a sign or when it doubled."""
        if end <= OPEN_LIMIT or end >= 2 * self._judged:
            return True
        return _ENDS_LONG_BLOCK.search(self._tail, max(0, self._judged - 2), end) is not None

    def _open_fence(self, source: str) -> None:
        opening, _, rest = source.partition("\n")
        self._restart("")
        self._start = self._received - len(source)
        self._fence = OpenFence(opening)
        self._fence.feed(rest)

    def _fence_span(self, fence: OpenFence) -> SourceSpan:
        """Where the open fence stands, as far as it arrived."""
        return self._start, self._start + fence.length

    def _freeze(self, found: list[Span], lines: list[str], end: int, change: _Change) -> None:
        """Make the blocks `found` final; definitions below line `end` hold from here on."""
        known = dict(self._references)
        references = dict(known)
        # Only the structure is parsed again: the definitions of these lines, without those of the open end.
        spans(self._markdown, "\n".join(lines[:end]), references)
        labels = [label for label in references if label not in known]
        self._references = references
        if labels:
            self._revise(labels, change)
        blocks = [block_of(self._markdown, span, lines, dict(references)) for span in found]
        for offset, (span, block) in enumerate(zip(found, blocks, strict=True)):
            source = "\n".join(lines[span.first : span.end])
            if "[" in source and span.kind != "definition" and not isinstance(block, Code):
                self._bracketed.append((self._count + offset, source, block))
        self._keep(blocks, _source_spans(found, lines, self._start), change)

    def _revise(self, labels: Iterable[str], change: _Change) -> None:
        """Parse those final blocks again that name one of the new definitions."""
        wanted = [_key(label) for label in labels]
        first_new = self._count - len(change.blocks)
        for position, (index, source, old) in enumerate(self._bracketed):
            key = _key(source)
            if not any(label in key for label in wanted):
                continue
            lines = source.split("\n")
            span = spans(self._markdown, source, {})[0]
            block = block_of(self._markdown, span, lines, dict(self._references))
            if block == old:
                continue
            self._bracketed[position] = (index, source, block)
            if index >= first_new:
                change.blocks[index - first_new] = block
            else:
                change.revised[index] = block

    def _keep(self, blocks: Sequence[Block], where: Sequence[SourceSpan], change: _Change) -> None:
        change.blocks.extend(blocks)
        change.spans.extend(where)
        self._count += len(blocks)

    def _restart(self, tail: str) -> None:
        self._tail = tail
        self._start = self._received - len(tail)
        self._judged = 0
        self._shown = ()
        self._shown_spans = ()
        self._shown_length = 0
        self._slow = False

    def _open_blocks(self) -> tuple[tuple[Block, ...], tuple[SourceSpan, ...]]:
        if self._fence is not None:
            return (self._fence.block(growing=True),), (self._fence_span(self._fence),)
        length = len(self._tail)
        grown = length >= _REPARSE_GROWTH * self._shown_length
        short = length <= OPEN_LIMIT and not self._slow
        if short or (length <= _REPARSE_LIMIT and grown):
            began = perf_counter()
            visible = self._decided(self._tail)
            self._shown, self._shown_spans = self._parsed(visible)
            self._shown_length = len(visible)
            self._slow = perf_counter() - began > _SLOW_S
            if short:
                return self._shown, self._shown_spans
        plain = _plain(self._tail, self._shown_length)
        return (
            (*self._shown, *(Paragraph((Run(self._tail[start:end]),)) for start, end in plain)),
            (*self._shown_spans, *((self._start + start, self._start + end) for start, end in plain)),
        )

    def _parsed(self, source: str) -> tuple[tuple[Block, ...], tuple[SourceSpan, ...]]:
        references = dict(self._references)
        found = spans(self._markdown, source, references)
        lines = source.split("\n")
        blocks = tuple(block_of(self._markdown, span, lines, references) for span in found)
        return blocks, tuple(_source_spans(found, lines, self._start))

    @staticmethod
    def _decided(source: str) -> str:
        """The text without a last line that is nothing but characters of markup so far."""
        start = source.rfind("\n") + 1
        return source[:start] if len(source) - start < 200 and _UNDECIDED.match(source, start) else source


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


def _source_spans(found: Iterable[Span], lines: Sequence[str], start: int) -> list[SourceSpan]:
    """Where the blocks stand in the source, of which `lines` begin at `start`."""
    offsets = [start]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    result = []
    for span in found:
        last = min(span.end, len(lines)) - 1
        while last > span.first and not lines[last].strip(" \t"):
            last -= 1
        result.append((offsets[span.first], offsets[last] + len(lines[last])))
    return result


def _touch(definition: Span, behind: Span) -> bool:
    return definition.end >= behind.first


def _key(text: str) -> str:
    """Text in which a label is found however its lines are broken, quoted and capitalised."""
    return _NOT_IN_LABEL.sub("", text).casefold()


def _plain(text: str, start: int) -> list[SourceSpan]:
    """The pieces of unparsed text from `start` on, at most `OPEN_LIMIT` long, cut where a line or a word ends."""
    pieces: list[SourceSpan] = []
    while start < len(text):
        end = start + OPEN_LIMIT
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1
            end = cut if cut > start else end
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip("\n"))
        last = first + len(piece.strip("\n"))
        if last > first:
            pieces.append((first, last))
        start = end
    return pieces
