"""One line that says what was done, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.ui.labels import plain_label


class UndoBar(QFrame):
    """Shows the last thing that can be undone, until it is, or something else takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("undoBar")
        self._undo: Callable[[], None] | None = None
        self._words = plain_label("", "undoWords", wrap=True)
        self.button = QPushButton()
        self.button.setObjectName("undoButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._on_undo)
        self.hide()

    def offer(self, words: str, undo: Callable[[], None]) -> None:
        """Say `words`, and call `undo` where the button is pressed."""
        self._undo = undo
        self._words.setText(words)
        self.button.setText(self.tr("Undo"))
        self.button.setAccessibleName(self.tr("Undo"))
        self.setAccessibleName(words)
        self.show()

    def dismiss(self) -> None:
        """Take the offer back."""
        self._undo = None
        self.hide()

    def _on_undo(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
