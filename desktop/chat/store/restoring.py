"""Putting a backup in the place of the database; what was there is kept aside under another name.

A crash leaves the one or the other: the copy is whole before anything is renamed, and where it stopped between the two
renames the next opening does the second.
"""

from __future__ import annotations

from pathlib import Path

from desktop.chat.store.checking import proven
from desktop.chat.store.copies import Pause
from desktop.chat.store.faults import file_errors
from desktop.chat.store.opening import keep_aside, staged_for

_CHUNK = 1 << 20
_DOING = "the backup could not be restored"


def stage(backup: Path, database: Path, pause: Pause) -> None:
    """Copy a backup beside the database and prove that the copy is sound; `pause` hears of bytes in KiB.

    Raises:
        StoreError: it cannot be read or written or is damaged, or `pause` gave up; the database is as it was.
    """
    staged = staged_for(database)
    unproven = staged.with_name(staged.name + ".part")
    try:
        with file_errors(_DOING):
            _copy(backup, unproven, pause)
        proven(unproven, _DOING, pause)
        with file_errors(_DOING):
            unproven.replace(staged)
    finally:
        unproven.unlink(missing_ok=True)


def swap(database: Path) -> Path:
    """Rename the database, which nobody has open, and put what was staged in its place; gives the new name.

    Raises:
        StoreError: it cannot be renamed; the next opening finds the old or the new one.
    """
    with file_errors(_DOING):
        kept = keep_aside(database, "replaced")
        staged_for(database).replace(database)
    return kept


def _copy(backup: Path, target: Path, pause: Pause) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    size = backup.stat().st_size
    with backup.open("rb") as source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            copy.write(chunk)
            pause(copy.tell() // 1024, max(1, size // 1024))
