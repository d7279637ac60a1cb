from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.conversation import new_conversation
from desktop.chat.store.checking import CHECKPOINT_PAGES, FileCheck, checked_beside, facts_of


@pytest.fixture
def store(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    return store


def checked(path, **options):
    check = FileCheck(path, **options)
    check.start()
    check.join()
    return check


def test_a_sound_file_has_no_damage_and_its_facts(store, path):
    store.close()

    check = checked(path, sync=True)

    assert (check.damage, check.index_is_broken, check.error) == ("", False, None)
    with closing(sqlite3.connect(path)) as file:
        assert check.facts == facts_of(file)


def test_a_message_without_its_conversation_is_damage(store, path):
    store.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM conversation")
        file.commit()

    assert checked(path).damage == "messages have lost their conversation"


def test_rubbish_is_damage_and_a_file_that_is_gone_is_not(path):
    path.write_bytes(b"rubbish" * 1000)

    assert checked(path).damage
    path.unlink()
    gone = checked(path)
    assert (gone.damage, gone.error.reason) == ("", "read_only")


def test_what_is_written_beside_the_check_stays_out_of_the_file(store, path):
    connection = store._connection
    steps = checked_beside(connection, path, quick=False)
    next(steps)
    before = path.read_bytes()

    chat = new_conversation("p", "m")
    for _ in range(3):
        store.save(chat, [chat.ask("x" * 3_000_000)])

    assert path.read_bytes() == before
    for _ in steps:
        pass
    assert connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == CHECKPOINT_PAGES
