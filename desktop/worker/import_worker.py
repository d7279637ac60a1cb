"""Reading an export in a thread of its own; what was read goes to the database one conversation at a time."""

from __future__ import annotations

import logging
from pathlib import Path

from msgspec import Struct, field
from PySide6.QtCore import QThread, Signal

from desktop.chat.conversation import Conversation
from desktop.chat.imports.reading import ImportFileError, read_export
from desktop.chat.imports.values import Imported
from desktop.errors import StoreError
from desktop.worker.store_worker import StoreWorker

LOOK_S = 0.2

_log = logging.getLogger(__name__)


class ImportReport(Struct):
    """What became of a file.

    Attributes:
        added: conversations that are new. grown: those that got turns they did not have. known: those that were here.
        turns: how many turns were written.
        skipped: title and reason (see `Skipped`) of conversations that were not imported.
        left_out: things without a place here, by kind, and how often; see `Imported`.
        error: why the file was not read to its end; None where it was.
        cancelled: the user gave it up; what was added stays.
    """

    added: int = 0
    grown: int = 0
    known: int = 0
    turns: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    error: ImportFileError | StoreError | None = None
    cancelled: bool = False

    @property
    def seen(self) -> int:
        """How many conversations were looked at."""
        return self.added + self.grown + self.known + len(self.skipped)


class ImportWorker(QThread):
    """Imports one file.

    Signals:
        progressed(count): how many conversations were looked at.
        ended(report): an `ImportReport`; always, and last.
    """

    progressed = Signal(int)
    ended = Signal(object)

    def __init__(self, path: Path, store: StoreWorker) -> None:
        super().__init__()
        self.setObjectName("import")
        self._path = path
        self._store = store

    def cancel(self) -> None:
        """Give it up after the conversation that is being written."""
        self.requestInterruption()

    def cancel_and_wait(self, limit_ms: int) -> bool:
        """Give it up and wait for the end of the thread; True where that took at most `limit_ms`."""
        self.cancel()
        return self.isFinished() or not self.isRunning() or self.wait(limit_ms)

    def run(self) -> None:
        report = ImportReport()
        try:
            self._import(report)
        except (ImportFileError, StoreError) as error:
            report.error = error
        except Exception as error:  # noqa: BLE001  # a defect of ours, or more than the memory holds: it is said, not hidden
            _log.exception("an import ended with an unexpected error")
            report.error = ImportFileError(f"{type(error).__name__}: {error}", "unreadable", str(error))
        self.ended.emit(report)

    def _import(self, report: ImportReport) -> None:
        for found in read_export(self._path):
            if self.isInterruptionRequested():
                report.cancelled = True
                return
            if isinstance(found, Imported):
                for kind, count in found.left_out.items():
                    report.left_out[kind] = report.left_out.get(kind, 0) + count
                written = self._written(found.conversation)
                if written is None:
                    report.cancelled = True
                    return
                is_new, turns = written
                report.added += is_new
                report.grown += not is_new and turns > 0
                report.known += not is_new and turns == 0
                report.turns += turns
            else:
                report.skipped.append((found.title, found.reason))
            self.progressed.emit(report.seen)

    def _written(self, conversation: Conversation) -> tuple[bool, int] | None:
        """Wait for the database; None where the import is given up meanwhile, for the database may be closing."""
        future = self._store.add(conversation)
        while True:
            try:
                return future.result(LOOK_S)
            except TimeoutError:
                if self.isInterruptionRequested():
                    return None
