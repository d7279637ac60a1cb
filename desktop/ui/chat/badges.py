"""Characters that cannot be seen: where they stand in a text, and the label that is shown in place of each.

What is read must be what is copied. A bidi override can turn a line of code around (CVE-2021-42574), tag characters and
variation selectors can carry a message, an invisible letter can make two names look alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

_ZWNJ, _ZWJ = "\u200c", "\u200d"


class Badge(NamedTuple):
    """A hidden character in a text, `end` behind it, and its label such as `U+202E`."""

    start: int
    end: int
    label: str


def badged(text: str, *, code: bool = False) -> list[Badge]:
    """The characters of `text` that are to be shown as badges, in order; positions count as Python does.

    Tab and line feed are none. Joiners are legitimate in emoji everywhere, between letters of scripts that need them in
    prose alone.
    """
    return [
        Badge(found.start(), found.end(), f"U+{ord(found[0]):04X}")
        for found in _HIDDEN.finditer(text)
        if not _belongs(text, found.start(), code=code)
    ]


_VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Controls, format characters that show nothing, blank letters, halves of surrogate pairs, all of the tag plane.
_HIDDEN: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ud800-\udfff\U0001bca0-\U0001bca3"
    f"\U0001d173-\U0001d17a\U000e0000-\U000e0fff{_VARIATION}]"
)
_EMOJI: Final = re.compile("[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
# Scripts in which a joiner changes how letters are drawn; both neighbours must be of one of them.
_JOINED: Final = tuple(
    re.compile(block)
    for block in ("[\u0620-\u08ff]", "[\u0900-\u0dff]", "[\u1000-\u109f]", "[\u1780-\u17ff]", "[\u1820-\u18af]")
)
_BLACK_FLAG = "\U0001f3f4"
# The three flags made of tags that Unicode recommends: England, Scotland, Wales.
_FLAG: Final = re.compile(
    f"{_BLACK_FLAG}(?:{'|'.join(''.join(chr(0xE0000 + ord(c)) for c in name) for name in ('gbeng', 'gbsct', 'gbwls'))})"
    "\U000e007f"
)
_VIRAMA_CLASS = 9


def _belongs(text: str, at: int, *, code: bool) -> bool:
    """Whether the hidden character at `at` does what it is for."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if "\ufe00" <= character <= "\ufe0f":
        return bool(_shaped().match(before))
    if character >= "\U000e0100":
        return bool(_ideograph().match(before))
    if character >= "\U000e0000":
        flag = text.rfind(_BLACK_FLAG, max(0, at - 6), at)
        found = _FLAG.match(text, flag) if flag >= 0 else None
        return found is not None and found.end() > at
    if character == _ZWJ and _EMOJI.match(after):
        base = text[at - 2 : at - 1] if before == "\ufe0f" else before
        return bool(_EMOJI.match(base))
    if code or character not in {_ZWNJ, _ZWJ} or not before:
        return False
    if unicodedata.combining(before) == _VIRAMA_CLASS:
        return True
    return any(block.match(before) and block.match(after) for block in _JOINED)


@cache
def _shaped() -> re.Pattern[str]:
    """What a variation selector may follow: a key cap, a symbol, an ideograph."""
    # Compiled with the first selector and not at the program's start, as is what follows: each takes 2 ms.
    return re.compile("[#*0-9\u00a9\u00ae\u2010-\u2027\u2030-\u205e\u2100-\u9fff\U0001f000-\U0001faff]")


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
