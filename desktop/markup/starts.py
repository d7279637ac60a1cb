"""What a line may begin, each as a function of the text behind its indentation (CommonMark 0.31, GFM tables)."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from desktop.markup.nodes import Alignment

# A table this wide is none: its cells would outgrow the text by far.
MAX_COLUMNS: Final = 500

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z", re.DOTALL)
_BULLET = re.compile(r"[-+*](?=[ \t]|\Z)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|\Z)", re.ASCII)
_DELIMITERS = re.compile(r"[-:|][-:| \t]+\Z")
_DELIMITER = re.compile(r":?-+:?\Z")
_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|\Z)")
_CELL_END = re.compile(r"(?<!\\)\|")


class Marker(Struct, frozen=True):
    """The mark of a list item: its length, its number (None: a bullet) and its last character."""

    length: int
    number: int | None
    delimiter: str


def heading(text: str) -> tuple[int, str] | None:
    """Level and text of an ATX heading."""
    match = _HEADING.match(text)
    if match is None:
        return None
    content = text[match.end() :].rstrip(" \t")
    bare = content.rstrip("#")
    if not bare:
        content = ""
    elif bare[-1] in " \t":
        content = bare.rstrip(" \t")
    return len(match.group(1)), content


def underline(text: str) -> int | None:
    """The level that a setext underline gives to the paragraph above it."""
    marks = text.rstrip(" \t")
    if marks and not marks.strip("="):
        return 1
    return 2 if marks and not marks.strip("-") else None


def is_rule(text: str) -> bool:
    """Whether this is a thematic break."""
    return text[0] in "-*_" and not text.strip(text[0] + " \t") and text.count(text[0]) >= 3


def fence(text: str) -> tuple[str, str] | None:
    """The opening marks of a code fence and what stands behind them."""
    match = _FENCE.match(text)
    if match is None:
        return None
    return match.group(1) or match.group(3), (match.group(2) or match.group(4) or "").strip()


def marker(text: str) -> Marker | None:
    """The mark of a list item."""
    match = _BULLET.match(text)
    if match is not None:
        return Marker(1, None, match.group())
    match = _NUMBER.match(text)
    return Marker(match.end(), int(match.group(1)), match.group(2)) if match is not None else None


def task_mark(text: str) -> tuple[bool, str] | None:
    """Whether a task list's item is checked, and the text behind its mark."""
    match = _TASK.match(text)
    return (match.group(1) != " ", text[match.end() :]) if match is not None else None


def alignments(text: str) -> tuple[Alignment, ...] | None:
    """The columns of a table's delimiter row."""
    if _DELIMITERS.match(text) is None or (text[0] == "-" and text[1] in " \t"):
        return None
    if text.count("|") > MAX_COLUMNS + 1:
        return None
    cells = text.split("|")
    columns: list[Alignment] = []
    for index, cell in enumerate(cells):
        marks = cell.strip(" \t")
        if not marks and index in {0, len(cells) - 1}:
            continue
        if _DELIMITER.match(marks) is None:
            return None
        right = marks[-1] == ":"
        columns.append("center" if right and marks[0] == ":" else "right" if right else "left")
    return tuple(columns) or None


def cells(text: str) -> list[str]:
    r"""The cells of a table's row, trimmed; `\|` is a pipe inside a cell."""
    text = text.strip(" \t")
    escaped = "\\|" in text
    parts = _CELL_END.split(text) if escaped else text.split("|")
    if parts and not parts[0]:
        del parts[0]
    if parts and not parts[-1]:
        del parts[-1]
    return [(part.replace("\\|", "|") if escaped else part).strip(" \t") for part in parts]
