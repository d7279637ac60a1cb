from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.conversation import State
from desktop.chat.imports.lingdu import read
from desktop.chat.imports.values import Imported, Skipped


def document(*conversations):
    return json.dumps({"format": "lingdu-chat-export", "version": 1, "conversations": conversations}).encode()


def test_members_that_are_missing_or_null_have_their_defaults():
    (found,) = read(document({"uuid": "c", "title": None, "turns": [{"uuid": "t", "role": "user", "parts": None}]}))

    chat = found.conversation
    assert (chat.uuid, chat.title, chat.parameters) == ("c", "", {})
    assert chat.turns["t"].state is State.COMPLETE


def test_a_conversation_without_a_uuid_gets_the_same_one_each_time():
    raw = document({"title": "x", "turns": [{"role": "user", "parts": [{"kind": "text", "body": "hi"}]}]})

    (first,), (second,) = read(raw), read(raw)

    assert first.conversation == second.conversation
    assert first.conversation.path()[0].text == "hi"


@pytest.mark.parametrize("value", [None, 5, "text", [], {}])
def test_what_is_no_conversation_is_skipped(value):
    assert list(read(document(value))) == [Skipped("", "unreadable")]


def test_a_conversation_that_is_broken_does_not_hide_the_next():
    raw = document({"uuid": "a"}, {"uuid": "b"}).replace(b'"a"', b"nonsense")

    first, second = read(raw)

    assert first == Skipped("", "unreadable")
    assert second.conversation.uuid == "b"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
names = ["uuid", "title", "folder", "pinned", "parameters", "created_at", "leaf", "turns", "draft", "unknown"]
turn_names = ["uuid", "parent", "role", "state", "parts", "usage", "created_at", "error", "reasoning_ms"]


@given(
    st.dictionaries(st.sampled_from(names), anything),
    st.lists(st.dictionaries(st.sampled_from(turn_names), anything), max_size=3),
)
def test_no_value_of_any_type_blocks_a_conversation(value, turns):
    for found in read(document({**value, "turns": turns}, {"uuid": "next", "extra": 1})):
        if isinstance(found, Imported):
            found.conversation.path()
    assert found.conversation.uuid == "next"


@pytest.mark.parametrize("data", ["no base64!", 5, None, [], "é"])
def test_bytes_that_cannot_be_read_cost_the_attachment_alone(data):
    parts = [{"kind": "text", "body": "hi"}, {"kind": "image", "body": "{}", "data": data}]
    raw = document({"uuid": "c", "turns": [{"uuid": "t", "role": "user", "parts": parts}], "draft_parts": data})

    (found,) = read(raw)

    turn = found.conversation.turns["t"]
    assert (turn.text, turn.parts[1].data, found.conversation.draft_parts) == ("hi", b"", [])
