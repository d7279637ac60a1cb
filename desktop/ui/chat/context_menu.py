"""What the right button offers over the chat."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.ui.chat.clipboard import copy, copy_rich, select_all
from desktop.ui.chat.item import Link
from desktop.ui.chat.surface import Surface
from desktop.ui.words import tr


def context_menu(view: Surface, link: Link | None) -> QMenu:
    """What can be done with the selection and with the link under the mouse; the menu goes when it closes."""
    menu = QMenu(view.viewport())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    has_selection = not view.selection.is_empty
    copying = menu.addAction(tr("Copy"), lambda: copy(view))
    copying.setShortcut(QKeySequence.StandardKey.Copy)
    copying.setEnabled(has_selection)
    menu.addAction(tr("Copy as rich text"), lambda: copy_rich(view)).setEnabled(has_selection)
    if link is not None:
        menu.addSeparator()
        menu.addAction(tr("Open link"), lambda: view.open_link(link.address))
        menu.addAction(tr("Copy link address"), lambda: QGuiApplication.clipboard().setText(link.address))
    menu.addSeparator()
    select = menu.addAction(tr("Select all"), lambda: select_all(view))
    select.setShortcut(QKeySequence.StandardKey.SelectAll)
    return menu
