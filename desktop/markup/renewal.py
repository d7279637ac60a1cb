"""Which objects stay and which are made anew: what did not change has to be the same object, for the view compares so.

A text that names what is defined behind it is parsed anew, inside a block of which everything else stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import is_
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from desktop.markup.nodes import Heading, LazyRuns, ListBlock, ListItem, Node, Paragraph, Quote, Runs, Table
from desktop.markup.references import Path

_Any = TypeVar("_Any", bound=Node)


def renewed(block: _Any, paths: Iterable[Path]) -> _Any:
    """The block with the texts at `paths` unparsed again; everything beside them stays the same object.

    A text that nobody has looked at stays too: it is parsed when all is known. A path counts children from this block
    on; in a table 0 is the header and n the nth row.
    """
    inside = grouped(paths)
    result: Node = block
    match block:
        case Paragraph(runs):
            new = _unparsed(runs)
            result = block if new is runs else Paragraph(new)
        case Heading(level, runs):
            new = _unparsed(runs)
            result = block if new is runs else Heading(level, new)
        case Quote(children) | ListItem(_, _, children):
            changed = _children(children, inside)
            result = block if changed is children else replace(block, children=changed)
        case ListBlock():
            items = _children(block.items, inside)
            result = block if items is block.items else replace(block, items=items)
        case Table():
            header = row_renewed(block.header) if 0 in inside else block.header
            rows = tuple(row_renewed(row) if index in inside else row for index, row in enumerate(block.rows, 1))
            is_same = header is block.header and same(rows, block.rows)
            result = block if is_same else replace(block, header=header, rows=rows)
    return cast("_Any", result)


def row_renewed(row: tuple[Runs, ...]) -> tuple[Runs, ...]:
    """A table's row with its cells unparsed again."""
    cells = tuple(_unparsed(cell) for cell in row)
    return row if same(cells, row) else cells


def grouped(paths: Iterable[Path]) -> dict[int, set[Path]]:
    """Paths by their first step, without it."""
    result: dict[int, set[Path]] = {}
    for path in paths:
        if path:
            result.setdefault(path[0], set()).add(path[1:])
    return result


def same(old: Sequence[object], new: Sequence[object]) -> bool:
    """Whether both hold the same objects; compared from the end, where growing blocks differ if at all."""
    return len(old) == len(new) and all(map(is_, reversed(old), reversed(new)))


def _children(children: tuple[Any, ...], inside: dict[int, set[Path]]) -> tuple[Any, ...]:
    result = list(children)
    for index, paths in inside.items():
        result[index] = renewed(result[index], paths)
    return children if same(result, children) else tuple(result)


def _unparsed(runs: Runs) -> Runs:
    return runs.renewed() if isinstance(runs, LazyRuns) else runs
