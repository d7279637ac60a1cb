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
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from desktop.markup.fence import OpenFence
from desktop.markup.inline import parser
from desktop.markup.nodes import Block, Code, Paragraph, Run
from desktop.markup.tree import Span, block_of, spans

__all__ = ["Block", "BlockSplitter", "Code", "Update", "parse_blocks"]

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

    Attributes:
        finished: blocks that are final now; they stand behind all that were finished before.
        tail: the blocks of the open end, in place of the tail of the update before.
        revised: (index among the finished blocks, block) of those a new link definition changed.
    """

    finished: tuple[Block, ...]
    tail: tuple[Block, ...]
    revised: tuple[tuple[int, Block], ...] = ()


class BlockSplitter:
    """Takes Markdown piece by piece; see the module for its rules."""

    def __init__(self) -> None:
        self._markdown = parser()
        self._references: dict[str, Any] = {}
        self._count = 0
        self._bracketed: list[tuple[int, str, Block]] = []
        self._held_cr = False
        self._fence: OpenFence | None = None
        self._tail = ""
        self._judged = 0
        self._shown: tuple[Block, ...] = ()
        self._shown_length = 0
        self._slow = False

    def feed(self, text: str) -> Update:
        """Append `text` and say what is final now and what is still open."""
        finished: list[Block] = []
        revised: dict[int, Block] = {}
        text = self._normalised(text)
        for start in range(0, len(text), _SLICE):
            self._take(text[start : start + _SLICE], finished, revised)
        return Update(tuple(finished), self._open_blocks(), tuple(sorted(revised.items(), key=lambda item: item[0])))

    def finish(self) -> Update:
        """End the text: everything is final, the tail empty."""
        finished: list[Block] = []
        revised: dict[int, Block] = {}
        if self._held_cr:
            self._held_cr = False
            self._take("\n", finished, revised)
        if self._fence is not None:
            self._keep([self._fence.finish()], finished)
            self._fence = None
        else:
            lines = self._tail.split("\n")
            self._freeze(
                spans(self._markdown, self._tail, dict(self._references)), lines, len(lines), finished, revised
            )
        self._restart("")
        return Update(tuple(finished), (), tuple(sorted(revised.items(), key=lambda item: item[0])))

    def _normalised(self, text: str) -> str:
        if self._held_cr:
            text = "\r" + text
        self._held_cr = text.endswith("\r")
        if self._held_cr:
            text = text[:-1]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def _take(self, text: str, finished: list[Block], revised: dict[int, Block]) -> None:
        if self._fence is None:
            self._tail += text
        else:
            self._fence.feed(text)
        while True:
            if self._fence is not None:
                if not self._fence.closed:
                    return
                self._keep([self._fence.block()], finished)
                rest = self._fence.rest
                self._fence = None
                self._restart(rest)
            if not self._judge(finished, revised):
                return

    def _judge(self, finished: list[Block], revised: dict[int, Block]) -> bool:
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
            self._freeze(found[:last], lines, first, finished, revised)
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
        self._fence = OpenFence(opening)
        self._fence.feed(rest)

    def _freeze(
        self, found: list[Span], lines: list[str], end: int, finished: list[Block], revised: dict[int, Block]
    ) -> None:
        """Make the blocks `found` final; definitions below line `end` hold from here on."""
        known = dict(self._references)
        references = dict(known)
        # Only the structure is parsed again: the definitions of these lines, without those of the open end.
        spans(self._markdown, "\n".join(lines[:end]), references)
        labels = [label for label in references if label not in known]
        self._references = references
        if labels:
            self._revise(labels, finished, revised)
        blocks = [block_of(self._markdown, span, lines, dict(references)) for span in found]
        for offset, (span, block) in enumerate(zip(found, blocks, strict=True)):
            source = "\n".join(lines[span.first : span.end])
            if "[" in source and span.kind != "definition" and not isinstance(block, Code):
                self._bracketed.append((self._count + offset, source, block))
        self._keep(blocks, finished)

    def _revise(self, labels: Iterable[str], finished: list[Block], revised: dict[int, Block]) -> None:
        """Parse those final blocks again that name one of the new definitions."""
        wanted = [_key(label) for label in labels]
        first_new = self._count - len(finished)
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
                finished[index - first_new] = block
            else:
                revised[index] = block

    def _keep(self, blocks: list[Block], finished: list[Block]) -> None:
        finished.extend(blocks)
        self._count += len(blocks)

    def _restart(self, tail: str) -> None:
        self._tail = tail
        self._judged = 0
        self._shown = ()
        self._shown_length = 0
        self._slow = False

    def _open_blocks(self) -> tuple[Block, ...]:
        if self._fence is not None:
            return (self._fence.block(growing=True),)
        length = len(self._tail)
        grown = length >= _REPARSE_GROWTH * self._shown_length
        short = length <= OPEN_LIMIT and not self._slow
        if short or (length <= _REPARSE_LIMIT and grown):
            began = perf_counter()
            visible = self._decided(self._tail)
            self._shown = self._parsed(visible)
            self._shown_length = len(visible)
            self._slow = perf_counter() - began > _SLOW_S
            if short:
                return self._shown
        return (*self._shown, *_plain(self._tail[self._shown_length :]))

    def _parsed(self, source: str) -> tuple[Block, ...]:
        references = dict(self._references)
        found = spans(self._markdown, source, references)
        lines = source.split("\n")
        return tuple(block_of(self._markdown, span, lines, references) for span in found)

    @staticmethod
    def _decided(source: str) -> str:
        """The text without a last line that is nothing but characters of markup so far."""
        start = source.rfind("\n") + 1
        return source[:start] if len(source) - start < 200 and _UNDECIDED.match(source, start) else source


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text that is complete."""
    splitter = BlockSplitter()
    update = splitter.feed(text)
    last = splitter.finish()
    blocks = [*update.finished, *last.finished]
    for index, block in last.revised:
        blocks[index] = block
    return tuple(blocks)


def _touch(definition: Span, behind: Span) -> bool:
    return definition.end >= behind.first


def _key(text: str) -> str:
    """Text in which a label is found however its lines are broken, quoted and capitalised."""
    return _NOT_IN_LABEL.sub("", text).casefold()


def _plain(text: str) -> list[Block]:
    """Unparsed text as paragraphs of at most `OPEN_LIMIT` characters, cut where a line or a word ends."""
    blocks: list[Block] = []
    start = 0
    while start < len(text):
        end = start + OPEN_LIMIT
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1
            end = cut if cut > start else end
        piece = text[start:end].strip("\n")
        if piece:
            blocks.append(Paragraph((Run(piece),)))
        start = end
    return blocks
