"""The table of what may be sent again: one row of it a line."""

from __future__ import annotations

from email.utils import formatdate
from time import time

import pytest

from desktop import errors
from desktop.api.status import masked, request_id_of, retry_after_s, status_error

JSON = b'{"error":{"message":"words"}}'


@pytest.mark.parametrize(
    ("status", "body", "kind", "may_retry", "may_be_charged", "retryable"),
    [
        (400, JSON, "BadRequestError", False, False, False),
        (404, JSON, "BadRequestError", False, False, False),
        (408, JSON, "BadRequestError", True, False, True),
        (409, JSON, "BadRequestError", False, True, False),
        (413, JSON, "BadRequestError", False, False, False),
        (422, JSON, "BadRequestError", False, False, False),
        (425, JSON, "BadRequestError", True, False, True),
        (401, JSON, "AuthenticationError", False, False, False),
        (403, JSON, "AuthenticationError", False, False, False),
        (402, JSON, "InsufficientQuotaError", False, False, False),
        (429, JSON, "RateLimitError", True, False, True),
        (429, b'{"error":{"code":"insufficient_quota","message":"x"}}', "InsufficientQuotaError", False, False, False),
        (429, '{"error":{"message":"账户余额不足"}}'.encode(), "InsufficientQuotaError", False, False, False),
        (500, JSON, "InternalServerError", True, False, True),
        (500, b"Internal Server Error", "InternalServerError", False, True, True),
        (502, JSON, "InternalServerError", False, True, True),
        (503, b"", "InternalServerError", True, False, True),
        (504, JSON, "InternalServerError", False, True, True),
        (520, b"<html>", "InternalServerError", False, True, True),
        (524, b"<html>", "InternalServerError", False, True, True),
        (529, JSON, "InternalServerError", True, False, True),
        (599, JSON, "InternalServerError", False, True, True),
        (418, JSON, "BadRequestError", False, False, False),
    ],
)
def test_every_status_has_its_class_and_its_consequence(status, body, kind, may_retry, may_be_charged, retryable):
    error = status_error(status, {}, body)

    assert type(error) is getattr(errors, kind)
    assert (error.may_retry, error.may_be_charged, error.retryable) == (may_retry, may_be_charged, retryable)
    assert error.status == status
    assert not error.interrupts


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_names_its_target(status):
    error = status_error(status, {"location": "https://other.example/v1"}, b"")

    assert isinstance(error, errors.RedirectError)
    assert error.target == "https://other.example/v1"


def test_the_server_may_forbid_but_not_command_another_try():
    assert not status_error(429, {"x-should-retry": "false"}, JSON).may_retry
    assert not status_error(502, {"x-should-retry": "true"}, JSON).may_retry


def test_the_servers_words_and_id_are_kept_and_the_key_is_masked():
    error = status_error(401, {"x-request-id": "req_1"}, b'{"detail":"bad key sk-SECRET-1"}', "sk-SECRET-1")

    assert (error.detail, error.request_id) == ("bad key ***", "req_1")
    assert request_id_of({"request-id": "r2"}) == "r2"
    assert request_id_of({}) is None


def test_a_refusal_of_stream_options_is_known():
    body = b'{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted: stream_options"}]}'

    assert status_error(422, {}, body).reason == "stream_options"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after-ms": "x", "retry-after": "3"}, 3),
        ({}, None),
    ],
)
def test_the_wait_is_read_in_every_form(headers, seconds):
    assert retry_after_s(headers) == seconds


def test_a_wait_as_a_date_is_the_time_until_then():
    assert 25 < retry_after_s({"retry-after": formatdate(time() + 30, usegmt=True)}) <= 30
    assert retry_after_s({"retry-after": formatdate(time() - 30, usegmt=True)}) == 0


def test_a_refusal_of_stream_options_is_known_by_the_field_alone():
    body = b'{"object":"error","message":{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs"}]}}'

    assert status_error(400, {}, body).reason == "stream_options"


def test_a_rate_limit_that_names_the_billing_page_is_no_lack_of_credit():
    words = "Rate limit reached for requests. Add a payment method at https://example.org/account/billing."
    body = f'{{"error":{{"message":"{words}","code":"rate_limit_exceeded"}}}}'.encode()

    assert type(status_error(429, {}, body)) is errors.RateLimitError


@pytest.mark.parametrize(
    "words", ["API key not valid. Please pass a valid API key.", "Incorrect API key provided", "No connected db."]
)
def test_a_wrong_key_that_is_answered_with_400_is_a_wrong_key(words):
    error = status_error(400, {}, f'{{"error":{{"message":"{words}"}}}}'.encode())

    assert (type(error), error.reason) == (errors.AuthenticationError, "key")


def test_a_500_with_json_that_is_no_error_may_have_started():
    error = status_error(500, {}, b'{"x":1}')

    assert (error.may_retry, error.may_be_charged) == (False, True)


def test_a_status_below_300_that_is_no_success_is_no_redirect():
    assert not isinstance(status_error(101, {}, b""), errors.RedirectError)


def test_a_date_that_no_calendar_holds_is_no_wait():
    assert retry_after_s({"retry-after": "Sun, 06 Nov 99999 08:49:37 GMT"}) is None


def test_a_stand_in_for_a_key_does_not_garble_the_words():
    assert masked("maximum", "x") == "maximum"
    assert masked("key sk-SECRET-1!", "sk-SECRET-1") == "key ***!"


@pytest.mark.parametrize(
    "date",
    [
        "Tue, 24 Nov 2026 12:00:30 GMT",
        "Tuesday, 24-Nov-26 12:00:30 GMT",
        "Tue Nov 24 12:00:30 2026",
        "2026-11-24T12:00:30Z",
        "2026-11-24T20:00:30+08:00",
        "1795521630",
    ],
)
def test_a_date_in_any_form_is_by_the_servers_own_clock(date):
    assert retry_after_s({"retry-after": date, "date": "Tue, 24 Nov 2026 12:00:00 GMT"}) == 30


@pytest.mark.parametrize("name", ["x-request-id", "request-id", "x-oneapi-request-id", "apim-request-id", "cf-ray"])
def test_the_id_of_a_request_has_many_names(name):
    assert status_error(400, {name: "r-1"}, b"").request_id == "r-1"
