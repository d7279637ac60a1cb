"""The one database thread, as Qt signals."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QThread, Signal

from desktop.chat.conversation import Conversation, Part, Turn
from desktop.chat.store.store import Store, StoreStatus
from desktop.errors import StoreError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    """Work for the thread; `ticket` names it in `failed`, `saves` says whether `saved` follows."""

    ticket: str
    work: Callable[[Store], object]
    saves: bool = True


class StoreWorker(QThread):
    """Owns the conversation database; jobs are done one after the other, in the order they were asked for.

    The methods return at once and take copies, so that the caller may go on changing what it handed over. They are
    called from the thread this object lives in.

    Signals:
        opened(status): the database is open, or not; a `StoreStatus`.
        listed(summaries): a tuple of `ConversationSummary`, the last changed first.
        loaded(conversation): a `Conversation`; it belongs to the receiver.
        saved(ticket): the change of this ticket is on disk.
        failed(ticket, error): a `StoreError` kept a job from being done, and it left nothing behind. The ticket of a
            load is the conversation's uuid, that of a list or an opening is empty.
    """

    opened = Signal(object)
    listed = Signal(object)
    loaded = Signal(object)
    saved = Signal(str)
    failed = Signal(str, object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setObjectName("store")
        self._path = path
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False

    def open(self) -> None:
        """Open the database, and start the thread where that was not done; `opened` follows."""
        self._put(_Job("", self._open, saves=False))
        if not self.isRunning() and not self._closed:
            self.start()

    def list_conversations(self) -> None:
        """Ask for all conversations, those in the trash too; `listed` follows."""
        self._put(_Job("", lambda store: self.listed.emit(store.list_conversations()), saves=False))

    def load(self, uuid: str) -> None:
        """Ask for a conversation with its turns; `loaded` follows."""
        self._put(_Job(uuid, lambda store: self.loaded.emit(store.load(uuid)), saves=False))

    def save(self, ticket: str, conversation: Conversation, *turns: Turn) -> None:
        """Write the conversation's own fields and these turns, all or nothing."""
        row = conversation.without_turns()
        copies = [turn.snapshot() for turn in turns]
        self._put(_Job(ticket, lambda store: store.save(row, copies)))

    def append_parts(self, ticket: str, turn_uuid: str, parts: Sequence[Part]) -> None:
        """Write new text behind what is stored of a turn."""
        copies = [Part(part.kind, part.body) for part in parts]
        self._put(_Job(ticket, lambda store: store.append_parts(turn_uuid, copies)))

    def delete_turn(self, ticket: str, turn_uuid: str) -> None:
        """Remove a turn and its parts."""
        self._put(_Job(ticket, lambda store: store.delete_turn(turn_uuid)))

    def trash(self, ticket: str, uuid: str, at: float) -> None:
        """Put a conversation into the trash, at Unix seconds `at`."""
        self._put(_Job(ticket, lambda store: store.trash(uuid, at)))

    def restore(self, ticket: str, uuid: str) -> None:
        """Take a conversation out of the trash."""
        self._put(_Job(ticket, lambda store: store.restore(uuid)))

    def close_and_wait(self, limit_ms: int) -> bool:
        """Do what was asked for, close the database and end the thread; True where that took at most `limit_ms`.

        Later jobs fail.
        """
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        return self.isFinished() or not self.isRunning() or self.wait(limit_ms)

    def _put(self, job: _Job) -> None:
        if self._closed:
            self.failed.emit(job.ticket, StoreError("the conversation database is closed"))
        else:
            self._jobs.put(job)

    def _open(self, store: Store) -> None:
        status = StoreStatus(False, "other", "the store failed unexpectedly", self._path)
        try:
            status = store.opening()
        finally:
            # Even then: the window waits for it.
            self.opened.emit(status)

    def _do(self, store: Store, job: _Job) -> None:
        try:
            job.work(store)
        except StoreError as error:
            self.failed.emit(job.ticket, error)
        except Exception as error:  # noqa: BLE001  # a defect of ours: reported as any other failure, and the thread lives on
            _log.exception("a job of the store ended with an unexpected error")
            detail = f"{type(error).__name__}: {error}"
            self.failed.emit(job.ticket, StoreError("the store failed unexpectedly", detail=detail))
        else:
            if job.saves:
                self.saved.emit(job.ticket)

    def run(self) -> None:
        store = Store(self._path)
        while (job := self._jobs.get()) is not None:
            self._do(store, job)
        try:
            store.close()
        except StoreError as error:
            _log.warning("%s", error)
