"""Every file that the program keeps, its size, and whether a key stands in it; read in a thread of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QThread, Signal

CHUNK = 1 << 20


@dataclass(frozen=True)
class DataFile:
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


class DataScan(QThread):
    """Looks through folders once.

    Signals:
        found(file): a `DataFile` has been looked through.
        ended(): all have been, or the search was given up.
    """

    found = Signal(object)
    ended = Signal()

    def __init__(self, folders: Sequence[Path], secrets: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("dataScan")
        self._folders = tuple(folders)
        # As the files have them: the database and JSON in UTF-8, and what Windows keeps in its own way.
        self._needles = [
            secret.encode(encoding, "replace") for secret in secrets for encoding in ("utf-8", "utf-16-le")
        ]

    def cancel_and_wait(self) -> None:
        """Give it up; it ends with the piece that is being read."""
        self.requestInterruption()
        self.wait()

    def run(self) -> None:
        for path in files_below(self._folders):
            if self.isInterruptionRequested():
                break
            self.found.emit(self._look_through(path))
        self.ended.emit()

    def _look_through(self, path: Path) -> DataFile:
        copies = size = 0
        keep = max((len(needle) for needle in self._needles), default=1) - 1
        tail = b""
        try:
            with path.open("rb") as file:
                while (piece := file.read(CHUNK)) and not self.isInterruptionRequested():
                    size += len(piece)
                    text = tail + piece
                    copies += sum(_count(text, needle, len(tail)) for needle in self._needles)
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
