"""What a server says of an error, in whatever shape it says it."""

from __future__ import annotations

import json
import re
from html import unescape
from http import HTTPStatus
from typing import Any

from msgspec import Struct

MAX_DETAIL = 64 * 1024
MAX_TITLE = 200

_MAX_ERRORS = 20
_FIELDS = (
    "message", "Message", "detail", "msg", "error_description", "error_msg", "errors", "reason", "base_resp",
    "status_msg",
)  # fmt: skip

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(r"\A(?:event:[^\r\n]*[\r\n]+)?data:\s*")  # an error sent as an event, with an error status
_XML_WORDS = re.compile(r"<message>(.*?)</message>", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(r"<!doctype html|<html", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,1000}>")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


# As RFC 9110 calls them; Python does since 3.13.
_RENAMED = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


class ServerError(Struct, frozen=True):
    """The server's words and its own word for the kind.

    Attributes:
        message: plain text, at most 64 Ki characters; may be empty.
        code: `code` and `type` of the error object, joined by a blank, as text; empty where not sent.
        is_json: the body was a JSON object or list that says something.
    """

    message: str
    code: str = ""
    is_json: bool = False


def error_text(status: int, content_type: str, body: bytes) -> ServerError:
    """Read an error body: JSON of any known shape, a web page, plain text or nothing.

    Without words in the body the message is the status phrase.
    """
    text = body.decode("utf-8", "replace").removeprefix("\ufeff").strip()
    text = _FIELD.sub("", text)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict | list):
        error = error_value(value)
        return ServerError(error.message or _phrase(status), error.code, is_json=bool(error.message or error.code))
    if text[:5] == "<?xml" and (found := _XML_WORDS.search(text)):
        return ServerError(plain(unescape(_TAG.sub("", found.group(1)))))
    if text[:1] == "<" or "html" in content_type.lower():
        return ServerError(page_title(text) or _phrase(status))
    if isinstance(value, str):
        text = value
    return ServerError(plain(text) or _phrase(status))


def error_value(value: Any) -> ServerError:
    """Read an error that is JSON already: an object, a list of them, or a text."""
    if isinstance(value, str):
        return ServerError(_words(value), is_json=True)
    if isinstance(value, list):
        errors = [one for one in map(error_value, value[:_MAX_ERRORS]) if one.message]
        message = plain("; ".join(dict.fromkeys(one.message for one in errors)))
        return ServerError(message, errors[0].code if errors else "", is_json=True)
    if not isinstance(value, dict):
        return ServerError("" if value is None else plain(str(value)), is_json=True)
    inner = value.get("error")
    if isinstance(inner, dict | list | str) and inner:
        found = error_value(inner)
        described = value.get("error_description")
        if isinstance(described, str) and described.strip():
            # RFC 6749, 5.2: `error` is a word for programs.
            return ServerError(_words(f"{found.message}: {described}"), found.code or _code(value), is_json=True)
        return found if found.message else ServerError(found.message, found.code or _code(value), is_json=True)
    for name in _FIELDS:
        words = value.get(name)
        if isinstance(words, str) and words.strip():
            return ServerError(plain(_words(words) + _field(value) + _upstream(value)), _code(value), is_json=True)
        if isinstance(words, dict | list) and words:
            found = error_value(words)
            if found.message:
                return ServerError(found.message, found.code or _code(value), is_json=True)
    return ServerError("", _code(value), is_json=True)


def page_title(text: str) -> str:
    """The title of a web page as plain text, at most 200 characters; empty where it has none."""
    found = _TITLE.search(text[:65536])
    return plain(unescape(_TAG.sub("", found.group(1))))[:MAX_TITLE] if found else ""


def plain(text: str) -> str:
    """Server text as one may show it: no control or invisible characters, at most 64 Ki characters."""
    cleaned = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return cleaned if len(cleaned) <= MAX_DETAIL else cleaned[: MAX_DETAIL - 1] + "…"


def _words(text: str) -> str:
    """Plain words; of a web page or an error object that a gateway quotes in them, its title or its words."""
    if text.lstrip()[:2] in {'{"', "{ ", "{\n"} and (quoted := _quoted(text)):
        return quoted
    page = _PAGE.search(text)
    return plain(text[: page.start()] + page_title(text[page.start() :])) if page else plain(text)


def _quoted(text: str) -> str:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return ""
    return error_value(value).message


def _field(value: dict[str, Any]) -> str:
    """The field that a validation error names, as ` (body.temperature)`."""
    place = value.get("loc")
    if not isinstance(place, list) or not place:
        return ""
    return f" ({'.'.join(str(step) for step in place if isinstance(step, str | int))})"


def _upstream(value: dict[str, Any]) -> str:
    """What the provider behind a gateway said, where that only says that it said something."""
    metadata = value.get("metadata")
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    if isinstance(raw, str) and raw.strip():
        return f" ({error_text(0, '', raw.encode('utf-8', 'replace')).message})"
    return ""


def _code(value: dict[str, Any]) -> str:
    words = [value.get("code"), value.get("type")]
    return " ".join(str(word) for word in words if isinstance(word, str | int) and not isinstance(word, bool))


def _phrase(status: int) -> str:
    try:
        return _RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return ""
