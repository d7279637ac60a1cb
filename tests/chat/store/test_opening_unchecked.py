"""A large database is used before it is looked through: what is found then, and what was written meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.store import Store


@pytest.fixture
def left_open_and_large(left_open, path, monkeypatch):
    """A database that a killed process left, and that counts as too large to be checked before it is opened."""
    monkeypatch.setattr("desktop.chat.store.opening.CHECKED_AT_ONCE_BYTES", 0)
    with closing(sqlite3.connect(path)) as file:
        file.executemany(
            "INSERT INTO part (turn, seq, kind, body) VALUES (1, ?, 'text', ?)", [(n, "y" * 3000) for n in range(9, 40)]
        )
        file.commit()
    return left_open


def ended(steps):
    """What a generator returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_large_file_is_checked_after_it_is_opened_and_used_meanwhile(left_open_and_large, path, open_store):
    store = open_store()
    assert store.unchecked

    steps = store.look_through()
    next(steps)
    conversation = store.load(left_open_and_large)
    store.save(conversation, [conversation.ask("meanwhile")])

    assert ended(steps) is None
    assert not store.unchecked
    store.close()
    with closing(Store(path)) as again:
        assert again.opening().reason == ""
        assert not again.unchecked
        assert [turn.text for turn in again.load(left_open_and_large).path()][-1] == "meanwhile"


def test_damage_that_is_found_afterwards_costs_nothing_that_was_written_meanwhile(left_open_and_large, path):
    with closing(sqlite3.connect(path)) as file:
        (root,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'turn_conversation'").fetchone()
    raw = bytearray(path.read_bytes())
    raw[(root - 1) * PAGE_SIZE + 3] ^= 0xFF
    path.write_bytes(raw)

    with closing(Store(path)) as store:
        assert (store.opening().reason, store.unchecked) == ("", True)
        steps = store.look_through()
        next(steps)
        conversation = new_conversation("p", "m")
        store.append_parts(other_turn(store), [Part("text", " and more")])
        store.save(conversation)
        status = ended(steps)

        assert (status.writable, status.reason) == (True, "damaged")
        assert {one.uuid for one in store.list_conversations()} == {left_open_and_large, conversation.uuid}
        answer = store.load(left_open_and_large).path()[-1]
        assert (answer.text[-13:], answer.state.value) == ("half and more", "interrupted")
    assert status.path.exists()


def other_turn(store):
    """The uuid of the answer that was left open."""
    return store._connection.execute("SELECT uuid FROM turn WHERE role = 'assistant'").fetchone()[0]


def test_a_check_that_was_not_ended_is_done_at_the_next_start(left_open_and_large, path):
    for _ in range(2):
        with closing(Store(path)) as store:
            store.opening()
            assert store.unchecked
            next(store.look_through())


def test_a_database_that_ended_well_is_looked_through_too(stored, open_store):
    store = open_store()

    assert not store.unchecked
    assert ended(store.look_through()) is None
