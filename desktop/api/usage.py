"""The `usage` object of a completion."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from desktop.api.surrogates import whole
from desktop.api.types import CompletionUsage

_MAX_DEPTH = 20
# A trillion: what is said to be more is no count.
_MAX_COUNT = 2**40


def usage_from(raw: Mapping[str, Any]) -> CompletionUsage:
    """The counts of the server's object; what is missing, no whole number or over 2**40 is None.

    What JSON cannot hold, though some servers send it (NaN, infinity, half a character), is replaced in `raw` too;
    what is nested over 20 deep is left out.
    """
    raw = {whole(name): _valid(value, _MAX_DEPTH) for name, value in raw.items()}
    prompt = raw.get("prompt_tokens_details")
    completion = raw.get("completion_tokens_details")
    cached = _count(prompt.get("cached_tokens")) if isinstance(prompt, Mapping) else None
    return CompletionUsage(
        raw=raw,
        prompt_tokens=_first(raw, "prompt_tokens", "input_tokens"),
        completion_tokens=_first(raw, "completion_tokens", "output_tokens"),
        total_tokens=_count(raw.get("total_tokens")),
        cached_tokens=_count(raw.get("prompt_cache_hit_tokens")) if cached is None else cached,
        reasoning_tokens=_count(completion.get("reasoning_tokens")) if isinstance(completion, Mapping) else None,
    )


def _valid(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        return {whole(name): _valid(one, depth - 1) for name, one in value.items()} if depth else None
    if isinstance(value, list):
        return [_valid(one, depth - 1) for one in value] if depth else None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return whole(value) if isinstance(value, str) else value


def _first(raw: Mapping[str, Any], *names: str) -> int | None:
    """The first count among these names: gateways before another API keep its own."""
    return next((count for name in names if (count := _count(raw.get(name))) is not None), None)


def _count(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_COUNT else None
