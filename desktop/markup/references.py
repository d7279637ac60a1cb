"""Link definitions: reading them, and finding again what named them before they came (CommonMark 0.31, 4.7)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from msgspec import Struct

from desktop.markup.link_syntax import LONGEST_LABEL, address_at, gap_end, label_key, opens_title, title_at
from desktop.markup.links import safe_link
from desktop.markup.nodes import Paragraph, Run
from desktop.markup.unescape import unescaped

# Which child of which child, from the top-level block on.
Path: TypeAlias = tuple[int, ...]

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999})\]:", re.DOTALL)
_OPEN_LABEL = re.compile(r"\[(?:[^\[\]\\]|\\.){0,999}\\?\]?\Z", re.DOTALL)
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
# A title that goes on for longer is none.
_LONGEST_TITLE: Final = 1000


class Definition(Struct, frozen=True):
    """A link definition; `key` is its label as CommonMark compares them, `lines` how many lines it takes."""

    key: str
    label: str
    address: str
    title: str
    lines: int

    @lru_cache(maxsize=256)  # noqa: B019  # a value; the same object again while its paragraph grows
    def block(self) -> Paragraph:
        """What is shown of it: nothing that a model wrote vanishes from the screen."""
        runs = [Run(f"[{self.label}]: "), Run(self.address, link=safe_link(self.address))]
        if self.title:
            runs.append(Run(f' "{self.title}"'))
        return Paragraph(tuple(run for run in runs if run.text))


class Mention(Struct, frozen=True):
    """A text that is final and names labels."""

    path: Path
    labels: tuple[str, ...]


class Undecided:
    """The answer where a later line can still change what a text defines."""


def read_definition(text: str, *, ended: bool) -> Definition | Undecided | None:
    """The definition at the start of a paragraph's text.

    Args:
        ended: whether the paragraph ends here; else a later line may still belong to the definition.
    """
    match = _LABEL.match(text)
    if match is None:
        return Undecided() if not ended and _OPEN_LABEL.match(text) else None
    label = match.group(1)
    key = label_key(label)
    start = gap_end(text, match.end())
    if not key:
        return None
    if start == len(text):
        return None if ended else Undecided()
    found = address_at(text, start, len(text))
    if found is None or found[1] == start:
        return None
    address, end = unescaped(found[0]), found[1]
    gap = gap_end(text, end)
    title = title_at(text, gap, min(len(text), gap + _LONGEST_TITLE)) if gap > end else None
    if title is not None and _LINE_END.match(text, title[1]):
        return _definition(key, label, address, unescaped(title[0]), text, title[1])
    may_close = not ended and gap > end and len(text) - gap <= _LONGEST_TITLE and opens_title(text, gap)
    if may_close or (not ended and gap == len(text)):
        return Undecided()
    return _definition(key, label, address, "", text, end) if _LINE_END.match(text, end) else None


def labels_of(text: str) -> tuple[str, ...]:
    """What a text may name, as CommonMark compares labels."""
    if "[" not in text:
        return ()
    found: dict[str, None] = {}
    opened = -1
    for match in _BRACKETS.finditer(text):
        if match.group() == "[":
            opened = match.end()
        elif match.group() == "]":
            if 0 <= opened < match.start() <= opened + LONGEST_LABEL:
                found[label_key(text[opened : match.start()])] = None
            opened = -1
    found.pop("", None)
    return tuple(found)


class References:
    """The definitions that arrived, and the texts that wait for one.

    Attributes:
        known: by label.
        waiting: the top-level blocks in which a text waited at some time.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.waiting: set[int] = set()
        self._paths: dict[str, list[Path]] = {}

    def take(self, events: Iterable[Definition | Mention], *, shown: bool = False) -> set[Path]:
        """Take what was found, in the order of the text; the paths of the texts that have to be parsed anew.

        Args:
            shown: whether the texts were shown, and so parsed, before these definitions were known.
        """
        changed: set[Path] = set()
        new: set[str] = set()
        for event in events:
            if isinstance(event, Definition):
                if event.key not in self.known:
                    self.known[event.key] = {"href": event.address, "title": event.title}
                    new.add(event.key)
                    changed.update(self._paths.pop(event.key, ()))
                continue
            for label in event.labels:
                if label not in self.known:
                    self._paths.setdefault(label, []).append(event.path)
                    self.waiting.add(event.path[0])
                elif shown and label in new:
                    changed.add(event.path)
        return changed


def _definition(key: str, label: str, address: str, title: str, text: str, end: int) -> Definition:
    return Definition(key, label, address, title, text.count("\n", 0, end) + 1)
