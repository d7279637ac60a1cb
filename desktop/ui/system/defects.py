"""Exceptions that nothing caught, from every thread: into the log, the crash report, onto stderr, and as a card."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class Defects(QObject):
    """Takes the place of Python's hooks for unhandled exceptions until `close`.

    Args:
        redact: takes secrets out of a text.
        note: gets class, text and stack of each.

    Signals:
        found(words): class and text of one, without secrets; emitted in the thread where it happened.
    """

    found = Signal(str)

    def __init__(self, redact: Callable[[str], str], note: Callable[[str], None]) -> None:
        super().__init__()
        self._redact = redact
        self._note = note
        self._old = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._report
        threading.excepthook = self._report_thread
        sys.unraisablehook = self._report_unraisable

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._old

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unhandled exception", exc_info=(kind, error, trace))
        self._note("".join(traceback.format_exception(kind, error, trace)))
        words = self._redact(f"{kind.__name__}: {error}")
        print(f"lingdu: {words}", file=sys.stderr)  # noqa: T201  # a start from a terminal shows no log
        self.found.emit(words)

    def _report_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self._report(args.exc_type, args.exc_value, args.exc_traceback)

    def _report_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._report(args.exc_type, args.exc_value, args.exc_traceback)
