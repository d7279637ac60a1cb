from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import desktop
from desktop.chat.store.checking import CHECKPOINT_PAGES
from desktop.chat.store.migrations import STEPS, Step, migrate
from desktop.chat.store.opening import DamagedError, keep_damaged, may_write, open_read_only, open_writable, wal_of
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.store import Store
from desktop.errors import StoreError

NEWER = (*STEPS, Step(STEPS[-1].version + 1, ("ALTER TABLE turn ADD COLUMN note TEXT",)))


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


def test_after_an_unclean_end_the_whole_file_is_checked(left_open, path):
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


def test_opening_that_is_given_up_leaves_the_old_database(path, stored):
    def give_up(_stage, _done, _total):
        raise StoreError("cancelled", reason="cancelled")

    newer = Store(path, NEWER)
    status = newer.opening(give_up)
    newer.close()

    assert (status.writable, status.reason) == (False, "cancelled")
    with closing(Store(path)) as store:
        assert store.opening().reason == ""


def test_after_a_crash_streaming_is_interrupted(left_open, open_store):
    found = open_store().load(left_open)

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
    left_open, path, frozen, tmp_path_factory, monkeypatch
):
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    with frozen(path.parent):
        store = Store(path)
        status = store.opening()
        found = store.load(left_open)
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
