"""Copies of the database that are believed only after they were read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop.chat.store.checking import facts_of, proven
from desktop.chat.store.faults import file_errors, store_errors
from desktop.errors import StoreError

# Some 5 ms of copying between two calls of `pause`.
PAGES = 1024

# Called with how much is done, and of how much: pages of the database; 0 and 0 where that is not known.
Pause = Callable[[int, int], None]


def no_pause(_done: int, _total: int) -> None:
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
            _read_back(unproven, wanted, doing, pause)
            unproven.replace(target)
    finally:
        unproven.unlink(missing_ok=True)
    return target


def _copy(connection: sqlite3.Connection, target: Path, pause: Pause) -> tuple[int, ...]:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        # Not after the last step: what is written then is not in the copy.
        # The check brings it to the disk: here that would be one step of seconds.
        copy.execute("PRAGMA synchronous = OFF")
        connection.backup(
            copy, pages=PAGES, progress=lambda _status, left, size: pause(size - left, size) if left else None
        )
        facts = facts_of(connection)
        # One file that stands for itself, without a WAL beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    return facts


def _read_back(path: Path, wanted: tuple[int, ...], doing: str, pause: Pause) -> None:
    if proven(path, doing, pause).facts != wanted:
        raise StoreError(f"{doing}: the copy does not hold what the database holds")
