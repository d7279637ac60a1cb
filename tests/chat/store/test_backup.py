from __future__ import annotations

import shutil
from contextlib import closing
from types import SimpleNamespace

import pytest

from desktop.chat.store import backup
from desktop.chat.store.backup import EVERY_S, KEEP, backups_of, copies_of, folder_of, seconds_to_next
from desktop.chat.store.opening import keep_damaged
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.store import Store
from desktop.errors import StoreError


@pytest.fixture
def store(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    return store


def test_three_generations_are_kept_and_the_oldest_goes_last(store, path):
    made = [store.back_up() for _ in range(KEEP + 2)]

    assert backups_of(path) == made[: -KEEP - 1 : -1]
    assert folder_of(path).stat().st_mode & 0o777 == 0o700


def test_a_backup_holds_every_conversation(store, path, conversation):
    made = store.back_up()

    with closing(Store(made)) as copy:
        assert copy.opening().writable
        assert copy.load(conversation.uuid) == store.load(conversation.uuid)


def test_a_backup_that_cannot_be_read_back_is_not_reported_and_replaces_none(store, path, monkeypatch):
    good = [store.back_up() for _ in range(KEEP)]

    def damage(made, *_arguments):
        with made.open("rb+") as file:
            file.seek(2 * PAGE_SIZE)
            file.write(b"\xff" * PAGE_SIZE)
        return read_back(made, *_arguments)

    read_back = backup.verified_copy.__globals__["_read_back"]
    monkeypatch.setitem(backup.verified_copy.__globals__, "_read_back", damage)
    with pytest.raises(StoreError) as caught:
        store.back_up()

    assert caught.value.reason == "damaged"
    assert backups_of(path) == good[::-1]


def test_no_backup_is_made_that_would_fill_the_disk(store, path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**6))

    with pytest.raises(StoreError) as caught:
        store.back_up()

    assert caught.value.reason == "full"
    assert backups_of(path) == []


def test_the_next_backup_is_due_a_day_after_the_last(store, path):
    assert seconds_to_next(path, 0.0) == 0.0

    made = store.back_up()

    at = made.stat().st_mtime
    assert seconds_to_next(path, at) == EVERY_S
    assert seconds_to_next(path, at + EVERY_S) <= 0
    # A clock that was set back does not put it off for years.
    assert seconds_to_next(path, at - 10 * EVERY_S) == EVERY_S


def test_what_a_killed_backup_left_is_cleared(store, path):
    folder_of(path).mkdir()
    left = folder_of(path) / "conversations-20200101-000000.db.part"
    left.write_bytes(b"half")

    store.back_up()

    assert not left.exists()


def test_a_renewed_backup_is_the_only_copy_but_damaged_files_stay(store, path):
    old = [store.back_up(), store.back_up()]
    before = path.with_name("conversations.before-1.db")
    before.write_bytes(b"old")
    damaged = path.with_name("conversations.damaged-1.db")
    damaged.write_bytes(b"damaged")

    made = store.back_up(renew=True)

    assert copies_of(path) == [made, damaged]
    assert not any(file.exists() for file in [*old, before])


def test_a_lost_database_comes_back_from_its_newest_backup(store, path, conversation):
    store.back_up()
    newest = store.back_up()
    store.close()
    path.write_bytes(bytes(path.stat().st_size))

    with closing(Store(path)) as again:
        status = again.opening()

        assert (status.reason, status.backup) == ("damaged", newest)
        assert (status.salvaged.conversations, status.salvaged.turns) == (1, 2)
        assert again.load(conversation.uuid).path()[1].text == "Hello"
    assert keep_damaged(path).name == "conversations.damaged-2.db"
