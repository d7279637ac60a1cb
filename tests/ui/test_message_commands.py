"""`desktop.ui.message_commands`: the menu of one message, in the whole window, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse, status
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.ui.chat.clipboard import select_all
from desktop.ui.command_palette import CommandPalette
from desktop.ui.message_commands import MessageCommands


@pytest.fixture
def answered(with_chats):
    return with_chats(question=sse("an **answer**"))


def open_menu(window):
    """What the menu of the message offers: its enabled lines by what they do."""
    window.actions_.message_menu.aboutToShow.emit()
    lines = [one for one in window.actions_.message_menu.actions() if not one.isSeparator()]
    return {one.objectName().removeprefix("message_"): one for one in lines if one.isEnabled()}


def clipboard():
    return QGuiApplication.clipboard().mimeData()


def test_the_way_between_versions_is_in_the_menu(qtbot, server, answered):
    assert isinstance(answered.message_commands, MessageCommands)
    assert not {"previous_sibling", "next_sibling"} & set(open_menu(answered))
    server.script(sse("another"))
    session = answered.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        open_menu(answered)["regenerate"].trigger()
    assert session.conversation.path()[-1].text == "another"

    offered = open_menu(answered)
    assert "next_sibling" not in offered
    offered["previous_sibling"].trigger()

    assert session.conversation.path()[-1].text == "an **answer**"
    assert "next_sibling" in open_menu(answered)


def test_while_an_answer_is_made_no_other_version_is_offered(qtbot, server, answered):
    server.script(sse("another"))
    session = answered.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        open_menu(answered)["regenerate"].trigger()
        assert not {"previous_sibling", "next_sibling", "delete", "regenerate"} & set(open_menu(answered))

    assert {"previous_sibling", "delete", "regenerate"} <= set(open_menu(answered))


def test_the_message_that_the_keyboard_is_at_is_the_one_that_is_meant(qtbot, answered):
    answered.actions_.previous_message.trigger()
    answered.actions_.previous_message.trigger()

    offered = open_menu(answered)
    assert "edit" in offered
    offered["copy"].trigger()

    assert clipboard().text() == "question"


def test_it_stays_meant_while_the_list_of_all_commands_has_the_keyboard(qtbot, answered):
    answered.actions_.previous_message.trigger()
    answered.actions_.previous_message.trigger()

    answered.actions_.commands.trigger()
    palette = answered.findChild(CommandPalette)
    palette.field.setText("copy this message")
    palette.field.setFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert clipboard().text() == "question"


def test_copy_as_rich_text_takes_what_is_selected_and_else_the_message(answered):
    answered.actions_.edit_menu.aboutToShow.emit()
    assert answered.actions_.copy_rich.isEnabled()
    answered.actions_.copy_rich.trigger()
    assert clipboard().text() == "an **answer**"
    assert "<b>answer</b>" in clipboard().html()

    select_all(answered.chat.view)
    answered.actions_.copy_rich.trigger()
    assert clipboard().text() == "question\n\nan **answer**"


def test_an_empty_chat_offers_nothing(window):
    assert open_menu(window) == {}

    window.actions_.edit_menu.aboutToShow.emit()
    assert not window.actions_.copy_rich.isEnabled()


def test_the_steps_of_a_card_are_in_the_menu_as_long_as_it_is_there(qtbot, server, window):
    server.script(status(400, b'{"error": {"message": "no"}}'), sse("fine"))
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("q")

    with qtbot.waitSignal(session.ended, timeout=10_000):
        open_menu(window)["retry"].trigger()

    assert session.conversation.path()[-1].text == "fine"
    assert "retry" not in open_menu(window)
