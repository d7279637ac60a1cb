"""Salvaging a damaged database into a new file while it is used: nobody waits for its rows with a save.

What is written meanwhile goes to the damaged database as ever, which keeps it over a crash, and at the end to the new
one. Temporary triggers note which rows that are.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desktop.chat.store import charges
from desktop.chat.store.copies import Pause
from desktop.chat.store.faults import file_errors, store_errors
from desktop.chat.store.migrations import Step
from desktop.chat.store.opening import (
    newest_damaged,
    open_writable,
    salvaging_for,
    say_nothing,
    staged_for,
    wal_of,
)
from desktop.chat.store.salvage import Salvaged, salvage
from desktop.chat.store.writing import set_meta
from desktop.errors import StoreError

TABLES = ("conversation", "turn", "part", "draft_part", "charge")
# By these two rows are the same, whatever their row ids.
_NAMED = ("conversation", "turn")
_DOING = "the damaged database could not be salvaged"
# Between two looks at whether the file is on the disk.
_LOOK_S = 0.005


def salvage_beside(connection: sqlite3.Connection, path: Path, steps: Sequence[Step], pause: Pause) -> Salvaged:
    """Make a database of all that can be read of the one at `path`, which `connection` has open.

    It waits at `staged_for(path)`: once `path` is renamed, the next opening puts it there. Nothing may be written in
    between. `pause` is called often and may use `connection`; what it raises ends this.

    Raises:
        StoreError: that cannot be done.
    """
    made = salvaging_for(path)
    with file_errors(_DOING), store_errors(_DOING):
        _remove(made)
        _remove(staged_for(path))
        try:
            # The file stays as the salvage reads it: what is new stands in the log alone.
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            with _noted(connection), closing(open_writable(made, steps, say_nothing)) as into:
                # A file that nobody knows yet needs no log, and its references are whole only at the end.
                for setting in ("journal_mode = DELETE", "synchronous = OFF", "foreign_keys = OFF"):
                    into.execute(f"PRAGMA {setting}")
                found = salvage(path, wal_of(path), into, pause)
                if not found.turns and not found.conversations:
                    raise StoreError(f"{_DOING}: nothing can be read", reason="damaged")
                _bring_to_disk(made, pause)
                into.execute("PRAGMA synchronous = FULL")
                into.execute("BEGIN IMMEDIATE")
                _copy_changes(connection, into)
                charges.backfill(into)
                set_meta(into, "damaged", str(newest_damaged(path)[0] + 1))
                into.execute("COMMIT")
            made.replace(staged_for(path))
        except BaseException:
            _remove(made)
            raise
    return found


@contextmanager
def _noted(connection: sqlite3.Connection) -> Iterator[None]:
    """Note in `temp.changed` which rows are inserted, changed and deleted."""
    connection.execute("CREATE TEMP TABLE changed (name TEXT, row INTEGER, PRIMARY KEY (name, row)) WITHOUT ROWID")
    try:
        for table in TABLES:
            for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
                noting = f"INSERT OR IGNORE INTO changed VALUES ('{table}', {row}.id)"  # noqa: S608  # of TABLES
                trigger = f"CREATE TEMP TRIGGER noted_{table}_{event} AFTER {event} ON main.{table}"
                connection.execute(f"{trigger} BEGIN {noting}; END")
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
            connection.execute("DROP TABLE temp.changed")
            for table in TABLES:
                for event in ("INSERT", "UPDATE", "DELETE"):
                    connection.execute(f"DROP TRIGGER IF EXISTS temp.noted_{table}_{event}")


def _copy_changes(connection: sqlite3.Connection, into: sqlite3.Connection) -> None:
    for table, row_id in connection.execute("SELECT name, row FROM temp.changed").fetchall():
        row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608  # of TABLES
        if row is not None and table in _NAMED:
            _refuse_another(into, table, row_id, row["uuid"])
        into.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608
        if row is not None:
            query = f"INSERT OR REPLACE INTO {table} ({', '.join(row.keys())}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
            into.execute(query, tuple(row))
        if table == "turn":
            into.execute("INSERT OR IGNORE INTO unindexed (turn) VALUES (?)", (row_id,))


def _refuse_another(into: sqlite3.Connection, table: str, row_id: int, uuid: str) -> None:
    """A home that was made for lost text may have the row id of what is new since: such are not mixed."""
    there = into.execute(f"SELECT uuid FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608  # of TABLES
    if there is not None and there[0] != uuid:
        raise StoreError(f"{_DOING}: two rows of {table} have one number", reason="damaged")


def _bring_to_disk(path: Path, pause: Pause) -> None:
    """In a thread: it may take seconds."""
    failed: list[OSError] = []

    def work() -> None:
        try:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=work, name="salvaged database to disk", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK_S)
        pause(0, 0)
    if failed:
        raise failed[0]


def _remove(path: Path) -> None:
    for file in (path, wal_of(path), path.with_name(path.name + "-journal")):
        file.unlink(missing_ok=True)
