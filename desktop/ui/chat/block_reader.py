"""A block opened for reading by caret: the focused block's text in a real text box that nobody sees.

A screen reader reads by character, word and line what has a caret. The painted text has none, so a read-only text box
lies over the focused block on demand. It paints nothing and lets the mouse through: the picture is the same.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop.ui.chat.entry import Slot
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.selection import place_in
from desktop.ui.chat.surface import Surface

_PASSING = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}


class BlockReader(QPlainTextEdit):
    """Holds the text of one block while it is read; there is one for the life of the view."""

    def __init__(self, view: Surface, widget: QWidget) -> None:
        super().__init__(view.viewport())
        self.hide()
        self._view = view
        self._widget = widget
        self._slot: Slot | None = None
        # `toPlainText` turns some spaces into others.
        self._text = ""
        self.setObjectName("blockReader")
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not by Tab: only `open` leads here. No mouse comes either.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setUpdatesEnabled(False)
        # An opaque widget keeps what lies under it from being painted, even where it paints nothing itself.
        self.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.cursorPositionChanged.connect(self._show_caret)

    @property
    def slot(self) -> Slot | None:
        """The block that is read; None while none is."""
        return self._slot

    def open(self, slot: Slot) -> None:
        """Read a block from its beginning."""
        self._slot = None
        self.setFont(self._view.column.measure.style.text_font)
        self._text = piece_text(slot.piece)
        self.setPlainText(self._text)
        self._slot = slot
        self.follow()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        # Last: the caret that was set makes Orca take the box for known, so of the focus it says nothing. It speaks
        # the new name of what has the focus; the text itself was read when the block got the keyboard.
        self.setAccessibleName(self.tr("Reading by caret, Esc goes back"))

    def close_block(self) -> None:
        """Go back to the view."""
        if self._slot is not None:
            self._slot = None
            self._widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self._leave()

    def follow(self) -> None:
        """The layout is another one: stay over the block, hold what it says now; end where the block has ended."""
        slot = self._slot
        if slot is None:
            return
        slots = slot.entry.slots
        if slot.index >= len(slots) or slots[slot.index] is not slot or not self._is_shown(slot):
            self.close_block()
            return
        self._take_text(piece_text(slot.piece))
        placed = next((one for one in self._view.column.placed if one.slot is slot), None)
        width = self._view.column.measure.width
        rect = QRect(self._view.left(), -1000, width, 100)
        if placed is not None:
            rect = QRect(self._view.left(), placed.y, width, max(1, placed.item.height))
        if rect != self.geometry():
            self.setGeometry(rect)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == event.Type.ShortcutOverride and _is_escape(event):
            # Else the window's Esc would stop the answer.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.close_block()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self._slot = None
            self._leave()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        self.close_block()
        return self._widget.focusNextPrevChild(forwards)

    def _leave(self) -> None:
        self.hide()
        self.setAccessibleName("")
        self._text = ""
        self.clear()

    def _is_shown(self, slot: Slot) -> bool:
        entries = self._view.column.entries
        return slot.entry.index < len(entries) and entries[slot.entry.index] is slot.entry

    def _take_text(self, text: str) -> None:
        """Hold what the block says now; the caret stays."""
        if text == self._text:
            return
        position = self.textCursor().position()
        cursor = QTextCursor(self.document())
        if text.startswith(self._text):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text[len(self._text) :])
        else:
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        self._text = text
        caret = self.textCursor()
        if caret.position() != position:
            caret.setPosition(min(position, self.document().characterCount() - 1))
            self.setTextCursor(caret)

    def _show_caret(self) -> None:
        slot = self._slot
        if slot is not None and self.hasFocus():
            before = self._text.encode("utf-16-le", "surrogatepass")[: 2 * self.textCursor().position()]
            position = len(before.decode("utf-16-le", "replace"))
            self._view.show_place(place_in(slot, position))


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape and not event.modifiers()
