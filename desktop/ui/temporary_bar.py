"""The strip over a chat that is kept in memory only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.ui.labels import plain_label


class TemporaryBar(QFrame):
    """Says so, and offers to keep the chat or to end it.

    Signals:
        keep_requested(): it is to be stored.
        end_requested(): it is to be forgotten.
    """

    keep_requested = Signal()
    end_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("temporaryBar")
        self._words = plain_label("", "temporaryWords", wrap=True)
        self.keep = QPushButton()
        self.keep.setObjectName("keepChatButton")
        self.keep.clicked.connect(self.keep_requested)
        self.end = QPushButton()
        self.end.setObjectName("endChatButton")
        self.end.clicked.connect(self.end_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 14, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self.keep)
        row.addWidget(self.end)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        words = self.tr("Temporary chat: in memory only, gone when the program ends. Only its figures are counted.")
        self._words.setText(words)
        self.setAccessibleName(words)
        for button, text in ((self.keep, self.tr("Keep this chat")), (self.end, self.tr("End"))):
            button.setText(text)
            button.setAccessibleName(text)
