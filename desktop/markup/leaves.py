"""Blocks of text that still grow: paragraph, code, table.

Each can be copied (the view shows a line before it is complete, on a copy), and each keeps the blocks that it last gave
out: what did not change is the same object again. The copies share that memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Final, TypeAlias

from desktop.markup.line import Line
from desktop.markup.nodes import Alignment, Block, Code, LazyRuns, Paragraph, Run, Runs, Table
from desktop.markup.renewal import row_renewed, same
from desktop.markup.starts import cells

# (start, end) in the normalised source.
SourceSpan: TypeAlias = tuple[int, int]
Placed: TypeAlias = tuple[Block, SourceSpan]
Parse: TypeAlias = Callable[[str], tuple[Run, ...]]

# An open paragraph over this many characters shows its new text plain, or each delta would cost more than the last.
OPEN_LIMIT: Final = 4096
# Short rows are filled up; beyond this many empty cells a table ends (a header of 500 cells and rows of one).
_MAX_FILLED: Final = 0x10000
_CHUNK: Final = 512


class OpenParagraph:
    """Lines of a paragraph, without their indentation.

    Attributes:
        places: where each line stands in the source.
        heads_table: whether the last line could be a table's header.
        may_define: whether the first line may still turn out to be a link definition.
    """

    __slots__ = ("_memo", "_pieces", "_size", "heads_table", "lines", "may_define", "places")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: list[SourceSpan] = []
        self.heads_table = False
        self.may_define = True
        self._size = 0
        self._memo: list[Paragraph] = []
        # (lines, block) of the plain text behind the first `OPEN_LIMIT` characters
        self._pieces: list[tuple[int, Placed]] = []

    def copied(self) -> OpenParagraph:
        """The same, to go on from here without changing this one."""
        other = copy(self)
        other.lines = self.lines[:]
        other.places = self.places[:]
        return other

    def add(self, text: str, place: SourceSpan, *, heads_table: bool) -> None:
        """Append a line."""
        self.lines.append(text)
        self.places.append(place)
        self.heads_table = heads_table
        self._size += len(text) + 1
        if len(self.lines) == 1:
            self.may_define = text.startswith("[")

    def drop(self, count: int) -> None:
        """Take the first `count` lines away."""
        self._size -= sum(len(line) + 1 for line in self.lines[:count])
        del self.lines[:count]
        del self.places[:count]
        self.may_define = bool(self.lines) and self.lines[0].startswith("[")
        self.forget()

    def forget(self) -> None:
        """Give out new blocks from here on: what the text names may be defined by now."""
        self._memo = []
        self._pieces = []

    def take_last(self) -> tuple[str, SourceSpan]:
        """Take the last line away."""
        self._size -= len(self.lines[-1]) + 1
        return self.lines.pop(), self.places.pop()

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip(" \t")

    @property
    def place(self) -> SourceSpan:
        return self.places[0][0], self.places[-1][1]

    def block(self, parse: Parse) -> Paragraph:
        """The paragraph as it stands."""
        text = self.text
        runs = self._memo[0].runs if self._memo else ()
        if not isinstance(runs, LazyRuns) or runs.source != text:
            self._memo[:] = [Paragraph(LazyRuns(text, parse))]
        return self._memo[0]

    def open_blocks(self, parse: Parse) -> list[Placed]:
        """The paragraph while it grows; a long one in pieces, of which only the first is parsed."""
        if not self.lines:
            return []
        if self._size <= OPEN_LIMIT + 1:
            return [(self.block(parse), self.place)]
        pieces = self._pieces
        done = pieces[-1][0] if pieces else 0
        size = 0
        # Cut before a line, never behind one: the last line may still grow.
        for index in range(done, len(self.lines)):
            length = len(self.lines[index]) + 1
            if index > done and size + length > OPEN_LIMIT:
                pieces.append((index, self._piece(done, index, parse)))
                done, size = index, 0
            size += length
        last = self._piece(done, len(self.lines), parse)
        if self._memo[:1] != [last[0]]:
            self._memo[:] = [last[0]]
        return [*(piece for _, piece in pieces), (self._memo[0], last[1])]

    def _piece(self, first: int, end: int, parse: Parse) -> tuple[Paragraph, SourceSpan]:
        text = "\n".join(self.lines[first:end]).rstrip(" \t")
        is_parsed = first == 0 and len(text) <= OPEN_LIMIT
        runs: Runs = LazyRuns(text, parse) if is_parsed else (Run(text),)
        return Paragraph(runs), (self.places[first][0], self.places[end - 1][1])


class OpenCode:
    """Code between fences, or indented (`mark` is empty then)."""

    __slots__ = ("_blank", "_chunks", "_lines", "_memo", "indent", "info", "mark")

    def __init__(self, mark: str = "", info: str = "", indent: int = 0) -> None:
        self.mark = mark
        self.info = info
        self.indent = indent
        self._chunks: list[str] = []
        self._lines: list[str] = []
        self._blank: list[str] = []
        self._memo: list[Code] = []

    def copied(self) -> OpenCode:
        """The same, to go on from here without changing this one."""
        other = copy(self)
        other.detach()
        return other

    def detach(self) -> None:
        """Share no list with the one this is a copy of."""
        self._chunks = self._chunks[:]
        self._lines = self._lines[:]
        self._blank = self._blank[:]

    def closes(self, line: Line) -> bool:
        """Whether a line is the closing fence."""
        if line.indent >= 4 or line.blank or line.text[line.next] != self.mark[0]:
            return False
        marks = line.content.rstrip(" \t")
        return len(marks) >= len(self.mark) and not marks.strip(self.mark[0])

    def may_close(self, text: str) -> bool:
        """Whether an unfinished line may become the closing fence."""
        marks = text.strip(" \t>")
        return not marks.strip(self.mark[0]) if self.mark else False

    def add(self, line: Line) -> None:
        """Append a line; blank ones behind indented code belong to it only if more code follows."""
        if self.mark:
            line.skip(self.indent)
        elif line.blank:
            line.skip(4)
            self._blank.append(line.rest)
            return
        else:
            line.skip(4)
            self._lines += self._blank
            self._blank = []
        self._lines.append(line.rest)
        if len(self._lines) >= _CHUNK:
            self._chunks.append("\n".join(self._lines))
            self._lines = []

    def block(self, *, closed: bool) -> Code:
        """The code as far as it arrived."""
        block = Code(self.info, "\n".join([*self._chunks, *self._lines]), closed=closed or not self.mark)
        if self._memo[:1] != [block]:
            self._memo[:] = [block]
        return self._memo[0]


class OpenTable:
    """A table's header and the rows that arrived."""

    __slots__ = ("_filled", "_memo", "alignments", "header", "rows")

    def __init__(self, header: tuple[Runs, ...], alignments: tuple[Alignment, ...]) -> None:
        self.header = header
        self.alignments = alignments
        self.rows: list[tuple[Runs, ...]] = []
        self._filled = 0
        self._memo: list[Table] = []

    def copied(self) -> OpenTable:
        """The same, to go on from here without changing this one."""
        other = copy(self)
        other.rows = self.rows[:]
        return other

    def add(self, text: str, parse: Parse) -> bool:
        """Append a row; what stands behind the last column, which GFM drops, joins the last cell.

        Returns False, and takes nothing, where the table has been filled up with too many empty cells.
        """
        row = cells(text)
        columns = len(self.alignments)
        filled = self._filled + columns - len(row)
        if filled > _MAX_FILLED:
            return False
        self._filled = filled
        if len(row) > columns:
            row[columns - 1 :] = [" | ".join(filter(None, row[columns - 1 :]))]
        row += [""] * (columns - len(row))
        self.rows.append(tuple(LazyRuns(cell, parse) if cell else _EMPTY for cell in row))
        return True

    def renew(self, rows: Iterable[int]) -> None:
        """Leave rows unparsed again; 0 is the header."""
        for index in rows:
            if index:
                self.rows[index - 1] = row_renewed(self.rows[index - 1])
            else:
                self.header = row_renewed(self.header)

    def block(self) -> Table:
        last = self._memo[0] if self._memo else None
        if last is None or last.header is not self.header or not same(last.rows, self.rows):
            self._memo[:] = [Table(self.header, tuple(self.rows), self.alignments)]
        return self._memo[0]


_EMPTY: Final = LazyRuns("", lambda _: ())


Leaf: TypeAlias = OpenParagraph | OpenCode | OpenTable
