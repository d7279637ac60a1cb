"""Undo to Select all, as every program has them in a menu, for the text that has the keyboard."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from desktop.ui.actions import Actions
from desktop.ui.chat.clipboard import copy, select_all
from desktop.ui.chat.view import ChatView
from desktop.ui.prompt_edit import PromptEdit

_Box: TypeAlias = QLineEdit | QPlainTextEdit
_Target: TypeAlias = _Box | QAbstractItemView | ChatView


class EditCommands(QObject):
    """Finds what the keyboard is in: a text box, the chat, a list; where it is in none of them, the message box.

    Text boxes take these keys before the menus do, so no key is taken twice.
    """

    def __init__(self, actions: Actions, view: ChatView, box: PromptEdit) -> None:
        super().__init__(view)
        self._actions = actions
        self._view = view
        self._box = box
        # A menu that is opened by keyboard, and the list of all commands, take the keyboard away.
        self._last: _Target = box
        actions.undo.triggered.connect(self._undo)
        actions.redo.triggered.connect(self._redo)
        actions.cut.triggered.connect(self._cut)
        actions.copy.triggered.connect(self._copy)
        actions.paste.triggered.connect(self._paste)
        actions.paste_plain.triggered.connect(self._paste_plain)
        actions.select_all.triggered.connect(self._select_all)
        actions.about_to_offer.connect(self._offer)
        for menu in (actions.menu, actions.edit_menu):
            menu.aboutToHide.connect(self.offer_all)

    def offer_all(self) -> None:
        """Let all of them be done: what is not offered has no key, and nobody sees them now."""
        for action in self._actions.text_actions:
            action.setEnabled(True)

    def _offer(self) -> None:
        self._last = target = self._target()
        can = self._possible(target)
        for action in self._actions.text_actions:
            action.setEnabled(action in can)

    def _possible(self, target: _Target) -> list[QAction]:
        actions = self._actions
        if not isinstance(target, _Box):
            has_words = not target.selection.is_empty if isinstance(target, ChatView) else bool(_row_text(target))
            return [actions.select_all, *([actions.copy] if has_words else [])]
        writes = not target.isReadOnly()
        can_undo, can_redo, is_marked = _state(target)
        possible = {
            actions.undo: writes and can_undo,
            actions.redo: writes and can_redo,
            actions.cut: writes and is_marked,
            actions.copy: is_marked,
            # What can be pasted is not asked: the clipboard is another program's, which may hang.
            actions.paste: writes,
            actions.paste_plain: writes,
            actions.select_all: True,
        }
        return [action for action, is_possible in possible.items() if is_possible]

    def _target(self) -> _Target:
        focus: QWidget | None = QApplication.focusWidget()
        if isinstance(focus, QComboBox):
            focus = focus.lineEdit()
        if isinstance(focus, _Box | QAbstractItemView):
            return focus
        if focus is not None and (focus is self._view or self._view.isAncestorOf(focus)):
            return self._view
        return self._last if isValid(self._last) and self._last.isVisible() else self._box

    def _text_box(self) -> _Box | None:
        target = self._target()
        return target if isinstance(target, _Box) else None

    def _undo(self) -> None:
        if box := self._text_box():
            box.undo()

    def _redo(self) -> None:
        if box := self._text_box():
            box.redo()

    def _cut(self) -> None:
        if box := self._text_box():
            box.cut()

    def _paste(self) -> None:
        if box := self._text_box():
            box.paste()

    def _paste_plain(self) -> None:
        box = self._text_box()
        if isinstance(box, PromptEdit):
            box.paste_plain()
        elif box is not None:
            box.paste()  # they hold nothing but plain text

    def _copy(self) -> None:
        target = self._target()
        if isinstance(target, _Box):
            target.copy()
        elif isinstance(target, ChatView):
            copy(target)
        elif text := _row_text(target):
            QGuiApplication.clipboard().setText(text)

    def _select_all(self) -> None:
        target = self._target()
        if isinstance(target, ChatView):
            select_all(target)
        else:
            target.selectAll()


def _state(box: _Box) -> tuple[bool, bool, bool]:
    """Whether there is something to undo, something to redo, something selected."""
    if isinstance(box, QLineEdit):
        return box.isUndoAvailable(), box.isRedoAvailable(), box.hasSelectedText()
    document, cursor = box.document(), QTextCursor(box.textCursor())
    return document.isUndoAvailable(), document.isRedoAvailable(), cursor.hasSelection()


def _row_text(rows: QAbstractItemView) -> str:
    return str(rows.currentIndex().data() or "") if rows.currentIndex().isValid() else ""
