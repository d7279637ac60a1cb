"""Buttons with a menu, which an assistive technology finds below them.

Qt leaves menus out of the tree of accessible objects: whoever walks it, and does not wait for the focus to come to a
menu, finds the button and nothing behind it. The menu is the button's one child here, open or not.
"""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QMenu, QPushButton, QToolButton

_Button = QPushButton | QToolButton


def give_menu(button: _Button, menu: QMenu) -> None:
    """Let a button open a menu."""
    _install()
    # An action that an assistive technology presses leaves its menu open.
    menu.triggered.connect(menu.close)
    button.setMenu(menu)
    if isinstance(button, QToolButton):
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


class _MenuButtonInterface(QAccessibleWidget):
    def childCount(self) -> int:
        return 1

    def child(self, index: int) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._button().menu())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._button().menu() else -1

    def actionNames(self) -> list[str]:
        return [self.pressAction(), self.setFocusAction()]

    def doAction(self, name: str) -> None:
        button = self._button()
        if name == self.setFocusAction():
            button.setFocus()
        elif name == self.pressAction() and button.isEnabled():
            # Not `showMenu`: it returns when the menu is closed, and the client waits for its answer.
            button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _button(self) -> _Button:
        return cast("_Button", self.object())


@cache
def _install() -> None:
    """Once: Qt asks every factory for every object."""
    QAccessible.installFactory(_make_interface)


def _make_interface(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, _Button) and thing.menu() is not None:
        return _MenuButtonInterface(thing, QAccessible.Role.ButtonMenu)
    return None
