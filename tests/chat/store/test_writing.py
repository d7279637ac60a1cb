from __future__ import annotations

import pytest

from desktop.chat.attachments import Attachment
from desktop.chat.conversation import Part, State, new_conversation
from desktop.chat.store.opening import wal_of
from desktop.chat.store.writing import CHANGEABLE, ERASED_BYTES, ROW_BYTES, delete_some, missing_turns
from desktop.errors import StoreError


def test_one_field_changes_and_the_others_stay(open_store, conversation, turns):
    store = open_store()
    conversation.system_prompt = "be short"
    store.save(conversation, turns)

    store.change(conversation.uuid, {"title": "new", "folder": "work", "pinned": 1, "unread": 1})
    store.change(conversation.uuid, {"scroll": '["t", 3, 12]'})

    found = store.load(conversation.uuid)
    assert (found.title, found.folder, found.pinned, found.unread) == ("new", "work", True, True)
    assert found.scroll == ("t", 3, 12)
    assert found.system_prompt == "be short"
    assert store.list_conversations()[0].unread


def test_a_field_that_is_not_the_lists_business_cannot_be_changed_so(open_store, conversation):
    store = open_store()
    store.save(conversation)

    assert "uuid" not in CHANGEABLE
    with pytest.raises(ValueError, match="uuid"):
        store.change(conversation.uuid, {"uuid": "other"})


def test_a_conversation_that_is_not_there_cannot_be_changed(open_store):
    with pytest.raises(StoreError, match="no such conversation"):
        open_store().change("nobody", {"title": "x"})


def test_what_continue_added_stays_a_part_of_its_own(open_store, conversation, turns):
    store = open_store()
    answer = turns[1]
    answer.begin_stretch()
    answer.append("text", " and")
    answer.append("text", " on")
    answer.state = State.COMPLETE

    store.save(conversation, turns)

    found = store.load(conversation.uuid).turns[answer.uuid]
    assert [(part.kind, part.body, part.fresh) for part in found.parts] == [
        ("reasoning", "thinking", False),
        ("text", "Hello", False),
        ("text", " and on", True),
    ]
    assert found.text == "Hello and on"


def test_turns_that_are_stored_are_told_from_those_that_are_not(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns[:1])

    assert missing_turns(store._connection, turns) == turns[1:]


def test_a_long_conversation_is_deleted_in_steps(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    long = new_conversation("p", "m")
    store.save(long, [long.ask(str(number)) for number in range(7)])
    connection = store._connection

    assert [delete_some(connection, long.uuid, 3) for _ in range(3)] == [True, True, False]

    assert [one.uuid for one in store.list_conversations()] == [conversation.uuid]
    assert store.load(conversation.uuid).path()[1].text == "Hello"


def test_turns_with_large_attachments_are_deleted_a_few_at_a_time(open_store):
    store = open_store()
    chat = new_conversation("p", "m")
    picture = Attachment("image", "a.png", "image/png", bytes(ERASED_BYTES // 2 + 1))
    store.save(chat, [chat.ask(str(number), attachments=[picture]) for number in range(5)])

    steps = [delete_some(store._connection, chat.uuid, 100) for _ in range(3)]

    assert steps == [True, True, False]
    assert store.list_conversations() == ()


def rows(store, turn):
    query = "SELECT part.kind, part.body, part.fresh FROM part JOIN turn ON turn.id = part.turn WHERE turn.uuid = ?"
    return [tuple(row) for row in store._connection.execute(f"{query} ORDER BY seq", (turn.uuid,))]


@pytest.fixture
def stored(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    return store


def test_new_text_joins_the_last_row_until_a_page_is_full(stored, turns):
    for _ in range(6):
        stored.append_parts(turns[1].uuid, [Part("text", "字\0" * 60)])

    found = rows(stored, turns[1])
    assert [kind for kind, _body, _fresh in found] == ["reasoning", "text", "text"]
    assert max(len(body.encode()) for _kind, body, _fresh in found) <= ROW_BYTES
    assert "".join(body for kind, body, _fresh in found if kind == "text") == "Hello" + "字\0" * 360


def test_a_flush_writes_little_more_than_its_text(stored, turns, path):
    stored._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    text = "零度 and more " * 56

    for _ in range(30):
        stored.append_parts(turns[1].uuid, [Part("text", text)])

    # Each commit stands in the log with every page that it changed.
    assert wal_of(path).stat().st_size <= 5 * 30 * len(text.encode())


@pytest.mark.parametrize("part", [Part("reasoning", "x"), Part("text", "x", fresh=True), Part("tool_call", "{}")])
def test_what_is_of_another_kind_or_a_stretch_of_its_own_has_its_own_row(stored, turns, part):
    stored.append_parts(turns[1].uuid, [part])

    assert rows(stored, turns[1])[-1] == (part.kind, part.body, int(part.fresh))


def test_two_tool_calls_stay_two(stored, turns):
    stored.append_parts(turns[1].uuid, [Part("tool_call", "{}")])
    stored.append_parts(turns[1].uuid, [Part("tool_call", "{}")])

    assert [kind for kind, *_ in rows(stored, turns[1])][-2:] == ["tool_call", "tool_call"]


def test_an_answer_that_has_grown_is_not_written_again(stored, conversation, turns):
    turns[1].append("text", " more")
    turns[1].begin_stretch()
    turns[1].append("text", "and on")

    stored.save(conversation, turns)

    assert rows(stored, turns[1])[-3:] == [("text", "Hello", 0), ("text", " more", 0), ("text", "and on", 1)]
    assert stored.load(conversation.uuid).turns[turns[1].uuid].parts == turns[1].parts


@pytest.mark.parametrize(
    "parts", [[Part("text", "Hell")], [Part("text", "Hello", fresh=True)], [Part("refusal", "Hello")], []]
)
def test_an_answer_that_is_another_one_is_written_again(stored, conversation, turns, parts):
    turns[1].parts = parts

    stored.save(conversation, turns)

    assert stored.load(conversation.uuid).turns[turns[1].uuid].parts == parts
