"""A cursor on one line of Markdown: where it stands, how far what follows is indented (CommonMark 0.31, 2.2).

Tabs are not replaced, but white space counts in columns, with a stop at every fourth. Where only a part of a tab is
taken, the rest of it becomes spaces.
"""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t]*")


class Line:
    """A line without its newline, read from left to right.

    Attributes:
        pos: where the cursor stands in `text`.
        next: the first character from there that is no space and no tab.
        indent: the columns between the two.
        blank: whether nothing but white space is left.
        length: of the whole line as it came.
        is_empty: whether the whole line is nothing but white space.
    """

    __slots__ = ("_column", "_tabs", "blank", "indent", "is_empty", "length", "next", "pos", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        self.pos = 0
        self._column = 0
        self._tabs = "\t" in text
        self._look()
        self.is_empty = self.blank

    @property
    def rest(self) -> str:
        """The text from the cursor on, its indentation included."""
        return self.text[self.pos :]

    @property
    def content(self) -> str:
        """The text from the first character that is no white space."""
        return self.text[self.next :]

    def take(self, length: int) -> None:
        """Step over the indentation and a mark of `length` characters behind it."""
        self.pos = self.next + length
        self._column += self.indent + length
        self._look()

    def skip(self, columns: int) -> None:
        """Step over white space, `columns` wide or as much as there is."""
        columns = min(columns, self.indent)
        if columns <= 0:
            return
        if not self._tabs:
            self.pos += columns
            self._column += columns
            self.indent -= columns
            return
        while columns > 0:
            width = 4 - self._column % 4 if self.text[self.pos] == "\t" else 1
            if width > columns:
                self.text = self.text[: self.pos] + " " * width + self.text[self.pos + 1 :]
                continue
            self.pos += 1
            self._column += width
            columns -= width
        self._look()

    def _look(self) -> None:
        match = _SPACES.match(self.text, self.pos)
        self.next = match.end() if match else self.pos
        self.blank = self.next == len(self.text)
        self.indent = self.next - self.pos
        if self._tabs and self.indent:
            column = self._column
            for character in self.text[self.pos : self.next]:
                column += 4 - column % 4 if character == "\t" else 1
            self.indent = column - self._column
