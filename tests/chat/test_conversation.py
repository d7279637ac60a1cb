from __future__ import annotations

import time

import pytest

from desktop.chat.attachments import Attachment, attachments_in, text_attachment
from desktop.chat.conversation import Conversation, Part, State, Turn, new_conversation, title_of


def asked(conversation: Conversation, question: str, answer: str, state: State = State.COMPLETE) -> tuple[Turn, Turn]:
    user = conversation.ask(question)
    reply = conversation.answer(user.uuid, "m", "https://api000.com")
    reply.append("text", answer)
    reply.state = state
    return user, reply


def texts(turns: list[Turn]) -> list[str]:
    return [turn.text for turn in turns]


def test_a_new_conversation_is_empty():
    conversation = new_conversation("profile", "model")

    assert conversation.path() == []
    assert conversation.leaf is None
    assert (conversation.profile, conversation.model, conversation.title) == ("profile", "model", "")
    assert conversation.uuid != new_conversation("profile", "model").uuid


def test_questions_and_answers_form_a_path():
    conversation = new_conversation("p", "m")

    asked(conversation, "one", "1")
    _, last = asked(conversation, "two", "2")

    assert texts(conversation.path()) == ["one", "1", "two", "2"]
    assert conversation.leaf == last.uuid
    assert (last.model_asked, last.origin) == ("m", "https://api000.com")


def test_an_answer_begins_empty_and_streaming():
    conversation = new_conversation("p", "m")
    question = conversation.ask("hello")

    answer = conversation.answer(question.uuid, "m", "o")

    assert (answer.state, answer.parts, answer.parent, answer.role) == (State.STREAMING, [], question.uuid, "assistant")
    assert question.state is State.COMPLETE


def test_another_answer_and_another_wording_are_siblings():
    conversation = new_conversation("p", "m")
    first, reply = asked(conversation, "one", "1")
    again = conversation.answer(first.uuid, "m", "o")
    edited = conversation.ask("one, better", parent=first.parent)

    assert conversation.siblings(reply.uuid) == [reply, again]
    assert conversation.siblings(edited.uuid) == [first, edited]
    assert conversation.path() == [edited]


def test_selecting_shows_the_latest_turns_below():
    conversation = new_conversation("p", "m")
    first, reply = asked(conversation, "one", "1")
    asked(conversation, "two", "2")
    other = conversation.answer(first.uuid, "m", "o")
    assert conversation.path() == [first, other]

    conversation.select(reply.uuid)

    assert texts(conversation.path()) == ["one", "1", "two", "2"]


def test_the_first_question_names_the_conversation():
    conversation = new_conversation("p", "m")

    conversation.ask("\n  \n  What   is\ta  qubit?\nsecond line")
    conversation.ask("another")

    assert conversation.title == "What is a qubit?"


@pytest.mark.parametrize(
    ("text", "title"),
    [("", ""), (" \n ", ""), ("你好", "你好"), ("x" * 60, "x" * 60), ("x" * 61, "x" * 59 + "…"), ("a\u2028b", "a")],
)
def test_a_title_has_at_most_sixty_characters(text, title):
    assert title_of(text) == title


def test_discarding_a_failed_answer_shows_what_was_there_before():
    conversation = new_conversation("p", "m")
    question, reply = asked(conversation, "one", "1")
    failed = conversation.answer(question.uuid, "m", "o")

    conversation.discard(failed.uuid)

    assert conversation.path() == [question, reply]
    assert conversation.siblings(reply.uuid) == [reply]


def test_discarding_the_first_question_leaves_an_empty_conversation():
    conversation = new_conversation("p", "m")
    question = conversation.ask("one")
    answer = conversation.answer(question.uuid, "m", "o")

    conversation.discard(answer.uuid)
    conversation.discard(question.uuid)

    assert (conversation.turns, conversation.leaf, conversation.title) == ({}, None, "")
    assert texts([conversation.ask("two")]) == ["two"]


def test_a_turn_that_others_follow_is_not_discarded():
    conversation = new_conversation("p", "m")
    question, _ = asked(conversation, "one", "1")

    with pytest.raises(ValueError, match="follow"):
        conversation.discard(question.uuid)

    assert texts(conversation.path()) == ["one", "1"]


def test_the_messages_of_a_request_are_the_path_up_to_its_question():
    conversation = new_conversation("p", "m")
    conversation.system_prompt = "Be brief."
    _, reply = asked(conversation, "one", "1")
    reply.parts.insert(0, Part("reasoning", "secret thoughts"))
    asked(conversation, "cut", "half", State.INTERRUPTED)
    asked(conversation, "empty", "")
    asked(conversation, "broken", "some", State.FAILED)
    last, _ = asked(conversation, "two", "not yet")

    assert conversation.messages(last.uuid) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "one"},
        {"role": "assistant", "content": "1"},
        {"role": "user", "content": "cut"},
        {"role": "assistant", "content": "half"},
        {"role": "user", "content": "empty"},
        {"role": "user", "content": "broken"},
        {"role": "user", "content": "two"},
    ]


def test_without_a_system_prompt_none_is_sent():
    conversation = new_conversation("p", "m")
    question = conversation.ask("one")

    assert conversation.messages(question.uuid) == [{"role": "user", "content": "one"}]


def test_a_turn_whose_parent_is_lost_can_still_be_reached():
    turns = [Turn("a", "lost", "user"), Turn("b", "a", "assistant"), Turn("c", None, "user")]

    conversation = Conversation("x", leaf="gone", turns={turn.uuid: turn for turn in turns})

    assert [turn.uuid for turn in conversation.path()] == ["c"]
    conversation.select("a")
    assert [turn.uuid for turn in conversation.path()] == ["a", "b"]


def test_a_ring_of_parents_ends():
    turns = [Turn("a", "b", "user"), Turn("b", "a", "assistant")]

    conversation = Conversation("x", leaf="a", turns={turn.uuid: turn for turn in turns})
    conversation.select("b")

    assert {turn.uuid for turn in conversation.path()} == {"a", "b"}


def test_siblings_on_a_long_path_do_not_cost_its_square():
    conversation = new_conversation("p", "m")
    for number in range(5_000):
        asked(conversation, f"q{number}", "a")

    began = time.perf_counter()
    found = [conversation.siblings(turn.uuid) for turn in conversation.path()]

    assert len(found) == 10_000
    assert time.perf_counter() - began < 5  # about 10 ms


def test_a_copy_without_turns_does_not_change_with_its_conversation():
    conversation = new_conversation("p", "m")
    asked(conversation, "one", "1")
    conversation.parameters["stop"] = ["a"]

    copy = conversation.without_turns()
    conversation.parameters["stop"].append("b")
    conversation.title = "other"

    assert (copy.title, copy.parameters, copy.turns, copy.leaf) == ("one", {"stop": ["a"]}, {}, conversation.leaf)
    assert len(conversation.path()) == 2


def test_what_is_attached_belongs_to_its_question_and_may_name_the_conversation():
    conversation = new_conversation("p", "m")
    picture = Attachment("image", "cat.png", "image/png", b"x")

    question = conversation.ask("", attachments=[picture])

    assert conversation.title == "cat.png"
    assert attachments_in(question.parts) == (picture,)
    assert conversation.messages(question.uuid)[0]["content"][0]["type"] == "image_url"
    conversation.discard(question.uuid)
    assert conversation.title == ""


def test_a_copy_has_the_attachments_of_its_turns_but_not_those_of_the_draft():
    conversation = new_conversation("p", "m")
    conversation.ask("q", attachments=[text_attachment("a.txt", "text")])
    conversation.draft_parts = [Part("file", "{}")]

    copy = conversation.duplicate("copy")

    assert [one.name for one in attachments_in(copy.path()[0].parts)] == ["a.txt"]
    assert copy.draft_parts == []


def _names(conversation):
    return [turn.text for turn in conversation.path()]


@pytest.fixture
def four():
    """Two questions with their answers."""
    conversation = new_conversation("p", "m")
    for number in (1, 2):
        question = conversation.ask(f"q{number}")
        conversation.answer(question.uuid, "m", "https://api.example").append("text", f"a{number}")
    return conversation


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_one_turn_goes_and_what_follows_it_stays_and_it_can_be_put_back(four, at):
    turn = four.path()[at]

    followers = four.remove(turn.uuid)
    left = _names(four)
    four.put_back(turn, followers)

    assert left == [name for number, name in enumerate(["q1", "a1", "q2", "a2"]) if number != at]
    assert _names(four) == ["q1", "a1", "q2", "a2"]


def test_a_version_that_goes_leaves_the_others_and_comes_back_to_its_place(four):
    question = four.path()[2]
    first = four.path()[3]
    second = four.answer(question.uuid, "m", "https://api.example")
    second.append("text", "other")

    followers = four.remove(first.uuid)
    assert _names(four)[-1] == "other"
    assert [one.uuid for one in four.siblings(second.uuid)] == [second.uuid]

    four.put_back(first, followers)
    assert _names(four)[-1] == "a2"
    assert len(four.siblings(second.uuid)) == 2


def test_what_was_deleted_meanwhile_does_not_come_back_with_the_turn_before_it(four):
    _, answer, question, _ = four.path()
    followers = four.remove(answer.uuid)
    four.remove(question.uuid)

    four.put_back(answer, followers)

    assert question.uuid not in four.turns
    assert answer.uuid in four.turns


def test_an_answer_without_its_question_has_none_to_be_asked_again(four):
    question, answer, *_ = four.path()
    assert four.question_of(answer.uuid) is question
    assert four.question_of(question.uuid) is None

    four.remove(question.uuid)

    assert four.question_of(answer.uuid) is None
    assert four.question_of(four.path()[-1].uuid).text == "q2"


def test_a_question_below_an_answer_is_not_answered_by_the_answer_below_it(four):
    answers = [turn for turn in four.path() if turn.role == "assistant"]

    four.remove(four.path()[2].uuid)

    assert answers[1].parent == answers[0].uuid
    assert four.question_of(answers[1].uuid) is None
