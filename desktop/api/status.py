"""A response that is no success, as an error of the tree: one place decides its class."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from desktop.api.error_body import ServerError, error_text
from desktop.errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    InsufficientQuotaError,
    InternalServerError,
    RateLimitError,
    RedirectError,
)

_QUOTA = re.compile(
    r"insufficient[_ ]?(user[_ ])?(quota|balance|credit|funds)|billing[_ ](hard[_ ])?limit|check your billing"
    r"|(credit|balance|quota)s? (is |are )?(too low|exhausted|used up)|out of credits?|payment required"
    r"|exceeded your current quota|余额不足|额度不足|额度已用|欠费|充值",
    re.IGNORECASE,
)
_RATE = re.compile(r"rate[_ ]limit[_ ]exceeded|rate_limit_error|too many requests", re.IGNORECASE)
# Gateways and Google answer a wrong key with 400.
_KEY = re.compile(r"(invalid|incorrect) api[_ ]?key|api[_ ]?key (is )?(not |in)valid|no connected db", re.IGNORECASE)
_REQUEST_IDS = ("x-request-id", "request-id", "x-oneapi-request-id", "apim-request-id", "x-amzn-requestid", "cf-ray")
# A number this large is a point in time: seconds since 1970.
_EPOCH_S = 1e9
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_REASONS = {404: "not_found", 413: "too_large", 409: "conflict"}
_MIN_SECRET = 8
_NOT_STARTED = frozenset({503, 529})


def status_error(status: int, headers: Mapping[str, str], body: bytes, secret: str = "") -> APIStatusError:
    """The error of a response with `status` outside 2xx.

    `headers` has lower-case names. `secret` is the key, masked in the server's words.
    """
    said = error_text(status, headers.get("content-type", ""), body)
    detail = masked(said.message, secret)
    request_id = request_id_of(headers)
    if 300 <= status < 400:
        target = headers.get("location", "")
        words = f"HTTP {status} redirects to {target or 'nowhere'}"
        return RedirectError(words, status=status, target=target, detail=detail, request_id=request_id)
    kind, reason, not_started, charged = _class(status, said, names_stream_options=b"stream_options" in body)
    forbidden = headers.get("x-should-retry", "").strip().lower() == "false"
    return kind(
        f"HTTP {status}",
        status=status,
        reason=reason,
        detail=detail,
        request_id=request_id,
        retry_after_s=retry_after_s(headers),
        may_retry=not_started and not forbidden,
        retryable=kind.retryable_default or not_started,
        may_be_charged=charged,
    )


def _class(
    status: int, said: ServerError, *, names_stream_options: bool
) -> tuple[type[APIStatusError], str, bool, bool]:
    """(class, reason, whether the server provably did not start, whether it may be charged)."""
    words = f"{said.code} {said.message}"
    if status == 402 or (status in {403, 429} and _QUOTA.search(words) and not _RATE.search(said.code)):
        return InsufficientQuotaError, "quota", False, False
    if status in {401, 403}:
        return AuthenticationError, "key" if status == 401 else "forbidden", False, False
    if status == 429:
        return RateLimitError, "rate_limit", True, False
    if status >= 500:
        not_started = status in _NOT_STARTED or (status == 500 and said.is_json)
        return InternalServerError, "unavailable" if not_started else "unknown", not_started, not not_started
    if status in {400, 422} and names_stream_options:
        return BadRequestError, "stream_options", False, False
    if status == 400 and _KEY.search(words):
        return AuthenticationError, "key", False, False
    if status == 409:
        return BadRequestError, "conflict", False, True
    return BadRequestError, _REASONS.get(status, "request"), status in {408, 425}, False


def masked(text: str, secret: str) -> str:
    """Server text without the key, should it repeat it.

    A key of under eight characters is a stand-in and no secret; masking it would only garble the words.
    """
    return text.replace(secret, "***") if len(secret) >= _MIN_SECRET else text


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The id by which the server's operator finds this request, under the names that gateways give it."""
    return next((headers[name][:200] for name in _REQUEST_IDS if headers.get(name)), None)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks to wait, None where not said.

    `retry-after-ms`; `Retry-After` as seconds, a date in any of HTTP's three forms or ISO 8601, or seconds since 1970.
    """
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            seconds = float(value) / scale
        except ValueError:
            continue
        if scale == 1.0 and _EPOCH_S <= seconds < float("inf"):
            return max(0.0, seconds - _now(headers))
        if 0 <= seconds < float("inf"):
            return seconds
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value) if _ISO.match(value) else parsedate_to_datetime(value)
        at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return max(0.0, at.timestamp() - _now(headers))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _now(headers: Mapping[str, str]) -> float:
    """The server's own clock where it says it, since its dates are by that."""
    try:
        said = parsedate_to_datetime(headers.get("date", ""))
        return said.timestamp() if said.tzinfo is not None else said.replace(tzinfo=UTC).timestamp()
    except (ValueError, IndexError, TypeError, OverflowError):
        return time.time()
