"""Colours of code by Pygments: by the language's name only, never guessed, bounded in size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from pygments.lexer import Lexer  # type: ignore[import-untyped]  # Pygments has no types
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # Pygments has no types
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType  # type: ignore[import-untyped]  # Pygments has no types
from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # Pygments has no types

MAX_COLOURED: Final = 64 * 1024
# Many lexers are quadratic in the length of a line.
MAX_COLOURED_LINE: Final = 4000

Colour: TypeAlias = Literal["keyword", "string", "comment", "function", "number"]

_COLOURS: tuple[tuple[_TokenType, Colour], ...] = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (Name.Tag, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Function, "function"),
    (Name.Class, "function"),
    (Name.Decorator, "function"),
    (Name.Attribute, "function"),
)


def colour_spans(text: str, language: str) -> Iterator[tuple[int, int, Colour]]:
    """The coloured stretches of `text` as (start, length, colour), in order, characters counted as Python does.

    Each step lexes one token, so a caller can spread the work over time and stop at any point. Nothing comes for an
    unknown language, over `MAX_COLOURED` characters, or with a line over `MAX_COLOURED_LINE`.
    """
    lexer = _lexer(language)
    if lexer is None or len(text) > MAX_COLOURED or max(map(len, text.split("\n"))) > MAX_COLOURED_LINE:
        return
    names_call = language.lower() in _CALLS_COLOURED
    pending: tuple[int, int] | None = None
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        if pending is not None and value:
            if value.startswith("("):
                yield (*pending, "function")
            pending = None
        colour = _colour(kind)
        if colour is not None and value:
            yield start, len(value), colour
        elif names_call and kind in Name and value:
            pending = start, len(value)


# Where a name before a bracket is a call and the lexer does not say so.
_CALLS_COLOURED = frozenset(
    {"python", "py", "python3", "javascript", "js", "typescript", "ts", "java", "c", "cpp", "c++"}
)


def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _colour(kind: _TokenType) -> Colour | None:
    for token, colour in _COLOURS:
        if kind in token:
            return colour
    return None
