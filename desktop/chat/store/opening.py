"""Opening the database file: what it is, what can be done with it, and keeping what is damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from desktop.chat.store import index
from desktop.chat.store.backup import backups_of
from desktop.chat.store.checking import CHECKPOINT_PAGES
from desktop.chat.store.faults import file_errors, store_errors
from desktop.chat.store.migrations import APPLICATION_ID, Step, migrate, missing_columns, version_of
from desktop.chat.store.pages import PAGE_SIZE, commits_behind_damage
from desktop.chat.store.salvage import Salvaged
from desktop.errors import StoreError

# For a process that is just ending; a second one that runs is kept off by the lock on the data folder.
BUSY_S = 1.0
# Fewer may be what a power cut left of a write that was never told to be done.
MANY_COMMITS = 2
# A check takes some 10 ms a MB.
CHECKED_AT_ONCE_BYTES = 16 * 1024 * 1024

# What is being done, and how much of how many pages: `copy` before a migration, `salvage` of a damaged file.
Tell = Callable[[str, int, int], None]


class StoreStatus(Struct, frozen=True):
    """How the database was opened.

    Attributes:
        writable: whether saving worked. With `full` saving is tried all the same, since room may come back.
        reason: "" where all is well; `newer`, `damaged` (renamed; a new one is in its place), `read_only`, `full`,
            `in_use`, `other`.
        detail: for `newer` the version that wrote it, for `damaged` the name of the file that was kept and what is
            wrong with it, else the system's own words.
        path: the file this is about: the database, or the damaged one under its new name.
        salvaged: for `damaged`, what was brought back into the new one.
        backup: the backup it was brought back from, where the damaged file gave nothing.
    """

    writable: bool
    reason: str = ""
    detail: str = ""
    path: Path = Path()
    salvaged: Salvaged | None = None
    backup: Path | None = None


class DamagedError(StoreError):
    """The file is no sound database of ours; `str(error)` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"the conversation database is damaged: {detail}", reason="damaged", detail=detail)


class NewerError(StoreError):
    """The file was written by a newer version, named in `detail`."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the conversation database was written by version {version}", reason="newer", detail=version)


def say_nothing(_stage: str, _done: int, _total: int) -> None:
    """For callers that show nothing."""


def open_writable(path: Path, steps: Sequence[Step], tell: Tell = say_nothing) -> sqlite3.Connection:
    """The database, made or migrated where needed, checked where the last run did not end well and it takes no time.

    Where `must_be_checked` holds afterwards it was too large for that.

    Raises:
        DamagedError, NewerError: see there.
        StoreError: it cannot be opened for writing, or not at all.
    """
    if not path.parent.is_dir():
        raise StoreError("the data folder is missing", detail=f"{path.parent} is missing")
    if not may_write(path):
        detail = f"{path.parent} or {path.name} in it cannot be written"
        raise StoreError("the data folder cannot be written", reason="read_only", detail=detail)
    if not path.exists() and staged_for(path).exists():
        with file_errors("the backup could not be restored"):
            staged_for(path).replace(path)  # a crash came between the two renames
    with suppress(OSError):  # what a crash left unfinished
        salvaging_for(path).unlink(missing_ok=True)
    # SQLite takes a WAL without its database for rubbish and deletes it.
    if _size(path) == 0 and _size(wal_of(path)) > 0:
        raise DamagedError("the file is empty, but its write-ahead log is not")
    # A power cut may leave that. One that was never filled has no backups.
    if path.exists() and _size(path) == 0 and backups_of(path):
        raise DamagedError("the file is empty, but there are backups of it")
    # SQLite would let go of all that stands behind the damage without a word.
    if (behind := commits_behind_damage(wal_of(path))) >= MANY_COMMITS:
        raise DamagedError(f"{behind} changes stand behind damage in the write-ahead log")
    with file_errors("opening failed"):
        # Made before SQLite makes it, for the mode; SQLite gives the WAL the same.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(OSError):  # a file system without modes, or a file that belongs to someone else
        path.chmod(0o600)
    connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
    try:
        with store_errors("opening failed"):
            _prepare(connection, path, steps, tell)
    except StoreError as error:
        connection.close()
        if error.reason == "damaged" and not isinstance(error, DamagedError):
            raise DamagedError(error.detail) from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def open_read_only(path: Path, shadow: Path | None = None) -> sqlite3.Connection:
    """The database for reading, without touching its folder.

    A WAL database cannot be read from a folder without write access, except as `immutable`, and then without the
    text that stands in its WAL. Where there is such text, both are copied into the folder `shadow` and read there.

    Raises:
        StoreError: it cannot be read.
    """
    query = "?mode=ro&immutable=1"
    if shadow is not None:
        with file_errors("opening failed"):
            copy = shadow / path.name
            for file in (path, wal_of(path)):
                target = shadow / file.name
                shutil.copyfile(file, target)
                target.chmod(0o600)
        path, query = copy, "?mode=rw"
    connection = _connect(f"{path.absolute().as_uri()}{query}")
    try:
        with store_errors("opening for reading failed"):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT 1 FROM conversation LIMIT 1")
    except BaseException:
        connection.close()
        raise
    return connection


def shadow_for(path: Path) -> tempfile.TemporaryDirectory[str] | None:
    """A private folder for `open_read_only`, where the WAL holds text.

    Raises:
        StoreError: it cannot be made.
    """
    if _size(wal_of(path)) == 0:
        return None
    with file_errors("opening failed"):
        return tempfile.TemporaryDirectory(prefix="lingdu-")


def has_content(path: Path) -> bool:
    """Whether there is a file with something in it."""
    return _size(path) > 0


def may_write(path: Path) -> bool:
    """Whether the file and the folder that takes its WAL can be written, as far as the system tells."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def must_be_checked(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the last run did not end well, and the file is so large that nobody should wait for its check."""
    return is_large(path) and meta(connection, "clean") != "1"


def is_large(path: Path) -> bool:
    """Whether to read the whole file takes so long that nobody should wait for it."""
    return _size(path) > CHECKED_AT_ONCE_BYTES


def keep_damaged(path: Path) -> Path:
    """Rename the database and its WAL; gives the new name, `….damaged-N.db`.

    Raises:
        StoreError: it cannot be renamed.
    """
    return keep_aside(path, "damaged")


def keep_aside(path: Path, why: str) -> Path:
    """Rename the database and its WAL; gives the new name, `….WHY-N.db`.

    Raises:
        StoreError: it cannot be renamed.
    """
    number = 1
    while (kept := kept_name(path, why, number)).exists() or wal_of(kept).exists():
        number += 1
    with file_errors("the old database cannot be renamed"):
        # The WAL first: a WAL that was left behind would be played into the new database.
        for old, new in ((wal_of(path), wal_of(kept)), (path, kept)):
            if old.exists():
                old.rename(new)
    return kept


def newest_damaged(path: Path) -> tuple[int, Path]:
    """The damaged file that was kept last, with its number; 0 where there is none."""
    number = 0
    while (kept := kept_name(path, "damaged", number + 1)).exists() or wal_of(kept).exists():
        number += 1
    return number, kept_name(path, "damaged", number)


def kept_name(path: Path, why: str, number: int) -> Path:
    """How the file number `number`, from 1 on, is called that was kept `damaged` or `replaced`."""
    return path.with_name(f"{path.stem}.{why}-{number}{path.suffix}")


def staged_for(path: Path) -> Path:
    """Where a backup waits that is to take the place of the database."""
    return path.with_name(f"{path.stem}.restoring{path.suffix}")


def salvaging_for(path: Path) -> Path:
    """Where a new database grows out of a damaged one that is still used."""
    return path.with_name(f"{path.stem}.salvaging{path.suffix}")


def wal_of(path: Path) -> Path:
    """The write-ahead log that SQLite keeps beside a database."""
    return path.with_name(path.name + "-wal")


def _prepare(connection: sqlite3.Connection, path: Path, steps: Sequence[Step], tell: Tell) -> None:
    # Before the first read: without it a WAL needs shared memory, which a full disk refuses.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    version = _checked_version(connection, steps)
    # Of a file that has pages already it changes nothing.
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    if version and meta(connection, "clean") != "1" and not must_be_checked(connection, path):
        # Not `quick_check`: it does not see rows that an index has lost, and with them whole conversations.
        damage, index_is_broken = index.check(connection)
        if damage:
            raise DamagedError(damage)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DamagedError("messages have lost their conversation")
        if index_is_broken:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                index.start_anew(connection)
    migrate(connection, path, steps, lambda done, total: tell("copy", done, total))


def _checked_version(connection: sqlite3.Connection, steps: Sequence[Step]) -> int:
    version = version_of(connection)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not version and not tables:
        return version
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID or not version:
        raise DamagedError("the file belongs to another application")
    if version > steps[-1].version:
        written_by = meta(connection, "written_by") if "meta" in tables else None
        raise NewerError(written_by or f"with schema {version}")
    missing = missing_columns(connection, steps)
    if missing:
        raise DamagedError(f"not in the file: {', '.join(sorted(missing))}")
    return version


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    """A value about the database itself; None where it has none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _connect(uri: str) -> sqlite3.Connection:
    with store_errors("opening failed"):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_S)
    connection.row_factory = sqlite3.Row
    # A byte that is no UTF-8 costs one character, not the message.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
