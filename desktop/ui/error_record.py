"""An error as the store keeps it: plain fields, from which words can be made again in any language."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from desktop.api.types import ChatRequest
from desktop.chat.turn import State
from desktop.errors import APIError

# Fields that single classes of the tree add, kept where they are set.
_EXTRA = ("url", "limit_s", "retry_after_s", "target", "bound", "limit")
_TEXTS = frozenset({"type", "reason", "message", "detail", "request_id", "url", "target", "bound"})
_LAST_MOMENT = 1e11
_NUMBERS = frozenset({"status", "at", "limit_s", "retry_after_s", "limit"})


def error_record(error: APIError, request: ChatRequest | None = None) -> dict[str, Any]:
    """The fields of an error, as JSON types; `type` is its class, `at` Unix seconds.

    Of the request `pictures` says that there were some, `parameters` which of those that were set the server names.
    """
    record: dict[str, Any] = {
        "type": type(error).__name__,
        "reason": error.reason,
        "message": str(error),
        "detail": error.detail,
        "status": error.status,
        "request_id": error.request_id,
        "retryable": error.retryable,
        "may_be_charged": error.may_be_charged,
        "at": time.time(),
    }
    for name in _EXTRA:
        value = getattr(error, name, None)
        if value not in (None, ""):
            record[name] = value
    if request is not None:
        if any(not isinstance(message.get("content"), str) for message in request.messages):
            record["pictures"] = True
        if named := [name for name in request.parameters if re.search(rf"\b{re.escape(name)}\b", error.detail)]:
            record["parameters"] = named
    return record


def readable(record: Mapping[str, Any]) -> dict[str, Any]:
    """A stored record without what makes no sense in it: an imported file may hold anything."""
    return {name: value for name, value in record.items() if _makes_sense(name, value)}


def _makes_sense(name: str, value: Any) -> bool:
    try:
        if name in _NUMBERS:
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            # No calendar knows another moment.
            return is_number and (name != "at" or 0 <= value <= _LAST_MOMENT)
        if name in _TEXTS and not isinstance(value, str):
            return False
        return name != "url" or bool(urlsplit(value))
    except (ValueError, OverflowError):
        return False


def state_after(error: APIError) -> State:
    """The state an error leaves: `interrupted` where the request may have reached the server and no end mark came."""
    return State.INTERRUPTED if error.interrupts else State.FAILED
