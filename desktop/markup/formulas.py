r"""Mathematics in Markdown: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on lines of their own or in a line.

Money and escaped brackets stay text. One dollar opens where no white space follows; the next dollar closes where no
white space stands before it and no digit behind it, else neither is one. A backslash bracket opens no formula right
behind a letter or digit (`array\[0\]`), nor where a link's address follows. No formula holds a backtick: code wins.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Final

from desktop.markup.line import Line
from desktop.markup.nodes import Formula

# Longer than any formula of one line, or of one block.
MAX_INLINE_FORMULA: Final = 2000
MAX_FORMULA: Final = 4096
_MAX_LINES: Final = 200

_OPENERS: Final = {"$$": "$$", "\\[": "\\]"}
# Signs alone are no formula: `\[\\\]` is three escapes.
_TELLS = re.compile(r"\w")
_CLOSED = re.compile(r"[.,;:]?[ \t]*\Z")
_LINKED = ("(", "[", ":")


class OpenFormula:
    """Lines that begin with the opening of a display formula; text, unless it closes before a blank line.

    Attributes:
        line: the first line, its cursor at the opening; `depth` containers were matched there.
        lines: the further lines as they came, with the place of each.
        start: where the first line begins in the source.
    """

    __slots__ = ("_closing", "_held", "_size", "depth", "end", "formula", "line", "lines", "start")

    def __init__(self, line: Line, depth: int, start: int) -> None:
        self.line = line
        self.depth = depth
        self.start = start
        self.end = start + line.length
        self.lines: list[tuple[str, int]] = []
        self.formula: Formula | None = None
        self._closing = _OPENERS[line.text[line.next : line.next + 2]]
        self._held: list[str] = []
        self._size = 0

    def copied(self) -> OpenFormula:
        """The same, to go on from here without changing this one."""
        other = copy(self)
        other.detach()
        return other

    def detach(self) -> None:
        """Share no list with the one this is a copy of."""
        self.lines = self.lines[:]
        self._held = self._held[:]

    @property
    def source(self) -> str:
        return "\n".join(self._held)

    def take(self, text: str) -> bool:
        """Append a line's text; False where what began is no formula. `formula` is set when it closed."""
        begin = 0 if self._held else 2
        self._held.append(text)
        self._size += len(text) + 1
        if self._size > MAX_FORMULA or len(self._held) > _MAX_LINES or "`" in text:
            return False
        close = _find(text, self._closing, begin)
        if close < 0:
            return not any(_find(text, opener, begin) >= 0 for opener in _OPENERS)
        behind = _CLOSED.match(text, close + 2)
        if behind is None:
            return False
        mark = behind.group().strip(" \t")
        source = self.source.strip(" \t")
        inside = source[2 : len(source) - 2 - len(mark)].strip()
        if not _TELLS.search(inside) or _find(inside, "\\[", 0) >= 0:
            return False
        self.formula = Formula(inside + mark, source)
        return True


def opens_display(text: str, position: int) -> bool:
    """Whether a display formula may begin here."""
    mark = text[position : position + 2]
    return mark in _OPENERS and text[position + 2 : position + 3] != "$"


def formula_at(text: str, start: int) -> tuple[int, int] | None:
    """Where the formula that begins with the `$` or backslash at `start` ends, and how long its delimiters are."""
    if text[start] == "$":
        end = _dollar_end(text, start)
        width = 2 if text.startswith("$$", start) else 1
    elif text.startswith(("\\(", "\\["), start):
        end, width = _bracket_end(text, start), 2
    else:
        return None
    return (end, width) if end >= 0 else None


def _dollar_end(text: str, start: int) -> int:
    """Behind the formula that opens with dollars at `start`, -1 where none does."""
    double = text.startswith("$$", start)
    width = 2 if double else 1
    begin = start + width
    if double and text.startswith("$", begin):
        return -1
    close = _find(text, "$" * width, begin, begin + MAX_INLINE_FORMULA)
    inside = text[begin:close] if close >= 0 else ""
    if not _TELLS.search(inside) or "`" in inside or "](" in inside:
        return -1
    if not double and (inside[0].isspace() or inside[-1].isspace() or text[close + 1 : close + 2].isdigit()):
        return -1
    return close + width


def _bracket_end(text: str, start: int) -> int:
    if start > 0 and text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in ")]\\"):
        return -1
    closing = "\\)" if text[start + 1] == "(" else "\\]"
    close = _find(text, closing, start + 2, start + 2 + MAX_INLINE_FORMULA)
    inside = text[start + 2 : close] if close >= 0 else ""
    if not _TELLS.search(inside) or "`" in inside or _find(inside, text[start : start + 2], 0) >= 0:
        return -1
    if closing == "\\]" and text.startswith(_LINKED, close + 2):
        return -1
    return close + 2


def _find(text: str, mark: str, start: int, end: int | None = None) -> int:
    """The first `mark` that no backslash escapes, -1 where there is none."""
    position = text.find(mark, start, end)
    while position >= 0:
        slashes = position
        while slashes > start and text[slashes - 1] == "\\":
            slashes -= 1
        if (position - slashes) % 2 == 0:
            return position
        position = text.find(mark, position + 1, end)
    return -1
