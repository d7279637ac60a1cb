"""A strip above the chat for what concerns the whole program: the database, the keyring, the settings, a defect."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from desktop.ui.labels import plain_label


class Banner(QFrame):
    """Shows one message until it is dismissed or another takes its place.

    Signals:
        action_requested(action): the button of the message was pressed.
    """

    action_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._action = ""
        self._title = plain_label("", "bannerTitle", wrap=True, selectable=True)
        self._detail = plain_label("", "bannerDetail", wrap=True, selectable=True)
        self._progress = QProgressBar()
        self._progress.setObjectName("bannerProgress")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self._button = QPushButton()
        self._button.setObjectName("bannerActionButton")
        self._button.clicked.connect(lambda: self.action_requested.emit(self._action))
        self._close = QPushButton()
        self._close.setObjectName("bannerCloseButton")
        self._close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addWidget(self._progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 12, 10)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.hide()

    def show_progress(self, title: str, done: int, total: int) -> None:
        """Show what is being done, and how far it is; with a `total` of 0 that is not known."""
        if self._title.text() != title or self.isHidden():
            self.show_message(title)
        self._progress.setVisible(bool(total))
        self._progress.setAccessibleName(title)
        if total:
            self._progress.setRange(0, total)
            self._progress.setValue(done)

    def end_progress(self, title: str) -> None:
        """What was shown with this title is over; another message stays."""
        if self._title.text() == title:
            self.hide()

    def show_message(self, title: str, detail: str = "", action: str = "", action_label: str = "") -> None:
        """Show a message, with a button where there is a next step."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action = action
        self._button.setText(action_label)
        self._button.setAccessibleName(action_label)
        self._button.setVisible(bool(action))
        self._progress.hide()
        self._close.setText(self.tr("Dismiss"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self.setAccessibleName(title)
        self.show()
