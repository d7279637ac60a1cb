from __future__ import annotations

import json

from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest
from desktop.errors import APITimeoutError, BadRequestError, RateLimitError
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


def asked(content, **parameters) -> ChatRequest:
    return ChatRequest(Endpoint("http://127.0.0.1/v1"), "m", [{"role": "user", "content": content}], parameters)


def test_pictures_in_the_request_are_noted():
    error = RateLimitError("429", status=429, reason="rate_limit")

    assert error_record(error, asked([{"type": "image_url"}]))["pictures"] is True
    assert "pictures" not in error_record(error, asked("hi"))


def test_parameters_that_the_server_names_are_noted():
    error = BadRequestError("x", status=400, detail="'max_tokens' is not supported; use 'max_completion_tokens'")

    assert error_record(error, asked("hi", max_tokens=1, top_p=1, tokens=2))["parameters"] == ["max_tokens"]
    assert "parameters" not in error_record(error, asked("hi", top_p=1))
