from __future__ import annotations

import json

from desktop.errors import APITimeoutError, RateLimitError
from desktop.ui.error_record import error_record


def test_an_error_is_kept_with_everything_a_card_needs():
    error = RateLimitError(
        "429",
        status=429,
        reason="rate_limit",
        detail="slow down",
        request_id="req_1",
        retry_after_s=12.0,
        may_retry=True,
    )

    record = json.loads(json.dumps(error_record(error)))

    assert record["type"] == "RateLimitError"
    assert record["status"] == 429
    assert record["detail"] == "slow down"
    assert record["request_id"] == "req_1"
    assert record["retry_after_s"] == 12.0
    assert record["may_be_charged"] is False


def test_the_limit_that_passed_is_kept():
    record = error_record(APITimeoutError("silence", sent=True, reason="silence", limit_s=300))

    assert record["limit_s"] == 300
    assert record["may_be_charged"] is True


def test_pictures_in_the_request_are_noted():
    error = RateLimitError("429", status=429, reason="rate_limit")
    picture = {"role": "user", "content": [{"type": "image_url"}]}

    assert error_record(error, [{"role": "user", "content": "hi"}, picture])["pictures"] is True
    assert "pictures" not in error_record(error, [{"role": "user", "content": "hi"}])
