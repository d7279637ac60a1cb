"""The blocks of a document that still grow: the open containers, one inside the other, and the leaf in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Self, cast

from desktop.markup.containers import Container, OpenItem, OpenList, OpenQuote
from desktop.markup.formulas import OpenFormula
from desktop.markup.inline import MAX_INLINE
from desktop.markup.leaves import Leaf, OpenCode, OpenParagraph, OpenTable, Parse, Placed, SourceSpan
from desktop.markup.nodes import Block, LazyRuns, Node, Paragraph, Run, Runs
from desktop.markup.references import Definition, Mention, Path, Undecided, labels_of, read_definition
from desktop.markup.renewal import grouped, renewed
from desktop.markup.starts import Marker


class OpenBlocks:
    """The open blocks, and those top-level blocks that are final and not yet taken away.

    Attributes:
        finished: final top-level blocks; `spans` tells where each stands in the source.
        taken: how many top-level blocks were taken away before these.
        events: what the final texts define and name, in order.
    """

    def __init__(self, parse: Parse) -> None:
        self.finished: list[Block] = []
        self.spans: list[SourceSpan] = []
        self.taken = 0
        self.events: list[Definition | Mention] = []
        self._parse = parse
        self._stack: list[Container] = []
        self._leaf: Leaf | None = None
        self._held: OpenFormula | None = None
        self._blank = False
        self._start = 0
        self._end = 0
        # Over the open containers: how many quotes, and how far their items indent.
        self._quotes = 0
        self._width = 0

    def copied(self) -> Self:
        """The same, to go on from here without changing this one; its events are those from here on."""
        other = copy(self)
        other.detach()
        return other

    def detach(self) -> None:
        """Share nothing that changes with the one this is a copy of."""
        self.finished = self.finished[:]
        self.spans = self.spans[:]
        self.events = []
        self._stack = [container.copied() for container in self._stack]
        self._leaf = self._leaf.copied() if self._leaf is not None else None
        self._held = self._held.copied() if self._held is not None else None

    @property
    def code(self) -> OpenCode | None:
        """The code fence that is open."""
        return self._leaf if isinstance(self._leaf, OpenCode) and self._leaf.mark else None

    def tail(self) -> list[Placed]:
        """The blocks that are not final, as they stand, each with its place."""
        result: list[Placed] = list(zip(self.finished, self.spans, strict=True))
        leaf, held = self._leaf, self._held
        inside: list[Placed] = []
        match leaf:
            case OpenParagraph():
                inside = self._open_paragraph(leaf)
            case OpenCode():
                inside = [(leaf.block(closed=False), (self._start, self._end))]
            case OpenTable():
                inside = [(leaf.block(), (self._start, self._end))]
        plain: list[Placed] = []
        end = self._end
        if held is not None:
            # Drawn when it closes; until then it may be text.
            plain = [(Paragraph((Run(held.source),)), (held.start, held.end))]
            if self._stack and held.depth == len(self._stack):
                inside, plain, end = [*inside, *plain], [], held.end
        if self._stack:
            nodes: Sequence[Node] = [block for block, _ in inside]
            for container in reversed(self._stack):
                nodes = [container.build(nodes)]
            inside = [(nodes[0], (self._start, end))]  # type: ignore[list-item]  # the outermost is no list item
        return [*result, *inside, *plain]

    def renew(self, paths: Iterable[Path]) -> None:
        """Parse the final texts at `paths` anew; an open paragraph too, which may name what was defined."""
        if isinstance(self._leaf, OpenParagraph):
            self._leaf.forget()
        for index, inside in grouped(paths).items():
            if index - self.taken < len(self.finished):
                self.finished[index - self.taken] = renewed(self.finished[index - self.taken], inside)
            else:
                self._renew_open(inside)

    def _renew_open(self, paths: set[Path]) -> None:
        """The same for paths that begin inside the outermost open container, or in the open leaf."""
        for container in self._stack:
            children = container.children
            deeper: set[Path] = set()
            for index, inside in grouped(paths).items():
                if index < len(children):
                    children[index] = renewed(children[index], inside)
                else:
                    deeper |= inside
            paths = deeper
        if isinstance(self._leaf, OpenTable):
            self._leaf.renew(grouped(paths))

    def _begin(self, matched: int, start: int, item: Marker | None = None) -> None:
        """Close what the line does not continue, and make place for a block, or for an item of a list."""
        self._pop(matched)
        self._close_leaf()
        top = self._stack[-1] if self._stack else None
        if isinstance(top, OpenList):
            if item is not None and top.delimiter == item.delimiter and top.ordered == (item.number is not None):
                top.loose = top.loose or self._blank
                return
            self._pop(len(self._stack) - 1)
            top = self._stack[-1] if self._stack else None
        if top is None:
            self._start = start
        elif isinstance(top, OpenItem) and top.children and self._blank:
            above = self._stack[-2]
            if isinstance(above, OpenList):
                above.loose = True
        if item is not None:
            self._push(OpenList(item.delimiter, ordered=item.number is not None))

    def _take_definitions(self, paragraph: OpenParagraph, *, ended: bool) -> None:
        """Turn the definitions at the paragraph's start, as far as they are decided, into blocks of their own."""
        while paragraph.may_define and paragraph.lines:
            found = read_definition(paragraph.text, ended=ended)
            if isinstance(found, Undecided):
                return
            if found is None:
                paragraph.may_define = False
                return
            place = (paragraph.places[0][0], paragraph.places[found.lines - 1][1])
            self.events.append(found)
            self._append(found.block(), place)
            paragraph.drop(found.lines)

    def _open_paragraph(self, paragraph: OpenParagraph) -> list[Placed]:
        """The paragraph as it would be if it ended here."""
        found = read_definition(paragraph.text, ended=True) if paragraph.may_define and paragraph.lines else None
        if not isinstance(found, Definition):
            return paragraph.open_blocks(self._parse)
        place = (paragraph.places[0][0], paragraph.places[found.lines - 1][1])
        rest = paragraph.copied()
        rest.drop(found.lines)
        return [(found.block(), place), *self._open_paragraph(rest)]

    def _close_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        match leaf:
            case OpenParagraph():
                self._take_definitions(leaf, ended=True)
                if leaf.lines:
                    block = leaf.block(self._parse)
                    self._mention((block.runs,), self._path())
                    self._append(block, leaf.place)
            case OpenCode():
                self._append(leaf.block(closed=False))
            case OpenTable():
                self._append(leaf.block())

    def _push(self, container: Container) -> None:
        self._stack.append(container)
        self._count(container, 1)

    def _pop(self, depth: int) -> None:
        """Close the containers from `depth` on, and the leaf inside them."""
        if depth < len(self._stack):
            self._close_leaf()
        while len(self._stack) > depth:
            container = self._stack.pop()
            self._count(container, -1)
            self._append(container.build())

    def _count(self, container: Container, step: int) -> None:
        if isinstance(container, OpenItem):
            self._width += step * container.width
        elif type(container) is OpenQuote:
            self._quotes += step

    def _append(self, block: Node, place: SourceSpan | None = None) -> None:
        if self._stack:
            self._stack[-1].children.append(block)
        else:
            self.finished.append(cast("Block", block))  # an item always stands in a list
            self.spans.append(place or (self._start, self._end))

    def _path(self) -> Path:
        """Where the next block of the innermost container will stand."""
        return (self.taken + len(self.finished), *(len(container.children) for container in self._stack))

    def _mention(self, texts: Sequence[Runs], path: Path) -> None:
        labels = tuple(
            label for text in texts if isinstance(text, LazyRuns) for label in labels_of(text.source[:MAX_INLINE])
        )
        if labels:
            self.events.append(Mention(path, labels))
