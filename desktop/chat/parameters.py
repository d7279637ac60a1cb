"""The request parameters of a conversation: what each may be, and how it is read from what a person types.

A parameter is not sent until it is set. They are kept as the API names them, in one flat object, which the request's
body takes as it is.

Source: OpenAI API reference, "Create chat completion", request body.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from msgspec import Struct

from desktop.errors import ParameterError

MAX_STOPS: Final = 4
MAX_EXTRA: Final = 64 * 1024
# What is deeper can be read, but not copied or written again: those give up at some 300 levels.
MAX_DEPTH: Final = 50
# The two names of the same limit: newer models of some servers refuse the older one.
TOKEN_LIMITS: Final = ("max_tokens", "max_completion_tokens")
# What the program itself puts into a request, and what it could not show.
OWN_FIELDS: Final = frozenset({"model", "messages", "stream", "stream_options"})
EFFORTS: Final = ("none", "minimal", "low", "medium", "high", "xhigh")

_WORD = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_SCHEMA_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


class Number(Struct, frozen=True):
    """A parameter that is a number, both limits allowed."""

    name: str
    minimum: float
    maximum: float
    whole: bool = False


NUMBERS: Final[Mapping[str, Number]] = {
    one.name: one
    for one in (
        Number("temperature", 0, 2),
        Number("top_p", 0, 1),
        Number("max_tokens", 1, 10_000_000, whole=True),
        Number("max_completion_tokens", 1, 10_000_000, whole=True),
        Number("presence_penalty", -2, 2),
        Number("frequency_penalty", -2, 2),
        Number("seed", -(2**63), 2**63 - 1, whole=True),
    )
}
# Those that have a field of their own; the rest is extra JSON.
KNOWN: Final = frozenset({*NUMBERS, "stop", "reasoning_effort", "response_format"})
FormatKind = Literal["", "text", "json_object", "json_schema", "other"]


def read_number(name: str, text: str) -> float | None:
    """The number that is typed for a parameter; None where nothing is.

    Raises:
        ParameterError: `no_number`, `not_whole` or `out_of_range`, with the limits.
    """
    number = NUMBERS[name]
    # An input method may write full-width digits; minus has a sign of its own.
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if not plain:
        return None
    limits = (number.minimum, number.maximum)
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", plain, re.ASCII):
        raise ParameterError(f"{name} is no number", reason="no_number", name=name, limits=limits)
    if number.whole:
        if not re.fullmatch(r"[+-]?\d{1,30}", plain, re.ASCII):
            raise ParameterError(f"{name} is no whole number", reason="not_whole", name=name, limits=limits)
        value: float = int(plain)
    else:
        value = float(plain)
    if not number.minimum <= value <= number.maximum:
        raise ParameterError(f"{name} is out of range", reason="out_of_range", name=name, limits=limits)
    return value


def number_text(value: Any) -> str:
    """A stored number as it would be typed; what is no number as JSON."""
    return f"{value:.12g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def read_stops(text: str) -> list[str]:
    r"""The stop sequences, one a line; `\n`, `\t` and `\\` stand for a line break, a tab and a backslash.

    Raises:
        ParameterError: `too_many_stops`.
    """
    stops = [re.sub(r"\\([ntr\\])", lambda found: _ESCAPES[found[1]], line) for line in text.split("\n") if line]
    if len(stops) > MAX_STOPS:
        raise ParameterError("too many stop sequences", reason="too_many_stops", name="stop", limits=(0, MAX_STOPS))
    return stops


def stops_text(value: Any) -> str:
    """Stored stop sequences as they would be typed."""
    stops = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    codes = {plain: f"\\{letter}" for letter, plain in _ESCAPES.items()}
    return "\n".join("".join(codes.get(one, one) for one in stop) for stop in stops if isinstance(stop, str))


def read_effort(text: str) -> str | None:
    """The reasoning effort: one of `EFFORTS`, or the word of a server that has others; None where there is none.

    Raises:
        ParameterError: `no_word`.
    """
    word = text.strip().lower()
    if not word:
        return None
    if not _WORD.fullmatch(word):
        raise ParameterError("the effort is no word", reason="no_word", name="reasoning_effort")
    return word


def read_format(kind: FormatKind, schema: str) -> dict[str, Any] | None:
    """The response format; `schema` counts for `json_schema`: an object with `name` and `schema`, or the schema alone.

    With `other` it is the whole object, for servers that have more.

    Raises:
        ParameterError: as `read_object`, and `no_schema`, `bad_schema_name`, `no_type`.
    """
    if not kind:
        return None
    if kind in {"text", "json_object"}:
        return {"type": kind}
    found = read_object("response_format", schema)
    if kind == "other":
        if not isinstance(found.get("type"), str):
            raise ParameterError("the format has no type", reason="no_type", name="response_format")
        return found
    if not found:
        raise ParameterError("the schema is missing", reason="no_schema", name="response_format")
    if not isinstance(found.get("schema"), dict):
        found = {"name": "answer", "schema": found}
    if not isinstance(found.get("name"), str) or not _SCHEMA_NAME.fullmatch(found["name"]):
        raise ParameterError("the schema's name is not valid", reason="bad_schema_name", name="response_format")
    return {"type": "json_schema", "json_schema": found}


def format_text(value: Any) -> tuple[FormatKind, str]:
    """A stored response format as its kind and what would be typed for it."""
    if value is None:
        return "", ""
    if value == {"type": "text"}:
        return "text", ""
    if value == {"type": "json_object"}:
        return "json_object", ""
    if isinstance(value, dict) and value.get("type") == "json_schema" and set(value) == {"type", "json_schema"}:
        return "json_schema", json_text(value["json_schema"])
    return "other", json_text(value)


def json_text(value: Any) -> str:
    """A stored JSON value as it would be typed; empty for an empty object."""
    return json.dumps(value, ensure_ascii=False, indent=2) if value != {} else ""


def read_extra(text: str) -> dict[str, Any]:
    """Further fields of the request, as a JSON object; empty where nothing is typed.

    Raises:
        ParameterError: as `read_object`; `own_field` for one that the program sets itself, `known_field` for one that
            has a field of its own, `many_answers` for `n` over 1, of which only one could be shown.
    """
    found = read_object("extra", text)
    for name, value in found.items():
        if name in OWN_FIELDS:
            raise ParameterError(f"{name} is set by the program", reason="own_field", name=name)
        if name in KNOWN:
            raise ParameterError(f"{name} has a field of its own", reason="known_field", name=name)
        if name == "n" and value != 1:
            raise ParameterError("only one answer can be shown", reason="many_answers", name=name)
    return found


def read_object(name: str, text: str) -> dict[str, Any]:
    """A JSON object; empty where nothing is typed.

    Raises:
        ParameterError: `no_json` (its sentence ends with the place), `no_object`, `twice` (with the member's name),
            `no_finite` (NaN and Infinity are no JSON), `too_long`, `too_deep`.
    """
    if not text.strip():
        return {}
    if len(text) > MAX_EXTRA:
        raise ParameterError("the JSON is too long", reason="too_long", name=name, limits=(0, MAX_EXTRA))
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = (error.lineno, error.colno)
        raise ParameterError(f"no JSON at {place}", reason="no_json", name=name, limits=place) from error
    except (RecursionError, ValueError) as error:
        raise ParameterError("no JSON that can be read", reason="no_json", name=name) from error
    if not isinstance(value, dict):
        raise ParameterError("no JSON object", reason="no_object", name=name)
    _check_depth(name, value)
    return value


def check_parameters(value: Any) -> dict[str, Any]:
    """Parameters from elsewhere, a file for instance, as they may be kept.

    Raises:
        ParameterError: one is not valid.
    """
    if not isinstance(value, dict):
        raise ParameterError("no JSON object", reason="no_object", name="parameters")
    for name, one in value.items():
        _check_depth(name, one)
        if name in NUMBERS:
            # By its text: what cannot be typed is not kept either.
            if isinstance(one, bool) or not isinstance(one, int | float):
                raise ParameterError(f"{name} is no number", reason="no_number", name=name, limits=_limits(name))
            read_number(name, repr(one))
        elif name == "stop":
            stops = [one] if isinstance(one, str) else one
            if not isinstance(stops, list) or not stops or not all(isinstance(stop, str) and stop for stop in stops):
                raise ParameterError("stop is no list of texts", reason="no_texts", name=name)
            read_stops("\n".join("x" for _ in stops))
        elif name == "reasoning_effort":
            if not isinstance(one, str) or not read_effort(one):
                raise ParameterError("the effort is no word", reason="no_word", name=name)
        elif name == "response_format":
            if not (isinstance(one, dict) and isinstance(one.get("type"), str)):
                raise ParameterError("the format has no type", reason="no_object", name=name)
            read_object(name, json.dumps(one))
    if all(name in value for name in TOKEN_LIMITS):
        raise ParameterError("one limit under two names", reason="known_field", name=TOKEN_LIMITS[1])
    rest = {name: one for name, one in value.items() if name not in KNOWN}
    read_extra(json.dumps(rest))
    return value


def _check_depth(name: str, value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _members_of(one)]
        if not level:
            return
    if any(isinstance(one, dict | list) for one in level):
        raise ParameterError("the JSON is nested too deep", reason="too_deep", name=name, limits=(0, MAX_DEPTH))


def _members_of(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _limits(name: str) -> tuple[float, float]:
    return NUMBERS[name].minimum, NUMBERS[name].maximum


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParameterError(f"{name} stands there twice", reason="twice", name=name)
        found[name] = value
    return found


def _no_constant(word: str) -> Any:
    raise ParameterError(f"{word} is no JSON", reason="no_finite", name=word)


def _finite(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise ParameterError(f"{text} is too large", reason="no_finite", name=text[:40])
    return value
