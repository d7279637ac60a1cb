"""The parts of links and of their definitions: label, address, title (CommonMark 0.31, 4.7 and 6.3)."""

from __future__ import annotations

import re
from typing import Final

LONGEST_LABEL: Final = 999

_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)?")
_POINTED = re.compile(r"<([^<>\n\\]*(?:\\.[^<>\n\\]*)*)>")
_BARE = re.compile(r"(?:[^\\()\x00-\x20\x7f]|\\.|\\(?![^\n]))+|[()]")
# The text between two marks, without them; an escaped one is no end.
_INSIDE: Final = r"[^{0}\\]*(?:\\.[^{0}\\]*)*"
_MARKS: Final = ('"', "'", "()")
_TITLE = re.compile(r'"({})"|\'({})\'|\(({})\)'.format(*(_INSIDE.format(mark) for mark in _MARKS)), re.DOTALL)
_OPEN_TITLE = re.compile(r'(?:"{}|\'{}|\({})\\?\Z'.format(*(_INSIDE.format(mark) for mark in _MARKS)), re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_DEEPEST: Final = 8


def label_key(label: str) -> str:
    """A label as labels are compared: case folded, white space collapsed."""
    return _SPACE.sub(" ", label.strip(" \t\r\n\f\v")).casefold()


def gap_end(text: str, start: int) -> int:
    """Behind white space with one line end at most."""
    match = _GAP.match(text, start)
    return match.end() if match is not None else start


def address_at(text: str, start: int, limit: int) -> tuple[str, int] | None:
    """The address at `start` as it is written, and its end: in angle brackets, or up to white space.

    One without angle brackets may be empty, and holds balanced parentheses only.
    """
    if text.startswith("<", start):
        match = _POINTED.match(text, start, limit)
        return (match.group(1), match.end()) if match is not None else None
    depth = 0
    position = start
    while depth <= _DEEPEST:
        match = _BARE.match(text, position, limit)
        part = match.group() if match is not None else ""
        if match is None or (part == ")" and depth == 0):
            return (text[start:position], position) if depth == 0 else None
        depth += {"(": 1, ")": -1}.get(part, 0)
        position = match.end()
    return None


def title_at(text: str, start: int, limit: int) -> tuple[str, int] | None:
    """The title at `start` as it is written between its marks, and its end."""
    match = _TITLE.match(text, start, limit)
    if match is None:
        return None
    return next(group for group in match.groups() if group is not None), match.end()


def opens_title(text: str, start: int) -> bool:
    """Whether a title begins at `start` and does not end in `text`."""
    return _OPEN_TITLE.match(text, start) is not None
