"""A text box of one line in which Enter means nothing while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


class LineEdit(QLineEdit):
    """As QLineEdit, which would end its editing, or press a dialog's button, by the Enter that picks a word.

    Attributes:
        composing: an input method has words here that are not committed yet.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _ENDS:
            event.accept()
            return
        super().keyPressEvent(event)
