"""Every file that the program keeps, its size, and whether a key stands in it; read in a thread of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal, Slot

CHUNK = 1 << 20


class DataFile(Struct, frozen=True):
    """One file.

    Attributes:
        path: where it is.
        size: in bytes.
        copies: how many copies of a key stand in it.
        trouble: why it could not be read to its end, in the system's words; empty where it was.
    """

    path: Path
    size: int
    copies: int
    trouble: str = ""


class _Reports(QObject):
    """What the thread holds instead of the scan; see `key_worker`.

    Signals:
        found(file), ended(): see `DataScan`.
    """

    found = Signal(object)
    ended = Signal()


class DataScan(QObject):
    """Looks through folders once, in a daemon thread: a disk that hangs holds up neither a window nor the end.

    Signals:
        found(file): a `DataFile` has been looked through.
        ended(): all have been, or the search was given up.
    """

    found = Signal(object)
    ended = Signal()

    def __init__(self, folders: Sequence[Path], secrets: Sequence[str]) -> None:
        super().__init__()
        self._folders = tuple(folders)
        # As the files have them: the database and JSON in UTF-8, and what Windows keeps in its own way.
        self._needles = [
            secret.encode(encoding, "replace") for secret in secrets for encoding in ("utf-8", "utf-16-le")
        ]
        self._given_up = threading.Event()
        self._reports = _Reports()
        self._reports.found.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._reports.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the signals follow."""
        arguments = (self._folders, self._needles, self._given_up, self._reports)
        threading.Thread(target=_work, args=arguments, name="data scan", daemon=True).start()

    def cancel(self) -> None:
        """Give it up; it ends with the piece that is being read."""
        self._given_up.set()

    @Slot(object)
    def _pass_on(self, file: DataFile) -> None:
        self.found.emit(file)

    @Slot()
    def _end(self) -> None:
        self.ended.emit()


def _work(folders: Sequence[Path], needles: Sequence[bytes], given_up: threading.Event, reports: _Reports) -> None:
    for path in files_below(folders):
        if given_up.is_set():
            break
        reports.found.emit(_look_through(path, needles, given_up))
    reports.ended.emit()


def _look_through(path: Path, needles: Sequence[bytes], given_up: threading.Event) -> DataFile:
    copies = size = 0
    keep = max((len(needle) for needle in needles), default=1) - 1
    tail = b""
    try:
        with path.open("rb") as file:
            while (piece := file.read(CHUNK)) and not given_up.is_set():
                size += len(piece)
                text = tail + piece
                copies += sum(_count(text, needle, len(tail)) for needle in needles)
                tail = text[-keep:] if keep else b""
    except OSError as error:
        return DataFile(path, size, copies, error.strerror or str(error))
    return DataFile(path, size, copies)


def files_below(folders: Sequence[Path]) -> Iterator[Path]:
    """Every regular file below these folders, once each; links are not followed."""
    seen: set[Path] = set()
    for folder in folders:
        for root, _names, files in os.walk(folder):
            for name in sorted(files):
                path = Path(root, name)
                if path not in seen and path.is_file() and not path.is_symlink():
                    seen.add(path)
                    yield path


def _count(text: bytes, needle: bytes, known: int) -> int:
    """How often `needle` stands in `text` and ends behind its first `known` bytes, which were looked at before."""
    count, place = 0, text.find(needle)
    while place >= 0:
        count += place + len(needle) > known
        place = text.find(needle, place + len(needle))
    return count
