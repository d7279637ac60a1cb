from __future__ import annotations

import math

import pytest

from desktop.chat.conversation import Part
from desktop.chat.imports.values import (
    Imported,
    Skipped,
    add_turn,
    array,
    dictionary,
    empty_conversation,
    finish,
    seconds,
    stable_uuid,
    text,
)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (1_700_000_000.5, 1_700_000_000.5),
        (1_700_000_000_500, 1_700_000_000.5),
        ("2023-11-14T22:13:20.500Z", 1_700_000_000.5),
        ("2023-11-15T06:13:20.500+08:00", 1_700_000_000.5),
        ("yesterday", 0.0),
        (None, 0.0),
        (True, 0.0),
        (-5, 0.0),
        (math.nan, 0.0),
        (math.inf, 0.0),
        (10**400, 0.0),
        ([], 0.0),
    ],
)
def test_a_moment_is_read_in_every_form(value, wanted):
    assert seconds(value) == wanted


def test_a_value_of_another_type_is_an_empty_one():
    assert (text(5), dictionary([1]), array({"a": 1})) == ("", {}, [])
    assert (text("x"), dictionary({"a": 1}), array([1])) == ("x", {"a": 1}, [1])


def test_the_same_names_give_the_same_uuid():
    assert stable_uuid("a", 1) == stable_uuid("a", 1) != stable_uuid("b", 1)


def test_a_name_with_half_a_character_has_a_uuid_of_its_own():
    assert stable_uuid("a", "\ud800") == stable_uuid("a", "\ud800")
    assert len({stable_uuid("a", name) for name in ("\ud800", "\ud801", "\ufffd", "?")}) == 4


def test_a_conversation_is_named_and_dated_by_what_it_holds():
    imported = Imported(empty_conversation("u", "", "m", 0.0, 0.0))
    question = add_turn(imported.conversation, "q", None, "user", [Part("text", "first line\nsecond")], 5.0)
    add_turn(imported.conversation, "a", question.uuid, "assistant", [Part("text", "yes")], 7.0)

    made = finish(imported, None).conversation

    assert (made.title, made.created_at, made.updated_at, made.leaf) == ("first line", 5.0, 7.0, "a")
    assert [turn.uuid for turn in made.path()] == ["q", "a"]


def test_a_conversation_without_a_word_is_none():
    imported = Imported(empty_conversation("u", "title", "m", 0.0, 0.0))
    add_turn(imported.conversation, "q", None, "user", [Part("text", " ")], 5.0)

    assert finish(imported, None) == Skipped("title", "empty")


def test_what_is_left_out_is_counted():
    imported = Imported(empty_conversation("u", "", "", 0.0, 0.0))
    imported.leave_out("image")
    imported.leave_out("image")

    assert imported.left_out == {"image": 2}


@pytest.mark.parametrize(
    ("role", "parts", "wanted"),
    [
        (
            "assistant",
            [Part("text", "<think>\nwhy\n</think>\n\nbecause")],
            [Part("reasoning", "\nwhy\n"), Part("text", "\n\nbecause")],
        ),
        ("assistant", [Part("text", "<think>cut")], [Part("reasoning", "cut")]),
        ("assistant", [Part("text", "the tag <think>")], [Part("text", "the tag <think>")]),
        ("assistant", [Part("reasoning", "r"), Part("text", "t")], [Part("reasoning", "r"), Part("text", "t")]),
        ("user", [Part("text", "<think>what is it?")], [Part("text", "<think>what is it?")]),
    ],
)
def test_reasoning_that_another_program_left_in_an_answer_is_reasoning(role, parts, wanted):
    chat = empty_conversation("u", "t", "m", 0, 0)

    assert add_turn(chat, "a", None, role, parts, 0).parts == wanted
