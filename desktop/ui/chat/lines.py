"""Blocks of Markdown as the pieces that widgets show: runs of lines, code, tables, rules.

A list or quote is flattened: its lines carry how far they stand in and what mark stands before them, so that a list of
any shape is one text with one layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from desktop.markup.inline import plain_runs
from desktop.markup.nodes import Block, Code, Heading, ListBlock, Paragraph, Quote, Rule, Run, Runs, Table

# Deeper than this nothing moves further in: the column has an end.
MAX_INDENT = 8

Mark: TypeAlias = Literal["", "bullet", "number", "todo", "done"]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a text piece.

    Attributes:
        indent: how many list levels it stands in.
        quote: how many quotes it stands in; each draws a bar.
        mark: what stands before it, with `number` as its words (`3.`).
        heading: 1 to 6, or 0.
        tight: no space below it, as between the items of a tight list.
    """

    runs: Runs
    indent: int = 0
    quote: int = 0
    mark: Mark = ""
    number: str = ""
    heading: int = 0
    tight: bool = False


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Lines that share one layout."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CodePiece:
    """A code block, `indent` list levels and quotes in."""

    code: Code
    indent: int = 0


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table, `indent` list levels and quotes in."""

    table: Table
    indent: int = 0


@dataclass(frozen=True, slots=True)
class RulePiece:
    """A thematic break."""

    indent: int = 0


Piece: TypeAlias = TextPiece | CodePiece | TablePiece | RulePiece


def pieces_of(block: Block) -> tuple[Piece, ...]:
    """The pieces of one top-level block, in order; never empty."""
    result: list[Piece] = []
    lines: list[Line] = []
    for part in _flat((block,), 0, 0, tight=False):
        if isinstance(part, Line):
            lines.append(part)
            continue
        if lines:
            result.append(TextPiece(tuple(lines)))
            lines = []
        result.append(part)
    if lines or not result:
        result.append(TextPiece(tuple(lines) or (Line(()),)))
    return tuple(result)


def plain_piece(text: str) -> TextPiece:
    """Plain text as it was written, every line kept, addresses live."""
    return TextPiece(tuple(plain_line(line) for line in text.split("\n")))


def plain_line(text: str) -> Line:
    """One line of plain text."""
    return Line(plain_runs(text), tight=True)


def text_of(piece: Piece) -> str:
    """What a piece says, for a screen reader."""
    match piece:
        case TextPiece(lines):
            return "\n".join(marker_text(line) + runs_text(line.runs) for line in lines)
        case CodePiece(code):
            return code.text
        case TablePiece(table):
            return "\n".join("\t".join(runs_text(cell) for cell in row) for row in (table.header, *table.rows))
        case RulePiece():
            return ""


def marker_text(line: Line) -> str:
    """The mark before a line as text, with its space."""
    return {"": "", "bullet": "• ", "number": f"{line.number} ", "todo": "☐ ", "done": "☑ "}[line.mark]


def runs_text(runs: Runs) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def _flat(blocks: Iterable[Block], indent: int, quote: int, *, tight: bool) -> Iterator[Line | Piece]:
    for block in blocks:
        inside = min(indent + quote, MAX_INDENT)
        match block:
            case Paragraph(runs):
                yield Line(runs, indent, quote, tight=tight)
            case Heading(level, runs):
                yield Line(runs, indent, quote, heading=level)
            case Code():
                yield CodePiece(block, inside)
            case Table():
                yield TablePiece(block, inside)
            case Rule():
                yield RulePiece(inside)
            case Quote(children):
                yield from _flat(children, indent, min(quote + 1, MAX_INDENT), tight=False)
            case ListBlock():
                yield from _list(block, indent, quote, inside_tight=tight)


def _list(block: ListBlock, indent: int, quote: int, *, inside_tight: bool) -> Iterator[Line | Piece]:
    deeper = min(indent + 1, MAX_INDENT)
    for position, item in enumerate(block.items):
        last = position == len(block.items) - 1
        mark: Mark = "number" if block.ordered else "bullet"
        if item.task is not None:
            mark = "done" if item.task else "todo"
        number = f"{item.number}{block.delimiter}" if item.number is not None else ""
        parts = list(_flat(item.children, deeper, quote, tight=block.tight))
        if not parts or not isinstance(parts[0], Line) or parts[0].mark:
            parts.insert(0, Line((), deeper, quote, tight=block.tight))
        head = parts[0]
        if isinstance(head, Line):
            parts[0] = replace(head, mark=mark, number=number)
        tail = parts[-1]
        if last and isinstance(tail, Line) and not inside_tight:
            parts[-1] = replace(tail, tight=False)
        yield from parts


def run_words(run: Run, image_words: str) -> str:
    """The text of a run as it is shown; an image is named by `image_words` with `{alt}` and `{host}`."""
    if run.image is None:
        return run.text
    return image_words.format(alt=run.text, host=run.image)
