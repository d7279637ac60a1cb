from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.chat.attachments import Attachment, attachments_in, part_of, text_attachment
from desktop.chat.conversation import Conversation, Part, State, Turn, new_conversation
from desktop.chat.store.migrations import STEPS
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.rows import clean
from desktop.chat.store.store import Store
from desktop.errors import StoreError

anything = st.text(st.characters(exclude_categories=()), max_size=40)
moments = st.none() | st.floats(0, 1e11)
json_objects = st.none() | st.dictionaries(
    anything.map(clean), anything.map(clean) | st.integers() | st.none(), max_size=3
)


def parts():
    return st.lists(
        st.builds(Part, st.sampled_from(["text", "reasoning", "tool_call", "refusal"]), anything), max_size=5
    )


def some_turns():
    return st.builds(
        Turn,
        uuid=st.uuids().map(str),
        parent=st.none() | anything,
        role=st.sampled_from(["user", "assistant"]),
        state=st.sampled_from([state for state in State if state is not State.STREAMING]),
        parts=parts(),
        finish_reason=st.none() | anything,
        model_asked=anything,
        model_answered=st.none() | anything,
        origin=anything,
        usage=json_objects,
        created_at=st.floats(0, 1e11),
        sent_at=moments,
        first_token_at=moments,
        ended_at=moments,
        reasoning_ms=st.none() | st.integers(0, 2**50),
        requests_sent=st.integers(0, 9),
        request_id=st.none() | anything,
        error=json_objects,
    )


def cleaned(turn: Turn) -> Turn:
    """The turn as the database gives it back: valid Unicode, neighbours of one kind joined."""
    changes = {}
    for field in dataclasses.fields(turn):
        value = getattr(turn, field.name)
        if isinstance(value, str) and field.name != "state":
            changes[field.name] = clean(value)
    joined: list[Part] = []
    for part in turn.parts:
        if joined and joined[-1].kind == part.kind and part.kind != "tool_call":
            joined[-1].append(part.body)
        else:
            joined.append(Part(part.kind, part.body))
    changes["parts"] = [Part(part.kind, clean(part.body)) for part in joined]
    return dataclasses.replace(turn, **changes)


def reopened(store: Store, open_store) -> Store:
    store.close()
    return open_store()


def test_a_conversation_survives_a_restart(open_store, conversation, turns):
    conversation.parameters = {"temperature": 0.5, "stop": ["停"]}
    conversation.draft = "草稿 \ud83c end"
    conversation.pinned = True
    store = open_store()
    store.save(conversation, turns)

    found = reopened(store, open_store).load(conversation.uuid)

    assert found == dataclasses.replace(conversation, draft="草稿 \ufffd end")
    assert [turn.text for turn in found.path()] == ["你好 🌍", "Hello"]
    assert found.path()[1].reasoning == "thinking"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turn=some_turns())
def test_any_turn_comes_back_as_it_was(open_store, path, turn):
    store = Store(path)
    store.opening()
    conversation = new_conversation("p", "m")
    try:
        store.save(conversation)
        store.save(conversation, [turn])
        found = store.load(conversation.uuid).turns
    finally:
        store.close()

    assert found == {turn.uuid: cleaned(turn)}


def test_the_list_shows_what_was_changed_last_first_and_the_trash_too(open_store):
    store = open_store()
    old, new = (Conversation(uuid, title=uuid, created_at=1.0, updated_at=at) for uuid, at in (("a", 2.0), ("b", 3.0)))
    store.save(old)
    store.save(new)
    store.change("b", {"trashed_at": 9.0})

    assert [(one.uuid, one.updated_at, one.trashed_at) for one in store.list_conversations()] == [
        ("b", 3.0, 9.0),
        ("a", 2.0, None),
    ]
    store.change("b", {"trashed_at": None})
    assert store.list_conversations()[0].trashed_at is None


def test_siblings_keep_their_order_whatever_their_clock_says(open_store, conversation, turns):
    question = turns[0]
    for number in range(3):
        again = conversation.answer(question.uuid, f"m{number}", "o")
        again.state, again.created_at = State.COMPLETE, 1000.0 - number
    store = open_store()
    store.save(conversation, list(conversation.turns.values()))
    store.save(conversation, [turns[1]])

    found = store.load(conversation.uuid)

    expected = [turn.uuid for turn in conversation.siblings(turns[1].uuid)]
    assert [turn.uuid for turn in found.siblings(turns[1].uuid)] == expected
    assert found.leaf == conversation.leaf


def test_flushes_are_joined_when_loaded_and_when_the_turn_is_saved(open_store, conversation, turns, path):
    answer = turns[1]
    store = open_store()
    store.save(conversation, turns)

    store.append_parts(answer.uuid, [Part("text", ", wor"), Part("text", "ld")])
    store.append_parts(answer.uuid, [Part("text", "!")])
    assert store.load(conversation.uuid).turns[answer.uuid].parts == [
        Part("reasoning", "thinking"),
        Part("text", "Hello, world!"),
    ]

    answer.append("text", ", world!")
    store.save(conversation, [answer])
    store.close()
    with closing(sqlite3.connect(path)) as file:
        kinds = "SELECT kind FROM part JOIN turn ON turn.id = part.turn WHERE uuid = ? ORDER BY seq"
        assert file.execute(kinds, (answer.uuid,)).fetchall() == [("reasoning",), ("text",)]


def test_a_deleted_turn_is_gone_with_its_parts(open_store, conversation, turns, path):
    store = open_store()
    store.save(conversation, turns)

    store.delete_turn(turns[1].uuid)
    store.delete_turn("never was")

    assert list(store.load(conversation.uuid).turns) == [turns[0].uuid]
    store.close()
    assert b"thinking" not in path.read_bytes()


def test_what_does_not_exist_is_an_error_in_words(open_store):
    store = open_store()

    for call in (
        lambda: store.load("x"),
        lambda: store.append_parts("x", [Part("text", "y")]),
        lambda: store.change("x", {"trashed_at": 1.0}),
    ):
        with pytest.raises(StoreError, match="there is no such") as caught:
            call()
        assert caught.value.reason == "other"


def test_a_save_that_fails_leaves_nothing_behind(open_store, conversation, turns):
    store = open_store()
    turns[1].requests_sent = 2**70

    with pytest.raises(OverflowError):
        store.save(conversation, turns)

    assert store.list_conversations() == ()
    turns[1].requests_sent = 1
    store.save(conversation, turns)
    assert len(store.load(conversation.uuid).turns) == 2


def test_a_message_beside_a_damaged_page_is_still_shown(open_store, conversation, turns, path):
    store = open_store()
    big = conversation.answer(turns[0].uuid, "m", "o")
    big.append("text", "MARK" * 5000)
    big.state = State.COMPLETE
    store.save(conversation, list(conversation.turns.values()))
    store.close()
    raw = bytearray(path.read_bytes())
    full = PAGE_SIZE // 4 - 4
    page = next(at for at in range(0, len(raw), PAGE_SIZE) if raw[at : at + PAGE_SIZE].count(b"MARK") > full)
    raw[page : page + 4] = b"\xff\xff\xff\xff"  # the number of the page where the text goes on
    path.write_bytes(raw)

    store = open_store()
    found = store.load(conversation.uuid)

    assert found.turns[big.uuid].parts == [Part("damaged")]
    assert found.turns[turns[1].uuid].text == "Hello"
    store.save(conversation, [found.turns[big.uuid]])
    store.close()
    assert b"MARK" * 250 in path.read_bytes()
    with closing(Store(path)) as other:
        status = other.opening()
    assert status.reason == "damaged"


def test_a_turn_of_a_damaged_page_is_a_placeholder_and_the_others_stay_linked(open_store, path):
    conversation = new_conversation("p", "m")
    for number in range(40):
        conversation.ask(f"question {number}").model_asked = f"<{number}>" + "x" * 400
    store = open_store()
    store.save(conversation, list(conversation.turns.values()))
    store.close()
    raw = bytearray(path.read_bytes())
    page = raw.index(b"<20>") // PAGE_SIZE * PAGE_SIZE
    raw[page] = 0xFF  # no kind of page
    path.write_bytes(raw)

    found = open_store().load(conversation.uuid)

    lost = [turn for turn in found.turns.values() if turn.parts == [Part("damaged")]]
    assert 0 < len(lost) < 15
    assert len(found.path()) == 40
    assert found.path()[-1].text == "question 39"


def test_bytes_that_are_no_utf8_cost_one_character(open_store, conversation, turns, path):
    store = open_store()
    store.save(conversation, turns)
    store.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE part SET body = CAST(x'61ff62' AS TEXT) WHERE body = 'Hello'")
        file.execute("UPDATE turn SET usage = '{', role = NULL, requests_sent = 'many', state = 'paused'")
        file.execute("UPDATE conversation SET parameters = NULL, title = NULL, updated_at = NULL, leaf = NULL")
        file.commit()

    store = open_store()
    found = store.load(conversation.uuid)

    assert found.path()[1].text == "a\ufffdb"
    assert found.path()[1].usage is None
    assert store.list_conversations()[0].title == ""


def test_closing_twice_and_calling_after_it_raises_only_store_errors(open_store, conversation):
    store = open_store()
    store.close()
    store.close()

    assert store.list_conversations() == ()
    for call in (lambda: store.load("x"), lambda: store.save(conversation)):
        with pytest.raises(StoreError, match="not open"):
            call()


def test_the_data_model_is_that_of_the_last_step(open_store, path):
    open_store().close()

    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (STEPS[-1].version,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert dict(file.execute("SELECT key, value FROM meta"))["clean"] == "1"


def everything_on_disk(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


def test_what_is_erased_is_in_no_byte_of_database_index_and_log(open_store, path, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    doomed = [new_conversation("p", "m") for _ in range(30)]
    for chat in doomed:
        question = chat.ask("xqzjwv 绝密内容 " * 400)
        chat.draft = "geheimer entwurf"
        store.save(chat, [question])
    while store.index_some():
        pass
    raw = everything_on_disk(path)
    assert all(word.encode() in raw for word in ("xqzjwv", "绝密内容", "geheimer", "zjw"))

    counts = list(store.erase([chat.uuid for chat in doomed]))

    raw = everything_on_disk(path)
    found = [word for word in ("xqzjwv", "绝密", "geheimer", "qzj", "zjw") if word.encode() in raw]
    assert found == []
    assert counts[:30] == list(range(1, 31))
    assert store.load(conversation.uuid).path()[1].text == "Hello"
    assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert [hit.turn for hits in store.search("hello") for hit in hits] == [turns[1].uuid]


def test_adding_writes_what_is_missing_and_changes_nothing(open_store, conversation, turns):
    store = open_store()
    assert store.add(conversation) == (True, 2)

    conversation.title = "other"
    turns[1].append("text", " changed")
    new = conversation.ask("more")

    assert store.add(conversation) == (False, 1)
    found = store.load(conversation.uuid)
    assert (found.title, found.turns[turns[1].uuid].text) == ("你好 🌍", "Hello")
    assert found.turns[new.uuid].text == "more"


def test_there_is_something_to_lose_once_there_is_a_turn(open_store, conversation, turns):
    store = open_store()
    store.save(conversation)
    assert not store.has_turns()

    store.save(conversation, turns)
    assert store.has_turns()


def test_attachments_survive_a_restart_with_their_bytes(open_store, path):
    data = bytes(range(256)) * 4000
    chat = new_conversation("p", "m")
    question = chat.ask("look", attachments=[Attachment("image", "a.png", "image/png", data, 3, 2)])
    store = open_store()
    store.save(chat, [question])
    store.save_draft_parts(chat.uuid, [part_of(text_attachment("b.txt", "draft"))])

    found = reopened(store, open_store).load(chat.uuid)

    assert found.turns[question.uuid] == question
    assert [one.data for one in attachments_in(found.turns[question.uuid].parts)] == [data]
    assert [one.text for one in attachments_in(found.draft_parts)] == ["draft"]


def test_the_bytes_of_erased_attachments_are_in_no_file(open_store, path, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    doomed = new_conversation("p", "m")
    picture = Attachment("image", "secretname.png", "image/png", b"SECRETBYTES" * 50_000)
    store.save(doomed, [doomed.ask("look", attachments=[picture])])
    store.save_draft_parts(doomed.uuid, [part_of(text_attachment("d.txt", "DRAFTBYTES " * 5000))])
    words = (b"SECRETBYTES", b"DRAFTBYTES", b"secretname")
    assert all(word in everything_on_disk(path) for word in words)

    list(store.erase([doomed.uuid]))

    assert [word for word in words if word in everything_on_disk(path)] == []
    assert store.load(conversation.uuid).path()[1].text == "Hello"


def test_what_is_attached_to_a_draft_is_written_anew_and_needs_its_conversation(open_store, conversation):
    store = open_store()
    store.save(conversation)
    store.save_draft_parts(conversation.uuid, [part_of(text_attachment(name, name)) for name in ("a", "b")])
    store.save_draft_parts(conversation.uuid, [part_of(text_attachment("c", "c"))])

    assert [one.name for one in attachments_in(store.load(conversation.uuid).draft_parts)] == ["c"]
    store.save_draft_parts(conversation.uuid, [])
    assert store.load(conversation.uuid).draft_parts == []
    with pytest.raises(StoreError):
        store.save_draft_parts("nobody", [])
