"""An open code fence that grows: never parsed, only searched for the line that closes it (CommonMark 0.31, 4.5)."""

from __future__ import annotations

import re

from desktop.markup.nodes import Code

_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)\Z")


class OpenFence:
    """A fence whose opening line has arrived.

    `feed` takes the text behind the opening line; once `closed`, `rest` is what stands behind the closing line.
    """

    def __init__(self, opening_line: str) -> None:
        match = _OPENING.match(opening_line)
        if match is None:
            raise ValueError("not the opening line of a code fence")
        self._indent = len(match.group(1))
        fence = match.group(2)
        self._info = match.group(3).strip()
        mark = re.escape(fence[0])
        self._closing = re.compile(rf" {{0,3}}{mark}{{{len(fence)},}}[ \t]*\Z")
        self._begun_closing = re.compile(rf" {{0,3}}{mark}*[ \t]*\Z")
        self._lines: list[str] = []
        self._partial = ""
        self._taken = len(opening_line)
        self._length = len(opening_line)
        self.closed = False
        self.rest = ""

    def feed(self, text: str) -> None:
        """Take more text, its newlines normalised."""
        self._partial += text
        if "\n" not in text:
            return
        *lines, self._partial = self._partial.split("\n")
        for index, line in enumerate(lines):
            self._take(line)
            if self._closing.match(line):
                self.closed = True
                self.rest = "\n".join([*lines[index + 1 :], self._partial])
                self._partial = ""
                return
            self._lines.append(_dedented(line, self._indent))

    @property
    def length(self) -> int:
        """Characters of the block's source up to the end of the last line that is not blank."""
        return self._taken + 1 + len(self._partial) if self._partial.strip(" \t") else self._length

    def _take(self, line: str) -> None:
        self._taken += 1 + len(line)
        if line.strip(" \t"):
            self._length = self._taken

    def finish(self) -> Code:
        """The block where the text ends here."""
        if self._partial and self._closing.match(self._partial):
            self.closed = True
            self._take(self._partial)
            self._partial = ""
        if not self._partial.strip(" \t"):
            # As in markdown-it, a last line of spaces without a newline is none.
            self._partial = ""
        return self.block()

    def block(self, *, growing: bool = False) -> Code:
        """The block as far as it arrived; while `growing`, a line that may become the closing one is held back."""
        lines = self._lines
        if self._partial and not (growing and self._begun_closing.match(self._partial)):
            lines = [*lines, _dedented(self._partial, self._indent)]
        return Code(self._info, "\n".join(lines), self.closed)


def _dedented(line: str, columns: int) -> str:
    """The line without up to `columns` columns of white space; a tab reaches to the next multiple of 4."""
    width = 0
    for position, character in enumerate(line):
        if width >= columns or character not in " \t":
            return " " * (width - columns) + line[position:]
        width += 4 - width % 4 if character == "\t" else 1
    return " " * max(0, width - columns)
