"""Messages as the pieces that the view stacks: one line of text, one table row, one code block, one rule, one formula.

A piece is a value: what it says and where it stands in, nothing of how it looks. Lists and quotes are flattened: their
lines carry how far they stand in and what mark stands before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from desktop.markup.inline import plain_runs
from desktop.markup.nodes import (
    Alignment,
    Block,
    Code,
    Formula,
    Heading,
    LazyRuns,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)
from desktop.ui.chat.messages import AttachmentView, Notice

# Deeper than this nothing moves further in: the column has an end.
MAX_INDENT: Final = 8
# A piece is laid out as a whole, so it has a largest size in characters. Qt's line breaker needs 16 s for 500,000.
MAX_TEXT: Final = 4096
# Design pixels below the last line of what the model thought: it is no line of the answer.
THOUGHTS_GAP: Final = 8

Mark: TypeAlias = Literal["", "bullet", "number", "todo", "done"]
Look: TypeAlias = Literal["body", "thought", "small", "source"]


class TextPiece(Struct, frozen=True, gc=False):
    """One paragraph, heading or line of a list.

    Attributes:
        indent: how many list levels it stands in.
        quote: how many quotes it stands in; each draws a bar.
        outer: for each of the quotes, how many of the list levels stand around it; the others stand inside it.
        opens: how many of the quotes, the innermost, begin with this piece.
        mark: what stands before it, with `number` as its words (`3.`).
        heading: 1 to 6, or 0.
        tight: no space below it, as between the items of a tight list.
        glue: what stands between it and the piece before where both are cut from one text; None where they are not.
    """

    runs: Runs
    indent: int = 0
    quote: int = 0
    mark: Mark = ""
    number: str = ""
    heading: int = 0
    tight: bool = False
    look: Look = "body"
    glue: str | None = None
    outer: tuple[int, ...] = ()
    opens: int = 0


class BubblePiece(Struct, frozen=True, gc=False):
    """A part of a question; `first` and `last` are the ends of the bubble."""

    runs: Runs
    first: bool
    last: bool
    glue: str | None = None


class AttachmentPiece(Struct, frozen=True, gc=False):
    """A picture or a file above the text of a question."""

    view: AttachmentView


class CodePiece(Struct, frozen=True, gc=False):
    """A code block; `title` is what its header says."""

    code: Code
    indent: int = 0
    quote: int = 0
    title: str = ""
    outer: tuple[int, ...] = ()
    opens: int = 0


class TableRow(Struct, frozen=True, gc=False):
    """One row of a table; all rows of it are told by one `table` key, the first of them is the header.

    Attributes:
        last: no row follows.
    """

    cells: tuple[Runs, ...]
    alignments: tuple[Alignment, ...]
    table: int
    number: int
    last: bool
    indent: int = 0
    quote: int = 0
    outer: tuple[int, ...] = ()
    opens: int = 0


class FormulaPiece(Struct, frozen=True, gc=False):
    """A display formula."""

    formula: Formula
    indent: int = 0
    quote: int = 0
    outer: tuple[int, ...] = ()
    opens: int = 0


class RulePiece(Struct, frozen=True, gc=False):
    """A thematic break."""

    indent: int = 0
    quote: int = 0
    outer: tuple[int, ...] = ()
    opens: int = 0


class CaptionPiece(Struct, frozen=True, gc=False):
    """Who answers, above an answer."""

    text: str


class FoldPiece(Struct, frozen=True, gc=False):
    """The line that folds and unfolds the reasoning."""

    text: str
    is_open: bool


class CardPiece(Struct, frozen=True, gc=False):
    """A notice below the text it belongs to."""

    notice: Notice


class EditPiece(Struct, frozen=True, gc=False):
    """The place of the box in which a question is changed."""


class BarPiece(Struct, frozen=True, gc=False):
    """The room of the action row; `gap` is the space below it in design pixels."""

    gap: int


# What Markdown is made of.
BlockPiece: TypeAlias = TextPiece | CodePiece | TableRow | FormulaPiece | RulePiece
Piece: TypeAlias = (
    BlockPiece | BubblePiece | AttachmentPiece | CaptionPiece | FoldPiece | CardPiece | EditPiece | BarPiece
)


def rough_text(runs: Runs) -> str:
    """About what runs say, without parsing a text that nobody looked at yet; not shorter than what is shown."""
    return runs.source if isinstance(runs, LazyRuns) else "".join(run.text for run in runs)


class Tables:
    """Gives each table of a block a key; `next` is the one that comes."""

    def __init__(self, first: int) -> None:
        self.next = first

    def key(self) -> int:
        self.next += 1
        return self.next - 1


def pieces_of(block: Block, tables: Tables) -> list[Piece]:
    """The pieces of one top-level block, in order; never empty."""
    return list(_flat((block,), 0, 0, tables, tight=False)) or [TextPiece(())]


def bubble_pieces(text: str) -> tuple[BubblePiece, ...]:
    """A question as it was written, every line kept, addresses live."""
    parts = _cut_plain(text)
    last = len(parts) - 1
    return tuple(
        BubblePiece(plain_runs(part), number == 0, number == last, glue) for number, (part, glue) in enumerate(parts)
    )


def thought_pieces(text: str) -> tuple[TextPiece, ...]:
    """Lines of reasoning, plain."""
    return tuple(
        TextPiece(plain_runs(part), tight=True, look="thought", glue=glue)
        for line in text.split("\n")
        for part, glue in _cut_plain(line)
    )


def plain_pieces(text: str, glue: str | None = None) -> tuple[TextPiece, ...]:
    """Markdown that is not parsed yet, as it was written; `glue` is that of the first piece."""
    parts = _cut_plain(text)
    glues = [glue, *(one for _, one in parts[1:])]
    return tuple(
        TextPiece((Run(part),) if part else (), tight=True, glue=one)
        for (part, _), one in zip(parts, glues, strict=True)
    )


def space_between(above: Piece, below: Piece) -> int:
    """Space between neighbours, in design pixels."""
    space = max(spaces_of(above)[1], spaces_of(below)[0])
    return max(space, THOUGHTS_GAP) if _is_thought(above) and not _is_thought(below) else space


def _is_thought(piece: Piece) -> bool:
    return isinstance(piece, TextPiece) and piece.look == "thought"


def spaces_of(piece: Piece) -> tuple[int, int]:
    """Space above and below a piece, in design pixels; neighbours share the larger one."""
    match piece:
        case TextPiece(heading=0):
            if piece.look != "body":
                return 0, 0
            return 0, (2 if piece.mark else 0) if piece.tight else 10
        case TextPiece():
            return 16, 8
        case CodePiece():
            return 6, 12
        case TableRow():
            return (4 if piece.number == 0 else 0), (10 if piece.last else 0)
        case FormulaPiece():
            return 6, 12
        case RulePiece():
            return 12, 14
        case CaptionPiece():
            return 0, 8
        case AttachmentPiece():
            return 0, 6
        case FoldPiece():
            return 0, (0 if piece.is_open else 6)
        case CardPiece():
            return 10, 4
        case BubblePiece() | EditPiece() | BarPiece():
            return 0, 0


def quotes_shared(above: Piece, piece: Piece) -> int:
    """How many quotes a piece stands in together with the one above it."""
    return min(_quote(above), _quote(piece) - getattr(piece, "opens", 0))


def marker_text(piece: TextPiece) -> str:
    """The mark before a line as text, with its space."""
    return {"": "", "bullet": "• ", "number": f"{piece.number} ", "todo": "☐ ", "done": "☑ "}[piece.mark]


def _flat(
    blocks: Iterable[Block], indent: int, quote: int, tables: Tables, *, tight: bool, outer: tuple[int, ...] = ()
) -> Iterator[BlockPiece]:
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield from _cut(TextPiece(runs, indent, quote, tight=tight, outer=outer))
            case Heading(level, runs):
                yield from _cut(TextPiece(runs, indent, quote, heading=level, outer=outer))
            case Code():
                yield CodePiece(block, indent, quote, outer=outer)
            case Formula():
                yield FormulaPiece(block, indent, quote, outer)
            case Table():
                yield from table_rows(block, tables.key(), indent, quote, outer=outer)
            case Rule():
                yield RulePiece(indent, quote, outer)
            case Quote(children):
                inner = (*outer, indent)[:MAX_INDENT]
                parts = list(_flat(children, indent, len(inner), tables, tight=False, outer=inner))
                yield from (replace(part, opens=part.opens + 1) if part is parts[0] else part for part in parts)
            case ListBlock():
                for position in range(len(block.items)):
                    yield from item_pieces(block, position, tables, indent, quote, inside_tight=tight, outer=outer)


def table_rows(
    table: Table, key: int, indent: int = 0, quote: int = 0, first: int = 0, *, outer: tuple[int, ...] = ()
) -> Iterator[TableRow]:
    """The rows of a table from number `first` on; 0 is the header."""
    last = len(table.rows)
    for number in range(first, last + 1):
        cells = table.rows[number - 1] if number else table.header
        yield TableRow(cells, table.alignments, key, number, number == last, indent, quote, outer)


def item_pieces(
    block: ListBlock,
    position: int,
    tables: Tables,
    indent: int = 0,
    quote: int = 0,
    *,
    inside_tight: bool = False,
    outer: tuple[int, ...] = (),
) -> list[BlockPiece]:
    """The pieces of one item of a list; `inside_tight` says that the list stands in an item of a tight list."""
    item = block.items[position]
    deeper = min(indent + 1, MAX_INDENT)
    mark: Mark = "number" if block.ordered else "bullet"
    if item.task is not None:
        mark = "done" if item.task else "todo"
    number = f"{item.number}{block.delimiter}" if item.number is not None else ""
    parts = list(_flat(item.children, deeper, quote, tables, tight=block.tight, outer=outer))
    if not parts or not isinstance(parts[0], TextPiece) or parts[0].mark:
        parts.insert(0, TextPiece((), deeper, quote, tight=block.tight, outer=outer))
    head = parts[0]
    if isinstance(head, TextPiece):
        parts[0] = replace(head, mark=mark, number=number)
    tail = parts[-1]
    if position == len(block.items) - 1 and isinstance(tail, TextPiece) and not inside_tight:
        parts[-1] = replace(tail, tight=False)
    return parts


def _cut(piece: TextPiece) -> Iterator[TextPiece]:
    """The piece, or where its text is too long for one layout, several."""
    if len(rough_text(piece.runs)) <= MAX_TEXT:
        yield piece
        return
    rows: list[list[Run]] = [[]]
    glues: list[str | None] = [None]
    room = MAX_TEXT
    for run in piece.runs:
        text = run.text
        while len(text) > room and run.image is None and not run.math:
            end, skip = _end_of_part(text, room)
            if end:
                rows[-1].append(replace(run, text=text[:end]))
            glues.append(text[end : end + skip])
            text = text[end + skip :]
            rows.append([])
            room = MAX_TEXT
        if text or run.image is not None:
            rows[-1].append(run if text == run.text else replace(run, text=text))
            room = max(0, room - len(text))
    for number, (runs, glue) in enumerate(zip(rows, glues, strict=True)):
        part = replace(piece, runs=tuple(runs), glue=glue, tight=piece.tight or number < len(rows) - 1)
        yield part if number == 0 else replace(part, mark="", number="")


def _cut_plain(text: str) -> list[tuple[str, str | None]]:
    """Plain text in parts that fit one layout, each with what stood between it and the part before."""
    parts: list[tuple[str, str | None]] = []
    glue: str | None = None
    start = 0
    while len(text) - start > MAX_TEXT:
        end, skip = _end_of_part(text[start : start + MAX_TEXT + 1], MAX_TEXT)
        parts.append((text[start : start + end], glue))
        glue = text[start + end : start + end + skip]
        start += end + skip
    parts.append((text[start:], glue))
    return parts


def _end_of_part(text: str, room: int) -> tuple[int, int]:
    """Where to cut so that at most `room` characters stay, best where a line ends, and how many to drop there."""
    for mark, least in (("\n", room // 4), (" ", room // 2)):
        end = text.rfind(mark, least, room)
        if end > 0:
            return end, 1
    # Not between a letter and what combines with it.
    end = room
    while end > max(1, room - 32) and not text[end - 1 : end + 1].isalnum():
        end -= 1
    return (end if end > max(1, room - 32) else room), 0


def _quote(piece: Piece) -> int:
    return int(getattr(piece, "quote", 0))
