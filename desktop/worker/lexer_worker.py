"""Lexers made beside the GUI thread, as a Qt signal."""

from __future__ import annotations

import threading
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.markup.highlight import is_loaded, load
from desktop.worker.turns import short_turns


class _Reports(QObject):
    """What the thread holds instead of the worker, which so is never destroyed in it.

    Signals:
        loaded(): a lexer is there. A name from a model may hold what no signal carries.
    """

    loaded = Signal()


class LexerWorker(QObject):
    """Makes the lexers of languages, one after another, in a thread of its own.

    The thread is one of Python's daemon threads and starts with the first language. It never ends, so that it destroys
    nothing that belongs to the GUI thread.

    Signals:
        loaded(): a language has its lexer now, or is one that nobody knows.
    """

    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[str] = SimpleQueue()
        self._asked: set[str] = set()
        self._thread: threading.Thread | None = None
        self._reports = _Reports()
        self._reports.loaded.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_active(self) -> bool:
        """Whether a language is still to come."""
        return bool(self._asked)

    def has(self, language: str) -> bool:
        """Whether a language has its lexer; if not, `loaded` follows."""
        if is_loaded(language):
            return True
        if language not in self._asked:
            self._asked.add(language)
            self._queue.put(language)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=_work, args=(self._queue, self._reports), name="lexers", daemon=True
                )
                self._thread.start()
        return False

    @Slot()
    def _pass_on(self) -> None:
        self._asked = {language for language in self._asked if not is_loaded(language)}
        self.loaded.emit()


def _work(queue: SimpleQueue[str], reports: _Reports) -> None:
    while True:
        language = queue.get()
        with short_turns():
            load(language)
        reports.loaded.emit()
