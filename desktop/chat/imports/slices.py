"""Walking through large JSON without parsing all of it: the members of an array or object, as slices of the bytes.

An export of years has hundreds of megabytes; each conversation is parsed alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}]+")
_NESTED = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


class JSONSliceError(ValueError):
    """The bytes are no JSON at this place."""

    def __init__(self, at: int) -> None:
        super().__init__(f"no JSON at byte {at}")


def first_byte(raw: bytes) -> bytes:
    """The first byte that is no white space; empty where there is none."""
    return raw[(at := _skip_space(raw, 0)) : at + 1]


def items(raw: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where the items of the array at `start` begin and end.

    Raises:
        JSONSliceError: there is no array, or it is broken.
    """
    at = _expect(raw, _skip_space(raw, start), b"[")
    while raw[at : at + 1] != b"]":
        end = _value_end(raw, at)
        yield at, end
        at = _next(raw, end, b"]")


def members(raw: bytes, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """Key, beginning and end of the members of the object at `start`.

    Raises:
        JSONSliceError: there is no object, or it is broken.
    """
    at = _expect(raw, _skip_space(raw, start), b"{")
    while raw[at : at + 1] != b"}":
        found = _STRING.match(raw, at)
        if found is None:
            raise JSONSliceError(at)
        at = _expect(raw, _skip_space(raw, found.end()), b":")
        end = _value_end(raw, at)
        yield str(load(raw, found.start(), found.end())), at, end
        at = _next(raw, end, b"}")


def load(raw: bytes, start: int, end: int) -> Any:
    """The value of a slice.

    Raises:
        JSONSliceError: it is broken.
    """
    try:
        return json.loads(raw[start:end])
    except (ValueError, RecursionError) as error:
        raise JSONSliceError(start) from error


def _skip_space(raw: bytes, at: int) -> int:
    found = _SPACE.match(raw, at)
    return found.end() if found else at


def _expect(raw: bytes, at: int, byte: bytes) -> int:
    """Past `byte` and the white space behind it."""
    if raw[at : at + 1] != byte:
        raise JSONSliceError(at)
    return _skip_space(raw, at + 1)


def _next(raw: bytes, at: int, closing: bytes) -> int:
    """Where the next member begins, or `closing` stands."""
    at = _skip_space(raw, at)
    return at if raw[at : at + 1] == closing else _expect(raw, at, b",")


def _value_end(raw: bytes, at: int) -> int:
    if raw[at : at + 1] not in {b"[", b"{"}:
        found = _STRING.match(raw, at) or _SCALAR.match(raw, at)
        if found is None:
            raise JSONSliceError(at)
        return found.end()
    depth = 0
    for found in _NESTED.finditer(raw, at):
        mark = found.group()
        if mark in {b"[", b"{"}:
            depth += 1
        elif mark in {b"]", b"}"}:
            depth -= 1
            if depth == 0:
                return found.end()
    raise JSONSliceError(at)
