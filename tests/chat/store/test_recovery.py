"""`desktop.chat.store.recovery`: a new database beside a damaged one is filled once."""

from __future__ import annotations

from contextlib import closing

import pytest

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
