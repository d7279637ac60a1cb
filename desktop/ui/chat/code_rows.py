"""Code as rows of characters, without a font: where each row starts in the text, and how wide the widest may be."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import Final

# A longer line takes several rows: what is laid out as a whole has a largest size.
MAX_ROW: Final = 2000
TAB_COLUMNS: Final = 4
_BLOCK = 64 * 1024
# Drawn as wide as two Latin letters or nearly so: CJK, full-width forms, emoji. Compiled at the start and not with the
# first code: those 3 ms would be in the middle of scrolling.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
# Not more than this many characters are looked at for a place where a row may end.
_MOST_BACK = 32


class CodeRows:
    """The rows of a text that may grow at its end.

    Attributes:
        text: positions count its characters.
        widest: the estimated width of the widest row in pixels; it only grows.
    """

    def __init__(self, text: str, cell: float, wide: float) -> None:
        """Take the widths of a Latin and of a Chinese character in pixels."""
        self.text = ""
        self.widest = 0.0
        self._cell = cell
        self._wide = wide
        # Where each row starts; a signed int holds 2 G characters.
        self._starts = array("i", [0])
        self.grow(text)

    def __len__(self) -> int:
        return len(self._starts)

    def grow(self, text: str) -> int:
        """Take a text that starts with the one so far; gives the first row that is another."""
        self.text = text
        last = len(self._starts) - 1
        self._split(self._starts.pop())
        return last

    def start(self, row: int) -> int:
        """The position of a row's first character."""
        return self._starts[row]

    def end(self, row: int) -> int:
        """The position behind a row's last character, before the line's end."""
        if row + 1 == len(self._starts):
            return len(self.text)
        return self._starts[row + 1] - self.ends_line(row)

    def ends_line(self, row: int) -> bool:
        """Whether a line feed follows the row, not the rest of its line."""
        return row + 1 < len(self._starts) and self.text[self._starts[row + 1] - 1] == "\n"

    def goes_on(self, row: int) -> bool:
        """Whether the next row holds the rest of the line."""
        return row + 1 < len(self._starts) and not self.ends_line(row)

    def row_text(self, row: int) -> str:
        """What a row says."""
        return self.text[self.start(row) : self.end(row)]

    def row_of(self, position: int) -> int:
        """The row that holds a position; the border of two rows of a line belongs to the second."""
        return max(0, bisect_right(self._starts, position) - 1)

    def _split(self, start: int) -> None:
        """Rows of the text from `start`, where a row begins, to its end; in blocks of whole lines."""
        size = len(self.text)
        while True:
            stop = start + _BLOCK
            if stop < size:
                end = self.text.rfind("\n", start, stop)
                if end < 0:
                    end = self.text.find("\n", stop)
                stop = end + 1 if end >= 0 else size
            block = self.text[start:stop]
            lines = block.split("\n")
            if stop < size:
                # What follows the last line feed begins the next block.
                lines.pop()
            longest = max(map(len, lines))
            self._measure(block, lines, longest)
            if longest <= MAX_ROW:
                starts = accumulate((len(line) + 1 for line in lines), initial=start)
                self._starts.extend(starts)
                # The sum behind the last line is no start.
                self._starts.pop()
            else:
                for line in lines:
                    self._starts.append(start)
                    end = start + len(line)
                    while end - start > MAX_ROW:
                        start = self._row_end(start)
                        self._starts.append(start)
                    start = end + 1
            if stop >= size:
                return
            start = stop

    def _row_end(self, start: int) -> int:
        """Where a row ends whose line is too long: not inside of what is drawn as one letter."""
        text = self.text
        end = start + MAX_ROW
        while end > start + MAX_ROW - _MOST_BACK and (_joins(text[end]) or text[end - 1] == "\u200d"):
            end -= 1
        return end if end > start + MAX_ROW - _MOST_BACK else start + MAX_ROW

    def _measure(self, block: str, lines: list[str], longest: int) -> None:
        if longest > MAX_ROW or "\t" in block:
            parts = (line[at : at + MAX_ROW] for line in lines for at in range(0, len(line), MAX_ROW))
            lines = [part.expandtabs(TAB_COLUMNS) for part in parts]
            longest = max(map(len, lines), default=0)
        if block.isascii():
            self.widest = max(self.widest, longest * self._cell)
            return
        more = self._wide - self._cell
        for line in lines:
            # A wide character has two or three bytes more than a Latin one, so no row is wider than this.
            if len(line) * self._cell + (len(line.encode(errors="replace")) - len(line)) * more / 2 > self.widest:
                self.widest = max(self.widest, len(line) * self._cell + _WIDE.subn("", line)[1] * more)


def _joins(character: str) -> bool:
    """Whether a character is drawn together with the one before it."""
    return (
        unicodedata.category(character).startswith("M")
        or character in {"\u200d", "\ufe0f"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
