from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import desktop
from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.checking import CHECKPOINT_PAGES
from desktop.chat.store.migrations import STEPS, Step, migrate
from desktop.chat.store.opening import DamagedError, keep_damaged, may_write, open_read_only, open_writable, wal_of
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.store import Store
from desktop.errors import StoreError

NEWER = (*STEPS, Step(STEPS[-1].version + 1, ("ALTER TABLE turn ADD COLUMN note TEXT",)))

LEFT_OPEN = """
import os, sys
from pathlib import Path
from desktop.chat.conversation import new_conversation
from desktop.chat.store.store import Store

store = Store(Path(sys.argv[1]))
store.opening()
conversation = new_conversation("p", "m")
question = conversation.ask("in the log only")
answer = conversation.answer(question.uuid, "m", "o")
answer.append("text", "half")
store.save(conversation, [question, answer])
print(conversation.uuid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def stored(open_store, conversation, turns):
    store = open_store()
    store.save(conversation, turns)
    store.close()
    return conversation


def pragma(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_connection_is_set_up_as_promised(path):
    with closing(open_writable(path, STEPS)) as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "locking_mode") == "exclusive"
        assert pragma(connection, "foreign_keys") == 1
        assert pragma(connection, "trusted_schema") == 0
        assert pragma(connection, "secure_delete") == 1
        assert path.stat().st_mode & 0o777 == 0o600
        assert wal_of(path).stat().st_mode & 0o777 == 0o600
        # An empty database beside a log that holds everything would be taken for damage.
        assert path.stat().st_size > 0


def test_a_file_others_could_read_is_closed_to_them(path, stored, open_store):
    path.chmod(0o644)

    open_store()

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_sound_database_opens_without_a_word(stored, path):
    store = Store(path)

    status = store.opening()
    store.close()

    assert (status.writable, status.reason, status.detail, status.path) == (True, "", "", path)
    assert not wal_of(path).exists()


@pytest.mark.parametrize(("before", "after"), [(None, PAGE_SIZE), (4096, 4096)])
def test_a_new_database_has_small_pages_and_an_older_one_keeps_its_own(path, before, after):
    if before is not None:
        with closing(sqlite3.connect(path, isolation_level=None)) as old:
            old.execute(f"PRAGMA page_size = {before}")
            migrate(old, path, STEPS[:1])

    with closing(open_writable(path, STEPS)) as connection:
        assert connection.execute("PRAGMA page_size").fetchone()[0] == after
        assert connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == CHECKPOINT_PAGES


def test_a_newer_database_opens_for_reading_and_names_its_version(path, stored):
    newer = Store(path, NEWER)
    newer.opening()
    newer.close()
    before = path.read_bytes()

    store = Store(path)
    status = store.opening()

    assert (status.writable, status.reason, status.detail) == (False, "newer", desktop.__version__)
    assert store.load(stored.uuid).path()[1].text == "Hello"
    assert len(store.list_conversations()) == 1
    with pytest.raises(StoreError) as caught:
        store.save(stored)
    assert caught.value.reason == "newer"
    store.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all" * 500, bytes(20_000), b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_file_is_renamed_and_reported(path, content, conversation, turns):
    path.write_bytes(content)

    store = Store(path)
    status = store.opening()

    kept = path.with_name("conversations.damaged-1.db")
    assert (status.writable, status.reason, status.path) == (True, "damaged", kept)
    assert kept.name in status.detail
    assert kept.read_bytes() == content
    store.save(conversation, turns)
    store.close()
    with closing(Store(path)) as other:
        assert other.opening().reason == ""


def test_a_second_damaged_file_does_not_replace_the_first(path):
    for number in (1, 2):
        path.write_bytes(b"damaged %d" % number * 500)
        store = Store(path)
        store.opening()
        store.close()
        path.unlink()

    assert [path.with_name(f"conversations.damaged-{number}.db").read_bytes()[:9] for number in (1, 2)] == [
        b"damaged 1",
        b"damaged 2",
    ]


def test_a_file_of_another_application_is_kept(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (name)")

    store = Store(path)
    status = store.opening()
    store.close()

    assert status.reason == "damaged"
    assert "another application" in status.detail


def test_a_log_without_its_database_is_kept(path):
    wal_of(path).write_bytes(b"text of someone")

    store = Store(path)
    status = store.opening()
    store.close()

    assert status.reason == "damaged"
    assert wal_of(status.path).read_bytes() == b"text of someone"


def test_after_an_unclean_end_the_whole_file_is_checked(child, path):
    process = child(LEFT_OPEN, path)
    process.communicate(timeout=60)
    with closing(sqlite3.connect(path)) as file:
        file.executemany(
            "INSERT INTO part (turn, seq, kind, body) VALUES (1, ?, 'text', ?)", [(n, "y" * 3000) for n in range(9, 40)]
        )
        file.commit()
        (root,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'part'").fetchone()
    raw = bytearray(path.read_bytes())
    raw[(root - 1) * PAGE_SIZE + 20] ^= 0xFF
    path.write_bytes(raw)

    store = Store(path)
    status = store.opening()
    store.close()

    assert status.reason == "damaged"
    assert status.path.read_bytes() == bytes(raw)


@pytest.fixture
def left_open_and_large(child, path, monkeypatch):
    """A database that a killed process left, and that counts as too large to be checked before it is opened."""
    monkeypatch.setattr("desktop.chat.store.opening.CHECKED_AT_ONCE_BYTES", 0)
    uuid = child(LEFT_OPEN, path).communicate(timeout=60)[0].strip()
    with closing(sqlite3.connect(path)) as file:
        file.executemany(
            "INSERT INTO part (turn, seq, kind, body) VALUES (1, ?, 'text', ?)", [(n, "y" * 3000) for n in range(9, 40)]
        )
        file.commit()
    return uuid


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


def test_opening_that_is_given_up_leaves_the_old_database(path, stored):
    def give_up(_stage, _done, _total):
        raise StoreError("cancelled", reason="cancelled")

    newer = Store(path, NEWER)
    status = newer.opening(give_up)
    newer.close()

    assert (status.writable, status.reason) == (False, "cancelled")
    with closing(Store(path)) as store:
        assert store.opening().reason == ""


def test_after_a_crash_streaming_is_interrupted(child, path, open_store):
    process = child(LEFT_OPEN, path)
    uuid = process.communicate(timeout=60)[0].strip()

    found = open_store().load(uuid)

    assert [(turn.text, turn.state.value) for turn in found.path()] == [
        ("in the log only", "complete"),
        ("half", "interrupted"),
    ]


def test_a_folder_that_cannot_be_written_is_read(path, stored, frozen):
    with frozen(path.parent):
        assert not may_write(path)
        store = Store(path)
        status = store.opening()

        assert (status.writable, status.reason) == (False, "read_only")
        assert store.load(stored.uuid).path()[1].text == "Hello"
        with pytest.raises(StoreError) as caught:
            store.save(stored)
        assert caught.value.reason == "read_only"
        store.close()


def test_text_in_the_log_is_read_from_a_folder_that_cannot_be_written(
    child, path, frozen, tmp_path_factory, monkeypatch
):
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    uuid = child(LEFT_OPEN, path).communicate(timeout=60)[0].strip()

    with frozen(path.parent):
        store = Store(path)
        status = store.opening()
        found = store.load(uuid)
        store.close()

    assert status.reason == "read_only"
    assert [turn.text for turn in found.path()] == ["in the log only", "half"]
    assert found.path()[1].state.value == "interrupted"
    assert list(temporary.iterdir()) == []


def test_a_first_start_in_a_folder_that_cannot_be_written_says_so(path, frozen):
    with frozen(path.parent):
        store = Store(path)
        status = store.opening()

        assert (status.writable, status.reason) == (False, "read_only")
        assert store.list_conversations() == ()
        store.close()


def test_a_missing_folder_is_told(tmp_path):
    with closing(Store(tmp_path / "gone" / "conversations.db")) as other:
        status = other.opening()

    assert (status.writable, status.reason) == (False, "other")
    assert "gone" in status.detail


def test_a_database_another_process_holds_is_not_touched(path, stored, open_store):
    held = open_store()

    with closing(Store(path)) as other:
        status = other.opening()

    assert (status.writable, status.reason) == (False, "in_use")
    assert held.load(stored.uuid).uuid == stored.uuid


def test_a_migration_that_fails_leaves_the_old_database_to_be_read(path, stored):
    broken = (*STEPS, Step(STEPS[-1].version + 1, ("UPDATE nothing SET x = 1",)))

    store = Store(path, broken)
    status = store.opening()

    assert (status.writable, status.reason) == (False, "other")
    assert store.load(stored.uuid).path()[1].text == "Hello"
    store.close()


def test_keeping_a_damaged_file_moves_its_log_too(path):
    path.write_bytes(b"a")
    wal_of(path).write_bytes(b"b")

    kept = keep_damaged(path)

    assert sorted(path.parent.iterdir()) == [kept, wal_of(kept)]


def test_reading_does_not_change_the_folder(path, stored):
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}

    with closing(open_read_only(path)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM turn")

    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_rubbish_is_a_damaged_error(path):
    path.write_bytes(b"rubbish" * 1000)

    with pytest.raises(DamagedError) as caught:
        open_writable(path, STEPS)

    assert caught.value.reason == "damaged"


def test_damage_that_reached_the_schema_is_noticed_before_anything_is_read(path, stored):
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"updated_at REAL", b"updated\xfeat REAL", 1))

    store = Store(path)
    status = store.opening()
    store.close()

    assert status.reason == "damaged"
    assert "conversation.updated_at" in status.detail
