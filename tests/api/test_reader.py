from __future__ import annotations

import json

import pytest

from desktop.api.reader import ChunkReader
from desktop.api.sse import ServerSentEvent


def read(*datas: object, event: str = "message") -> tuple[ChunkReader, list]:
    reader = ChunkReader()
    chunks = []
    for data in datas:
        text = data if isinstance(data, str) else json.dumps(data)
        chunks += reader.take(ServerSentEvent(event, text))
    last = reader.finish()
    return reader, [*chunks, last] if last else chunks


def delta(**fields: object) -> dict:
    return {"choices": [{"index": 0, "delta": fields}]}


def text(chunks: list) -> str:
    return "".join(chunk.content for chunk in chunks)


def reasoning(chunks: list) -> str:
    return "".join(chunk.reasoning for chunk in chunks)


@pytest.mark.parametrize("data", ["", "  ", "\n"])
def test_an_empty_event_is_a_heartbeat(data):
    reader, chunks = read(data, delta(content="a"))

    assert text(chunks) == "a"
    assert reader.skipped == 0


def test_a_comment_sent_as_data_is_skipped_and_counted():
    reader, chunks = read(": OPENROUTER PROCESSING", delta(content="a"))

    assert (text(chunks), reader.skipped) == ("a", 1)


@pytest.mark.parametrize("done", ["[DONE]", " [DONE] "])
def test_done_is_the_end_mark(done):
    assert read(done)[0].complete


@pytest.mark.parametrize("value", ["", "null", None])
def test_an_empty_finish_reason_is_none(value):
    reader, _chunks = read({"choices": [{"delta": {"content": "a"}, "finish_reason": value}]})

    assert not reader.complete


@pytest.mark.parametrize("value", ["stop", "length", "eos", "end_turn", "content_filter"])
def test_any_other_finish_reason_is_kept_as_it_is(value):
    reader, chunks = read({"choices": [{"delta": {"content": "a"}, "finish_reason": value}]})

    assert (reader.finish_reason, chunks[0].finish_reason, text(chunks)) == (value, value, "a")


def test_text_after_the_finish_reason_is_text():
    _reader, chunks = read({"choices": [{"delta": {}, "finish_reason": "stop"}]}, delta(content="tail"))

    assert text(chunks) == "tail"


def test_only_the_choice_with_index_0_counts_and_a_missing_index_is_0():
    two = {"choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "yes"}}]}

    _reader, chunks = read(
        two, {"choices": [{"delta": {"content": "!"}}]}, {"choices": [{"index": 2, "delta": {"content": "x"}}]}
    )

    assert text(chunks) == "yes!"


@pytest.mark.parametrize(
    ("fields", "thought", "said"),
    [
        ({"reasoning_content": "a", "content": None}, "a", ""),
        ({"reasoning": "a"}, "a", ""),
        ({"reasoning_content": "a", "reasoning": "a"}, "a", ""),
        ({"reasoning_details": [{"type": "reasoning.text", "text": "a"}]}, "a", ""),
        ({"reasoning": "a", "reasoning_details": [{"text": "a"}], "content": "b"}, "a", "b"),
        ({"reasoning_content": "", "reasoning": "a"}, "a", ""),
    ],
)
def test_reasoning_comes_in_many_names_and_counts_once(fields, thought, said):
    _reader, chunks = read(delta(**fields))

    assert (reasoning(chunks), text(chunks)) == (thought, said)


def test_the_last_usage_is_given_from_any_chunk():
    _reader, chunks = read(
        {"choices": [{"delta": {"content": "a"}}], "usage": {"prompt_tokens": 1, "completion_tokens": 0}},
        {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 9, "total_tokens": 10}},
    )

    assert [chunk.usage.completion_tokens for chunk in chunks if chunk.usage] == [0, 9]


def test_a_message_stands_in_for_deltas_but_does_not_repeat_them():
    whole = {"choices": [{"message": {"content": "all"}, "finish_reason": "stop"}]}

    assert text(read(whole)[1]) == "all"
    assert text(read(delta(content="all"), whole)[1]) == "all"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"error": {"message": "bad", "code": 502}}, "bad"),
        ({"error": "bad"}, "bad"),
        ({"object": "error", "message": "bad"}, "bad"),
        ({"error": {"message": "bad"}, "choices": [{"finish_reason": "error", "delta": {}}]}, "bad"),
        ([{"error": {"message": "bad"}}], "bad"),
    ],
)
def test_an_error_object_is_an_error(data, message):
    reader, _chunks = read(data)

    assert reader.error.message == message


@pytest.mark.parametrize("data", ["plain words", '{"message":"plain words"}', '{"error":{"message":"plain words"}}'])
def test_an_error_event_is_an_error_whatever_its_data(data):
    reader, _chunks = read(data, event="error")

    assert reader.error.message == "plain words"


@pytest.mark.parametrize("value", [None, False, "", {}, []])
def test_an_empty_error_is_none(value):
    reader, chunks = read({"error": value, "choices": [{"delta": {"content": "a"}}]})

    assert reader.error is None
    assert text(chunks) == "a"


def test_finish_reason_error_is_an_error():
    assert read({"choices": [{"delta": {}, "finish_reason": "error"}]})[0].error is not None


def test_an_emoji_cut_in_two_deltas_is_whole():
    _reader, chunks = read(
        '{"choices":[{"delta":{"content":"a\\ud83c"}}]}', '{"choices":[{"delta":{"content":"\\udf0d!"}}]}'
    )

    assert text(chunks) == "a🌍!"
    for chunk in chunks:
        chunk.content.encode()


def test_half_an_emoji_at_the_end_is_a_replacement_character():
    assert text(read('{"choices":[{"delta":{"content":"a\\ud83c"}}]}')[1]) == "a\ufffd"


def test_tool_calls_without_index_or_id_do_not_break():
    call = {"function": {"name": "f", "arguments": "{}"}}

    _reader, chunks = read(delta(tool_calls=[call, call]), delta(tool_calls=[{"index": 0, "function": None}]))

    assert [(one.index, one.id, one.name, one.arguments) for one in chunks[0].tool_calls] == [
        (0, None, "f", "{}"),
        (1, None, "f", "{}"),
    ]


def test_unknown_keys_and_chunks_without_choices_are_no_harm():
    _reader, chunks = read({"timings": {}}, {"choices": None, "provider": "x"}, delta(content="a", audio={}, role=None))

    assert text(chunks) == "a"


def test_an_emoji_cut_in_a_tool_calls_arguments_or_a_refusal_is_whole():
    _reader, chunks = read(
        '{"choices":[{"delta":{"refusal":"\\ud83c","tool_calls":[{"index":0,"function":{"arguments":"\\ud83c"}}]}}]}',
        '{"choices":[{"delta":{"refusal":"\\udf0d","tool_calls":[{"index":0,"function":{"arguments":"\\udf0d"}}]}}]}',
        '{"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"\\ud83c"}}]}}]}',
    )

    calls = [(call.index, call.arguments) for chunk in chunks for call in chunk.tool_calls if call.arguments]
    assert calls == [(0, "🌍"), (1, "\ufffd")]
    assert "".join(chunk.refusal for chunk in chunks) == "🌍"


@pytest.mark.parametrize("last", [{"prompt_tokens": None, "completion_tokens": None}, {"prompt_tokens": "9"}, {"x": 1}])
def test_a_usage_that_counts_nothing_takes_no_counts_away(last):
    counted = {"prompt_tokens": 7, "completion_tokens": 8, "total_tokens": 15}

    _, chunks = read({**delta(content="a"), "usage": counted}, {"choices": [], "usage": last})

    assert [chunk.usage.total_tokens for chunk in chunks if chunk.usage] == [15]


def test_usage_alone_after_text_is_the_last_account():
    usage = {"prompt_tokens": 1}

    assert read(delta(content="a"), {"choices": [], "usage": usage})[0].accounted
    assert not read({"choices": [], "usage": usage})[0].accounted
    assert not read({**delta(content="a"), "usage": usage})[0].accounted


def test_words_without_choices_are_kept_for_an_answer_that_is_cut():
    reader, _chunks = read({"code": 500, "message": "overloaded"})

    assert reader.error is None
    assert reader.said.message == "overloaded"
