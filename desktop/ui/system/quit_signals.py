"""SIGINT, SIGTERM and SIGHUP quit like Quit."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class QuitSignals(QObject):
    """Turns the signals that end a program into one of Qt's; one that is ignored, as by `nohup`, stays so.

    Python runs a handler only between its own instructions, and Qt's event loop has none: the wake-up socket brings
    the loop back.

    Signals:
        quit_requested(): the system asks the program to end.
    """

    quit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._old_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        numbers = [number for number in _numbers() if signal.getsignal(number) is not signal.SIG_IGN]
        self._old = {number: signal.signal(number, self._ignore) for number in numbers}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    def close(self) -> None:
        """Give the signals back to their old handlers."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    @staticmethod
    def _ignore(_number: int, _frame: FrameType | None) -> None:
        """Only so that Python writes to the wake-up socket instead of ending the process."""

    def _wake(self) -> None:
        if any(number in self._old for number in self._reader.recv(64)):
            self.quit_requested.emit()


def _numbers() -> list[signal.Signals]:
    """SIGHUP comes where a terminal or a session is closed; Windows has none."""
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
