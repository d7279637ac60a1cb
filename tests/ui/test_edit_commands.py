"""`desktop.ui.edit_commands`: the menu Edit and what has the keyboard, in the whole window."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication

from desktop.ui.attachment_desk import LONG_PASTE, MAX_IN_BOX
from desktop.ui.command_palette import CommandPalette
from desktop.ui.edit_commands import EditCommands


@pytest.fixture
def answered(with_chats):
    return with_chats(question=sse("an **answer**"))


def offered(window) -> set[str]:
    window.actions_.edit_menu.aboutToShow.emit()
    names = {one.objectName() for one in window.actions_.text_actions if one.isEnabled()}
    window.actions_.edit_menu.aboutToHide.emit()
    return names


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_each_line_of_the_menu_does_it_in_the_message_box(qtbot, window):
    assert isinstance(window.edit_commands, EditCommands)
    actions, edit = window.actions_, window.chat.composer.edit
    qtbot.keyClicks(edit, "some words")

    actions.select_all.trigger()
    actions.copy.trigger()
    assert clipboard() == "some words"
    actions.cut.trigger()
    assert edit.toPlainText() == ""
    actions.undo.trigger()
    assert edit.toPlainText() == "some words"
    actions.redo.trigger()
    assert edit.toPlainText() == ""
    actions.paste.trigger()
    actions.paste_plain.trigger()
    assert edit.toPlainText() == "some wordssome words"


def test_it_acts_on_a_box_of_one_line_as_well(qtbot, window):
    actions, search = window.actions_, window.sidebar.search
    actions.search.trigger()
    qtbot.keyClicks(search, "needle")

    actions.select_all.trigger()
    actions.cut.trigger()
    assert (search.text(), clipboard()) == ("", "needle")
    actions.paste_plain.trigger()
    assert search.text() == "needle"
    actions.undo.trigger()
    assert search.text() == ""
    actions.redo.trigger()
    assert search.text() == "needle"


def test_a_box_that_is_a_choice_too_is_a_text_box(window):
    picker = window.chat.header.model
    picker.setFocus()

    window.actions_.select_all.trigger()
    window.actions_.copy.trigger()

    assert clipboard() == "m"


def test_in_the_chat_the_messages_are_selected_and_copied(answered):
    answered.chat.view.setFocus()

    answered.actions_.select_all.trigger()
    answered.actions_.copy.trigger()

    assert clipboard() == "question\n\nan **answer**"


def test_a_button_over_the_chat_is_a_part_of_the_chat(qtbot, answered):
    bar = answered.chat.view._overlays.bar(answered.chat.view.column.entries[-1])
    bar.copy.setFocus()

    answered.actions_.select_all.trigger()

    assert not answered.chat.view.selection.is_empty


def test_a_row_of_a_list_is_copied_by_its_words(answered):
    answered.sidebar.list.setFocus()

    answered.actions_.copy.trigger()

    assert clipboard() == "question"


def test_only_what_can_be_done_is_offered(qtbot, window):
    edit = window.chat.composer.edit
    assert offered(window) == {"paste", "pastePlain", "selectAll"}

    qtbot.keyClicks(edit, "x")
    assert {"undo", "selectAll"} <= offered(window)
    edit.selectAll()
    assert {"cut", "copy"} <= offered(window)

    window.sidebar.list.setFocus()
    assert offered(window) == {"selectAll"}


def test_what_is_not_offered_has_its_key_again_once_the_menu_is_closed(window):
    offered(window)

    assert all(action.isEnabled() for action in window.actions_.text_actions)


@pytest.mark.parametrize("name", ["undo", "cut", "copy", "paste", "selectAll"])
def test_a_key_is_taken_once_by_the_text_box_and_not_by_the_menu(qtbot, window, name):
    edit = window.chat.composer.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "ab")
    QGuiApplication.clipboard().setText("pasted")
    action = next(one for one in window.actions_.text_actions if one.objectName() == name)
    done = []
    action.triggered.connect(lambda: done.append(name))

    key = action.shortcut()[0]
    qtbot.keyClick(edit, key.key(), key.keyboardModifiers())

    assert done == []
    assert edit.toPlainText() == {"undo": "", "paste": "abpasted"}.get(name, "ab")


def test_the_key_of_plain_paste_leaves_a_long_text_in_the_box(qtbot, window):
    edit = window.chat.composer.edit
    text = "y" * (LONG_PASTE + 1)
    QGuiApplication.clipboard().setText(text)

    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    assert edit.toPlainText() == text
    assert window.chat.attachments._tray.count == 0


def test_what_no_text_box_can_hold_is_pasted_as_text_beside_it(window):
    QGuiApplication.clipboard().setText("z" * (MAX_IN_BOX + 1))

    window.actions_.paste_plain.trigger()

    (attachment,) = window.chat.composer.tray.attachments
    assert attachment.as_text
    assert window.chat.composer.text == ""


def test_from_the_list_of_all_commands_it_acts_where_the_keyboard_was(qtbot, window):
    window.actions_.search.trigger()
    search = window.sidebar.search
    qtbot.keyClicks(search, "needle")
    QGuiApplication.clipboard().setText("")

    window.actions_.commands.trigger()
    palette = window.findChild(CommandPalette)
    palette.field.setText("select all")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert search.selectedText() == "needle"
    assert all(action.isEnabled() for action in window.actions_.text_actions)


def test_a_box_that_is_gone_is_forgotten(qtbot, answered):
    answered.actions_.edit_last.trigger()
    box = QApplication.focusWidget()
    assert box.objectName() == "editField"
    answered.actions_.menu.aboutToShow.emit()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    answered.chat.header.menu.setFocus()
    qtbot.waitUntil(lambda: not answered.chat.view._overlays._edits)

    answered.actions_.paste.trigger()

    assert answered.edit_commands._target() is answered.chat.composer.edit


def test_the_keys_are_the_systems_own(window):
    keys = QKeySequence.StandardKey
    expected = (keys.Undo, keys.Redo, keys.Cut, keys.Copy, keys.Paste)

    assert [one.shortcut() for one in window.actions_.text_actions[:5]] == [QKeySequence(key) for key in expected]
