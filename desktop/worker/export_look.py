"""Whether files are exports of this program, looked up beside the GUI thread: a disk may hang."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.chat.imports.reading import is_own_export


class _Reports(QObject):
    """What the threads hold instead of the worker; see `attachment_worker`.

    Signals:
        ended(exports, others): two tuples of paths.
    """

    ended = Signal(object, object)


class ExportLook(QObject):
    """Looks at the beginning of files, each batch in a daemon thread of its own.

    Signals:
        sorted(exports, others): of the files of one batch, those that are exports of ours and those that are not.
    """

    sorted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._reports = _Reports()
        self._reports.ended.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def start(self, paths: Sequence[Path]) -> None:
        """Look at some files; `sorted` follows."""
        reports, files = self._reports, tuple(paths)

        def look() -> None:
            exports = tuple(file for file in files if is_own_export(file))
            reports.ended.emit(exports, tuple(file for file in files if file not in exports))

        threading.Thread(target=look, name="export look", daemon=True).start()

    @Slot(object, object)
    def _pass_on(self, exports: object, others: object) -> None:
        self.sorted.emit(exports, others)
