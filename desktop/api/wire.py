"""One event's JSON as typed values: strictly first, tolerantly where that fails.

`msgspec` decodes what the API documents, fast, and ignores unknown keys. It refuses lone surrogates, raw control
characters, NaN and wrong types; then a tolerant reader takes what is usable. Where both succeed they agree.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

_GLUED = re.compile(r"data:\s*(?=\{)")


class Function(msgspec.Struct):
    """The function of a tool call delta."""

    name: str | None = None
    arguments: str | None = None


class ToolCall(msgspec.Struct):
    """A tool call delta; some servers send no index, no id."""

    index: int | None = None
    id: str | None = None
    function: Function | None = None


class Delta(msgspec.Struct):
    """What a choice adds: a `delta` of a stream or the `message` of a whole completion."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    reasoning_details: list[dict[str, Any]] | None = None
    thinking: str | None = None
    refusal: str | None = None
    tool_calls: list[ToolCall] | None = None
    function_call: Function | None = None


class Choice(msgspec.Struct):
    """One choice of a chunk; `text` is what the older completions have in the place of a delta."""

    index: int | None = None
    delta: Delta | None = None
    message: Delta | None = None
    text: str | None = None
    finish_reason: str | None = None
    usage: dict[str, Any] | None = None


class Chunk(msgspec.Struct):
    """A `chat.completion.chunk`, a `chat.completion`, or an error in the place of one."""

    model: str | None = None
    choices: list[Choice] | None = None
    usage: dict[str, Any] | None = None
    error: Any = None
    object: str | None = None
    message: Any = None
    msg: Any = None
    detail: Any = None


_decode = msgspec.json.Decoder(Chunk, strict=True).decode


def read_chunks(text: str) -> list[Chunk]:
    """The chunks in one event's data: one as a rule, several where a proxy glued them, none where it is no JSON."""
    try:
        return [_decode(text)]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        values = _values(text)
        if len(values) == 1 and isinstance(values[0], list):
            values = values[0]
        return [chunk for value in values if (chunk := tolerant(value)) is not None]


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values, at = [], 0
    text = text.strip()
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    else:
        return values
    # Half a chunk with a whole one glued behind it: the whole one counts.
    glued = list(_GLUED.finditer(text, at))
    if glued:
        try:
            values.append(decoder.raw_decode(text, glued[-1].end())[0])
        except (ValueError, RecursionError):
            return values
    return values


def tolerant(value: Any) -> Chunk | None:
    """A chunk of whatever is usable in a JSON value; None where it is no object."""
    if not isinstance(value, dict):
        return None
    choices = value.get("choices")
    usage = value.get("usage")
    return Chunk(
        model=_text(value.get("model")),
        choices=[_choice(one) for one in choices if isinstance(one, dict)] if isinstance(choices, list) else None,
        usage=usage if isinstance(usage, dict) else None,
        error=value.get("error"),
        object=_text(value.get("object")),
        message=value.get("message"),
        msg=value.get("msg"),
        detail=value.get("detail"),
    )


def _choice(value: dict[str, Any]) -> Choice:
    usage = value.get("usage")
    return Choice(
        index=_number(value.get("index")),
        delta=_delta(value.get("delta")),
        message=_delta(value.get("message")),
        text=_text(value.get("text")),
        finish_reason=_text(value.get("finish_reason")),
        usage=usage if isinstance(usage, dict) else None,
    )


def _delta(value: Any) -> Delta | None:
    if isinstance(value, str):
        return Delta(content=value)
    if not isinstance(value, dict):
        return None
    content, thinking = _content(value.get("content"))
    details = value.get("reasoning_details")
    calls = value.get("tool_calls")
    if isinstance(calls, dict):
        calls = [calls]
    return Delta(
        content=content,
        reasoning_content=thinking or _joined(value.get("reasoning_content")),
        reasoning=_joined(value.get("reasoning")),
        thinking=_joined(value.get("thinking")),
        reasoning_details=[one for one in details if isinstance(one, dict)] if isinstance(details, list) else None,
        refusal=_joined(value.get("refusal")),
        tool_calls=[_call(one) for one in calls if isinstance(one, dict)] if isinstance(calls, list) else None,
        function_call=_function(value.get("function_call")),
    )


def _joined(value: Any) -> str | None:
    """All the text in a field that is a text as a rule, and a list of typed parts from some servers."""
    return value if isinstance(value, str) else "".join(text for text in _content(value) if text) or None


def _content(value: Any) -> tuple[str | None, str | None]:
    """(text, thinking) of a content that is a text, a typed part or a list of them."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return _text(value), None
    text: list[str] = []
    thinking: list[str] = []
    for part in value:
        if isinstance(part, str):
            text.append(part)
        elif isinstance(part, dict):
            into = thinking if part.get("type") in {"thinking", "reasoning"} else text
            into += _part_texts(part)
    return "".join(text) or None, "".join(thinking) or None


def _part_texts(part: dict[str, Any]) -> list[str]:
    for name in ("text", "thinking", "reasoning"):
        words = part.get(name)
        if isinstance(words, str):
            return [words]
        if isinstance(words, list):
            return [text for one in words if isinstance(one, dict) for text in _part_texts(one)]
    return []


def _call(value: dict[str, Any]) -> ToolCall:
    return ToolCall(
        index=_number(value.get("index")), id=_text(value.get("id")), function=_function(value.get("function"))
    )


def _function(value: Any) -> Function | None:
    if not isinstance(value, dict):
        return None
    arguments = value.get("arguments")
    if isinstance(arguments, dict | list):
        arguments = json.dumps(arguments, ensure_ascii=False)
    return Function(_text(value.get("name")), _text(arguments))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
