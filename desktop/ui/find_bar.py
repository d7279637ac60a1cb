"""The strip in which words of the chat are found."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from desktop.ui.icons import set_icon
from desktop.ui.labels import plain_label, set_plain_tooltip
from desktop.ui.line_edit import LineEdit
from desktop.ui.palettes import Palette


class FindBar(QFrame):
    """A field, the number of hits, and the ways to the next and the previous one.

    Signals:
        changed(text): another text is to be found; empty for none.
        stepped(direction): the next hit (1) or the previous one (-1).
        closed(): the strip is done with.
    """

    changed = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self.field = LineEdit()
        self.field.setObjectName("findField")
        self.count = plain_label("", "findCountLabel")
        self.previous = self._button("findPreviousButton")
        self.next = self._button("findNextButton")
        self.close_button = self._button("findCloseButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 14, 6)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for button in (self.previous, self.next, self.close_button):
            row.addWidget(button)
        self.field.textChanged.connect(self.changed)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.dismiss)
        self.retranslate()
        self.show_count(0, 0)
        self.hide()

    def open_with(self, text: str) -> None:
        """Show the strip; `text` is what is selected in the chat, empty where nothing is."""
        self.show()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.changed.emit(self.field.text())

    def dismiss(self) -> None:
        """Hide the strip; what was found is no longer marked."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_count(self, number: int, total: int) -> None:
        """Say which of how many hits is the current one."""
        locale = QLocale()
        if total:
            words = f"{locale.toString(number)}/{locale.toString(total)}"
        else:
            words = self.tr("Not found") if self.field.text() else ""
        self.count.setText(words)
        self.count.setAccessibleName(words)
        for button in (self.previous, self.next):
            button.setEnabled(total > 0)

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        set_icon(self.previous, "chevron-left", palette.dim)
        set_icon(self.next, "chevron-right", palette.dim)
        set_icon(self.close_button, "close", palette.dim)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.field.setPlaceholderText(self.tr("Find in this chat"))
        self.field.setAccessibleName(self.tr("Find in this chat"))
        for button, words in (
            (self.previous, self.tr("Previous hit")),
            (self.next, self.tr("Next hit")),
            (self.close_button, self.tr("Close")),
        ):
            button.setAccessibleName(words)
            set_plain_tooltip(button, words)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
