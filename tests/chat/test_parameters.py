from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.parameters import (
    NUMBERS,
    check_parameters,
    format_text,
    json_text,
    number_text,
    read_effort,
    read_extra,
    read_format,
    read_number,
    read_object,
    read_stops,
    stops_text,
)
from desktop.errors import ParameterError


def nested(levels: int) -> dict:
    found: dict = {"type": "x"}
    for _ in range(levels):
        found = {"type": "x", "of": found}
    return found


def reason(read, *arguments) -> tuple[str, str]:
    with pytest.raises(ParameterError) as caught:
        read(*arguments)
    return caught.value.reason, caught.value.name


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("temperature", "0.7", 0.7),
        ("temperature", " 2 ", 2.0),
        ("temperature", "０．７", 0.7),
        ("temperature", "\u22120", 0.0),
        ("top_p", ".5", 0.5),
        ("presence_penalty", "-2", -2.0),
        ("frequency_penalty", "1e-1", 0.1),
        ("max_tokens", "4096", 4096),
        ("max_completion_tokens", "1", 1),
        ("seed", "-9223372036854775808", -(2**63)),
        ("seed", "", None),
        ("temperature", "   ", None),
    ],
)
def test_a_number_is_read_as_it_is_typed(name, text, value):
    found = read_number(name, text)

    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("temperature", "warm", "no_number"),
        ("temperature", "0,7", "no_number"),
        ("temperature", "nan", "no_number"),
        ("temperature", "inf", "no_number"),
        ("temperature", "1_0", "no_number"),
        ("temperature", "2.1", "out_of_range"),
        ("top_p", "-0.1", "out_of_range"),
        ("max_tokens", "0", "out_of_range"),
        ("max_tokens", "1.5", "not_whole"),
        ("max_tokens", "9" * 400, "not_whole"),
        ("seed", "9223372036854775808", "out_of_range"),
    ],
)
def test_what_is_no_such_number_says_why(name, text, expected):
    assert reason(read_number, name, text) == (expected, name)


@given(st.sampled_from(sorted(NUMBERS)), st.text())
def test_no_text_fails_otherwise(name, text):
    with suppress(ParameterError):
        read_number(name, text)


@given(st.floats(0, 2))
def test_a_stored_number_is_read_again(value):
    assert read_number("temperature", number_text(value)) == pytest.approx(value, rel=1e-11)


@given(st.lists(st.text(min_size=1).filter(lambda one: "\ud800" not in one), max_size=4))
def test_stop_sequences_come_back_from_what_is_shown(stops):
    assert read_stops(stops_text(stops)) == stops


def test_a_line_is_a_stop_sequence_and_may_hold_a_line_break():
    assert read_stops("END\n\\n\\nUser:\n\\\\n\n") == ["END", "\n\nUser:", "\\n"]
    assert reason(read_stops, "a\nb\nc\nd\ne") == ("too_many_stops", "stop")


def test_an_effort_is_a_word():
    assert (read_effort(" High "), read_effort("")) == ("high", None)
    assert reason(read_effort, "very high") == ("no_word", "reasoning_effort")


def test_a_response_format_is_made_from_its_kind_and_schema():
    assert read_format("", "ignored") is None
    assert read_format("json_object", "ignored") == {"type": "json_object"}
    bare = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}
    assert read_format("json_schema", '{"type": "object"}') == bare
    named = {"type": "json_schema", "json_schema": {"name": "x", "schema": {}, "strict": True}}
    assert read_format("json_schema", '{"name": "x", "schema": {}, "strict": true}') == named
    assert reason(read_format, "json_schema", "") == ("no_schema", "response_format")
    assert reason(read_format, "json_schema", '{"name": "a b", "schema": {}}') == ("bad_schema_name", "response_format")
    assert reason(read_format, "json_schema", "{") == ("no_json", "response_format")


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"type": "text"},
        {"type": "json_object"},
        {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}},
        {"type": "grammar", "grammar": "root ::= x"},
    ],
)
def test_a_stored_format_comes_back_from_what_is_shown(value):
    assert read_format(*format_text(value)) == value


def test_another_format_needs_a_type():
    assert reason(read_format, "other", '{"x": 1}') == ("no_type", "response_format")
    assert json_text({}) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"messages": []}', ("own_field", "messages")),
        ('{"stream": false}', ("own_field", "stream")),
        ('{"stream_options": {}}', ("own_field", "stream_options")),
        ('{"model": "x"}', ("own_field", "model")),
        ('{"temperature": 1}', ("known_field", "temperature")),
        ('{"n": 2}', ("many_answers", "n")),
        ("[1]", ("no_object", "extra")),
        ('{"a": 1, "a": 2}', ("twice", "a")),
        ('{"a": NaN}', ("no_finite", "NaN")),
        ('{"a": 1e999}', ("no_finite", "1e999")),
        ('{"a": }', ("no_json", "extra")),
        ("[" * 100_000, ("too_long", "extra")),
        ('{"a": ' + "[" * 30_000 + "]" * 30_000 + "}", ("no_json", "extra")),
        ('{"a": ' * 51 + "1" + "}" * 51, ("too_deep", "extra")),
        ('{"a": ' + "[" * 600 + "]" * 600 + "}", ("too_deep", "extra")),
    ],
)
def test_extra_json_that_cannot_be_sent_says_why(text, expected):
    assert reason(read_extra, text) == expected


def test_a_schema_may_be_nested_as_schemas_are():
    deep = '{"a": ' * 50 + "1" + "}" * 50

    assert json.loads(deep) == read_object("extra", deep)


def test_other_extra_json_is_taken_as_it_is():
    assert read_extra('{"top_k": 40, "n": 1, "thinking": {"type": "enabled"}}') == {
        "top_k": 40,
        "n": 1,
        "thinking": {"type": "enabled"},
    }
    assert read_extra("  ") == {}


def test_the_place_of_a_mistake_is_told():
    with pytest.raises(ParameterError) as caught:
        read_object("extra", '{"a": 1,\n "b" 2}')

    assert caught.value.limits == (2, 6)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], ("no_object", "parameters")),
        ({"temperature": "hot"}, ("no_number", "temperature")),
        ({"temperature": 3}, ("out_of_range", "temperature")),
        ({"temperature": True}, ("no_number", "temperature")),
        ({"stop": [1]}, ("no_texts", "stop")),
        ({"stop": list("abcde")}, ("too_many_stops", "stop")),
        ({"reasoning_effort": 3}, ("no_word", "reasoning_effort")),
        ({"response_format": "json"}, ("no_object", "response_format")),
        ({"max_tokens": 1, "max_completion_tokens": 1}, ("known_field", "max_completion_tokens")),
        ({"messages": []}, ("own_field", "messages")),
        ({"response_format": {"type": "x", "least": float("nan")}}, ("no_finite", "NaN")),
        ({"response_format": nested(600)}, ("too_deep", "response_format")),
        ({"top_k": nested(600)}, ("too_deep", "top_k")),
        ({"top_k": nested(5000)}, ("too_deep", "top_k")),
        ({"stop": []}, ("no_texts", "stop")),
    ],
)
def test_parameters_from_elsewhere_are_checked_like_typed_ones(value, expected):
    assert reason(check_parameters, value) == expected


def test_parameters_that_are_valid_stay_as_they_are():
    value = {"temperature": 0.5, "seed": 1, "stop": "x", "reasoning_effort": "low", "top_k": 4}
    assert check_parameters(value) == value
