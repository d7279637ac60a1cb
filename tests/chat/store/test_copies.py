from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.copies import verified_copy
from desktop.chat.store.migrations import version_of
from desktop.chat.store.pages import PAGE_SIZE
from desktop.errors import StoreError


@pytest.fixture
def store(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    return store


def fill(store, count=2000):
    other = new_conversation("p", "m")
    store.save(other, [other.ask("x" * 3000) for _ in range(count)])
    return other


def test_a_copy_replaces_an_older_one_only_when_it_is_proven(store, tmp_path):
    target = tmp_path / "copy.db"
    target.write_bytes(b"older")

    verified_copy(store._connection, target, "the copy")

    with closing(sqlite3.connect(target)) as copy:
        assert version_of(copy) == version_of(store._connection)
        assert copy.execute("SELECT COUNT(*) FROM turn").fetchone() == (2,)
    assert target.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.glob("copy.db*")] == ["copy.db"]


def test_what_is_written_while_it_copies_is_in_the_copy(store, turns, tmp_path):
    fill(store)
    calls = []

    def pause(_done, _total):
        calls.append(None)
        if len(calls) <= 3:
            store.append_parts(turns[1].uuid, [Part("text", f" {len(calls)}")])

    copy = verified_copy(store._connection, tmp_path / "copy.db", "the copy", pause)

    assert len(calls) > 3
    with closing(sqlite3.connect(copy)) as file:
        (text,) = file.execute("SELECT group_concat(body, '') FROM part WHERE turn = 2 AND kind = 'text'").fetchone()
    assert text == "Hello 1 2 3"


def test_what_is_written_each_time_it_may_be_does_not_make_the_copy_wrong(store, turns, tmp_path):
    fill(store)

    verified_copy(
        store._connection,
        tmp_path / "copy.db",
        "the copy",
        lambda _done, _total: store.append_parts(turns[1].uuid, [Part("text", "more")]),
    )


@pytest.mark.parametrize("call", [1, 3, 9])
def test_a_copy_that_is_given_up_leaves_nothing(store, tmp_path, call):
    fill(store)
    calls = []

    def pause(_done, _total):
        calls.append(None)
        if len(calls) == call:
            raise StoreError("cancelled", reason="cancelled")

    with pytest.raises(StoreError) as caught:
        verified_copy(store._connection, tmp_path / "copy.db", "the copy", pause)

    assert caught.value.reason == "cancelled"
    assert list(tmp_path.glob("copy.db*")) == []


def test_a_copy_of_a_damaged_database_is_not_believed(store, path, tmp_path):
    fill(store)
    store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    (root,) = store._connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'turn_conversation'"
    ).fetchone()
    with path.open("rb+") as file:
        file.seek((root - 1) * PAGE_SIZE + 3)
        file.write(b"\xff\xff")
    store.close()

    with closing(sqlite3.connect(path)) as connection, pytest.raises(StoreError) as caught:
        verified_copy(connection, tmp_path / "copy.db", "the copy")

    assert caught.value.reason == "damaged"
    assert list(tmp_path.glob("copy.db*")) == []
