"""The menus of a row in the sidebar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.words import tr


class ChoiceMenu(QMenu):
    """Signals:
    chosen(action): the name of what was chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rowMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def offer(self, name: str, words: str, menu: QMenu | None = None) -> None:
        """Add a line."""
        action = (menu or self).addAction(words.replace("&", "&&"))
        action.setObjectName(name)
        action.triggered.connect(lambda: self.chosen.emit(name))


def row_menu(parent: QWidget, folders: Sequence[str], *, pinned: bool) -> ChoiceMenu:
    """What can be done with a conversation: `pin`, `unpin`, `rename`, `duplicate`, `folder:NAME`, `new_folder`,
    `export`, `trash`.
    """
    menu = ChoiceMenu(parent)
    if pinned:
        menu.offer("unpin", tr("Unpin"))
    else:
        menu.offer("pin", tr("Pin"))
    menu.offer("rename", tr("Rename"))
    menu.offer("duplicate", tr("Duplicate"))
    into = menu.addMenu(tr("Move to folder"))
    for name in folders:
        menu.offer(f"folder:{name}", name, into)
    if folders:
        into.addSeparator()
        menu.offer("folder:", tr("No folder"), into)
    menu.offer("new_folder", tr("New folder"), into)
    menu.offer("export", tr("Export…"))
    menu.addSeparator()
    menu.offer("trash", tr("Move to trash"))
    return menu


def temporary_menu(parent: QWidget) -> ChoiceMenu:
    """What can be done with a chat that is in memory only: `keep`, `end`."""
    menu = ChoiceMenu(parent)
    menu.offer("keep", tr("Keep this chat"))
    menu.offer("end", tr("End this chat"))
    return menu


def folder_menu(parent: QWidget) -> ChoiceMenu:
    """What can be done with a folder: `rename`, `dissolve`."""
    menu = ChoiceMenu(parent)
    menu.offer("rename", tr("Rename"))
    menu.offer("dissolve", tr("Take the chats out of this folder"))
    return menu
