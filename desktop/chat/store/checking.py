"""Looking through a whole database file, in a thread of its own: it takes seconds where there are gigabytes."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path

from desktop.chat.store import index
from desktop.chat.store.faults import as_store_error
from desktop.errors import StoreError

# 4 MB, as by default with pages of 4 KB.
CHECKPOINT_PAGES = 4000
_GIVE_UP_S = 0.2
# Between two looks at whether a check has ended.
_LOOK_S = 0.005
_TABLES = ("conversation", "turn", "part")


class FileCheck(threading.Thread):
    """Checks a file that nobody writes to meanwhile; a log beside it is not looked at. With `sync` it is on disk then.

    SQLite before 3.42 cannot be stopped inside a check, so this is a daemon that may be left behind.

    Attributes:
        damage: what is wrong, empty where nothing is; valid when the thread has ended, as are the others.
        index_is_broken: the search index alone is to be made anew.
        facts: see `facts_of`.
        error: why the check was not done to its end.
    """

    def __init__(self, path: Path, *, quick: bool = False, sync: bool = False) -> None:
        super().__init__(name="database check", daemon=True)
        self._path = path
        self._quick = quick
        self._sync = sync
        self._connection: sqlite3.Connection | None = None
        self.damage = ""
        self.index_is_broken = False
        self.facts: tuple[int, ...] = ()
        self.error: StoreError | None = None

    def give_up(self) -> None:
        """Nobody waits for the result any more."""
        connection = self._connection
        if connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it has just ended
                connection.interrupt()
        self.join(_GIVE_UP_S)

    def run(self) -> None:
        uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            if self._sync:
                with self._path.open("rb+") as file:
                    os.fsync(file.fileno())
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)) as connection:
                self._connection = connection
                self.damage, self.index_is_broken = index.check(connection, quick=self._quick)
                if not self.damage and connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                    self.damage = "messages have lost their conversation"
                self.facts = facts_of(connection)
        except OSError as error:
            self.error = StoreError(f"the check failed: {error}", reason="other", detail=str(error))
        except sqlite3.Error as error:
            self.error = as_store_error(error, "the check failed")
            if self.error.reason == "damaged":
                self.damage = self.error.detail


def proven(path: Path, doing: str, pause: Callable[[int, int], None]) -> FileCheck:
    """Bring a file to the disk and check it, with `pause` called meanwhile.

    Raises:
        StoreError: it is damaged or could not be checked; or what `pause` raised.
    """
    check = FileCheck(path, sync=True)
    check.start()
    try:
        pause(0, 0)
        while check.is_alive():
            check.join(_LOOK_S)
            pause(0, 0)
    except StoreError:
        check.give_up()
        raise
    if check.damage:
        raise StoreError(f"{doing}: the copy is damaged", reason="damaged", detail=check.damage)
    if check.error is not None:
        raise check.error
    return check


def checked_beside(
    connection: sqlite3.Connection, path: Path, *, quick: bool
) -> Generator[None, None, FileCheck | None]:
    """Check the file of an open database; None where that could not be done to its end.

    Between the steps `connection` may be used, but nothing may bring its log into the file.
    """
    busy, *_frames = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return None
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    check = FileCheck(path, quick=quick)
    check.start()
    try:
        yield
        while check.is_alive():
            yield
    finally:
        check.give_up()
        with suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    return check if check.damage or check.error is None else None


def facts_of(connection: sqlite3.Connection) -> tuple[int, ...]:
    """What tells a copy from another database: its application, its version, the last row of each table.

    Not how many rows: to count two million takes half a second in which nothing is saved.
    """
    queries = [
        "PRAGMA application_id",
        "PRAGMA user_version",
        *(f"SELECT COALESCE(MAX(id), 0) FROM {table}" for table in _TABLES),  # noqa: S608
    ]
    return tuple(int(connection.execute(query).fetchone()[0]) for query in queries)
