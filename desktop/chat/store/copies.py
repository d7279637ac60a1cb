"""Copies of the database that are believed only after they were read back."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from desktop.chat.store import index
from desktop.chat.store.faults import file_errors, store_errors
from desktop.errors import StoreError

# Some 5 ms of copying between two calls of `pause`, and as much waiting for the check.
PAGES = 256
LOOK_S = 0.005
GIVE_UP_S = 0.2
_TABLES = ("conversation", "turn", "part")

Pause = Callable[[], None]


def no_pause() -> None:
    """For callers with nothing else to do."""


def verified_copy(connection: sqlite3.Connection, target: Path, doing: str, pause: Pause = no_pause) -> Path:
    """Copy the database to `target` and prove that the copy is sound; an older `target` is replaced only then.

    `pause` is called often, and may change the database through `connection`; what it raises ends the copying.

    Raises:
        StoreError: the copy could not be written, or is damaged.
    """
    unproven = target.with_name(target.name + ".part")
    try:
        with file_errors(f"{doing} failed"), store_errors(f"{doing} failed"):
            unproven.unlink(missing_ok=True)
            unproven.touch(mode=0o600)
            wanted = _copy(connection, unproven, pause)
            with unproven.open("rb+") as file:
                os.fsync(file.fileno())
            _read_back(unproven, wanted, doing, pause)
            unproven.replace(target)
    finally:
        unproven.unlink(missing_ok=True)
    return target


def _copy(connection: sqlite3.Connection, target: Path, pause: Pause) -> tuple[int, ...]:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        # Not after the last step: what is written then is not in the copy.
        connection.backup(copy, pages=PAGES, progress=lambda _status, left, _total: pause() if left else None)
        facts = _facts(connection)
        # One file that stands for itself, without a WAL beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    return facts


def _read_back(path: Path, wanted: tuple[int, ...], doing: str, pause: Pause) -> None:
    """Check the copy in a thread of its own: SQLite before 3.42 cannot be stopped inside a check."""
    copy = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
    )
    faults: list[Exception] = []

    def check() -> None:
        try:
            found, _index_is_broken = index.check(copy)
            if found:
                faults.append(StoreError(f"{doing}: the copy is damaged", reason="damaged", detail=found))
            elif _facts(copy) != wanted:
                faults.append(StoreError(f"{doing}: the copy does not hold what the database holds"))
        except sqlite3.Error as error:
            faults.append(error)
        finally:
            copy.close()

    thread = threading.Thread(target=check, name="backup check", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            pause()
            thread.join(LOOK_S)
    except StoreError:
        with suppress(sqlite3.ProgrammingError):  # it has just ended
            copy.interrupt()
        thread.join(GIVE_UP_S)
        raise
    if faults:
        raise faults[0]


def _facts(connection: sqlite3.Connection) -> tuple[int, ...]:
    """What tells a copy from another database: its application, its version, its numbers of rows."""
    queries = [
        "PRAGMA application_id",
        "PRAGMA user_version",
        *(f"SELECT COUNT(*) FROM {table}" for table in _TABLES),  # noqa: S608
    ]
    return tuple(int(connection.execute(query).fetchone()[0]) for query in queries)
