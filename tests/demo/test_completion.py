from __future__ import annotations

import json

import pytest

from desktop.demo import PLAIN_MODEL, THINKING_MODEL
from desktop.demo.answers import Answer, Message
from desktop.demo.completion import (
    Completion,
    CompletionRequest,
    RequestError,
    count_prompt,
    read_request,
)

MESSAGES = [{"role": "user", "content": "hello"}]
ANSWER = Answer("One two three", reasoning="Hm hm")


def body(**fields: object) -> bytes:
    return json.dumps({"model": PLAIN_MODEL, "messages": MESSAGES, **fields}).encode()


def request(**fields: object) -> CompletionRequest:
    return read_request(body(**fields))


def test_a_request_is_read():
    read = request(
        stream=True, stream_options={"include_usage": True}, max_tokens=7, temperature=0.5, model=THINKING_MODEL
    )

    assert read == CompletionRequest(THINKING_MODEL, (Message("user", "hello"),), True, True, 7)


def test_of_a_list_of_parts_the_texts_are_read():
    parts = [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {}}, {"type": "text", "text": "b"}]

    read = request(messages=[{"role": "user", "content": parts}])

    assert read.messages == (Message("user", "a\nb"),)


def test_the_newer_name_of_the_limit_wins():
    assert request(max_tokens=9, max_completion_tokens=3).max_tokens == 3


@pytest.mark.parametrize(
    ("given", "status", "param"),
    [
        (b"{", 400, None),
        (b"\xff", 400, None),
        (b"[" * 100_000, 400, None),
        (b"[]", 400, None),
        (body(model=None), 400, "model"),
        (body(model="gpt-4o"), 404, "model"),
        (body(messages=None), 400, "messages"),
        (body(messages=[]), 400, "messages"),
        (body(messages=["hello"]), 400, "messages[0].role"),
        (body(messages=[{"role": "user", "content": 7}]), 400, "messages[0].content"),
        (body(stream="yes"), 400, "stream"),
        (body(stream_options={"include_usage": 1}), 400, "include_usage"),
        (body(max_tokens=0), 400, "max_tokens"),
        (body(max_tokens=True), 400, "max_tokens"),
        (body(max_completion_tokens=1.5), 400, "max_completion_tokens"),
    ],
)
def test_what_is_no_valid_request_is_refused_in_words(given: bytes, status: int, param: str | None):
    with pytest.raises(RequestError) as caught:
        read_request(given)

    assert caught.value.status == status
    assert caught.value.body["error"]["param"] == param
    assert caught.value.body["error"]["message"] == str(caught.value)


def test_the_chunks_have_the_documented_form():
    completion = Completion(request(stream=True, stream_options={"include_usage": True}), ANSWER, created=5)

    counts, chunks = zip(*completion.chunks(), strict=True)

    assert counts == (0, 1, 1, 1, 0, 0)
    assert [chunk["choices"] for chunk in chunks] == [
        [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": "One"}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": " two"}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": " three"}, "finish_reason": None}],
        [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        [],
    ]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert {(chunk["model"], chunk["created"]) for chunk in chunks} == {(PLAIN_MODEL, 5)}
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert [chunk["usage"] for chunk in chunks] == [None] * 5 + [completion.usage]


def test_usage_is_sent_only_where_it_was_asked():
    completion = Completion(request(stream=True), ANSWER, created=5)

    chunks = [chunk for _, chunk in completion.chunks()]

    assert all("usage" not in chunk and chunk["choices"] for chunk in chunks)


def test_the_thinking_model_sends_its_reasoning_first():
    completion = Completion(request(model=THINKING_MODEL), ANSWER, created=5)

    assert completion.pieces == (
        ("reasoning_content", "Hm"),
        ("reasoning_content", " hm"),
        ("content", "One"),
        ("content", " two"),
        ("content", " three"),
    )
    assert completion.usage["completion_tokens"] == 5
    assert completion.usage["completion_tokens_details"] == {"reasoning_tokens": 2}
    assert completion.whole()["choices"][0]["message"] == {
        "role": "assistant",
        "content": "One two three",
        "reasoning_content": "Hm hm",
    }


def test_a_limit_cuts_the_answer_and_says_so():
    completion = Completion(request(max_tokens=2), ANSWER, created=5)

    choice = completion.whole()["choices"][0]

    assert choice["message"]["content"] == "One two"
    assert choice["finish_reason"] == "length"
    assert completion.usage["completion_tokens"] == 2


def test_a_limit_as_long_as_the_answer_cuts_nothing():
    assert Completion(request(max_tokens=3), ANSWER, created=5).finish_reason == "stop"


def test_the_earlier_turns_count_as_cached():
    turns = [{"role": "user", "content": "a b"}, {"role": "assistant", "content": "c"}, *MESSAGES]

    first = Completion(request(), ANSWER, created=5).usage
    third = Completion(request(messages=turns), ANSWER, created=5).usage

    assert first["prompt_tokens_details"] == {"cached_tokens": 0}
    assert third["prompt_tokens_details"] == {"cached_tokens": 3}
    assert third["prompt_tokens"] == count_prompt(request(messages=turns).messages) == 3 + 3 * 3 + 4
    assert third["total_tokens"] == third["prompt_tokens"] + third["completion_tokens"]
