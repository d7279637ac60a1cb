"""The conversation database: one SQLite file, one connection, one thread.

What `save` and `append_parts` return from is on disk (WAL with `synchronous = FULL`).
"""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from desktop import __version__
from desktop.chat.conversation import Conversation, Part, State, Turn
from desktop.chat.store import charges, index, restoring, writing
from desktop.chat.store.backup import make_backup, renew_backups
from desktop.chat.store.beside import salvage_beside
from desktop.chat.store.checking import checked_beside
from desktop.chat.store.copies import Pause, no_pause
from desktop.chat.store.faults import as_store_error, store_errors
from desktop.chat.store.migrations import STEPS, Step
from desktop.chat.store.opening import (
    DamagedError,
    StoreStatus,
    Tell,
    has_content,
    keep_damaged,
    must_be_checked,
    newest_damaged,
    open_read_only,
    open_writable,
    say_nothing,
    shadow_for,
)
from desktop.chat.store.reading import has_turns, read_list, read_whole
from desktop.chat.store.recovery import bring_back
from desktop.chat.store.rows import ConversationSummary, clean, conversation_values
from desktop.chat.store.salvage import Salvaged
from desktop.chat.store.search import LIMIT, Hit, search
from desktop.errors import StoreError

__all__ = ["ConversationSummary", "Hit", "Store", "StoreStatus"]

T = TypeVar("T")
_log = logging.getLogger(__name__)

# Turns; some 30 ms.
ERASED_AT_ONCE = 150


class Store:
    """Conversations on disk.

    It belongs to the thread that calls `opening`. Every other method raises `StoreError` where the database refuses;
    a change that fails leaves nothing behind.

    Attributes:
        unchecked: the last run did not end well, and the file is too large to have been checked before it was opened.
    """

    def __init__(self, path: Path, steps: Sequence[Step] = STEPS) -> None:
        self._path = path
        self._steps = steps
        self._connection: sqlite3.Connection | None = None
        self._status = StoreStatus(False, "other", "the database is not open", path)
        self._shadow: tempfile.TemporaryDirectory[str] | None = None
        self._writable = self._begun = self._checking = self._index_mended = False
        self._sound = True
        self.unchecked = False
        self._indexing = index.Indexing()

    def opening(self, tell: Tell = say_nothing) -> StoreStatus:
        """Open the database and tell how; it raises nothing that the database or the disk can cause.

        A damaged file is renamed and a new one takes its place. Where the file cannot be written it is opened for
        reading. Answers that a crash cut short become `interrupted`. What `tell` raises, a `StoreError`, ends it.
        """
        self._status = self._open(tell)
        return self._status

    def look_through(
        self, tell: Tell = say_nothing, pause: Pause = no_pause
    ) -> Generator[None, None, StoreStatus | None]:
        """Check the whole file while others use it: what is written meanwhile goes to the log alone.

        Of a damaged one a new file is made; `pause` is called every few milliseconds then, may use this store, and
        gives up by raising `StoreError`. Where that fails it is salvaged as by `opening`, and `tell` hears of it.

        Returns:
            None where it is sound; where it is damaged, how what took its place was opened.
        """
        connection = self._connection
        if connection is None or not self._writable or self._checking:
            return None
        self._checking = True
        try:
            with self._reading("the check failed"):
                check = yield from checked_beside(connection, self._path, quick=not self.unchecked)
            if check is None or connection is not self._connection:
                return None
            if check.damage:
                return self._replace(connection, check.damage, tell, pause)
        finally:
            self._checking = False
        if check.index_is_broken:
            with self._writing("the search index could not be made anew"):
                index.start_anew(connection)
        self.unchecked = False
        return None

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
        connection = self._open_connection()
        with self._reading("the conversation could not be read"):
            found = read_whole(connection, clean(uuid))
        if found is None:
            raise StoreError("there is no such conversation", detail=uuid)
        conversation, sound = found
        self._sound = self._sound and sound
        if not self._begun:
            # Nothing of this process streams yet, and what a crash left could not be marked on disk.
            conversation.interrupt()
        return conversation

    def save(self, conversation: Conversation, turns: Sequence[Turn] = ()) -> None:
        """Write a conversation's own fields and these of its turns, all or nothing."""
        with self._writing("the conversation could not be saved") as connection:
            row_id = writing.upsert(connection, "conversation", conversation_values(conversation))
            for turn in turns:
                writing.write_turn(connection, row_id, turn)

    def add(self, conversation: Conversation) -> tuple[bool, int]:
        """Write what is not there yet: the conversation, or the turns that are missing of it; nothing is changed.

        Returns:
            Whether the conversation is new, and how many turns were written.
        """
        with self._writing("the conversation could not be imported") as connection:
            return writing.add_missing(connection, conversation)

    def append_parts(self, turn_uuid: str, parts: Sequence[Part]) -> None:
        """Write new parts behind those that are stored: a flush costs what is new, not the whole answer."""
        with self._writing("the new text could not be saved") as connection:
            writing.append_parts(connection, writing.id_of(connection, "turn", turn_uuid), parts)

    def delete_turn(self, turn_uuid: str) -> None:
        """Remove a turn and its parts; one that is not there is no error."""
        with self._writing("the message could not be deleted") as connection:
            writing.delete_turn(connection, turn_uuid)

    def change(self, uuid: str, changes: Mapping[str, object]) -> None:
        """Set some of a conversation's fields (`writing.CHANGEABLE`) without touching the others."""
        with self._writing("the conversation could not be changed") as connection:
            writing.change_conversation(connection, uuid, changes)

    def save_draft_parts(self, uuid: str, parts: Sequence[Part]) -> None:
        """Write what is attached to the draft of a conversation, in place of what was."""
        with self._writing("the attachments could not be saved") as connection:
            writing.write_draft_parts(connection, writing.id_of(connection, "conversation", uuid), parts)

    def charge(self, charge: charges.Charge) -> None:
        """Keep what a request took; apart from `save`, so that no damage to the figures can block a message."""
        with self._writing("the usage could not be saved") as connection:
            charges.write(connection, charge)

    def usage(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What one of the queries of `charges` gives."""
        with self._reading("the usage could not be read"):
            return read(self._open_connection())

    def erase(self, uuids: Sequence[str]) -> Iterator[int]:
        """Remove conversations so that their text is in no file of the database; backups are others' business.

        Yields after each step, with how many conversations are removed.
        """
        for count, uuid in enumerate(uuids, 1):
            is_left = True
            while is_left:
                with self._writing("the conversation could not be deleted") as connection:
                    is_left = writing.delete_some(connection, uuid, ERASED_AT_ONCE)
                yield count - is_left
        while self.index_some():
            yield len(uuids)
        while self._checking:
            yield len(uuids)
        with self._reading("the index could not be cleaned"):
            for _ in index.purge(self._open_connection()):
                yield len(uuids)
            # What was overwritten still stands in the log.
            self._open_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def has_turns(self) -> bool:
        """Whether there is anything to lose; what cannot be read may be."""
        return self._connection is not None and has_turns(self._connection)

    def back_up(self, pause: Pause = no_pause, *, renew: bool = False) -> Path:
        """Make a backup and read it back; with `renew` every older copy goes.

        `pause` is called every few milliseconds; it may use this store, and ends the backup by raising `StoreError`.
        """
        if not self._begun:
            raise self._refusal()
        make = renew_backups if renew else make_backup
        return make(self._open_connection(), self._path, pause)

    def restore_backup(self, backup: Path, pause: Pause = no_pause) -> StoreStatus:
        """Put a backup in the place of the database, which is kept aside; where that fails all is as it was."""
        if not self._begun:
            raise self._refusal()
        restoring.stage(backup, self._path, pause)
        try:
            self.close()
            restoring.swap(self._path)
        finally:
            status = self.opening()
        return status

    def index_some(self, *, patient: bool = False) -> bool:
        """Put some messages into the search index, some 10 ms of work; False where nothing is left, see `Indexing`."""
        try:
            with self._writing("the search index could not be written") as connection:
                return self._indexing.some(connection, patient=patient)
        except StoreError as error:
            self._indexing = index.Indexing()
            self._mend_index(error)
        return True

    def search(self, query: str, limit: int = LIMIT) -> Iterator[tuple[Hit, ...]]:
        """Messages that hold every word of `query`, the newest first, in slices; see `search.search`."""
        if self._connection is None:
            return
        try:
            with self._reading("the search failed"):
                yield from search(self._connection, query, limit)
        except StoreError as error:
            self._mend_index(error)
            raise

    def close(self) -> None:
        """Write down that all ended well, and close; a second time does nothing.

        Raises:
            StoreError: the mark could not be written; the database is closed all the same, and checked next time.
        """
        try:
            if self._connection is not None and self._begun and self._sound and not self.unchecked:
                with store_errors("the database could not be closed well"):
                    writing.set_meta(self._connection, "clean", "1")
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._drop()

    def _replace(self, connection: sqlite3.Connection, damage: str, tell: Tell, pause: Pause) -> StoreStatus | None:
        """Open a new database with all that can be read of this one; None where `pause` gave up."""
        self._sound = False
        found = None
        try:
            found = salvage_beside(connection, self._path, self._steps, pause)
        except StoreError as error:
            if error.reason == "cancelled" or connection is not self._connection:
                return None
            _log.warning("%s", error)
        self._status = self._open(tell, damage, found)
        return self._status

    def _open(self, tell: Tell, damage: str = "", found: Salvaged | None = None) -> StoreStatus:
        """Open it; with `damage` only after it was renamed, and what was `found` in it took its place."""
        self._drop()
        self._begun, self._sound = False, True
        try:
            try:
                if not damage:
                    self._connect(tell)
            except DamagedError as error:
                damage = error.detail
            if damage:
                keep_damaged(self._path)
                self._connect(tell)
        except StoreError as error:
            if damage:
                return StoreStatus(False, "damaged", f"{damage}; {error}", self._path)
            return self._open_for_reading(error)
        status = self._begin()
        if status.reason == "damaged" and not damage:
            return self._open(tell, status.detail or "it cannot be written")
        if found is not None and self._writable:
            kept = newest_damaged(self._path)[1]
            return StoreStatus(True, "damaged", f"{kept.name}: {damage}", kept, salvaged=found)
        return self._bring_back(status, damage, tell) if self._writable else status

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

    def _bring_back(self, status: StoreStatus, damage: str, tell: Tell) -> StoreStatus:
        try:
            return bring_back(self._open_connection(), self._path, damage, tell) or status
        except StoreError as error:
            self._drop()
            return StoreStatus(False, error.reason, error.detail, self._path)

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
                writing.set_meta(connection, "written_by", __version__)
                writing.set_meta(connection, "clean", "0")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._fault(error, failed) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._begun = True

    def _mend_index(self, error: StoreError) -> None:
        """Have the index made anew, once; `error` is raised where that cannot help: the fault is elsewhere."""
        if error.reason not in {"damaged", "other"} or self._index_mended or not self._writable:
            raise error
        self._index_mended = True
        with self._writing("the search index could not be made anew") as connection:
            index.start_anew(connection)

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise self._refusal()
        return self._connection

    def _fault(self, error: sqlite3.Error, failed: str) -> StoreError:
        fault = as_store_error(error, failed)
        if fault.reason == "damaged":
            # No clean end: the next opening looks through the whole file.
            self._sound = False
        return fault

    def _refusal(self) -> StoreError:
        words = "the conversation database is not open for this"
        return StoreError(words, reason=self._status.reason or "other", detail=self._status.detail)

    def _connect(self, tell: Tell) -> None:
        self._connection = open_writable(self._path, self._steps, tell)
        self._writable = True
        self.unchecked = must_be_checked(self._connection, self._path)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._writable = False
        if connection is not None:
            connection.close()
        if self._shadow is not None:
            self._shadow.cleanup()
            self._shadow = None
