from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.store.migrations import (
    APPLICATION_ID,
    STEPS,
    Step,
    migrate,
    missing_columns,
    version_of,
)
from desktop.chat.store.store import Store
from desktop.errors import StoreError

LAST = STEPS[-1].version
NEXT = Step(LAST + 1, ("ALTER TABLE turn ADD COLUMN note TEXT", "UPDATE turn SET note = 'new'"))
BROKEN = Step(LAST + 1, ("ALTER TABLE turn ADD COLUMN note TEXT", "UPDATE nothing SET x = 1"))


@pytest.fixture
def connection(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        yield made


def columns(connection):
    return [row[1] for row in connection.execute("PRAGMA table_info(turn)")]


def fill(connection):
    connection.execute("INSERT INTO conversation (id, uuid) VALUES (1, 'c')")
    connection.execute("INSERT INTO turn (uuid, conversation) VALUES ('t', 1)")


def test_an_empty_file_becomes_a_database_of_the_last_version(connection, path):
    copy = migrate(connection, path)

    assert copy is None
    assert version_of(connection) == STEPS[-1].version
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_second_time_nothing_is_done(connection, path):
    migrate(connection, path)

    assert migrate(connection, path) is None
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_database_with_content_is_copied_before_it_is_changed(connection, path):
    migrate(connection, path)
    fill(connection)

    copy = migrate(connection, path, [*STEPS, NEXT])

    assert copy == path.with_name(f"conversations.before-{LAST}.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert version_of(old) == LAST
        assert old.execute("SELECT uuid FROM turn").fetchall() == [("t",)]
        assert "note" not in columns(old)
    assert version_of(connection) == LAST + 1
    assert connection.execute("SELECT note FROM turn").fetchall() == [("new",)]


def test_a_step_that_fails_leaves_nothing_behind(connection, path):
    migrate(connection, path)
    fill(connection)

    with pytest.raises(StoreError, match=f"migration {LAST + 1} failed"):
        migrate(connection, path, [*STEPS, BROKEN])

    assert version_of(connection) == LAST
    assert "note" not in columns(connection)
    assert not connection.in_transaction


def test_without_a_sound_copy_nothing_is_changed(connection, path):
    migrate(connection, path)
    path.with_name(f"conversations.before-{LAST}.db").mkdir()

    with pytest.raises(StoreError, match="copy"):
        migrate(connection, path, [*STEPS, NEXT])

    assert version_of(connection) == LAST
    assert not list(path.parent.glob("*.part"))


def test_a_schema_that_lost_a_column_is_noticed(connection, path):
    migrate(connection, path)
    assert missing_columns(connection) == set()

    connection.execute("ALTER TABLE turn RENAME COLUMN state TO stat")

    assert missing_columns(connection) == {"turn.state"}


KILLED_MIDWAY = """
import os, sqlite3, sys
from pathlib import Path
from desktop.chat.store.migrations import migrate

path, at = Path(sys.argv[1]), int(sys.argv[2])
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
left = at

def count(_statement):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)

connection.set_trace_callback(count)
migrate(connection, path)
print("done")
"""


def first_version(path):
    """A database as the first version made it, with a conversation."""
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for statement in STEPS[0].statements:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        fill(old)
        old.execute("INSERT INTO part (turn, seq, kind, body) VALUES (1, 0, 'text', 'kept')")


def kill_midway(child, path, every):
    """Kill the migration before its first statement, its second and so on; each time it is done at the next start."""
    first_version(path)
    raw = path.read_bytes()
    for at in range(0, 10_000, every):
        for file in path.parent.glob("*.db*"):
            file.unlink()
        path.write_bytes(raw)
        finished = child(KILLED_MIDWAY, path, at).communicate()[0].strip() == "done"

        copy = path.with_name("conversations.before-1.db")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as left:
            changed = version_of(left) != 1
        if changed:
            with closing(sqlite3.connect(copy)) as before:
                assert version_of(before) == 1
                assert before.execute("SELECT body FROM part").fetchall() == [("kept",)]
        with closing(Store(path)) as store:
            status = store.opening()
            assert (status.writable, status.reason) == (True, "")
            assert store.load("c").turns["t"].text == "kept"
            assert version_of(store._connection) == LAST
            assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if finished:
            return at
    raise AssertionError("the migration never ended")


def test_a_migration_that_is_killed_is_done_at_the_next_start(child, path):
    assert kill_midway(child, path, 9) > len(STEPS[1].statements)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_migration_may_be_killed_before_each_of_its_statements(child, path):
    assert kill_midway(child, path, 1) > len(STEPS[1].statements)


def test_a_database_without_attachments_gets_room_for_them_and_keeps_every_part(connection, path):
    before = [step for step in STEPS if step.version < 3]
    migrate(connection, path, before)
    fill(connection)
    connection.execute("INSERT INTO part (turn, seq, kind, body) SELECT id, 0, 'text', 'hello' FROM turn")

    migrate(connection, path)

    assert connection.execute("SELECT kind, body, data FROM part").fetchall() == [("text", "hello", None)]
    assert connection.execute("SELECT COUNT(*) FROM draft_part").fetchone() == (0,)
    connection.close()
    store = Store(path)
    assert store.opening().writable
    assert store.load("c").turns["t"].text == "hello"
    store.close()


def test_a_database_that_lost_the_column_of_attachments_is_damaged(connection, path):
    migrate(connection, path)

    connection.execute("ALTER TABLE part DROP COLUMN data")

    assert missing_columns(connection) == {"part.data"}
