from __future__ import annotations

import pytest

from desktop import errors
from desktop.api.retry import RetryPolicy

POLICY = RetryPolicy(jitter=lambda: 0)


def limited(retry_after_s: float | None = None, *, may_retry: bool = True) -> errors.RateLimitError:
    return errors.RateLimitError("x", status=429, retry_after_s=retry_after_s, may_retry=may_retry)


def test_what_was_not_sent_is_tried_twice_more_with_growing_waits():
    error = errors.APIConnectionError("x", sent=False, reason="refused")

    assert [POLICY.delay_s(error, attempt) for attempt in range(4)] == [0.5, 1.0, None, None]


@pytest.mark.parametrize(
    "error",
    [
        errors.APIConnectionError("x", sent=True, reason="reset"),
        errors.APITimeoutError("x", sent=True, reason="silence", limit_s=1),
        errors.StreamError("x", reason="cut"),
        errors.StreamServerError("x", reason="server"),
        errors.AuthenticationError("x", status=401),
        errors.InsufficientQuotaError("x", status=429),
        errors.InternalServerError("x", status=502),
        errors.ResponseError("x", reason="web_page"),
        errors.RequestNotSentError("x", reason="no_key"),
        limited(may_retry=False),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_have_been_started_or_cannot_heal_is_never_sent_by_itself(error):
    assert POLICY.delay_s(error, 0) is None


@pytest.mark.parametrize(("asked", "waited"), [(0, 0), (12, 12), (60, 60), (61, None), (3600, None), (None, 0.5)])
def test_the_servers_wait_counts_up_to_a_minute(asked, waited):
    assert POLICY.delay_s(limited(asked), 0) == waited


def test_the_waits_are_spread():
    assert RetryPolicy(jitter=lambda: 1).delay_s(limited(), 0) == 0.625


def test_a_proxy_that_asks_for_a_login_is_not_asked_again_and_one_that_is_gone_is():
    login, gone = (errors.APIConnectionError("x", sent=False, reason=reason) for reason in ("proxy_login", "proxy"))

    assert POLICY.delay_s(login, 0) is None
    assert POLICY.delay_s(gone, 0) == 0.5
