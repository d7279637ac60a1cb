"""`desktop.chat.store.recovery`: a new database beside a damaged one is filled once."""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from desktop.chat.conversation import new_conversation
from desktop.chat.store.opening import keep_damaged, say_nothing
from desktop.chat.store.recovery import bring_back
from desktop.chat.store.store import Store
from desktop.errors import StoreError


@pytest.fixture
def fresh(path, conversation, turns):
    """An empty database in the place of one with a chat that was set aside."""
    with closing(Store(path)) as store:
        store.opening()
        store.save(conversation, turns)
    keep_damaged(path)
    store = Store(path)
    store._connect(say_nothing)
    yield store
    store.close()


def test_what_a_crash_broke_off_is_done_once(fresh, path, conversation):
    status = bring_back(fresh._connection, path, "", say_nothing)

    assert (status.reason, status.salvaged.conversations, status.path.name) == (
        "damaged",
        1,
        "conversations.damaged-1.db",
    )
    assert fresh.load(conversation.uuid).turns.keys() == conversation.turns.keys()
    assert bring_back(fresh._connection, path, "", say_nothing) is None


def test_given_up_it_leaves_the_new_database_empty(fresh, path, monkeypatch):
    monkeypatch.setattr("desktop.chat.store.pages.TELL_EVERY", 1)

    def give_up(_stage, _done, _total):
        raise StoreError("cancelled", reason="cancelled")

    with pytest.raises(StoreError):
        bring_back(fresh._connection, path, "", give_up)

    assert fresh.list_conversations() == ()
    assert bring_back(fresh._connection, path, "", say_nothing).salvaged.conversations == 1


@pytest.fixture
def backed_up(path, conversation, turns):
    """A database with a chat, its backup, and a second chat that only the database holds; gives the backup."""
    later = new_conversation("p", "m")
    later.ask("written later")
    with closing(Store(path)) as store:
        store.opening()
        store.save(conversation, turns)
        backup = store.back_up()
        store.save(later, list(later.turns.values()))
    return backup


def test_a_database_without_a_byte_comes_back_from_its_backup(backed_up, path, conversation):
    path.write_bytes(b"")

    with closing(Store(path)) as store:
        status = store.opening()

        assert (status.reason, status.backup, status.salvaged.turns) == ("damaged", backed_up, 2)
        assert store.load(conversation.uuid).turns.keys() == conversation.turns.keys()


def test_a_database_that_a_crash_left_without_a_byte_is_filled_from_the_damaged_one_before(backed_up, path):
    keep_damaged(path)
    path.touch()

    with closing(Store(path)) as store:
        status = store.opening()

        assert (status.reason, status.salvaged.conversations) == ("damaged", 2)


def test_a_backup_that_is_newer_than_the_damaged_database_of_long_ago_is_taken(backed_up, path):
    os.utime(keep_damaged(path), (1, 1))
    path.touch()

    with closing(Store(path)) as store:
        status = store.opening()

        assert (status.backup, status.salvaged.conversations) == (backed_up, 1)
