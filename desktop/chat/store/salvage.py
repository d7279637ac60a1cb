"""Bringing back the rows of a damaged database into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from desktop.chat.conversation import title_of
from desktop.chat.store.copies import Pause, no_pause
from desktop.chat.store.faults import file_errors, store_errors
from desktop.chat.store.pages import Cell, Pages, Value
from desktop.errors import StoreError

_TEXT = (str, type(None))
_NUMBER = (int, type(None))
# By their first columns: damage may have reached the schema, so a page does not say which table it belongs to.
_SHAPES: dict[str, tuple[int, tuple[tuple[type, ...], ...]]] = {
    "conversation": (14, ((type(None),), (str,), _TEXT, _TEXT, _NUMBER, _TEXT)),
    "turn": (19, ((type(None),), (str,), (int,), _TEXT, _TEXT, _TEXT)),
    "part": (5, ((type(None),), (int,), (int,), _TEXT, _TEXT)),
    "draft_part": (4, ((type(None),), (str,), (str,), (int,))),
}
_PART_COLUMNS = 9  # more make it no part; later versions may add some


class Salvaged(Struct, frozen=True):
    """How many rows came back."""

    conversations: int
    turns: int
    parts: int


def salvage(damaged: Path, wal: Path, into: sqlite3.Connection, pause: Pause = no_pause) -> Salvaged:
    """Copy every row that can still be read into `into`, a new database of ours; `damaged` is only read.

    `pause` is called often; what it raises ends this, and nothing is left in `into`.

    Turns without their conversation get one, text without its turn stands in a conversation of such texts: nothing
    that can be read is left behind.

    Raises:
        StoreError: `damaged` cannot be read at all, or `into` cannot be written.
    """
    doing = "the damaged database could not be salvaged"
    with file_errors(doing), store_errors(doing), Pages(damaged, wal) as pages:
        into.execute("BEGIN IMMEDIATE")
        try:
            # Parts may stand before their turns in the file.
            into.execute("PRAGMA defer_foreign_keys = ON")
            columns = {table: _columns(into, table) for table in _SHAPES}
            for table, cell in _ours(pages, pause):
                _insert(into, table, columns[table], cell)
            _give_homes(into)
            into.execute("UPDATE turn SET state = 'interrupted' WHERE state = 'streaming'")
            into.execute("INSERT OR IGNORE INTO unindexed (turn) SELECT id FROM turn")
            into.execute("COMMIT")
        finally:
            if into.in_transaction:
                into.execute("ROLLBACK")
        return Salvaged(*(_count(into, table) for table in ("conversation", "turn", "part")))


def salvage_first(
    sources: Sequence[tuple[Path, Path]], into: sqlite3.Connection, pause: Pause
) -> tuple[Salvaged, int, list[str]]:
    """Salvage the first of these databases, each with its log, that gives anything.

    Returns:
        What came back, from which of them, and why those before it could not be read.

    Raises:
        StoreError: `into` takes nothing (`full`, `read_only`), or `pause` gave up (`cancelled`).
    """
    troubles: list[str] = []
    for number, (damaged, wal) in enumerate(sources):
        try:
            found = salvage(damaged, wal, into, pause)
        except StoreError as error:
            if error.reason in {"full", "read_only", "cancelled"}:
                raise
            troubles.append(str(error))
            continue
        if found.turns or found.conversations:
            return found, number, troubles
    return Salvaged(0, 0, 0), 0, troubles


def _ours(pages: Pages, pause: Pause) -> Iterator[tuple[str, Cell]]:
    for cell in pages.rows(lambda number: pause(number, pages.count)):
        for table in _SHAPES:
            if _is_of(table, cell.values):
                yield table, cell
                break


def _is_of(table: str, values: Sequence[Value]) -> bool:
    least, types = _SHAPES[table]
    if len(values) < least or (table == "part" and len(values) > _PART_COLUMNS):
        return False
    return all(isinstance(value, kind) for value, kind in zip(values, types, strict=False))


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]


def _insert(into: sqlite3.Connection, table: str, columns: Sequence[str], cell: Cell) -> None:
    # The first column is the row id; what a newer version added is unknown here.
    values = [cell.row_id, *cell.values[1 : len(columns)]]
    query = (
        f"INSERT OR IGNORE INTO {table} ({', '.join(columns[: len(values)])})"  # noqa: S608  # names of our own
        f" VALUES ({', '.join('?' for _ in values)})"
    )
    into.execute(query, values)


def _give_homes(into: sqlite3.Connection) -> None:
    homeless = """SELECT conversation FROM turn WHERE conversation NOT IN (SELECT id FROM conversation)
        UNION SELECT conversation FROM draft_part WHERE conversation NOT IN (SELECT id FROM conversation)"""
    for (row_id,) in into.execute(homeless).fetchall():
        into.execute("INSERT INTO conversation (id, uuid) VALUES (?, ?)", (row_id, uuid4().hex))
    lost = "SELECT DISTINCT turn FROM part WHERE turn NOT IN (SELECT id FROM turn) ORDER BY turn"
    lost_turns = [row_id for (row_id,) in into.execute(lost).fetchall()]
    if lost_turns:
        home = into.execute("INSERT INTO conversation (uuid) VALUES (?) RETURNING id", (uuid4().hex,)).fetchone()[0]
        parent = None
        for row_id in lost_turns:
            uuid = uuid4().hex
            into.execute(
                "INSERT INTO turn (id, uuid, conversation, parent, role, state)"
                " VALUES (?, ?, ?, ?, 'assistant', 'interrupted')",
                (row_id, uuid, home, parent),
            )
            parent = uuid
    unnamed = "SELECT id FROM conversation WHERE title IS NULL"
    for (row_id,) in into.execute(unnamed).fetchall():
        first = into.execute(
            "SELECT part.body, turn.created_at FROM turn JOIN part ON part.turn = turn.id"
            " WHERE turn.conversation = ? AND part.kind = 'text' ORDER BY turn.id, part.seq LIMIT 1",
            (row_id,),
        ).fetchone()
        if first is not None:
            into.execute(
                "UPDATE conversation SET title = ?, created_at = ?, updated_at = ? WHERE id = ?",
                (title_of(str(first[0] or "")), first[1], first[1], row_id),
            )


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608
