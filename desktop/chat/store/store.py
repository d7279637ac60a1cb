"""The conversation database: one SQLite file, one connection, one thread.

What `save`, `save_turn` and `append_parts` return from is on disk (WAL with `synchronous = FULL`).
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop import __version__
from desktop.chat.conversation import Conversation, Part, State, Turn
from desktop.chat.store.faults import as_store_error, store_errors
from desktop.chat.store.migrations import STEPS, Step
from desktop.chat.store.opening import (
    DamagedError,
    StoreStatus,
    has_content,
    keep_damaged,
    open_read_only,
    open_writable,
    shadow_for,
)
from desktop.chat.store.reading import read_list, read_whole
from desktop.chat.store.rows import (
    DAMAGED,
    ConversationSummary,
    clean,
    conversation_values,
    part_values,
    turn_values,
)
from desktop.errors import StoreError

__all__ = ["ConversationSummary", "Store", "StoreStatus"]


_FIND = {
    "conversation": "SELECT id FROM conversation WHERE uuid = ?",
    "turn": "SELECT id FROM turn WHERE uuid = ?",
}


class Store:
    """Conversations on disk.

    It belongs to the thread that calls `opening`. Every other method raises `StoreError` where the database refuses;
    a change that fails leaves nothing behind.
    """

    def __init__(self, path: Path, steps: Sequence[Step] = STEPS) -> None:
        self._path = path
        self._steps = steps
        self._connection: sqlite3.Connection | None = None
        self._status = StoreStatus(False, "other", "the database is not open", path)
        self._shadow: tempfile.TemporaryDirectory[str] | None = None
        self._writable = False
        self._begun = False
        self._sound = True

    def opening(self) -> StoreStatus:
        """Open the database and tell how; it raises nothing that the database or the disk can cause.

        A damaged file is renamed and a new one takes its place. Where the file cannot be written it is opened for
        reading. Answers that a crash cut short become `interrupted`.
        """
        self._status = self._open()
        return self._status

    def list_conversations(self) -> tuple[ConversationSummary, ...]:
        """All conversations, those in the trash too, the last changed first; none where nothing could be opened."""
        if self._connection is None:
            return ()
        with self._reading("the list could not be read"):
            found, sound = read_list(self._connection)
        self._sound = self._sound and sound
        return found

    def load(self, uuid: str) -> Conversation:
        """A conversation with its turns; what the file cannot give back stands there as a `damaged` part."""
        if self._connection is None:
            raise self._refusal()
        with self._reading("the conversation could not be read"):
            found = read_whole(self._connection, clean(uuid))
        if found is None:
            raise StoreError("there is no such conversation", detail=uuid)
        conversation, sound = found
        self._sound = self._sound and sound
        if not self._begun:
            # Nothing of this process streams yet, and what a crash left could not be marked on disk.
            for turn in conversation.turns.values():
                if turn.state is State.STREAMING:
                    turn.state = State.INTERRUPTED
        return conversation

    def save(self, conversation: Conversation, turns: Sequence[Turn] = ()) -> None:
        """Write a conversation's own fields and these of its turns, all or nothing."""
        with self._writing("the conversation could not be saved") as connection:
            row_id = _upsert(connection, "conversation", conversation_values(conversation))
            for turn in turns:
                _write_turn(connection, row_id, turn)

    def save_conversation(self, conversation: Conversation) -> None:
        """Write a conversation's own fields; its turns stay as they are."""
        self.save(conversation)

    def save_turn(self, conversation_uuid: str, turn: Turn) -> None:
        """Write a whole turn; its parts are rewritten."""
        with self._writing("the message could not be saved") as connection:
            _write_turn(connection, _id_of(connection, "conversation", conversation_uuid), turn)

    def append_parts(self, turn_uuid: str, parts: Sequence[Part]) -> None:
        """Write new parts behind those that are stored: a flush costs what is new, not the whole answer."""
        with self._writing("the new text could not be saved") as connection:
            _add_parts(connection, _id_of(connection, "turn", turn_uuid), parts)

    def delete_turn(self, turn_uuid: str) -> None:
        """Remove a turn and its parts; one that is not there is no error."""
        with self._writing("the message could not be deleted") as connection:
            connection.execute("DELETE FROM turn WHERE uuid = ?", (clean(turn_uuid),))

    def trash(self, uuid: str, at: float) -> None:
        """Put a conversation into the trash, at Unix seconds `at`."""
        self._set_trashed(uuid, at)

    def restore(self, uuid: str) -> None:
        """Take a conversation out of the trash."""
        self._set_trashed(uuid, None)

    def close(self) -> None:
        """Write down that all ended well, and close; a second time does nothing.

        Raises:
            StoreError: the mark could not be written; the database is closed all the same, and checked next time.
        """
        try:
            if self._connection is not None and self._begun and self._sound:
                with store_errors("the database could not be closed well"):
                    _set_meta(self._connection, "clean", "1")
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._drop()

    def _open(self) -> StoreStatus:
        self._drop()
        self._begun, self._sound = False, True
        try:
            self._connect()
        except DamagedError as damage:
            return self._start_anew(damage)
        except StoreError as error:
            return self._open_for_reading(error)
        return self._begin()

    def _begin(self) -> StoreStatus:
        """Make the first change: it shows whether changes can be made."""
        try:
            with self._writing("the database could not be written"):
                pass  # the first change is what `_writing` itself does
        except StoreError as error:
            if error.reason == "full":
                return StoreStatus(False, "full", error.detail, self._path)
            self._drop()
            return self._open_for_reading(error)
        return StoreStatus(True, path=self._path)

    def _start_anew(self, damage: DamagedError) -> StoreStatus:
        try:
            kept = keep_damaged(self._path)
            self._connect()
        except StoreError as error:
            return StoreStatus(False, "damaged", f"{damage.detail}; {error}", self._path)
        status = self._begin()
        return StoreStatus(status.writable, "damaged", f"{kept.name}: {damage.detail}", kept)

    def _open_for_reading(self, cause: StoreError) -> StoreStatus:
        status = StoreStatus(False, cause.reason, cause.detail or str(cause), self._path)
        if cause.reason == "in_use" or not has_content(self._path):
            return status
        try:
            self._shadow = shadow_for(self._path)
            self._connection = open_read_only(self._path, Path(self._shadow.name) if self._shadow else None)
        except StoreError as error:
            self._drop()
            return StoreStatus(False, cause.reason, f"{status.detail}; {error.detail or error}", self._path)
        return status

    @contextmanager
    def _reading(self, failed: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._fault(error, failed) from error

    @contextmanager
    def _writing(self, failed: str) -> Iterator[sqlite3.Connection]:
        """One transaction. The first one also marks the database as open and what a crash left as interrupted."""
        if not self._writable and self._status.reason == "full":
            self.opening()  # there was no room to make or migrate it; perhaps there is now
        connection = self._connection
        if connection is None or not self._writable:
            raise self._refusal()
        try:
            connection.execute("BEGIN IMMEDIATE")
            if not self._begun:
                connection.execute("UPDATE turn SET state = ? WHERE state = 'streaming'", (State.INTERRUPTED.value,))
                _set_meta(connection, "written_by", __version__)
                _set_meta(connection, "clean", "0")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._fault(error, failed) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._begun = True

    def _set_trashed(self, uuid: str, at: float | None) -> None:
        with self._writing("the trash could not be changed") as connection:
            row_id = _id_of(connection, "conversation", uuid)
            connection.execute("UPDATE conversation SET trashed_at = ? WHERE id = ?", (at, row_id))

    def _fault(self, error: sqlite3.Error, failed: str) -> StoreError:
        fault = as_store_error(error, failed)
        if fault.reason == "damaged":
            # No clean end: the next opening looks through the whole file.
            self._sound = False
        return fault

    def _refusal(self) -> StoreError:
        return StoreError(
            "the conversation database is not open for this",
            reason=self._status.reason or "other",
            detail=self._status.detail,
        )

    def _connect(self) -> None:
        self._connection = open_writable(self._path, self._steps)
        self._writable = True

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._writable = False
        if connection is not None:
            connection.close()
        if self._shadow is not None:
            self._shadow.cleanup()
            self._shadow = None


def _write_turn(connection: sqlite3.Connection, conversation: int, turn: Turn) -> None:
    row_id = _upsert(connection, "turn", {**turn_values(turn), "conversation": conversation})
    if any(part.kind == DAMAGED for part in turn.parts):
        return  # what stands on disk may still be salvaged; it is not written over with a placeholder
    connection.execute("DELETE FROM part WHERE turn = ?", (row_id,))
    _add_parts(connection, row_id, turn.parts)


def _add_parts(connection: sqlite3.Connection, turn: int, parts: Sequence[Part]) -> None:
    (last,) = connection.execute("SELECT MAX(seq) FROM part WHERE turn = ?", (turn,)).fetchone()
    first = 0 if last is None else last + 1
    connection.executemany(
        "INSERT INTO part (turn, seq, kind, body) VALUES (?, ?, ?, ?)",
        [(turn, seq, kind, body) for seq, (kind, body) in enumerate(part_values(parts), first)],
    )


def _upsert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    """Insert or update the row with this uuid; its id never changes, and with it the order of the turns."""
    columns = list(values)
    assignments = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "uuid")
    query = (  # names of our own; values are bound
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608
        f" ON CONFLICT (uuid) DO UPDATE SET {assignments} RETURNING id"
    )
    ((row_id,),) = connection.execute(query, list(values.values())).fetchall()
    return int(row_id)


def _id_of(connection: sqlite3.Connection, table: str, uuid: str) -> int:
    row = connection.execute(_FIND[table], (clean(uuid),)).fetchone()
    if row is None:
        raise StoreError(f"there is no such {table}", detail=uuid)
    return int(row[0])


def _set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
