"""Backslash escapes and entities (CommonMark 0.31, 2.4 and 2.5)."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

ESCAPABLE: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")
_ESCAPED = re.compile(r"\\(.)|&[^;\s]{1,32};", re.DOTALL)


def entity_at(text: str, start: int) -> tuple[str, int] | None:
    """What the entity at `start` stands for, and where it ends."""
    match = _ENTITY.match(text, start)
    if match is None:
        return None
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        value = html5.get(name + ";")
        return (value, match.end()) if value is not None else None
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return _character(code), match.end()


def unescaped(text: str) -> str:
    """A text, such as a link's title, without its escapes and entities."""
    return _ESCAPED.sub(_replacement, text) if "\\" in text or "&" in text else text


def _replacement(match: re.Match[str]) -> str:
    if match.group(1) is not None:
        return match.group(1) if match.group(1) in ESCAPABLE else match.group()
    found = entity_at(match.group(), 0)
    return found[0] if found is not None else match.group()


def _character(code: int) -> str:
    """The character of a code, U+FFFD for what is none: surrogates, what is out of range, control characters."""
    is_control = code < 32 and code not in {9, 10, 12, 13}
    if is_control or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)
