from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.api.wire import Chunk, read_chunks, tolerant


def content(text: str) -> str | None:
    (chunk,) = read_chunks(text)
    return chunk.choices[0].delta.content


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DELTAS = st.fixed_dictionaries(
    {},
    optional={
        "content": st.none() | TEXT,
        "reasoning_content": st.none() | TEXT,
        "reasoning": st.none() | TEXT,
        "thinking": st.none() | TEXT,
        "refusal": st.none() | TEXT,
        "function_call": st.none() | st.fixed_dictionaries({"name": TEXT}, optional={"arguments": st.none() | TEXT}),
        "role": st.none() | TEXT,
        "tool_calls": st.none()
        | st.lists(
            st.fixed_dictionaries(
                {"function": st.fixed_dictionaries({"name": st.none() | TEXT, "arguments": st.none() | TEXT})},
                optional={"index": st.none() | st.integers(0, 9), "id": st.none() | TEXT},
            ),
            max_size=2,
        ),
        "extra": st.lists(st.integers()),
    },
)
CHUNKS = st.fixed_dictionaries(
    {},
    optional={
        "model": st.none() | TEXT,
        "choices": st.none()
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "index": st.none() | st.integers(0, 3),
                    "delta": st.none() | DELTAS,
                    "text": st.none() | TEXT,
                    "finish_reason": st.none() | TEXT,
                    "usage": st.none() | st.dictionaries(TEXT, st.integers(0, 9), max_size=2),
                    "logprobs": st.none(),
                },
            ),
            max_size=2,
        ),
        "usage": st.none() | st.dictionaries(TEXT, st.integers(0, 2**40), max_size=3),
        "error": st.none() | TEXT,
    },
)


@settings(max_examples=300)
@given(CHUNKS)
def test_where_the_strict_reader_succeeds_the_tolerant_one_gives_the_same(value):
    strict = msgspec.json.decode(json.dumps(value), type=Chunk)

    assert tolerant(value) == strict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"choices":[{"delta":{"content":"a\\ud83c"}}]}', "a\ud83c"),
        ('{"choices":[{"delta":{"content":"tab\there"}}]}', "tab\there"),
        ('{"choices":[{"delta":{"content":[{"type":"text","text":"a"},"b",{"type":"reference"}]}}]}', "ab"),
        ('{"choices":[{"delta":{"content":null}}],"x":NaN}', None),
        ('{"choices":[{"delta":{"content":5}}]}', None),
        ('{"created":"x","choices":[{"index":"0","delta":{"content":"a"}}]}', "a"),
    ],
)
def test_what_the_strict_reader_refuses_is_read_as_far_as_it_goes(text, expected):
    assert content(text) == expected


def test_thinking_parts_are_reasoning():
    part = '{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}'
    (chunk,) = read_chunks(f'{{"choices":[{{"delta":{{"content":[{part}]}}}}]}}')

    assert chunk.choices[0].delta.reasoning_content == "hm"


@pytest.mark.parametrize(
    "text",
    [
        '{"choices":[{"delta":{"content":"a"}}]}{"choices":[{"delta":{"content":"b"}}]}',
        '{"choices":[{"delta":{"content":"a"}}]}\n{"choices":[{"delta":{"content":"b"}}]}',
    ],
)
def test_two_objects_in_one_event_are_two_chunks(text):
    assert [chunk.choices[0].delta.content for chunk in read_chunks(text)] == ["a", "b"]


def test_a_whole_chunk_glued_behind_half_a_one_is_read():
    text = '{"id":"1","object":"chat.completion.cdata: {"choices":[{"delta":{"content":"b"}}]}'

    assert [chunk.choices[0].delta.content for chunk in read_chunks(text)] == ["b"]


@pytest.mark.parametrize(
    "text", [": OPENROUTER PROCESSING", "hello", "5", "null", "[]", "{", "[" * 100_000, '{"a":' * 50_000]
)
def test_what_is_no_chunk_is_none_and_never_an_exception(text):
    assert read_chunks(text) == []


@pytest.mark.parametrize(
    "value",
    [
        {"choices": 5},
        {"choices": [None, 5, {"delta": 5, "message": []}]},
        {"choices": [{"delta": {"tool_calls": [5, {"function": 5}, {"function": {"arguments": {"a": 1}}}]}}]},
        {"usage": [], "model": {}, "choices": {}},
    ],
)
def test_wrong_types_anywhere_are_no_exception(value):
    assert isinstance(tolerant(value), Chunk)
