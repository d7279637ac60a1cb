"""Reading conversations: fast where the file is sound, row by row where it is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from desktop.chat.conversation import Conversation, Part, Turn
from desktop.chat.store.faults import reason_of
from desktop.chat.store.rows import (
    ConversationSummary,
    Row,
    damaged_part,
    damaged_turn,
    read_conversation,
    read_part,
    read_summary,
    read_turn,
)


def read_list(connection: sqlite3.Connection) -> tuple[tuple[ConversationSummary, ...], bool]:
    """All conversations, those in the trash too, the last changed first, and whether all could be read.

    One whose row is damaged stands there with its uuid alone.

    Raises:
        sqlite3.Error: not even their uuids can be read.
    """
    try:
        rows = connection.execute("SELECT * FROM conversation ORDER BY updated_at DESC, id DESC").fetchall()
        return tuple(read_summary(row) for row in rows), True
    except sqlite3.Error as error:
        _only_damage(error)
    # Both columns stand in the index of the uuids, so a table page that is damaged costs only the rows on it.
    pairs = connection.execute("SELECT uuid, id FROM conversation ORDER BY uuid").fetchall()
    found = [read_summary(_conversation_row(connection, row_id, uuid)) for uuid, row_id in pairs]
    return tuple(sorted(found, key=lambda one: one.updated_at, reverse=True)), False


def read_whole(connection: sqlite3.Connection, uuid: str) -> tuple[Conversation, bool] | None:
    """A conversation, and whether all of it could be read; None where there is none with this uuid.

    What the file cannot give back stands there as a `damaged` part, or as a turn with one.

    Raises:
        sqlite3.Error: not even the list of its turns can be read.
    """
    found = connection.execute("SELECT id FROM conversation WHERE uuid = ?", (uuid,)).fetchone()
    if found is None:
        return None
    row = _conversation_row(connection, found["id"], uuid)
    sound = isinstance(row, sqlite3.Row)
    try:
        turns = _read_turns(connection, found["id"])
    except sqlite3.Error as error:
        _only_damage(error)
        sound = False
        turns = list(_read_turns_one_by_one(connection, found["id"]))
    conversation = read_conversation(row, turns)
    try:
        conversation.draft_parts = _read_draft_parts(connection, found["id"])
    except sqlite3.Error as error:
        _only_damage(error)
        sound = False
    return conversation, sound


def _read_draft_parts(connection: sqlite3.Connection, conversation: int) -> list[Part]:
    # A database of an older version that can only be read has no such table.
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'draft_part'").fetchone():
        return []
    query = "SELECT kind, body, data FROM draft_part WHERE conversation = ? ORDER BY id"
    return [read_part(row) for row in connection.execute(query, (conversation,))]


def _conversation_row(connection: sqlite3.Connection, row_id: int, uuid: str) -> Row:
    return _one(connection, "SELECT * FROM conversation WHERE id = ?", row_id) or {"uuid": uuid}


def _read_turns(connection: sqlite3.Connection, conversation: int) -> list[Turn]:
    parts: dict[int, list[Part]] = {}
    query = """SELECT part.* FROM turn JOIN part ON part.turn = turn.id
        WHERE turn.conversation = ? ORDER BY part.turn, part.seq"""
    for row in connection.execute(query, (conversation,)):
        parts.setdefault(row["turn"], []).append(read_part(row))
    rows = connection.execute("SELECT * FROM turn WHERE conversation = ? ORDER BY id", (conversation,))
    return [read_turn(row, parts.get(row["id"], ())) for row in rows]


def _read_turns_one_by_one(connection: sqlite3.Connection, conversation: int) -> Iterator[Turn]:
    # The ids come from the index alone, so a table page that is damaged costs only the rows on it.
    query = "SELECT id FROM turn WHERE conversation = ? ORDER BY id"
    known: set[str | None] = {None}
    before: str | None = None
    lost: str | None = None
    for (row_id,) in connection.execute(query, (conversation,)).fetchall():
        row = _one(connection, "SELECT * FROM turn WHERE id = ?", row_id)
        if row is None:
            turn = damaged_turn(row_id, before)
            lost = turn.uuid
        else:
            turn = read_turn(row, _read_parts_one_by_one(connection, row_id))
            if turn.parent not in known and lost is not None:
                turn.parent = lost
        known.add(turn.uuid)
        before = turn.uuid
        yield turn


def _read_parts_one_by_one(connection: sqlite3.Connection, turn: int) -> Iterator[Part]:
    try:
        ids = connection.execute("SELECT id FROM part WHERE turn = ? ORDER BY seq", (turn,)).fetchall()
    except sqlite3.Error as error:
        _only_damage(error)
        yield damaged_part()
        return
    for (row_id,) in ids:
        row = _one(connection, "SELECT * FROM part WHERE id = ?", row_id)
        yield damaged_part() if row is None else read_part(row)


def _one(connection: sqlite3.Connection, query: str, row_id: int) -> sqlite3.Row | None:
    try:
        row: sqlite3.Row | None = connection.execute(query, (row_id,)).fetchone()
    except sqlite3.Error as error:
        _only_damage(error)
        return None
    return row


def _only_damage(error: sqlite3.Error) -> None:
    """Go on after damage, and after nothing else."""
    if reason_of(error) != "damaged":
        raise error


def has_turns(connection: sqlite3.Connection) -> bool:
    """Whether there is a message; where that cannot be read, there may be."""
    try:
        return connection.execute("SELECT 1 FROM turn LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return True
