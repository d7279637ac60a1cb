"""The columns of a table: how wide each wants to be, what each gets, how far the table is scrolled sideways.

The rows of a table are items of their own and share one shape. A column only grows, in steps, so that a table that is
still written does not lay out its rows again for every word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import ceil, inf

from PySide6.QtGui import QFont, QFontMetricsF

from desktop.markup.nodes import Run, Runs
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.pieces import TableRow
from desktop.ui.chat.shown import run_text
from desktop.ui.chat.sideways import Sideways
from desktop.ui.chat.style import COLUMN_PX, ChatStyle
from desktop.ui.chat.text_layout import TextBox

SIDES_PX = 12
_STEP_PX = 16
_LEAST_PX = 96
# A column is as wide as its longest word, unless that is longer than this.
_WORD_PX = 240
# So much of a cell is looked through for words.
_LOOKED_THROUGH = 4096
# No column of the chat is so wide that a wish beyond this makes a difference.
_MOST_PX = 2 * COLUMN_PX
_ENDLESS_PX = 1e6
# What no line breaks in: Chinese and Japanese characters stand alone.
_WORD = re.compile(r"[^\s\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef-]+-?")


class TableShape:
    """What the rows of one table have in common, in one style.

    Attributes:
        generation: counts up whenever a column grows; an item of an older one is stale.
        sideways: how far all rows are scrolled.
    """

    def __init__(self, style: ChatStyle, formulas: Formulas) -> None:
        self.generation = 0
        self.sideways = Sideways(style)
        self._style = style
        self._formulas = formulas
        self._head = _Advances(style.table_head_font)
        self._body = _Advances(style.table_font)
        code = QFont(style.code_font)
        code.setPixelSize(style.table_font.pixelSize())
        self._code = _Advances(code)
        # Words of capitals are not wider. A Chinese character has two bytes more and not more of the other half.
        self._em = style.table_font.pixelSize()
        self._latin = 0.75 * self._em
        self._byte = 0.15 * self._em
        self._step = style.px(_STEP_PX)
        self._most = style.px(_MOST_PX)
        # Text widths without the space around it: what each column wants, and the widest text that was estimated.
        self._wishes: list[int] = []
        self._measured: list[float] = []
        # The width of the longest word of each column.
        self._words: list[int] = []
        self._longest_word = style.px(_WORD_PX)
        self._is_tight = False
        self._edges: tuple[int, int, tuple[int, ...]] = 0, -1, (0,)

    def note(self, row: TableRow) -> None:
        """Let the columns be wide enough for a row; cheap for one whose cells are shorter than others before it."""
        for column, runs in enumerate(row.cells):
            self._note_cell(column, runs, header=row.number == 0)

    def note_all(self, rows: Sequence[TableRow]) -> None:
        """The same for many rows, in the time that the longest cell of each column takes."""
        for column in range(max((len(row.cells) for row in rows), default=0)):
            cells = [(row.cells[column], row.number == 0) for row in rows if column < len(row.cells)]
            for runs, header in sorted(cells, key=lambda cell: self._bound(cell[0]), reverse=True):
                self._note_cell(column, runs, header=header)

    def fit(self, room: int) -> tuple[int, ...]:
        """Where the vertical lines stand in a table that has `room` pixels, from 0 to the last one; scrolls if need be.

        Columns that want less than their fair share get what they want, the others share the rest; no word is broken.
        """
        if self._edges[:2] != (room, self.generation):
            frame, least = 1 + 2 * self._style.px(SIDES_PX), self._style.px(_LEAST_PX)
            wishes = [wish + frame for wish in self._wishes]
            widths = allot(wishes, room - 1, [max(least, word + frame) for word in self._words])
            self._is_tight = widths != wishes
            self._edges = room, self.generation, tuple(accumulate(widths, initial=0))
        edges = self._edges[2]
        self.sideways.fit(edges[-1] + 1, room)
        return edges

    def _note_cell(self, column: int, runs: Runs, *, header: bool) -> None:
        if column == len(self._wishes):
            self._wishes.append(self._step)
            self._measured.append(0.0)
            self._words.append(0)
            self.generation += 1
        self._note_words(column, runs, header=header)
        known = self._measured[column]
        if not runs or known >= self._most or self._bound(runs) <= known:
            return
        estimate = self._estimate(runs, header=header)
        if estimate > known:
            self._measure(column, runs, estimate, header=header)

    def _note_words(self, column: int, runs: Runs, *, header: bool) -> None:
        """Let a column be wide enough for the words of a cell."""
        known = self._words[column]
        if known >= self._longest_word:
            return
        widest: float = known
        for run in runs:
            if run.image is not None or run.math:
                continue
            font = self._font_of(run, header=header)
            for word in _WORD.findall(run.text[:_LOOKED_THROUGH]):
                if len(word) * self._em > widest:
                    widest = max(widest, sum(map(font.__getitem__, word[: self._longest_word])))
        if widest > known:
            self._words[column] = min(self._longest_word, self._stepped(widest))
            # Where each column has what it wants, its words have room.
            self.generation += self._is_tight

    def _font_of(self, run: Run, *, header: bool) -> _Advances:
        if run.code or run.math:
            return self._code
        return self._head if run.bold or header else self._body

    def _bound(self, runs: Runs) -> float:
        """A width that a cell does not have, told by the number of its characters."""
        width = 0.0
        for run in runs:
            if run.image is not None or run.math:
                return inf
            text = run.text
            width += len(text) * self._latin
            if not text.isascii():
                width += (len(text.encode(errors="replace")) - len(text)) * self._byte
        return width

    def _estimate(self, runs: Runs, *, header: bool) -> float:
        """The sum of the characters' widths, in pixels."""
        width = 0.0
        for run in runs:
            text = run_text(run)
            if len(text) > self._most:
                return self._most
            width += sum(map(self._font_of(run, header=header).__getitem__, text))
        return width

    def _measure(self, column: int, runs: Runs, estimate: float, *, header: bool) -> None:
        if estimate >= self._most:
            exact = self._most
        else:
            style = self._style
            font = style.table_head_font if header else style.table_font
            box = TextBox(runs, style, self._formulas, font, style.colour("text"))
            box.lay_out(_ENDLESS_PX)
            exact = min(self._most, ceil(box.natural_width))
        wish = self._stepped(exact)
        # What was estimated is not measured again, nor what is up to a step wider than it.
        self._measured[column] = self._stepped(estimate)
        if wish > self._wishes[column]:
            self._wishes[column] = wish
            self.generation += 1

    def _stepped(self, width: float) -> int:
        return self._step * ceil(width / self._step)


def allot(wishes: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """Widths for columns that want `wishes` pixels and have `room` together.

    None gets more than it wants. Where there is not enough, those that want less than their share of the rest get it
    all. None gets less than its `least` or, where that is less, than it wants; so the sum may be more than the room.
    """
    if sum(wishes) <= room:
        return list(wishes)
    floor = [min(wish, low) for wish, low in zip(wishes, least, strict=True)]
    if sum(floor) >= room:
        return floor

    def up_to(share: int) -> list[int]:
        return [max(low, min(wish, share)) for wish, low in zip(wishes, floor, strict=True)]

    # The largest share that all can have; what is left over is less than a pixel for each.
    share = bisect_right(range(room + 1), room, key=lambda pixels: sum(up_to(pixels))) - 1
    result = up_to(share)
    left = room - sum(result)
    for column, width in enumerate(up_to(share + 1)):
        if left and width > result[column]:
            result[column] += 1
            left -= 1
    return result


class _Advances(dict[str, float]):
    """The width of each character of a font, found when it is first asked for."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(font)

    def __missing__(self, character: str) -> float:
        width = self[character] = self._metrics.horizontalAdvance(character)
        return width
