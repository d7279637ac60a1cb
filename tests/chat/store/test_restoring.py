from __future__ import annotations

from contextlib import closing

import pytest

from desktop.chat.conversation import new_conversation
from desktop.chat.store.opening import staged_for
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.restoring import stage, swap
from desktop.chat.store.store import Store
from desktop.errors import StoreError


def nothing(_done, _total):
    pass


@pytest.fixture
def backup(open_store, conversation, turns):
    """A backup of one conversation; the database has another one since."""
    store = open_store()
    store.save(conversation, turns)
    made = store.back_up()
    later = new_conversation("p", "m")
    store.save(later, [later.ask("later")])
    store.close()
    return made


def uuids(path):
    with closing(Store(path)) as store:
        assert store.opening().reason == ""
        return {one.uuid for one in store.list_conversations()}


def test_a_restored_backup_is_opened_and_the_old_database_is_whole(backup, path, conversation, open_store):
    store = open_store()

    status = store.restore_backup(backup)

    assert (status.writable, status.reason) == (True, "")
    assert [one.uuid for one in store.list_conversations()] == [conversation.uuid]
    assert store.load(conversation.uuid).path()[1].text == "Hello"
    store.close()
    assert len(uuids(path.with_name("conversations.replaced-1.db"))) == 2
    assert backup.exists()


def test_a_second_restore_does_not_replace_what_the_first_kept(backup, path, open_store):
    store = open_store()
    store.restore_backup(backup)
    store.restore_backup(backup)
    store.close()

    assert len(uuids(path.with_name("conversations.replaced-1.db"))) == 2
    assert len(uuids(path.with_name("conversations.replaced-2.db"))) == 1


@pytest.mark.parametrize("renames", [0, 1])
def test_a_crash_amid_a_restore_leaves_the_one_or_the_other(backup, path, renames):
    before = uuids(path)
    stage(backup, path, nothing)
    if renames:
        path.rename(path.with_name("conversations.replaced-1.db"))

    assert uuids(path) == (uuids(backup) if renames else before)


def test_a_damaged_backup_is_not_staged(backup, path):
    raw = bytearray(backup.read_bytes())
    raw[PAGE_SIZE : 2 * PAGE_SIZE] = b"\xff" * PAGE_SIZE
    backup.write_bytes(raw)

    with pytest.raises(StoreError) as caught:
        stage(backup, path, nothing)

    assert caught.value.reason == "damaged"
    assert not staged_for(path).exists()
    assert list(path.parent.glob("*.part")) == []


def test_a_restore_that_is_given_up_leaves_nothing(backup, path, open_store):
    def give_up(_done, _total):
        raise StoreError("cancelled", reason="cancelled")

    store = open_store()
    with pytest.raises(StoreError):
        store.restore_backup(backup, give_up)

    assert len(store.list_conversations()) == 2
    assert not staged_for(path).exists()


def test_the_old_database_goes_aside_with_its_log(backup, path):
    stage(backup, path, nothing)
    path.with_name(path.name + "-wal").write_bytes(b"log")

    kept = swap(path)

    assert kept.with_name(kept.name + "-wal").read_bytes() == b"log"
    assert path.exists()
