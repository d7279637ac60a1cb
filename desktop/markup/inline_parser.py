"""The inside of a text: code, formulas, links, images, escapes, emphasis (CommonMark 0.31, 6), in one pass.

Brackets and emphasis are kept on stacks, as the specification's appendix has it, and every look ahead is bounded, so
hostile text (`[`, `*a_b` or `![` by the thousand) takes no longer a character than any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from msgspec import Struct

from desktop.markup.emphasis import DelimiterRun, pair
from desktop.markup.formulas import formula_at
from desktop.markup.link_syntax import LONGEST_LABEL, address_at, gap_end, label_key, title_at
from desktop.markup.unescape import ESCAPABLE, entity_at, unescaped

_SPECIAL = re.compile(r"[\\`*_~\[\]<&\n$]|!\[")
_TICKS = re.compile(r"`+")
_SPACES = re.compile(r"[ \t]*")
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]{0,2048})>")
_EMAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,256}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,16})>")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
# Behind this many marks of one text the rest is plain: some 20 ms for the worst of them.
MAX_MARKS: Final = 4000
# How far a link's address and title may reach.
_FAR: Final = 4096


class Span(Struct, frozen=True):
    """Code, a formula or an image: its kind, its text, and a formula's source or where an image lies."""

    kind: str
    text: str
    source: str = ""
    title: str = ""


class LinkStart(Struct, frozen=True):
    """Where a link begins; `bare` where its text is its address."""

    address: str
    title: str = ""
    bare: bool = False


class LinkEnd(Struct, frozen=True):
    """Where the link ends that began last."""


Item: TypeAlias = str | DelimiterRun | Span | LinkStart | LinkEnd
_LINK_END: Final = LinkEnd()


class _Bracket(NamedTuple):
    item: int
    delimiters: int
    end: int
    is_image: bool


class InlineParser:
    """One text on its way to items; `items` holds them when `parse` has run."""

    def __init__(self, text: str, references: Mapping[str, Any]) -> None:
        self.items: list[Item] = []
        self._text = text
        self._references = references
        self._delimiters: list[DelimiterRun] = []
        self._brackets: list[_Bracket] = []
        # Brackets below this depth stand outside of a link, and no link holds another.
        self._outside = 0
        self._ticks: dict[int, list[int]] | None = None

    def parse(self) -> list[Item]:
        """The items of the text, in order."""
        text, items, position = self._text, self.items, 0
        for _ in range(MAX_MARKS):
            match = _SPECIAL.search(text, position)
            if match is None:
                break
            start = match.start()
            if start > position:
                items.append(text[position:start])
            position = self._special(match.group(), start)
        items.append(text[position:])
        pair(self._delimiters)
        return items

    def _special(self, mark: str, start: int) -> int:
        """Take what begins at `start`; where it ends."""
        match mark:
            case "\n":
                return self._line_end(start)
            case "*" | "_" | "~":
                return self._delimiter_run(mark, start)
            case "[" | "![":
                end = start + len(mark)
                self._brackets.append(_Bracket(len(self.items), len(self._delimiters), end, mark == "!["))
                self.items.append(mark)
                return end
            case "]":
                return self._close_bracket(start)
            case "`":
                return self._code(start)
            case "$":
                return self._formula(start) or self._dollars(start)
            case "\\":
                return self._formula(start) or self._escape(start)
            case "&":
                found = entity_at(self._text, start)
                self.items.append(found[0] if found is not None else mark)
                return found[1] if found is not None else start + 1
        return self._autolink(start)

    def _line_end(self, start: int) -> int:
        if self.items and isinstance(self.items[-1], str):
            self.items[-1] = self.items[-1].rstrip(" ")
        self.items.append("\n")
        spaces = _SPACES.match(self._text, start + 1)
        return spaces.end() if spaces is not None else start + 1

    def _delimiter_run(self, mark: str, start: int) -> int:
        text = self._text
        end = start + 1
        while end < len(text) and text[end] == mark:
            end += 1
        run = DelimiterRun(mark, end - start, text[start - 1 : start], text[end : end + 1])
        if (run.can_open or run.can_close) and (mark != "~" or run.length > 1):
            self._delimiters.append(run)
            self.items.append(run)
        else:
            self.items.append(text[start:end])
        return end

    def _code(self, start: int) -> int:
        text = self._text
        if self._ticks is None:
            self._ticks = {}
            for match in _TICKS.finditer(text):
                self._ticks.setdefault(len(match.group()), []).append(match.start())
        run = _TICKS.match(text, start)
        end = run.end() if run is not None else start + 1
        places = self._ticks.get(end - start, [])
        index = bisect_left(places, end)
        if index == len(places):
            self.items.append(text[start:end])
            return end
        inside = text[end : places[index]].replace("\n", " ")
        if inside.startswith(" ") and inside.endswith(" ") and inside.strip(" "):
            inside = inside[1:-1]
        self.items.append(Span("code", inside))
        return places[index] + end - start

    def _formula(self, start: int) -> int:
        found = formula_at(self._text, start)
        if found is None:
            return 0
        end, width = found
        tex = self._text[start + width : end - width].strip()
        self.items.append(Span("formula", tex, self._text[start:end]))
        return end

    def _dollars(self, start: int) -> int:
        """Dollars that open nothing: the whole run is text, so `$$x$` holds no `$x$`."""
        end = start + 1
        while end < len(self._text) and self._text[end] == "$":
            end += 1
        self.items.append(self._text[start:end])
        return end

    def _escape(self, start: int) -> int:
        behind = self._text[start + 1 : start + 2]
        if behind == "\n":
            return self._line_end(start + 1)
        if behind and behind in ESCAPABLE:
            self.items.append(behind)
            return start + 2
        self.items.append("\\")
        return start + 1

    def _autolink(self, start: int) -> int:
        match = _ADDRESS.match(self._text, start) or _EMAIL.match(self._text, start)
        if match is None:
            self.items.append("<")
            return start + 1
        self.items += [LinkStart(match.group(1), bare=True), match.group(1), _LINK_END]
        return match.end()

    # --- links and images ---------------------------------------------------------------------------------------------

    def _close_bracket(self, start: int) -> int:
        bracket = self._brackets.pop() if self._brackets else None
        is_inside = len(self._brackets) < self._outside
        self._outside = min(self._outside, len(self._brackets))
        found = None
        if bracket is not None and (bracket.is_image or not is_inside):
            found = self._target(start + 1) or self._reference(bracket, start)
        if bracket is None or found is None:
            self.items.append("]")
            return start + 1
        address, title, end = found
        inside = self._delimiters[bracket.delimiters :]
        del self._delimiters[bracket.delimiters :]
        if bracket.is_image:
            del self.items[bracket.item :]
            self.items.append(Span("image", self._text[bracket.end : start], address, title))
            return end
        pair(inside)
        self.items[bracket.item] = LinkStart(address, title)
        self.items.append(_LINK_END)
        self._outside = len(self._brackets)
        return end

    def _target(self, start: int) -> tuple[str, str, int] | None:
        """Address, title and end of `(address "title")`."""
        text = self._text
        if not text.startswith("(", start):
            return None
        limit = min(len(text), start + _FAR)
        found = address_at(text, gap_end(text, start + 1), limit)
        if found is None:
            return None
        address, end = found
        title: tuple[str, int] | None = None
        gap = gap_end(text, end)
        if gap > end:
            title = title_at(text, gap, limit)
            gap = gap_end(text, title[1]) if title is not None else gap
        if not text.startswith(")", gap):
            return None
        return unescaped(address), unescaped(title[0]) if title is not None else "", gap + 1

    def _reference(self, bracket: _Bracket, start: int) -> tuple[str, str, int] | None:
        """Address, title and end of `[text][label]`, `[label][]` or `[label]`; `start` is the closing bracket."""
        if not self._references:
            return None
        match = _LABEL.match(self._text, start + 1)
        label = match.group(1) if match is not None else ""
        end = match.end() if match is not None else start + 1
        if not label:
            label = self._text[bracket.end : start] if start - bracket.end <= LONGEST_LABEL else ""
        found = self._references.get(label_key(label)) if label else None
        return (str(found["href"]), str(found["title"]), end) if found is not None else None
