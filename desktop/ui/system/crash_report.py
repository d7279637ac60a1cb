"""What a run that ended unexpectedly left behind, for its user to read; it is sent nowhere."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Self

from PySide6 import __version__ as pyside_version

from desktop import __version__

MAX_NOTES = 20
MAX_NOTE = 8_000
# Python writes up to 100 frames of 100 threads.
MAX_BYTES = 256 * 1024

_log = logging.getLogger(__name__)


class CrashReport:
    """Keeps a file while the program runs, and what the run before could not take away.

    The interpreter writes the stacks of all threads there when it dies (file names, functions and line numbers, no
    values), `note` writes unhandled exceptions, without secrets. A block that ends well removes its file; an exception
    that leaves it is noted.

    Args:
        folder: the log folder.
        redact: takes secrets out of a text.
    """

    def __init__(self, folder: Path, redact: Callable[[str], str]) -> None:
        self._running = folder / "running.txt"
        self._pending = folder / "crash.txt"
        self._seen = folder / "crash-seen.txt"
        self._redact = redact
        self._file: BinaryIO | None = None
        self._notes = 0

    def __enter__(self) -> Self:
        """Take over what the run before left, and watch this one; where no file can be made, nothing is kept."""
        try:
            self._take_over()
            self._file = self._running.open("ab", buffering=0)
            self._running.chmod(0o600)
            self._file.write(f"{_head()}\n\n".encode())
        except OSError as error:
            _log.info("a crash would leave no report: %s", error)
            self._file = None
        else:
            faulthandler.enable(self._file)
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if self._file is None:
            return
        if error is not None:
            self.note("".join(traceback.format_exception(error)))
        faulthandler.disable()
        self._file.close()
        self._file = None
        if error is None:
            self._remove(self._running)

    def note(self, text: str) -> None:
        """Keep what went wrong, should the program not survive it; the first ones are what matters."""
        self._notes += 1
        if self._file is None or self._notes > MAX_NOTES:
            return
        try:
            self._file.write(f"{self._redact(text)[:MAX_NOTE]}\n\n".encode("utf-8", "replace"))
        except OSError as error:
            _log.info("the crash report cannot be written: %s", error)

    def text(self) -> str:
        """The report of a run before this one; empty where there is none that nobody has seen."""
        try:
            with self._pending.open("rb") as file:
                text = file.read(MAX_BYTES).decode("utf-8", "replace")
        except OSError:
            return ""
        return self._redact(text.replace(str(Path.home()), "~")).strip()

    def dismiss(self) -> None:
        """Show it no more; the file stays until the next one, or until it is deleted."""
        try:
            self._pending.replace(self._seen)
        except OSError as error:
            _log.info("the crash report stays: %s", error)

    def delete(self) -> None:
        """Remove the report."""
        self._remove(self._pending)
        self._remove(self._seen)

    def _take_over(self) -> None:
        try:
            with self._running.open("rb") as file:
                left = file.read(MAX_BYTES)
        except FileNotFoundError:
            return
        # Without a trace it was killed, or the power went: nobody could make anything of it.
        if left.partition(b"\n\n")[2].strip():
            self._running.replace(self._pending)
        else:
            self._running.unlink()

    def _remove(self, file: Path) -> None:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            _log.info("the crash report stays: %s", error)


def _head() -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S %z")
    versions = f"Python {sys.version.split()[0]} · PySide6 {pyside_version} · {platform.platform()}"
    return f"Lingdu Chat {__version__} · {versions} · process {os.getpid()}, begun {when}"
