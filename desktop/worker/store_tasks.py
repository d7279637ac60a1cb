"""What the database thread does: jobs at once, and long work in steps."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.chat.exports import Exported, Labels, export_files
from desktop.chat.store.store import Hit, Store

Steps = Generator[object, None, object]


@dataclass(frozen=True)
class Job:
    """Work for the thread; `ticket` names it in `failed`, `saves` says whether `saved` follows.

    One that is `long` is done when no other waits, and lets others in often; its result comes with `done`.
    """

    ticket: str
    work: Callable[[Store], object]
    saves: bool = True
    long: bool = False


@dataclass(frozen=True)
class Task:
    """Long work in steps of some 30 ms; jobs are done in between. What `steps` returns is the result in `done`.

    `quiet` work was asked for by nobody: it rests between its steps, and is not told.
    """

    ticket: str
    steps: Steps
    quiet: bool = False


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


def searching(store: Store, query: str, tell: Callable[[tuple[Hit, ...], bool], None]) -> Steps:
    """Look for messages; `tell` hears some hits, and at last none and True."""
    for hits in store.search(query):
        if hits:
            tell(hits, False)
        yield None
    tell((), True)
    return None
