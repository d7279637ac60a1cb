"""The statements of changes. Each runs inside a transaction of `Store`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from desktop.chat.conversation import Conversation, Part, Turn
from desktop.chat.store import index
from desktop.chat.store.rows import (
    DAMAGED,
    TEXT_KINDS,
    clean,
    conversation_values,
    joined,
    part_values,
    read_part,
    turn_values,
)
from desktop.errors import StoreError

_FIND = {
    "conversation": "SELECT id FROM conversation WHERE uuid = ?",
    "turn": "SELECT id FROM turn WHERE uuid = ?",
}
# Of attachments, in one step: what is deleted is written over.
ERASED_BYTES = 8 * 1024 * 1024
_LAST = """SELECT id, kind, LENGTH(CAST(body AS BLOB)), typeof(body) FROM part
    WHERE turn = ? ORDER BY seq DESC LIMIT 1"""
# Of a page of 1,024, with its header, the cell's and the record's.
ROW_BYTES = 900
# What the list changes without opening a conversation.
CHANGEABLE = ("title", "folder", "pinned", "unread", "scroll", "trashed_at", "draft")


def write_turn(connection: sqlite3.Connection, conversation: int, turn: Turn) -> None:
    """Write a whole turn; its parts are rewritten."""
    found = find(connection, "turn", turn.uuid)
    if found is not None:
        index.note_change(connection, found)
    row_id = upsert(connection, "turn", {**turn_values(turn), "conversation": conversation})
    if found is None:
        index.note_new(connection, row_id)
    if any(part.kind == DAMAGED for part in turn.parts):
        return  # what stands on disk may still be salvaged; it is not written over with a placeholder
    left = None if found is None else _beyond(_stored_parts(connection, row_id), joined(turn.parts))
    if left is None:
        connection.execute("DELETE FROM part WHERE turn = ?", (row_id,))
        left = turn.parts
    _insert_parts(connection, row_id, left)


def append_parts(connection: sqlite3.Connection, turn: int, parts: Sequence[Part]) -> None:
    """Write new parts behind those that are stored.

    Text joins the last row while both fit on one page: a row of its own writes pages of the index and of the tree, too.
    """
    index.note_change(connection, turn)
    pieces = joined(parts)
    last = connection.execute(_LAST, (turn,)).fetchone()
    if last is not None and pieces and not pieces[0].fresh and pieces[0].kind in TEXT_KINDS:
        row_id, kind, size, type_ = last
        body = clean(pieces[0].body)
        if (kind, type_) == (pieces[0].kind, "text") and size + len(body.encode()) <= ROW_BYTES:
            connection.execute("UPDATE part SET body = body || ? WHERE id = ?", (body, row_id))
            del pieces[0]
    _insert_parts(connection, turn, pieces)


def delete_turn(connection: sqlite3.Connection, uuid: str) -> None:
    """Remove a turn and its parts; one that is not there is no error."""
    found = find(connection, "turn", uuid)
    if found is not None:
        index.note_change(connection, found)
        connection.execute("DELETE FROM turn WHERE id = ?", (found,))


def change_conversation(connection: sqlite3.Connection, uuid: str, changes: Mapping[str, object]) -> None:
    """Set columns of `CHANGEABLE`."""
    row_id = id_of(connection, "conversation", uuid)
    for column, value in changes.items():
        if column not in CHANGEABLE:
            raise ValueError(f"{column} is not changed by itself")
        cleaned = clean(value) if isinstance(value, str) else value
        connection.execute(f"UPDATE conversation SET {column} = ? WHERE id = ?", (cleaned, row_id))  # noqa: S608


def delete_some(connection: sqlite3.Connection, uuid: str, limit: int) -> bool:
    """Remove some turns of a conversation, and with the last of them the conversation itself; True while more are left.

    The index follows with the next `index_some`.
    """
    row_id = id_of(connection, "conversation", uuid)
    # SQLite tells the length of a blob without reading it.
    query = """SELECT id, (SELECT SUM(LENGTH(data)) FROM part WHERE part.turn = turn.id)
        FROM turn WHERE conversation = ? LIMIT ?"""
    turns = connection.execute(query, (row_id, limit)).fetchall()
    left = ERASED_BYTES
    for turn, size in turns:
        index.note_change(connection, turn)
        connection.execute("DELETE FROM turn WHERE id = ?", (turn,))
        left -= size or 0
        if left < 0:
            return True
    if len(turns) == limit:
        return True
    connection.execute("DELETE FROM conversation WHERE id = ?", (row_id,))
    return False


def add_missing(connection: sqlite3.Connection, conversation: Conversation) -> tuple[bool, int]:
    """Write a conversation that is not there, or the turns that are missing of it; whether it is new, and how many."""
    row_id = find(connection, "conversation", conversation.uuid)
    turns = missing_turns(connection, conversation.turns.values())
    is_new = row_id is None
    if row_id is None:
        row_id = upsert(connection, "conversation", conversation_values(conversation))
        write_draft_parts(connection, row_id, conversation.draft_parts)
    for turn in turns:
        write_turn(connection, row_id, turn)
    return is_new, len(turns)


def missing_turns(connection: sqlite3.Connection, turns: Iterable[Turn]) -> list[Turn]:
    """Those that are not stored."""
    return [turn for turn in turns if find(connection, "turn", turn.uuid) is None]


def upsert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    """Insert or update the row with this uuid; its id never changes, and with it the order of the turns."""
    columns = list(values)
    assignments = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "uuid")
    query = (  # names of our own; values are bound
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608
        f" ON CONFLICT (uuid) DO UPDATE SET {assignments} RETURNING id"
    )
    ((row_id,),) = connection.execute(query, list(values.values())).fetchall()
    return int(row_id)


def find(connection: sqlite3.Connection, table: str, uuid: str) -> int | None:
    """The row id of a uuid; None where there is none."""
    row = connection.execute(_FIND[table], (clean(uuid),)).fetchone()
    return None if row is None else int(row[0])


def id_of(connection: sqlite3.Connection, table: str, uuid: str) -> int:
    """The row id of a uuid.

    Raises:
        StoreError: there is none.
    """
    row_id = find(connection, table, uuid)
    if row_id is None:
        raise StoreError(f"there is no such {table}", detail=uuid)
    return row_id


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value about the database itself."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def _stored_parts(connection: sqlite3.Connection, turn: int) -> list[Part]:
    query = "SELECT kind, body, fresh, data FROM part WHERE turn = ? ORDER BY seq"
    return joined([read_part(row) for row in connection.execute(query, (turn,))])


def _beyond(stored: list[Part], parts: list[Part]) -> list[Part] | None:
    """What these parts have beyond the stored ones; None where they are others: an answer grows, and seldom changes."""
    if not stored:
        return parts
    at = len(stored) - 1
    if len(parts) <= at or stored[:at] != parts[:at]:
        return None
    last, now = stored[at], parts[at]
    if last.kind not in TEXT_KINDS:
        return parts[at + 1 :] if last == now else None
    if (last.kind, last.fresh) != (now.kind, now.fresh) or not clean(now.body).startswith(last.body):
        return None
    rest = clean(now.body)[len(last.body) :]
    return [*([Part(now.kind, rest)] if rest else []), *parts[at + 1 :]]


def _insert_parts(connection: sqlite3.Connection, turn: int, parts: Sequence[Part]) -> None:
    (last,) = connection.execute("SELECT MAX(seq) FROM part WHERE turn = ?", (turn,)).fetchone()
    first = 0 if last is None else last + 1
    connection.executemany(
        "INSERT INTO part (turn, seq, kind, body, fresh, data) VALUES (?, ?, ?, ?, ?, ?)",
        [(turn, seq, *values) for seq, values in enumerate(part_values(parts), first)],
    )


def write_draft_parts(connection: sqlite3.Connection, conversation: int, parts: Sequence[Part]) -> None:
    """Write what is attached to the draft of a conversation, in place of what was."""
    connection.execute("DELETE FROM draft_part WHERE conversation = ?", (conversation,))
    connection.executemany(
        "INSERT INTO draft_part (kind, body, conversation, data) VALUES (?, ?, ?, ?)",
        [(kind, body, conversation, data) for kind, body, _fresh, data in part_values(parts)],
    )
