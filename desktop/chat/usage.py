"""What an answer took: tokens, time to the first token, tokens per second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop.api.types import CompletionUsage

# Below half a second a rate jumps about: the first network read alone may carry a dozen tokens.
SETTLE_S = 0.5
# Within less no clock tells a rate.
SHORTEST_S = 1e-6

# An answer of so many tokens that waits so long and then takes no time was held back on the way.
HELD_TOKENS = 50
HELD_WAIT_S = 3.0
HELD_TOOK_S = 0.1

CJK_PER_TOKEN = 1.5
OTHERS_PER_TOKEN = 4.0


class Figures(Struct, frozen=True):
    """The figures of one answer; None where unknown.

    Attributes:
        prompt_tokens, completion_tokens, total_tokens: the server's counts; without usage, `completion_tokens` is
            estimated and the others stay None.
        first_token_s: seconds from the request to the first token.
        tokens_per_s: completion tokens divided by the seconds from the first token to the end.
        estimated: `completion_tokens` and `tokens_per_s` were counted from characters; nothing else ever is.
        at_once: it came whole after a long wait, so the server or a proxy on the way holds answers back until they are
            complete; there is no rate then.
        cached_tokens: how many of the prompt's the server had in its cache.
        reasoning_tokens: how many of the completion's were thoughts.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    first_token_s: float | None = None
    tokens_per_s: float | None = None
    estimated: bool = False
    at_once: bool = False
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None

    @property
    def reported_completion(self) -> int | None:
        """The server's count of the completion; None where there is only an estimate."""
        return None if self.estimated else self.completion_tokens


def estimate_tokens(text: str) -> float:
    """About how many tokens a text is: one for 1.5 Chinese, Japanese or Korean characters, one for 4 others.

    By the length of the UTF-8, which is found at the speed of memory: a character of three bytes counts as CJK, one of
    two (Greek, Cyrillic, accents) as half of one.
    """
    if text.isascii():
        return len(text) / OTHERS_PER_TOKEN
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2
    return wide / CJK_PER_TOKEN + max(0.0, len(text) - wide) / OTHERS_PER_TOKEN


# What chat templates add to each message: its role and separators.
MESSAGE_TOKENS = 4


def estimate_messages(messages: Sequence[Mapping[str, Any]]) -> int:
    """About how many tokens the messages of a request are; what is no text (pictures) is not counted."""
    total = 0.0
    for message in messages:
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"text": content}]
        texts = (part.get("text") for part in parts if isinstance(part, Mapping))
        total += MESSAGE_TOKENS + sum(estimate_tokens(text) for text in texts if isinstance(text, str))
    return round(total)


class UsageMeter:
    """Collects the times and counts of one answer.

    Times are seconds of any one clock. The last usage counts: servers that send one in every chunk send running totals.
    """

    def __init__(self) -> None:
        self._sent_at: float | None = None
        self._first_at: float | None = None
        self._ended_at: float | None = None
        self._usage: CompletionUsage | None = None
        self._estimate = 0.0

    def sent(self, at: float) -> None:
        """The request went out; again where it is sent again."""
        self._sent_at = at

    def received(self, at: float, text: str) -> None:
        """Text of the answer or its reasoning arrived."""
        if not text:
            return
        if self._first_at is None:
            self._first_at = at
        self._estimate += estimate_tokens(text)

    def usage(self, usage: CompletionUsage) -> None:
        """The server reported its counts."""
        self._usage = usage

    def ended(self, at: float) -> None:
        """The answer has its final state."""
        self._ended_at = at

    def figures(self, now: float) -> Figures:
        """The figures so far, at `now` of the same clock; once ended, those of the end."""
        usage = self._usage
        completion = usage.completion_tokens if usage else None
        estimated = completion is None and self._first_at is not None
        if estimated:
            completion = max(1, round(self._estimate))
        first_token_s = self._first_token_s()
        at_once = self._came_at_once(completion, first_token_s)
        return Figures(
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=completion,
            total_tokens=usage.total_tokens if usage else None,
            first_token_s=first_token_s,
            tokens_per_s=None if at_once else self._rate(completion, now),
            estimated=estimated,
            at_once=at_once,
            cached_tokens=usage.cached_tokens if usage else None,
            reasoning_tokens=usage.reasoning_tokens if usage else None,
        )

    def _came_at_once(self, completion: int | None, first_token_s: float | None) -> bool:
        if self._ended_at is None or self._first_at is None or first_token_s is None or completion is None:
            return False
        took_s = self._ended_at - self._first_at
        return completion >= HELD_TOKENS and first_token_s >= HELD_WAIT_S and 0 <= took_s <= HELD_TOOK_S

    def _first_token_s(self) -> float | None:
        if self._sent_at is None or self._first_at is None or self._first_at < self._sent_at:
            return None
        return self._first_at - self._sent_at

    def _rate(self, completion: int | None, now: float) -> float | None:
        if not completion or self._first_at is None:
            return None
        if self._sent_at is not None and self._first_at < self._sent_at:
            # A continued answer: its first token belongs to another request than its usage.
            return None
        ended = self._ended_at is not None
        seconds = (self._ended_at if self._ended_at is not None else now) - self._first_at
        return completion / seconds if seconds > (SHORTEST_S if ended else SETTLE_S) else None
