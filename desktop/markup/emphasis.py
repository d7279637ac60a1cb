"""Which runs of `*`, `_` and `~` emphasise what stands between them (CommonMark 0.31, 6.2; GFM strike-through).

One departure, for Chinese, Japanese and Korean, which write no spaces: beside a character of theirs a run may open and
close as it may beside punctuation, so `**重点：**下一句` is bold. The specification leaves those asterisks standing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

Tag: TypeAlias = Literal["bold", "italic", "strike"]


class DelimiterRun:
    """A run of one mark.

    Attributes:
        count: marks not used yet; they are text.
        closes: what ends here, innermost first. opens: what begins here, innermost first.
    """

    __slots__ = ("can_close", "can_open", "closes", "count", "length", "mark", "opens")

    def __init__(self, mark: str, length: int, before: str, behind: str) -> None:
        self.mark = mark
        self.count = self.length = length
        self.opens: list[Tag] = []
        self.closes: list[Tag] = []
        left, right = _flanks(before, behind)
        self.can_open, self.can_close = left, right
        if mark == "_":
            self.can_open = left and (not right or _kind(before) in {"punctuation", "wide punctuation"})
            self.can_close = right and (not left or _kind(behind) in {"punctuation", "wide punctuation"})


def pair(runs: Iterable[DelimiterRun]) -> None:
    """Give openings and closings to those runs that belong together; linear in their number."""
    openers: list[DelimiterRun] = []
    # Below these depths of `openers` nothing matches such a closing run.
    floors: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        least = 2 if run.mark == "~" else 1
        key = (run.mark, run.can_open, run.length % 3)
        while run.can_close and run.count >= least:
            depth = len(openers) - 1
            floor = floors.get(key, 0)
            while depth >= floor and not _match(openers[depth], run):
                depth -= 1
            if depth < floor:
                floors[key] = len(openers)
                break
            opener = openers[depth]
            del openers[depth + 1 :]
            width = 2 if opener.count >= 2 and run.count >= 2 else 1
            tag: Tag = "strike" if run.mark == "~" else "bold" if width == 2 else "italic"
            opener.opens.append(tag)
            run.closes.append(tag)
            opener.count -= width
            run.count -= width
            if opener.count < least:
                openers.pop()
            if floors:
                for name, value in floors.items():
                    floors[name] = min(value, len(openers))
        if run.can_open and run.count >= least:
            openers.append(run)


def _match(opener: DelimiterRun, closer: DelimiterRun) -> bool:
    if opener.mark != closer.mark:
        return False
    if closer.mark == "~" or not (opener.can_close or closer.can_open):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _flanks(before: str, behind: str) -> tuple[bool, bool]:
    """Whether the run is left-flanking and right-flanking."""
    first, last = _kind(before), _kind(behind)
    left = last != "space" and (last != "punctuation" or first != "letter")
    right = first != "space" and (first != "punctuation" or last != "letter")
    return left, right


@lru_cache(maxsize=4096)
def _kind(character: str) -> Literal["space", "punctuation", "wide punctuation", "wide", "letter"]:
    """What a character counts as beside a run; none is the edge of the text."""
    if not character or character in " \t\n\f\r" or unicodedata.category(character) == "Zs":
        return "space"
    is_punctuation = unicodedata.category(character)[0] in "PS"
    if character > "\u10ff" and unicodedata.east_asian_width(character) in {"W", "F", "H"} and character < "\U0001f000":
        return "wide punctuation" if is_punctuation else "wide"
    return "punctuation" if is_punctuation else "letter"
