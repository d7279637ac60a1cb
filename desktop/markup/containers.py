"""Blocks that hold blocks and still grow: quote, list, list item."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Self, TypeAlias, cast

from desktop.markup.nodes import Block, ListBlock, ListItem, Node, Quote
from desktop.markup.renewal import same


class OpenQuote:
    """A block quote and its blocks that are final."""

    __slots__ = ("_memo", "children")

    def __init__(self) -> None:
        self.children: list[Node] = []
        self._memo: list[Node] = []

    def copied(self) -> Self:
        """The same, to go on from here without changing this one."""
        other = copy(self)
        other.children = self.children[:]
        return other

    def build(self, end: Sequence[Node] = ()) -> Node:
        """The block with `end` behind its final blocks; the object that was built last where nothing changed."""
        children = (*self.children, *end)
        if self._memo:
            last = self._memo[0]
            if same(_children(last), children) and self._still(last):
                return last
        block = self._build(children)
        self._memo[:] = [block]
        return block

    def _still(self, last: Node) -> bool:
        return True

    def _build(self, children: tuple[Node, ...]) -> Node:
        return Quote(cast("tuple[Block, ...]", children))


class OpenItem(OpenQuote):
    """A list item; `width` is the indentation of its content, in columns."""

    __slots__ = ("number", "task", "width")

    def __init__(self, width: int, number: int | None) -> None:
        super().__init__()
        self.width = width
        self.number = number
        self.task: bool | None = None

    def _still(self, last: Node) -> bool:
        return isinstance(last, ListItem) and last.task == self.task

    def _build(self, children: tuple[Node, ...]) -> Node:
        return ListItem(self.number, self.task, cast("tuple[Block, ...]", children))


class OpenList(OpenQuote):
    """A list; `delimiter` is its bullet or what follows its numbers."""

    __slots__ = ("delimiter", "loose", "ordered")

    def __init__(self, delimiter: str, *, ordered: bool) -> None:
        super().__init__()
        self.delimiter = delimiter
        self.ordered = ordered
        self.loose = False

    def _still(self, last: Node) -> bool:
        return isinstance(last, ListBlock) and last.tight != self.loose

    def _build(self, children: tuple[Node, ...]) -> Node:
        delimiter = self.delimiter if self.ordered else ""
        return ListBlock(self.ordered, not self.loose, delimiter, cast("tuple[ListItem, ...]", children))


Container: TypeAlias = OpenQuote


def _children(block: Node) -> tuple[Node, ...]:
    match block:
        case Quote(children) | ListItem(_, _, children):
            return children
        case ListBlock():
            return block.items
    return ()
