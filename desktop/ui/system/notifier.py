"""Tells of an answer that ended while nobody looked at the window, where the system has a way for that."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.ui.system.tray import Tray
from desktop.worker.notification_worker import NotificationWorker


class Notifier(QObject):
    """Notifications over D-Bus on Linux, by the tray elsewhere; nothing of an answer is in them but its chat's title.

    Signals:
        activated(uuid, token): the notification of this chat was pressed; see `NotificationWorker`.
    """

    activated = Signal(str, str)

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = NotificationWorker()
        self._worker.activated.connect(self.activated)
        self._last = ""
        self._tray = tray
        tray.message_pressed.connect(lambda: self.activated.emit(self._last, ""))

    def tell(self, uuid: str, title: str, *, is_complete: bool) -> None:
        """Tell of a chat whose answer ended, unless one of our windows has the keyboard."""
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            return
        words = (
            self.tr("The answer is complete.") if is_complete else self.tr("The answer ended before it was complete.")
        )
        self.show(uuid, title or self.tr("New chat"), words)

    def show(self, uuid: str, title: str, words: str) -> None:
        """Show a notification."""
        if sys.platform == "linux":
            self._worker.show(uuid, title, words)
        elif self._tray.show_message(title, words):
            self._last = uuid
