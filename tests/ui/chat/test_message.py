"""`desktop.ui.chat.message`, inside the view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication


def test_the_context_menu_copies_the_selection_and_the_address_under_the_mouse(chat, answer):
    chat.set_messages([answer("[here](https://example.com) and more")])
    message = chat.message("a")
    message.selection.select_all()

    menu = message.menu_at(message.body.pos() + QPoint(8, 10))
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy link address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://example.com"
    actions["Copy"].trigger()
    assert QGuiApplication.clipboard().text() == "here and more"


def test_without_a_selection_there_is_nothing_to_copy(chat, answer):
    chat.set_messages([answer("words")])

    menu = chat.message("a").menu_at(QPoint(5, 30))

    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert enabled == {"Copy": False, "Select all": True}


def test_tab_goes_from_a_message_to_its_actions(qtbot, chat, answer):
    chat.set_messages([answer("words", can_regenerate=True)])
    chat.activateWindow()
    message = chat.message("a")
    message.setFocus()

    qtbot.keyClick(message, Qt.Key.Key_Tab)

    assert chat.window().focusWidget().objectName() == "copyButton"
