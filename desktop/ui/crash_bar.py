"""A strip above the chat: the program ended unexpectedly last time, and what is known of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.ui.dialogs import show_text
from desktop.ui.labels import plain_label


class CrashBar(QFrame):
    """Offers to show, copy and delete the report of a run that ended unexpectedly; hidden where there is none.

    Signals:
        delete_requested(): the report is to be removed.
        dismissed(): it need not be shown again.
    """

    delete_requested = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("crashBar")
        self._report = ""
        self._title = plain_label("", "crashTitle", wrap=True)
        self._words = plain_label("", "crashWords", wrap=True)
        self._buttons = {
            name: QPushButton()
            for name in ("showCrashButton", "copyCrashButton", "deleteCrashButton", "dismissCrashButton")
        }
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 12, 8)
        row.addLayout(words, 1)
        for name, button in self._buttons.items():
            button.setObjectName(name)
            row.addWidget(button)
        self._buttons["showCrashButton"].clicked.connect(self._show)
        self._buttons["copyCrashButton"].clicked.connect(self._copy)
        self._buttons["deleteCrashButton"].clicked.connect(self._delete)
        self._buttons["dismissCrashButton"].clicked.connect(self._dismiss)
        self.hide()
        self.retranslate()

    def show_report(self, text: str) -> None:
        """Tell of a report; nothing with an empty one."""
        self._report = text
        self.setVisible(bool(text))

    def retranslate(self) -> None:
        """Set all words in the current language."""
        title = self.tr("The program ended unexpectedly last time")
        self.setAccessibleName(title)
        self._title.setText(title)
        self._words.setText(
            self.tr("Your conversations are saved. What is known of it stays on this computer; nothing is sent.")
        )
        for name, words in (
            ("showCrashButton", self.tr("Show")),
            ("copyCrashButton", self.tr("Copy")),
            ("deleteCrashButton", self.tr("Delete")),
            ("dismissCrashButton", self.tr("Dismiss")),
        ):
            self._buttons[name].setText(words)
            self._buttons[name].setAccessibleName(words)

    def _show(self) -> None:
        show_text(self, self.tr("Crash report"), self._report)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    def _delete(self) -> None:
        self.hide()
        self.delete_requested.emit()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
