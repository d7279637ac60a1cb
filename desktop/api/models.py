"""The model list, in every shape that servers give it."""

from __future__ import annotations

import json
from typing import Any

from desktop.api.error_body import error_text, plain
from desktop.api.types import Model
from desktop.errors import ResponseError

MAX_MODELS = 20_000


def read_models(body: bytes, content_type: str) -> tuple[Model, ...]:
    """The models of `GET /models`: `{"data": [{"id"}]}`, `{"models": [...]}`, a bare list, or a list of names.

    Raises:
        ResponseError: it holds no list; `reason` is `web_page`, `not_json` or `other_json`.
    """
    text = body.decode("utf-8", "replace").removeprefix("\ufeff").strip()
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        page = text[:1] == "<" or "html" in content_type.lower()
        said = error_text(200, content_type, body).message if page else plain(text)[:200]
        reason = "web_page" if page else "not_json"
        raise ResponseError("the model list is no JSON", reason=reason, detail=said, status=200) from None
    entries = _entries(value)
    if entries is None:
        error = error_text(200, "application/json", body)
        said = error.message if error.is_json else plain(text)[:200]
        raise ResponseError("the answer holds no model list", reason="other_json", detail=said, status=200)
    names = (name for entry in entries[:MAX_MODELS] if (name := _name(entry)))
    return tuple(Model(name) for name in dict.fromkeys(names))


def _entries(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    for key in ("data", "models"):
        found = value.get(key)
        if isinstance(found, list):
            return found
    return None


def _name(entry: Any) -> str:
    if isinstance(entry, dict):
        entry = next((entry[key] for key in ("id", "name", "model") if isinstance(entry.get(key), str)), "")
    return plain(entry)[:256] if isinstance(entry, str) else ""
