"""What a body says, and how it ends, without a network."""

from __future__ import annotations

import json

import pytest
from fakes.server import chunk

from desktop.api.completion import MAX_ANSWER, StreamState, first_kind
from desktop.api.tap import Tap
from desktop.errors import (
    APIConnectionError,
    APITimeoutError,
    ResponseError,
    StreamError,
    StreamLimitError,
    StreamServerError,
)

HELLO = chunk({"content": "hello"})
END = chunk(finish="stop")
BROKEN = APIConnectionError("closed", sent=True, reason="closed")


def state_of(*pieces: bytes, content_type: str = "text/event-stream", broke: APIConnectionError | None = None):
    state = StreamState(Tap(), content_type, "req_1")
    chunks = []
    for piece in pieces:
        if state.ended:
            break
        chunks += state.feed(piece, 0.0)
    if broke is not None:
        state.broke(broke)
    elif not state.ended:
        state.end()
    chunks += state.rest()
    return state, "".join(one.content for one in chunks)


def failure(*pieces: bytes, **options):
    state, text = state_of(*pieces, **options)
    with pytest.raises((StreamError, ResponseError)) as error:
        state.check()
    return error.value, text


@pytest.mark.parametrize(
    "pieces",
    [
        (HELLO, END, b"data: [DONE]\n\n"),
        (HELLO, END),
        (HELLO, b"data: [DONE]\n\n"),
        (HELLO, END.rstrip(b"\n")),
        (b": ping\n\n" + HELLO + END,),
        (b"\xef\xbb\xbf" + HELLO, END),
        (b"\xef", b"\xbb\xbf" + HELLO + END),
        (b"\r\n\r\n" + HELLO + END,),
        (HELLO.replace(b"\n\n", b"\r\r") + END,),
        (b"event: x\nid: 1\nretry: 5\n" + HELLO + END,),
        (HELLO, chunk(finish="stop"), b"data: {broken\n\n"),
    ],
)
@pytest.mark.parametrize(
    "content_type", ["text/event-stream", "application/json", "text/plain; charset=iso-8859-1", ""]
)
def test_an_answer_with_an_end_mark_is_complete_whatever_its_framing_and_type(pieces, content_type):
    state, text = state_of(*pieces, content_type=content_type)

    state.check()
    assert text == "hello"


@pytest.mark.parametrize(("pieces", "reason"), [((HELLO,), "cut"), ((), "empty"), ((b": ping\n\n",), "empty")])
def test_without_an_end_mark_it_is_cut_or_empty(pieces, reason):
    error, _text = failure(*pieces)

    assert (type(error), error.reason, error.request_id) == (StreamError, reason, "req_1")
    assert error.interrupts
    assert error.may_be_charged


def test_a_broken_connection_after_the_end_mark_is_no_harm():
    state, text = state_of(HELLO, END, broke=BROKEN)

    state.check()
    assert text == "hello"


def test_a_broken_connection_before_it_keeps_the_text():
    error, text = failure(HELLO, broke=BROKEN)

    assert (text, error.reason) == ("hello", "cut")


def test_silence_is_named():
    silence = APITimeoutError("x", sent=True, reason="silence", limit_s=1)

    assert failure(HELLO, broke=silence)[0].reason == "silence"


@pytest.mark.parametrize(
    "pieces",
    [
        (HELLO, b'data: {"error":{"message":"upstream died"}}\n\n'),
        (HELLO, b'event: error\ndata: {"message":"upstream died"}\n\n'),
        (HELLO, b'{"error":{"message":"upstream died"}}\n'),
        (HELLO, b'{"error":{"message":"upstream died"}}'),
        (b'{"error":{"message":"upstream died"}}',),
        (b' {"error":"upstream died"}',),
    ],
)
def test_an_error_of_the_server_is_its_words_and_no_text(pieces):
    error, text = failure(*pieces)

    assert isinstance(error, StreamServerError)
    assert error.detail == "upstream died"
    assert text in {"hello", ""}
    assert not error.interrupts


def test_one_whole_completion_is_an_answer():
    body = {
        "model": "m",
        "choices": [{"message": {"content": "hello"}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 3},
    }
    data = json.dumps(body).encode()

    state, text = state_of(data[:10], data[10:], content_type="application/json")

    state.check()
    assert text == "hello"


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        (b"<!doctype html><title>Sign in</title>", "web_page", "Sign in"),
        (b"  <html>", "web_page", "<html>"),
        (b"Hello from a proxy", "not_json", "Hello from a proxy"),
        (b'{"hello": "world"}', "other_json", '{"hello": "world"}'),
        (b"[]", "other_json", "[]"),
        (b'{"choices": []}', "other_json", '{"choices": []}'),
        (b"{not json", "not_json", "{not json"),
    ],
)
def test_what_is_no_completion_is_said_with_its_beginning(body, reason, detail):
    error, _text = failure(body)

    assert (type(error), error.reason) == (ResponseError, reason)
    assert error.detail in {detail, "OK"}


def test_a_json_completion_that_breaks_off_is_cut():
    error, _text = failure(b'{"choices":[{"message":{"con', broke=BROKEN)

    assert (type(error), error.reason) == (StreamError, "cut")


def test_an_answer_over_the_bound_keeps_its_text():
    big = chunk({"content": "x" * 700_000})
    state = StreamState(Tap(), "", None)
    taken = 0
    while not state.ended:
        taken += sum(len(one.content) for one in state.feed(big, 0.0))
    state.rest()

    with pytest.raises(StreamLimitError) as error:
        state.check()
    assert error.value.bound == "answer"
    assert MAX_ANSWER - 700_000 <= taken <= MAX_ANSWER


def test_a_line_over_the_bound_keeps_what_came_before():
    error, text = failure(HELLO, b"data: " + b"x" * (2 * 1024 * 1024))

    assert isinstance(error, StreamLimitError)
    assert text == "hello"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", ""),
        (b"\xef\xbb", ""),
        (b" \n", ""),
        (b"data:", "sse"),
        (b":", "sse"),
        (b" {", "json"),
        (b"[", "json"),
        (b"\n<h", "html"),
    ],
)
def test_a_body_is_known_by_its_first_bytes(head, kind):
    assert first_kind(head) == kind


USAGE = chunk(choices=[], usage={"total_tokens": 3})


def test_a_broken_connection_after_the_account_is_no_harm_but_an_early_end_is():
    state, text = state_of(HELLO, USAGE, broke=BROKEN)

    state.check()
    assert text == "hello"
    assert failure(HELLO, USAGE)[0].reason == "cut"


@pytest.mark.parametrize("last", [b"data: [DONE]", END.rstrip(b"\n"), END[:-1]])
def test_an_end_mark_without_its_blank_line_counts_when_the_connection_breaks(last):
    state, text = state_of(HELLO, last, broke=BROKEN)

    state.check()
    assert text == "hello"


@pytest.mark.parametrize("last", [b'{"error":{"message":"upstream died"}}', b'data: {"message":"upstream died"}\n\n'])
def test_the_servers_words_win_over_the_break_that_follows_them(last):
    error, text = failure(HELLO, last, broke=BROKEN)

    assert (type(error), error.detail, text) == (StreamServerError, "upstream died", "hello")


def test_the_key_is_masked_in_the_words_of_a_stream():
    state = StreamState(Tap(), "", None, secret="sk-SENTINEL-1")
    state.feed(b'data: {"error":{"message":"bad key sk-SENTINEL-1"}}\n\n', 0.0)

    with pytest.raises(StreamServerError) as error:
        state.check()
    assert error.value.detail == "bad key ***"


def test_blank_lines_before_an_answer_cost_nothing():
    state = StreamState(Tap(), "", None)
    for _ in range(10_000):
        state.feed(b"\r\n" * 100, 0.0)

    assert state._head == b""
    assert [one.content for one in state.feed(HELLO, 0.0)] == ["hello"]


def test_events_that_say_nothing_do_not_prolong_the_wait_for_usage(monkeypatch):
    state = StreamState(Tap(), "", None)
    monkeypatch.setattr("time.monotonic", lambda: 101.5)
    state.feed(HELLO + END, 100.0)
    state.feed(b"data: {}\n\ndata:\n\n: ping\n\n", 101.0)

    assert state.finishing
    assert state.grace_left_s(2) == 0.5


def test_the_bound_of_an_answer_is_in_bytes():
    state = StreamState(Tap(), "", None)
    for _ in range(8):
        state.feed(chunk({"content": "你" * 300_000}), 0.0)
    assert not state.ended

    for _ in range(2):
        state.feed(chunk({"content": "你" * 300_000}), 0.0)
    assert state.ended


def test_heartbeats_at_the_pace_of_a_server_are_no_noise_and_a_flood_of_them_is():
    state = StreamState(Tap(), "text/event-stream", None)
    for second in range(20):
        state.feed(b": ping\n\n" * 4000, float(second))
    assert not state.ended

    for _ in range(40):
        state.feed(b": ping\n\n" * 4000, 20.0)

    state.rest()
    with pytest.raises(StreamLimitError) as error:
        state.check()
    assert error.value.bound == "noise"


def test_tiny_events_are_a_flood_by_their_number():
    state = StreamState(Tap(), "text/event-stream", None)
    for _ in range(4):
        state.feed(b"data: {}\n\n" * 1000, 0.0)
        assert not state.ended

    state.feed(b"data: {}\n\n" * 2000, 1.0)

    assert state.ended


def test_a_finish_reason_again_and_again_does_not_prolong_the_wait_for_usage(monkeypatch):
    monkeypatch.setattr("time.monotonic", lambda: 10.0)
    state = StreamState(Tap(), "text/event-stream", None)
    for at_s in (1.0, 9.0):
        state.feed(b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n', at_s)

    assert state.grace_left_s(2.0) == 0
