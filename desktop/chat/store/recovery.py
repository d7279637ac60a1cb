"""What a new database gets that took the place of a damaged one."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from desktop.chat.store import charges
from desktop.chat.store.backup import backups_of
from desktop.chat.store.faults import store_errors
from desktop.chat.store.opening import StoreStatus, Tell, has_content, kept_name, meta, newest_damaged, wal_of
from desktop.chat.store.salvage import salvage_first
from desktop.chat.store.writing import set_meta


def bring_back(connection: sqlite3.Connection, path: Path, damage: str, tell: Tell) -> StoreStatus | None:
    """Salvage the newest damaged file, or where that holds nothing the newest backup; None where that was done.

    What a crash or a full disk broke off is done at the next opening: until then this database is empty.

    Raises:
        StoreError: it could not be written, or `tell` gave up.
    """
    number, kept = newest_damaged(path)
    status = StoreStatus(True, path=path)
    with store_errors("the database could not be read"):
        if int(meta(connection, "damaged") or 0) >= number:
            return None
        is_empty = connection.execute("SELECT 1 FROM conversation LIMIT 1").fetchone() is None
    if is_empty:
        detail = f"{kept.name}: {damage}" if damage else kept.name
        sources = [(source, wal_of(source)) for source in (kept, *_before(path, number))]
        found, at, troubles = salvage_first(sources, connection, lambda *pages: tell("salvage", *pages))
        backup = sources[at][0] if at else None
        status = StoreStatus(True, "damaged", "; ".join([detail, *troubles]), kept, salvaged=found, backup=backup)
    with store_errors("the database could not be written"), connection:
        connection.execute("BEGIN IMMEDIATE")
        charges.backfill(connection)
        set_meta(connection, "damaged", str(number))
    return status


def _before(path: Path, number: int) -> list[Path]:
    """What else may hold what the damaged file `number` held, the best first: its backups.

    One without a byte may be the beginning of what was to replace the damaged file before it, and a crash came between.
    """
    backups = backups_of(path)
    while number > 1 and not _has_content(kept_name(path, "damaged", number)):
        number -= 1
    before = kept_name(path, "damaged", number)
    if before == newest_damaged(path)[1] or (backups and _written_at(backups[0]) > _written_at(before)):
        return backups
    return [before, *backups]


def _has_content(database: Path) -> bool:
    return has_content(database) or has_content(wal_of(database))


def _written_at(database: Path) -> float:
    with suppress(OSError):  # its log alone may be left, or it has just gone
        return database.stat().st_mtime
    return 0.0
