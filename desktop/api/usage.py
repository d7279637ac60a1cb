"""The `usage` object of a completion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.api.types import CompletionUsage


def usage_from(raw: Mapping[str, Any]) -> CompletionUsage:
    """The counts of the server's object; what is missing or no whole number is None."""
    prompt = raw.get("prompt_tokens_details")
    completion = raw.get("completion_tokens_details")
    cached = _count(prompt.get("cached_tokens")) if isinstance(prompt, Mapping) else None
    return CompletionUsage(
        raw=raw,
        prompt_tokens=_count(raw.get("prompt_tokens")),
        completion_tokens=_count(raw.get("completion_tokens")),
        total_tokens=_count(raw.get("total_tokens")),
        cached_tokens=_count(raw.get("prompt_cache_hit_tokens")) if cached is None else cached,
        reasoning_tokens=_count(completion.get("reasoning_tokens")) if isinstance(completion, Mapping) else None,
    )


def _count(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
