"""Automatic backups: three generations beside the database, each reported good only after it was read back."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from desktop.chat.store.copies import Pause, no_pause, verified_copy
from desktop.chat.store.faults import file_errors
from desktop.errors import StoreError

KEEP = 3
EVERY_S = 24 * 3600
# Why a database was kept aside: it was damaged, or a backup took its place.
ASIDE = ("damaged", "replaced")
# What must stay free beside a backup, so that it is not the backup that fills the disk.
SPARE_BYTES = 64 * 1024 * 1024


class Generation(Struct, frozen=True):
    """A backup: when it was made, in Unix seconds, and how many bytes it has."""

    path: Path
    made_at: float
    size: int


def folder_of(database: Path) -> Path:
    """Where the backups of a database are."""
    return database.parent / "backups"


def backups_of(database: Path) -> list[Path]:
    """The backups, the newest first."""
    return sorted(folder_of(database).glob(f"{database.stem}-*{database.suffix}"), reverse=True)


def copies_of(database: Path) -> list[Path]:
    """Every file beside the database that may hold its text: backups, copies before migrations, what was kept aside."""
    kept = [path for kind in ("before", *ASIDE) for path in database.parent.glob(f"{database.stem}.{kind}-*")]
    return [*backups_of(database), *sorted(kept)]


def is_aside(path: Path) -> bool:
    """Whether this is a database that another took the place of: it may hold what is nowhere else, so it stays."""
    return any(f".{kind}-" in path.name for kind in ASIDE)


def generations_of(database: Path) -> tuple[Generation, ...]:
    """The backups that can be restored, the newest first."""
    found = []
    for path in backups_of(database):
        with suppress(OSError):  # it has just gone
            facts = path.stat()
            found.append(Generation(path, facts.st_mtime, facts.st_size))
    return tuple(found)


def seconds_to_next(database: Path, now: float) -> float:
    """How long the newest backup will do; 0 or less where one is due."""
    newest = backups_of(database)[:1]
    try:
        return EVERY_S - max(0.0, now - newest[0].stat().st_mtime) if newest else 0.0
    except OSError:
        return 0.0


def make_backup(connection: sqlite3.Connection, database: Path, pause: Pause = no_pause) -> Path:
    """Copy the database, read the copy back, and only then let go of the oldest one.

    Raises:
        StoreError: no backup was made, or what was written is not sound; the older ones stay.
    """
    doing = "the backup"
    folder = folder_of(database)
    with file_errors(f"{doing} failed"):
        folder.mkdir(mode=0o700, exist_ok=True)
        for unfinished in folder.glob("*.part"):
            unfinished.unlink()
        if shutil.disk_usage(folder).free < database.stat().st_size + SPARE_BYTES:
            raise StoreError(f"{doing} failed: not enough room on the disk", reason="full", detail=str(folder))
    made = verified_copy(connection, _free_name(database), doing, pause)
    with file_errors("an old backup could not be removed"):
        for old in backups_of(database)[KEEP:]:
            old.unlink()
    return made


def renew_backups(connection: sqlite3.Connection, database: Path, pause: Pause = no_pause) -> Path:
    """Make a new backup and let go of every older copy, so that what was erased is in none of them.

    What was kept aside stays: nothing else may hold what is in it.
    """
    old = [path for path in copies_of(database) if not is_aside(path)]
    made = make_backup(connection, database, pause)
    with file_errors("an old backup could not be removed"):
        for path in old:
            path.unlink(missing_ok=True)
    return made


def _free_name(database: Path) -> Path:
    """Named by the time, and behind every other whatever the clock says: the order of the names is their age."""
    names = {path.name for path in backups_of(database)}
    moment = time.time()
    while True:
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(moment))
        name = f"{database.stem}-{stamp}{database.suffix}"
        if all(name > other for other in names):
            return folder_of(database) / name
        moment += 1
