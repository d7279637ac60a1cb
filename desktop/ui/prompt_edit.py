"""The text box of a question: Enter sends, its height follows the text, and what is no text is offered to others."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame

from desktop.ui.text_box import TextBox

MAX_LINES = 10


class Taker(Protocol):
    """Who may have what is pasted or dropped before it becomes text."""

    def can_take(self, source: QMimeData) -> bool:
        """Whether there is something in it for this taker beside text."""

    def take(self, source: QMimeData) -> bool:
        """Take it; False leaves it to the text box."""

    def take_plain(self, text: str) -> bool:
        """Take text that is to stay text, and is too much for the box; False leaves it to the text box."""


class PromptEdit(TextBox):
    """A plain text box in which Enter sends, but never while an input method composes.

    Signals:
        submitted(): Enter was pressed to send.
        edit_last_requested(): Up was pressed in the empty box.
        focus_changed(): the box got or lost the keyboard.
    """

    submitted = Signal()
    edit_last_requested = Signal()
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preedit = ""
        self._ctrl_enter = False
        self._taker: Taker | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        # The first Chinese letter makes a line higher, and no more of them.
        self.textChanged.connect(self.fit)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send with Ctrl+Enter, so that Enter breaks the line; otherwise Enter sends and Shift+Enter breaks."""
        self._ctrl_enter = on

    def set_taker(self, taker: Taker) -> None:
        """Offer what is pasted or dropped to `taker` first."""
        self._taker = taker

    def replace_text(self, text: str) -> None:
        """Put `text` in place of what stands there.

        The only way to change the text from outside: what an input method still composes is committed first, else it
        would land in the new text.
        """
        self.finish_composing()
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def paste_plain(self) -> None:
        """Put what is in the clipboard here as text, whatever else it is, and however long."""
        text = QGuiApplication.clipboard().text()
        if text and (self._taker is None or not self._taker.take_plain(text)):
            self.insertPlainText(text)
            self.ensureCursorVisible()

    def finish_composing(self) -> None:
        """Take what an input method still composes as text; some of them forget it when they are asked for it."""
        composed, before = self._preedit, self.toPlainText()
        QGuiApplication.inputMethod().commit()
        if composed and self.toPlainText() == before:
            event = QInputMethodEvent("", [])
            event.setCommitString(composed)
            self.inputMethodEvent(event)
            QGuiApplication.inputMethod().reset()

    def setPlaceholderText(self, text: str) -> None:
        super().setPlaceholderText(text)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, 1 to 10 lines; those with Chinese are higher than the font says."""
        height, lines, block = 0.0, 0, self.document().firstBlock()
        while block.isValid() and lines < MAX_LINES:
            self.blockBoundingRect(block)  # lays it out
            shown = min(block.layout().lineCount(), MAX_LINES - lines)
            height += sum(block.layout().lineAt(number).height() for number in range(shown))
            lines += shown
            block = block.next()
        if self.document().isEmpty():
            height = max(height, _line_height(self.placeholderText(), self.font()))
        wanted = math.ceil(height) + 2 * round(self.document().documentMargin()) + 2
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._preedit:
                return
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            sends = Qt.KeyboardModifier.ControlModifier if self._ctrl_enter else Qt.KeyboardModifier.NoModifier
            if modifiers == sends:
                if not event.isAutoRepeat():
                    self.submitted.emit()
                return
            if modifiers in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}:
                # Shift+Enter alone would put U+2028 into the text, which some servers cannot read.
                self.textCursor().insertBlock()
                self.ensureCursorVisible()
                return
        if event.key() == Qt.Key.Key_Up and not self.toPlainText() and not self._preedit:
            self.edit_last_requested.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return super().canInsertFromMimeData(source) or (self._taker is not None and self._taker.can_take(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self._taker is None or not self._taker.take(source):
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _line_height(text: str, font: QFont) -> float:
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return line.height() if line.isValid() else 0.0
