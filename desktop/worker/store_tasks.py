"""What the database thread does: jobs at once, and long work in steps."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from pathlib import Path

from msgspec import Struct

from desktop.chat.conversation import Conversation
from desktop.chat.exports import Exported, Labels, export_files
from desktop.chat.store.opening import is_large
from desktop.chat.store.store import ConversationSummary, Hit, Store
from desktop.errors import StoreError

SETTLE_S = 3.0
TELL_S = 0.1

_log = logging.getLogger(__name__)

Steps = Generator[object, None, object]


class Job(Struct, frozen=True):
    """Work for the thread; `ticket` names it in `failed`, `saves` says whether `saved` follows.

    One that is `long` is done when no other waits, and lets others in often; its result comes with `done`.
    """

    ticket: str
    work: Callable[[Store], object]
    saves: bool = True
    long: bool = False


class Task(Struct, frozen=True):
    """Long work in steps of some 30 ms; jobs are done in between. What `steps` returns is the result in `done`.

    `quiet` work was asked for by nobody: it rests between its steps, and is not told.
    """

    ticket: str
    steps: Steps
    quiet: bool = False


class Pace:
    """Lets word of how far long work is through ten times a second, not more often."""

    def __init__(self) -> None:
        self._told_at = 0.0

    def due(self) -> bool:
        """Whether it is time again."""
        now = time.monotonic()
        if now - self._told_at < TELL_S:
            return False
        self._told_at = now
        return True


def add(store: Store, conversation: Conversation, future: Future[tuple[bool, int]]) -> None:
    """Write what is not there yet of a conversation; what came of it is in `future`."""
    try:
        future.set_result(store.add(conversation))
    except StoreError as error:
        future.set_exception(error)


def duplicate(store: Store, uuid: str, title: str) -> tuple[ConversationSummary, ...]:
    """Store a copy of a conversation under another title; the list with it."""
    copy = store.load(uuid).duplicate(title)
    store.save(copy, list(copy.turns.values()))
    return store.list_conversations()


def settling(database: Path) -> Steps:
    """Wait before a large file is read through: after a start the disk and a core belong to the window."""
    begins = time.monotonic() + (SETTLE_S if is_large(database) else 0)
    while time.monotonic() < begins:
        yield None
    return None


def erasing(store: Store, uuids: Sequence[str], tell: Callable[[int], None]) -> Steps:
    """Remove conversations for good; `tell` hears how many are gone, which is the result too."""
    for count in store.erase(uuids):
        tell(count)
        yield None
    return len(uuids)


def exporting(
    store: Store, uuids: Sequence[str], folder: Path, labels: Labels | None, tell: Callable[[int], None]
) -> Steps:
    """Write conversations into files; `tell` hears how many are written, the result is an `Exported`."""
    for found in export_files(store.load, uuids, folder, labels):
        if isinstance(found, Exported):
            return found
        tell(found)
        yield None
    return None


def asking(work: Callable[[Store], object]) -> Callable[[Store], Generator[object, None, object]]:
    """Something short, as a task of one step that gives what `work` gives."""

    def steps(store: Store) -> Generator[object, None, object]:
        yield from ()
        return work(store)

    return steps


def searching(store: Store, query: str, tell: Callable[[tuple[Hit, ...], bool], None]) -> Steps:
    """Look for messages; `tell` hears some hits, and at last none and True."""
    for hits in store.search(query):
        if hits:
            tell(hits, False)
        yield None
    tell((), True)
    return None


def tried(work: Callable[[], object], tell: Callable[[StoreError], None]) -> bool:
    """Do it; False where it failed, which is told."""
    try:
        work()
    except StoreError as error:
        tell(error)
    except Exception as error:  # noqa: BLE001  # a defect of ours: reported as any other failure, and the thread lives on
        _log.exception("a job of the store ended with an unexpected error")
        detail = f"{type(error).__name__}: {error}"
        tell(StoreError("the store failed unexpectedly", detail=detail))
    else:
        return True
    return False
