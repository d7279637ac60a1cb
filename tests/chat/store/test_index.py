from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.conversation import Part, State, new_conversation
from desktop.chat.store.grams import index_grams, match_query, terms
from desktop.chat.store.index import SLICE, WHOLE_FROM, Indexing, check, has_index, note_change, start_anew, text_of
from desktop.chat.store.migrations import STEPS, migrate
from desktop.chat.store.opening import open_read_only
from desktop.chat.store.search import search
from desktop.chat.store.store import Store


@pytest.fixture
def store(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    return store


def index_of(store):
    """The row ids of the turns that can be found by their own text, and of those that are to be indexed."""
    connection = store._connection
    indexed = set()
    for (row_id,) in connection.execute("SELECT id FROM turn").fetchall():
        match = connection.execute(
            "SELECT 1 FROM message_index WHERE message_index MATCH ? AND rowid = ?",
            (match_query(terms(text_of(connection, row_id))), row_id),
        )
        if match.fetchone():
            indexed.add(row_id)
    return indexed, {row_id for (row_id,) in connection.execute("SELECT turn FROM unindexed")}


def test_a_turn_stands_in_the_index_or_among_those_to_come_never_in_both(store, turns):
    assert index_of(store) == (set(), {1, 2})

    assert store.index_some() is False
    assert index_of(store) == ({1, 2}, set())

    store.append_parts(turns[1].uuid, [Part("text", "!")])
    assert index_of(store)[1] == {2}


def test_an_answer_that_still_comes_is_indexed_when_it_has_ended(store, conversation, turns):
    turns[1].state = State.STREAMING
    store.save(conversation, [turns[1]])
    store.index_some()
    assert index_of(store) == ({1}, {2})

    turns[1].state = State.COMPLETE
    store.save(conversation, [turns[1]])
    store.index_some()
    assert index_of(store) == ({1, 2}, set())


def test_a_question_waits_for_its_answer_where_there_is_time(store, conversation, turns):
    turns[1].state = State.STREAMING
    store.save(conversation, [turns[1]])
    assert store.index_some(patient=True) is False
    assert index_of(store) == (set(), {1, 2})

    turns[1].state = State.COMPLETE
    store.save(conversation, [turns[1]])
    store.index_some(patient=True)

    assert index_of(store) == ({1, 2}, set())
    assert segments_of(store._connection) == 1


def test_many_turns_do_not_wait_for_an_answer_that_streams(store, conversation, turns):
    turns[1].state = State.STREAMING
    other = new_conversation("p", "m")
    store.save(conversation, [turns[1]])
    store.save(other, [other.ask(f"question {number}") for number in range(SLICE)])

    assert store.index_some(patient=True) is True

    assert len(index_of(store)[0]) == SLICE


def test_what_is_searched_is_the_text_not_the_reasoning(store):
    assert text_of(store._connection, 2) == "Hello"


def test_a_deleted_turn_leaves_no_trace_in_the_index(store, turns):
    store.index_some()

    store.delete_turn(turns[1].uuid)
    store.index_some()

    match = "SELECT COUNT(*) FROM message_index WHERE message_index MATCH 'hel'"
    assert store._connection.execute(match).fetchone()[0] == 0


def test_an_index_that_is_damaged_does_not_keep_a_message_from_being_saved(store, conversation, turns):
    store.index_some()
    store._connection.execute("UPDATE message_index_data SET block = zeroblob(40) WHERE id > 1")

    turns[1].append("text", " more")
    store.save(conversation, [turns[1]])
    while store.index_some():
        pass

    assert store.load(conversation.uuid).turns[turns[1].uuid].text == "Hello more"
    assert [hit.turn for hits in store.search("more") for hit in hits] == [turns[1].uuid]


def test_a_database_of_the_first_version_is_indexed_after_it_was_opened(path, conversation, turns):
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for statement in STEPS[0].statements:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO conversation (id, uuid, title) VALUES (1, 'c', 'title')")
        old.execute("INSERT INTO turn (id, uuid, conversation, role, state) VALUES (1, 't', 1, 'user', 'complete')")
        old.execute("INSERT INTO part (turn, seq, kind, body) VALUES (1, 0, 'text', '零度对话')")
        assert not has_index(old)

    with closing(Store(path)) as store:
        assert store.opening().writable
        assert [hit.turn for hits in store.search("度对") for hit in hits] == ["t"]
        assert store.index_some() is False
        assert [hit.turn for hits in store.search("度对") for hit in hits] == ["t"]
        assert index_of(store) == ({1}, set())


@pytest.fixture
def older(path):
    """A database of the version whose index held no sixes, with an answer in it that was indexed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, path, [step for step in STEPS if step.version < WHOLE_FROM])
        old.execute("INSERT INTO conversation (id, uuid, title) VALUES (1, 'c', 'title')")
        old.execute("INSERT INTO turn (id, uuid, conversation, role, state) VALUES (1, 't', 1, 'user', 'complete')")
        old.execute("INSERT INTO part (turn, seq, kind, body) VALUES (1, 0, 'text', 'wonderful')")
        grams = " ".join(gram for gram in index_grams("wonderful").split() if len(gram) < 6)
        old.execute("INSERT INTO message_index (rowid, grams) VALUES (1, ?)", (grams,))


@pytest.mark.parametrize("query", ["wonderful", "onderfu", "wond"])
def test_an_index_without_sixes_is_made_anew(path, older, query):
    with closing(Store(path)) as store:
        assert store.opening().writable
        before = [hit.turn for hits in store.search(query) for hit in hits]
        while store.index_some():
            pass
        after = [hit.turn for hits in store.search(query) for hit in hits]

        assert (before, after) == (["t"], ["t"])
        assert index_of(store) == ({1}, set())


def test_an_index_without_sixes_that_cannot_be_made_anew_is_not_searched_by(path, older):
    connection = open_read_only(path)

    assert [hit.turn for hits in search(connection, "wonderful") for hit in hits] == ["t"]
    connection.close()


def test_a_slice_is_bounded_and_says_whether_more_is_left(store):
    other = new_conversation("p", "m")
    store.save(other, [other.ask(f"question {number}") for number in range(5)])
    connection = store._connection

    left = [Indexing().some(connection, 3) for _ in range(3)]

    assert left == [True, True, False]


def test_a_change_noted_twice_is_noted_with_what_the_index_holds(store, turns):
    store.index_some()
    connection = store._connection

    note_change(connection, 2)
    connection.execute("UPDATE part SET body = 'other' WHERE turn = 2")
    note_change(connection, 2)

    assert connection.execute("SELECT grams FROM unindexed").fetchall()[0][0].split()[:3] == ["e", "el", "ell"]
    store.index_some()
    assert [hit.turn for hits in store.search("other") for hit in hits] == [turns[1].uuid]
    assert connection.execute("SELECT 1 FROM message_index WHERE message_index MATCH 'hel'").fetchone() is None


def test_an_index_made_anew_is_empty_and_every_turn_is_to_come(store):
    store.index_some()

    start_anew(store._connection)

    assert index_of(store) == (set(), {1, 2})


class Complaining:
    """A connection whose check says these words."""

    def __init__(self, *words):
        self.words = words

    def execute(self, _query):
        return [(words,) for words in self.words]


def test_a_large_message_is_indexed_in_slices_and_taken_out_as_it_was(store, monkeypatch):
    monkeypatch.setattr("desktop.chat.store.index.LARGE", 1000)
    monkeypatch.setattr("desktop.chat.store.index.PIECE", 1000)
    monkeypatch.setattr("desktop.chat.store.index.SLICE_S", 0.0)
    chat = new_conversation("p", "m")
    question = chat.ask("".join(f"{number:x}词" for number in range(5000)) + " 量子纠缠")
    store.save(chat, [question])

    steps = 1
    while store.index_some():
        steps += 1
        assert len([hit for hits in store.search("量子纠缠") for hit in hits]) == 1

    assert steps > 10
    assert len([hit for hits in store.search("1387词") for hit in hits]) == 1
    question.parts = [Part("text", "short")]
    store.save(chat, [question])
    (noted,) = store._connection.execute("SELECT grams FROM unindexed").fetchone()
    assert noted.startswith("\n0词1词")
    while store.index_some():
        pass
    match = "SELECT 1 FROM message_index WHERE message_index MATCH ?"
    assert store._connection.execute(match, ("量子",)).fetchone() is None
    assert store._connection.execute(match, ("sho",)).fetchone() is not None


def segments_of(connection):
    """How many segments the index consists of: each is written, and merged with others later."""
    return connection.execute("SELECT COUNT(DISTINCT segid) FROM message_index_idx").fetchone()[0]


def test_what_a_step_brings_is_one_segment_whatever_it_has_gathered(store, monkeypatch):
    monkeypatch.setattr("desktop.chat.store.index.PIECE", 100)
    chat = new_conversation("p", "m")
    store.save(chat, [chat.ask(f"{number} 零度对话 and more " * 40) for number in range(5)])

    assert store.index_some() is False

    assert segments_of(store._connection) == 1
    assert len(index_of(store)[0]) == 7


def test_grams_that_are_only_gathered_write_nothing(store, monkeypatch):
    store.index_some()
    monkeypatch.setattr("desktop.chat.store.index.PIECE", 100)
    monkeypatch.setattr("desktop.chat.store.index.SLICE_S", 0.0)
    chat = new_conversation("p", "m")
    store.save(chat, [chat.ask("零度对话 and more " * 40)])
    before = store._connection.total_changes

    assert store.index_some() is True

    assert store._connection.total_changes == before
    while store.index_some():
        pass
    assert index_of(store)[1] == set()


def test_trouble_of_the_index_alone_is_no_damage(store):
    assert check(store._connection) == ("", False)
    words = "malformed inverted index for FTS5 table main.message_index"
    assert check(Complaining(words)) == ("", True)
    assert check(Complaining(words, "row 5 missing from index turn_conversation")) == (
        "row 5 missing from index turn_conversation",
        True,
    )


def test_a_slice_ends_after_its_time_too(store, monkeypatch):
    monkeypatch.setattr("desktop.chat.store.index.SLICE_S", 0.0)
    chat = new_conversation("p", "m")
    store.save(chat, [chat.ask("零度") for _ in range(3)])

    indexing = Indexing()
    steps = [indexing.some(store._connection, 40) for _ in range(20)]

    assert steps.count(True) >= 3
    assert steps[-1] is False
