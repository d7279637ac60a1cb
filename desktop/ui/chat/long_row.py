"""A long row of plain Latin code: laid out and drawn in parts, and only those that are on the screen.

A row of 2,000 letters costs twenty times a usual one, of which the screen shows a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtGui import QPainter

from desktop.markup.highlight import Colour
from desktop.ui.chat.code_row import CodeRow, RowLook, RowMark

_PART: Final = 128


def is_long_row(text: str) -> bool:
    """Whether a row is to be a `LongRow`: all its characters are as wide as another."""
    return len(text) > 2 * _PART and text.isascii() and text.isprintable()


class LongRow:
    """What `CodeRow` is, for a text that `is_long_row`.

    Attributes:
        width: of what is shown, in pixels.
    """

    def __init__(self, text: str, colours: Iterable[tuple[int, int, Colour]], look: RowLook) -> None:
        self._text = text
        self._colours: Sequence[tuple[int, int, Colour]] = tuple(colours)
        self._look = look
        self._parts: dict[int, CodeRow] = {}
        self.width = len(text) * look.cell

    def x(self, position: int) -> float:
        """Where a position stands."""
        return position * self._look.cell

    def position_at(self, x: float) -> int:
        """The position nearest to a place."""
        return max(0, min(round(x / self._look.cell), len(self._text)))

    def paint(self, painter: QPainter, marks: Iterable[RowMark]) -> None:
        """Draw at the painter's origin what lies in its clip."""
        clip, part_width = painter.clipBoundingRect(), _PART * self._look.cell
        first = max(0, int(clip.left() // part_width))
        last = min((len(self._text) - 1) // _PART, int(clip.right() // part_width))
        marks = tuple(marks)
        painter.save()
        painter.translate(first * part_width, 0)
        for number in range(first, last + 1):
            self._part(number).paint(painter, self._own(marks, number))
            painter.translate(part_width, 0)
        painter.restore()

    def _part(self, number: int) -> CodeRow:
        part = self._parts.get(number)
        if part is None:
            begin, end = number * _PART, min((number + 1) * _PART, len(self._text))
            colours = (
                (max(start, begin) - begin, min(start + length, end) - max(start, begin), colour)
                for start, length, colour in self._colours
                if start < end and start + length > begin
            )
            part = self._parts[number] = CodeRow(self._text[begin:end], colours, self._look)
        return part

    def _own(self, marks: Sequence[RowMark], number: int) -> Iterable[RowMark]:
        """What is marked of a part."""
        begin, end = number * _PART, min((number + 1) * _PART, len(self._text))
        for mark in marks:
            first, last = max(mark.start, begin), min(mark.end, end)
            breaks = mark.breaks and end == len(self._text)
            if first < last or (breaks and first == last):
                yield RowMark(first - begin, last - begin, breaks, mark.kind)
