"""Tells of an answer that ended while nobody looked at the window, where the system has a way for that."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.worker.notification_worker import NotificationWorker


class Notifier(QObject):
    """Notifications over D-Bus on Linux, by the tray elsewhere; nothing of an answer is in them but its chat's title.

    Signals:
        activated(uuid, token): the notification of this chat was pressed; see `NotificationWorker`.
    """

    activated = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = NotificationWorker()
        self._worker.activated.connect(self.activated)
        self._tray: QSystemTrayIcon | None = None
        self._last = ""

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
        elif QSystemTrayIcon.isSystemTrayAvailable():
            self._show_by_tray(uuid, title, words)

    def _show_by_tray(self, uuid: str, title: str, words: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(QGuiApplication.windowIcon(), self)
            self._tray.messageClicked.connect(lambda: self.activated.emit(self._last, ""))
            self._tray.show()
        self._last = uuid
        self._tray.showMessage(title, words)
