"""The one database thread, as Qt signals."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QThread, Signal

from desktop.chat.conversation import Conversation, Part, Turn
from desktop.chat.exports import Labels
from desktop.chat.store.backup import EVERY_S, seconds_to_next
from desktop.chat.store.charges import Charge
from desktop.chat.store.store import Store, StoreStatus
from desktop.errors import StoreError
from desktop.worker.store_tasks import (
    Job,
    Pace,
    Task,
    add,
    asking,
    duplicate,
    erasing,
    exporting,
    searching,
    settling,
    tried,
)

# Between two steps of work that nobody waits for; the interpreter belongs to the window meanwhile.
REST_S = 0.02
# The ticket of a backup that nobody asked for.
AUTOMATIC_BACKUP = "automatic backup"

_log = logging.getLogger(__name__)


class StoreWorker(QThread):
    """Owns the conversation database; jobs are done one after the other, in the order they were asked for.

    Long work (search, emptying the trash, indexing) is done in steps, with the jobs that come meanwhile in between.
    `path` is the database file. The methods return at once and take copies of what the caller may go on changing. They
    are called from the thread this object lives in.

    Signals:
        opened(status): the database is open, or not; a `StoreStatus`.
        listed(summaries): a tuple of `ConversationSummary`, the last changed first.
        loaded(conversation): a `Conversation`; it belongs to the receiver.
        saved(ticket): the change of this ticket is on disk.
        found(number, hits, finished): some `Hit`s of the search with this number, the newest first.
        progressed(ticket, count, total): how far long work is.
        working(stage, done, total): the database is copied before a migration (`copy`), brought back from a damaged
            file (`salvage`) or checked (`check`), so many pages of so many, 0 where that is not known; an empty stage:
            that is over.
        done(ticket, result): long work has ended well.
        work_failed(ticket, error): long work has not; what it did stays done. The ticket of a search is empty, the
            reason of work that was given up `cancelled`.
        failed(ticket, error): a `StoreError` kept a job from being done, and it left nothing behind. The ticket of a
            load is the conversation's uuid, that of a list or an opening is empty.
    """

    opened = Signal(object)
    listed = Signal(object)
    loaded = Signal(object)
    saved = Signal(str)
    found = Signal(int, object, bool)
    progressed = Signal(str, int, int)
    working = Signal(str, int, int)
    done = Signal(str, object)
    work_failed = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setObjectName("store")
        self.path = path
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = self._look_through = self._salvaging = False
        self._cancelled: set[str] = set()
        self._tasks: list[Task] = []
        self._long_jobs: list[Job] = []
        self._next_backup_at, self._backup_wait_s = math.inf, float(EVERY_S)
        self._pace = Pace()
        self._put_off: Job | None = None

    def open(self) -> None:
        """Open the database, and start the thread where that was not done; `opened` follows."""
        self._put(Job("", self._open, saves=False))
        if not self.isRunning() and not self._closed:
            self.start()

    def list_conversations(self) -> None:
        """Ask for all conversations, those in the trash too; `listed` follows."""
        self._put(Job("", lambda store: self.listed.emit(store.list_conversations()), saves=False))

    def load(self, uuid: str) -> None:
        """Ask for a conversation with its turns; `loaded` follows."""
        self._put(Job(uuid, lambda store: self.loaded.emit(store.load(uuid)), saves=False))

    def save(self, ticket: str, conversation: Conversation, *turns: Turn) -> None:
        """Write the conversation's own fields and these turns, all or nothing."""
        row = conversation.without_turns()
        copies = [turn.snapshot() for turn in turns]
        self._put(Job(ticket, lambda store: store.save(row, copies)))

    def append_parts(self, ticket: str, turn_uuid: str, parts: Sequence[Part]) -> None:
        """Write new text behind what is stored of a turn."""
        copies = [part.copy() for part in parts]
        self._put(Job(ticket, lambda store: store.append_parts(turn_uuid, copies)))

    def delete_turn(self, ticket: str, turn_uuid: str) -> None:
        """Remove a turn and its parts."""
        self._put(Job(ticket, lambda store: store.delete_turn(turn_uuid)))

    def change(self, ticket: str, uuid: str, **changes: object) -> None:
        """Set some of a conversation's fields, by column, without touching the others."""
        self._put(Job(ticket, lambda store: store.change(uuid, changes)))

    def save_draft_parts(self, ticket: str, uuid: str, parts: Sequence[Part]) -> None:
        """Write what is attached to the draft of a conversation that is stored."""
        copies = [part.copy() for part in parts]
        self._put(Job(ticket, lambda store: store.save_draft_parts(uuid, copies)))

    def charge(self, ticket: str, charge: Charge) -> None:
        """Keep what a request took."""
        self._put(Job(ticket, lambda store: store.charge(charge), saves=False))

    def ask(self, ticket: str, work: Callable[[Store], object]) -> None:
        """Do some 30 ms of work between the jobs; `done` follows with what `work` gave, or `work_failed`."""
        self._begin(ticket, asking(work))

    def duplicate(self, ticket: str, uuid: str, title: str) -> None:
        """Store a copy of a conversation under another title; `listed` follows with it in the list."""
        self._put(Job(ticket, lambda store: self.listed.emit(duplicate(store, uuid, title))))

    def add(self, conversation: Conversation) -> Future[tuple[bool, int]]:
        """`Store.add` a conversation that nobody else touches, from any thread; it may fail with `StoreError`."""
        future: Future[tuple[bool, int]] = Future()

        def work(store: Store) -> None:
            add(store, conversation, future)
            self._tidy_later(store)

        if self._closed:
            future.set_exception(StoreError("the conversation database is closed"))
        else:
            self._jobs.put(Job("", work, saves=False))
        return future

    def export(self, ticket: str, uuids: Sequence[str], folder: Path, labels: Labels | None = None) -> None:
        """Write conversations into new files of `folder`: Markdown with `labels`, else one JSON document.

        `progressed` follows, and `done` with an `Exported`.
        """
        wanted = tuple(uuids)
        self._begin(ticket, lambda store: exporting(store, wanted, folder, labels, self._counter(ticket, wanted)))

    def erase(self, ticket: str, uuids: Sequence[str]) -> None:
        """Remove conversations from the database, its index and its log; `progressed` and `done` follow."""
        wanted = tuple(uuids)
        self._begin(ticket, lambda store: erasing(store, wanted, self._counter(ticket, wanted)))

    def back_up(self, ticket: str, *, renew: bool = False) -> None:
        """Make a backup, read it back, and tell its path by `done`; with `renew` every older copy goes."""

        def work(store: Store) -> object:
            return store.back_up(lambda *pages: self._let_others(store, ticket, *pages), renew=renew)

        self._put(Job(ticket, work, long=True))

    def restore_backup(self, ticket: str, backup: Path) -> None:
        """Put a backup in the place of the database, which is kept aside; `opened` follows, then `done`."""

        def work(store: Store) -> object:
            status = store.restore_backup(backup, lambda *pages: self._let_others(store, ticket, *pages))
            # What was begun on the old database ends; what is quiet begins again.
            self._drop(lambda task: task.quiet)
            self._cancelled.update(task.ticket for task in self._tasks)
            self._start_with(store, status)
            return status

        self._put(Job(ticket, work, long=True))

    def search(self, number: int, query: str) -> None:
        """Look for messages; `found` follows, perhaps several times. A search that still runs is given up."""
        self._begin(
            "", lambda store: searching(store, query, lambda *found: self.found.emit(number, *found)), replaces=True
        )

    def cancel(self, ticket: str) -> None:
        """Give up long work; what it did stays done. `work_failed` follows, unless it has ended."""
        self._cancelled.add(ticket)

    def close_and_wait(self, limit_ms: int) -> bool:
        """Do what was asked for and end the thread; True where that took at most `limit_ms`. Later jobs fail."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        return self.isFinished() or not self.isRunning() or self.wait(limit_ms)

    def _put(self, job: Job) -> None:
        if self._closed:
            self.failed.emit(job.ticket, StoreError("the conversation database is closed"))
        else:
            self._jobs.put(job)

    def _begin(
        self, ticket: str, steps: Callable[[Store], Generator[object, None, object]], *, replaces: bool = False
    ) -> None:
        def begin(store: Store) -> None:
            if replaces:
                self._drop(lambda task: task.ticket == ticket and not task.quiet)
            self._tasks.append(Task(ticket, steps(store)))

        self._put(Job(ticket, begin, saves=False))

    def _counter(self, ticket: str, wanted: Sequence[str]) -> Callable[[int], None]:
        return lambda count: self.progressed.emit(ticket, count, len(wanted))

    def _open(self, store: Store) -> None:
        status = StoreStatus(False, "other", "the store failed unexpectedly", self.path)
        try:
            status = store.opening(self._tell)
        finally:
            # Even then: the window waits for it.
            self._start_with(store, status)

    def _start_with(self, store: Store, status: StoreStatus) -> None:
        self.working.emit("", 0, 0)
        self.opened.emit(status)
        if status.writable:
            self._look_through = True
            self._backup_wait_s = seconds_to_next(self.path, time.time()) if store.has_turns() else EVERY_S
            self._tidy_later(store)

    def _tell(self, stage: str, done: int, total: int) -> None:
        """Say how far opening is; a `StoreError` ends it where nobody waits for it any more."""
        if self._closed:
            raise StoreError("cancelled", reason="cancelled")
        if self._pace.due():
            self.working.emit(stage, done, total)

    def _tidy_later(self, store: Store) -> None:
        if not any(task.quiet for task in self._tasks):
            self._tasks.append(Task("", self._tidying(store), quiet=True))

    def _tidying(self, store: Store) -> Generator[object, None, object]:
        """What is put off until nobody waits: the check of the file, then the index."""
        if self._look_through:
            self._look_through = False
            yield from self._looking_through(store)
        while store.index_some(patient=True):
            yield None
        return None

    def _looking_through(self, store: Store) -> Generator[object, None, object]:
        yield from settling(self.path)
        unchecked = store.unchecked
        if unchecked:
            self.working.emit("check", 0, 0)
        replaced = yield from store.look_through(self._tell, lambda *pages: self._while_salvaging(store, *pages))
        self._salvaging, put_off, self._put_off = False, self._put_off, None
        if put_off is not None:
            self._do(store, put_off)
        if unchecked or replaced is not None:
            self.working.emit("", 0, 0)
        if replaced is not None:
            self.opened.emit(replaced)
        # Not before: a backup of a damaged database would only fail.
        self._next_backup_at = time.monotonic() + self._backup_wait_s
        return None

    def _while_salvaging(self, store: Store, done: int, total: int) -> None:
        """Do what waits, on the damaged database; from the first change that it does not take on, all wait."""
        if total:
            self._tell("salvage", done, total)
        if self._put_off is None:
            self._salvaging = True
            self._let_others(store, "", 0, 0)

    def _do(self, store: Store, job: Job) -> None:
        if job.long:
            self._long_jobs.append(job)
        elif tried(lambda: job.work(store), lambda error: self._tell_failed(job, error)) and job.saves:
            self.saved.emit(job.ticket)
            self._tidy_later(store)

    def _tell_failed(self, job: Job, error: StoreError) -> None:
        if self._salvaging and job.saves and error.reason == "damaged":
            self._put_off = job
        else:
            self.failed.emit(job.ticket, error)

    def _do_long(self, store: Store) -> None:
        """Do a job that lets others in, where one waits or a backup is due."""
        if time.monotonic() >= self._next_backup_at:
            self._next_backup_at = time.monotonic() + EVERY_S
            self.back_up(AUTOMATIC_BACKUP)
        if not self._long_jobs:
            return
        job = self._long_jobs.pop(0)
        tried(
            lambda: self.done.emit(job.ticket, job.work(store)), lambda error: self._tell_work_failed(job.ticket, error)
        )

    def _let_others(self, store: Store, ticket: str, done: int, total: int) -> None:
        """Do what waits, in the middle of a long job, and tell how far that is; a `StoreError` ends one given up."""
        while self._put_off is None:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            self._do(store, job)
        if self._tasks:
            self._step()
        if total and self._pace.due():
            self.progressed.emit(ticket, done, total)
        if self._closed or ticket in self._cancelled:
            self._cancelled.discard(ticket)
            raise StoreError("cancelled", reason="cancelled")

    def _tell_work_failed(self, ticket: str, error: StoreError) -> None:
        if self._closed and error.reason == "cancelled":
            _log.info("%s: given up at the end", ticket)
        else:
            self.work_failed.emit(ticket, error)

    def _step(self) -> None:
        """Do one step of the long work whose turn it is."""
        task = self._tasks.pop(0)
        if task.ticket and task.ticket in self._cancelled:
            self._cancelled.discard(task.ticket)
            task.steps.close()
            self.work_failed.emit(task.ticket, StoreError("cancelled", reason="cancelled"))
            return
        ended = []

        def step() -> None:
            try:
                next(task.steps)
            except StopIteration as end:
                ended.append(end.value)

        def tell(error: StoreError) -> None:
            if task.quiet:
                _log.info("%s", error)
            else:
                self._tell_work_failed(task.ticket, error)

        if tried(step, tell):
            if not ended:
                self._tasks.append(task)
            elif task.ticket:
                self.done.emit(task.ticket, ended[0])

    def _drop(self, unwanted: Callable[[Task], bool]) -> None:
        for task in [task for task in self._tasks if unwanted(task)]:
            self._tasks.remove(task)
            task.steps.close()

    def _next(self) -> Job | None:
        """The next job, or the end, where there is one before the next step is due.

        Raises:
            Empty: there is none.
        """
        if not self._tasks:
            return self._jobs.get()
        if self._tasks[0].quiet:
            return self._jobs.get(timeout=REST_S)
        return self._jobs.get_nowait()

    def run(self) -> None:
        store = Store(self.path)
        while True:
            try:
                job = self._next()
            except Empty:
                self._step()
                if not self._tasks:
                    self._do_long(store)
                continue
            if job is None:
                break
            self._do(store, job)
            if self._jobs.empty():
                self._do_long(store)
        self._drop(lambda _task: True)
        try:
            store.close()
        except StoreError as error:
            _log.warning("%s", error)
