"""What a new database gets that took the place of a damaged one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop.chat.store import charges
from desktop.chat.store.backup import backups_of
from desktop.chat.store.faults import store_errors
from desktop.chat.store.opening import StoreStatus, Tell, meta, newest_damaged, wal_of
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
        sources = [(source, wal_of(source)) for source in (kept, *backups_of(path))]
        found, at, troubles = salvage_first(sources, connection, lambda *pages: tell("salvage", *pages))
        backup = sources[at][0] if at else None
        status = StoreStatus(True, "damaged", "; ".join([detail, *troubles]), kept, salvaged=found, backup=backup)
    with store_errors("the database could not be written"), connection:
        connection.execute("BEGIN IMMEDIATE")
        charges.backfill(connection)
        set_meta(connection, "damaged", str(number))
    return status
