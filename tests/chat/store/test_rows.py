from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.conversation import Conversation, Part, State, Turn
from desktop.chat.store.rows import (
    clean,
    conversation_values,
    joined,
    part_values,
    read_conversation,
    read_part,
    read_summary,
    read_turn,
    turn_values,
)

anything = st.text(st.characters(exclude_categories=()))
nonsense = st.none() | st.integers() | st.floats() | anything | st.binary()


@given(anything)
def test_cleaned_text_is_valid_and_changes_only_what_was_not(text):
    cleaned = clean(text)

    cleaned.encode()
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert cleaned == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\ud83c", "a\ufffd"),
        ("\ud83c\udf0d", "🌍"),
        ("\udf0d\ud83c", "\ufffd\ufffd"),
        ("\ufeff\ud800x", "\ufeff\ufffdx"),
    ],
)
def test_halves_are_joined_and_lone_ones_replaced(text, cleaned):
    assert clean(text) == cleaned


def test_neighbours_of_one_kind_are_one_row_but_tool_calls_stay_apart():
    parts = [Part("text", "a"), Part("text", "b"), Part("tool_call", "{}"), Part("tool_call", "{}"), Part("text", "c")]

    assert part_values(parts) == [
        ("text", "ab", 0, None),
        ("tool_call", "{}", 0, None),
        ("tool_call", "{}", 0, None),
        ("text", "c", 0, None),
    ]
    assert joined(parts)[0] == Part("text", "ab")
    assert parts[0] == Part("text", "a")


@given(st.dictionaries(st.sampled_from(sorted(turn_values(Turn("u", None, "user")))), nonsense))
def test_no_row_of_a_turn_can_block(values):
    turn = read_turn(values, [])

    assert turn.role in {"user", "assistant"}
    assert isinstance(turn.state, State)


@given(st.dictionaries(st.sampled_from(sorted(conversation_values(Conversation("u")))), nonsense))
def test_no_row_of_a_conversation_can_block(values):
    conversation = read_conversation(values, [])

    assert isinstance(conversation.title, str)
    assert isinstance(read_summary(values).updated_at, float | int)


def test_a_state_nobody_knows_is_no_end():
    assert read_turn({"role": "assistant", "state": "paused"}, []).state is State.INTERRUPTED
    assert read_turn({"role": "user", "state": None}, []).state is State.COMPLETE


@pytest.mark.parametrize(
    "row", [{"kind": None, "body": "x"}, {"kind": "text", "body": None}, {"kind": "text", "body": 5}]
)
def test_a_part_that_makes_no_sense_is_marked(row):
    assert read_part(row) == Part("damaged")


def test_a_value_json_does_not_know_is_kept_as_words():
    turn = Turn("u", None, "assistant", usage={"n": complex(1)}, error={"a": "\ud83c"})

    values = turn_values(turn)

    assert values["usage"] == '{"n": "(1+0j)"}'
    assert values["error"] == '{"a": "\ufffd"}'


def test_a_part_that_begins_a_stretch_of_its_own_is_a_row_of_its_own():
    parts = [Part("text", "cut"), Part("text", " short, ", fresh=True), Part("text", "and on")]

    assert part_values(parts) == [("text", "cut", 0, None), ("text", " short, and on", 1, None)]


def test_the_bytes_of_a_part_are_a_column_and_what_is_no_bytes_is_none():
    assert part_values([Part("image", "{}", data=b"png")]) == [("image", "{}", 0, b"png")]
    assert read_part({"kind": "image", "body": "{}", "data": b"png"}) == Part("image", "{}", data=b"png")
    assert read_part({"kind": "image", "body": "{}", "data": "text"}) == Part("image", "{}")


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e308, 2**63, float("nan"), float("-inf"), "1", None])
def test_a_number_that_no_row_can_hold_is_none(number):
    turn = read_turn({"uuid": "u", "created_at": number, "reasoning_ms": number, "requests_sent": number}, ())

    assert (turn.created_at, turn.reasoning_ms, turn.requests_sent) == (0.0, None, 0)
