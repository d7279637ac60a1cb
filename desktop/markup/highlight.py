"""Colours of code by Pygments: by the language's name only, never guessed, bounded in size and in time.

`colour_spans` is a generator, and no regular expression sees more than `_WINDOW` characters, for many lexers are
quadratic or worse in what they see. Where a bound is passed the coarse colours of each line stand in.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import thread_time
from typing import TYPE_CHECKING, Any, Final

from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType  # type: ignore[import-untyped]  # Pygments has no types

from desktop.markup.coarse import Colour, coarse_spans

if TYPE_CHECKING:
    from pygments.lexer import Lexer  # type: ignore[import-untyped]  # Pygments has no types

__all__ = ["MAX_COLOURED", "MAX_COLOURED_LINE", "Colour", "coarse_spans", "colour_spans"]

MAX_COLOURED: Final = 64 * 1024
# Many lexers are quadratic in the length of a line.
MAX_COLOURED_LINE: Final = 4000
# A lexer that is no table of regular expressions cannot be bounded from outside but by what it is given.
_MAX_UNBOUNDED: Final = 8 * 1024
_WINDOW: Final = 8 * 1024
# A step that takes longer than this is a sign of text made to slow a lexer: the lines behind it get coarse colours.
_SLOWEST_STEP_S: Final = 0.05
# After as many tokens without a colour the caller gets its turn.
_UNCOLOURED: Final = 32

_COLOURS: Final[tuple[tuple[_TokenType, Colour], ...]] = (
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
# Where a name before a bracket is a call and the lexer does not say so.
_CALLS_COLOURED: Final = frozenset(
    {"python", "py", "python3", "javascript", "js", "typescript", "ts", "java", "c", "cpp", "c++"}
)
# A model can name any number of languages; those that nobody knows count as well.
_KEPT: Final = 128

_keeping = threading.Lock()
_lexers: dict[str, Lexer | None] = {}

_BLANK_LINES = re.compile(r"(?:[ \t\f\v]*\n){40}")
_EMBEDDED = re.compile(r"<(script|style)\b[^>]{0,1000}>", re.IGNORECASE)


def colour_spans(text: str, language: str) -> Iterator[tuple[int, int, Colour]]:
    """The coloured stretches of `text` as (start, length, colour), in order, characters counted as Python does.

    Each step lexes a few tokens, so a caller can spread the work over time and stop at any point; a span of length 0
    colours nothing and only gives the caller its turn. Nothing comes for an unknown language. A language that is not
    `is_loaded` is loaded first, which is no small step.
    """
    if _lexer(language) is None:
        return
    if len(text) > MAX_COLOURED or max(map(len, text.split("\n"))) > MAX_COLOURED_LINE or _BLANK_LINES.search(text):
        yield from _coarse(text, 0, language)
        return
    for start, end, inside in _parts(text, language.lower()):
        yield from _exact(text[start:end], start, inside)


def load(language: str) -> None:
    """Make the lexer of a language, and of what is embedded in it: up to 50 ms, as Pygments compiles its expressions.

    It may be called from any thread.
    """
    for one in (language, *_embedded_in(language.lower())):
        _lexer(one)


def is_loaded(language: str) -> bool:
    """Whether `colour_spans` can begin at once."""
    return all(one in _lexers for one in (language, *_embedded_in(language.lower())))


def tokens_of(text: str, language: str) -> Iterator[tuple[int, _TokenType, str]]:
    """The tokens of `text` as (start, kind, text); together they are the text."""
    lexer = _lexer(language)
    if lexer is not None:
        # Lexers count on a newline at the end, and Pygments' own `get_tokens` strips others on the way.
        for start, kind, value in lexer.get_tokens_unprocessed(text + "\n"):
            if start < len(text):
                yield start, kind, value[: len(text) - start]


def _exact(text: str, offset: int, language: str) -> Iterator[tuple[int, int, Colour]]:
    """The colours of one language's text, which stands at `offset`."""
    from pygments.lexer import RegexLexer

    if len(text) > _MAX_UNBOUNDED and not isinstance(_lexer(language), RegexLexer):
        yield from _coarse(text, offset, language)
        return
    names_call = language in _CALLS_COLOURED
    pending: tuple[int, int] | None = None
    quiet = 0
    began = thread_time()
    for start, kind, value in tokens_of(text, language):
        if thread_time() - began > _SLOWEST_STEP_S:
            rest = (text.find("\n", start) + 1) or len(text)
            yield from _coarse(text[rest:], offset + rest, language)
            return
        if pending is not None and value:
            if value.startswith("("):
                yield (*pending, "function")
            pending = None
        colour = _colour(kind)
        quiet += 1
        if colour is not None and value:
            yield offset + start, len(value), colour
            quiet = 0
        elif names_call and kind in Name and value:
            pending = offset + start, len(value)
        elif quiet > _UNCOLOURED:
            yield offset + start, 0, "comment"
            quiet = 0
        began = thread_time()


def _coarse(text: str, offset: int, language: str) -> Iterator[tuple[int, int, Colour]]:
    for line in text.split("\n"):
        for start, length, colour in coarse_spans(line, language):
            yield offset + start, length, colour
        yield offset, 0, "comment"
        offset += len(line) + 1


def _embedded_in(language: str) -> tuple[str, ...]:
    return ("javascript", "css") if language in {"html", "xhtml"} else ()


def _parts(text: str, language: str) -> list[tuple[int, int, str]]:
    """(start, end, language): in HTML scripts and styles apart, for they are often longer than the window."""
    if not _embedded_in(language):
        return [(0, len(text), language)]
    parts: list[tuple[int, int, str]] = []
    lowered = text.lower() if len(text.lower()) == len(text) else text
    start = 0
    for match in _EMBEDDED.finditer(text):
        end = lowered.find(f"</{match.group(1).lower()}", match.end())
        if match.start() < start or end < 0:
            continue
        parts.append((start, match.end(), language))
        parts.append((match.end(), end, "javascript" if match.group(1).lower() == "script" else "css"))
        start = end
    return [*parts, (start, len(text), language)]


def _lexer(language: str) -> Lexer | None:
    """The lexer of a language; None for a language that Pygments does not know."""
    with suppress(KeyError):
        return _lexers[language]
    lexer = _bounded_lexer(language) if language else None
    with _keeping:
        if len(_lexers) >= _KEPT:
            del _lexers[next(iter(_lexers))]
        _lexers[language] = lexer
    return lexer


def _bounded_lexer(language: str) -> Lexer | None:
    """A lexer whose regular expressions see no more than the window."""
    # Loaded with the first language, by the thread that makes its lexer.
    from pygments.lexer import RegexLexer
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # Pygments has no types
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # Pygments has no types

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return None
    if isinstance(lexer, RegexLexer):
        # Pygments offers no bound of its own. The table belongs to the class; this instance gets one of its own.
        lexer._tokens = {  # noqa: SLF001
            state: [(_bounded(rule[0]), *rule[1:]) for rule in rules]
            for state, rules in lexer._tokens.items()  # noqa: SLF001
        }
    return lexer


def _bounded(match: Callable[..., re.Match[str] | None]) -> Callable[..., re.Match[str] | None]:
    def bounded(text: str, position: int, end: int | None = None) -> Any:
        return match(text, position, min(position + _WINDOW, len(text) if end is None else end))

    return bounded


def _colour(kind: _TokenType) -> Colour | None:
    for token, colour in _COLOURS:
        if kind in token:
            return colour
    return None
