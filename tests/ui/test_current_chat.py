"""`desktop.ui.current_chat`: the menus and the open chat, in the whole window, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.ui.command_palette import CommandPalette, commands
from desktop.ui.current_chat import CurrentChat


@pytest.fixture
def filled(with_chats):
    """The window with two chats, the second one shown."""
    return with_chats(one=sse("x"), two=sse("y"))


def summary_of(window, title):
    return next(one for one in window._workspace.summaries if one.title == title)


def name_it(qtbot, window, name):
    """Type a name into the box in the row."""
    box = window.sidebar.findChild(QLineEdit, "renameField")
    box.setText(name)
    with qtbot.waitSignal(window.sidebar.folder_renamed, timeout=5000):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.sidebar.findChild(QLineEdit, "renameField") is None, timeout=5000)


def folders_offered(window):
    return {one.words: one.action for one in commands(window.actions_.folder_menu)}


def test_the_open_chat_is_pinned_and_unpinned_by_the_same_line_of_the_menu(filled):
    assert isinstance(filled.current_chat, CurrentChat)
    pin = filled.actions_.pin
    assert pin.text() == "Pin chat"

    pin.trigger()
    assert summary_of(filled, "two").pinned
    assert pin.text() == "Unpin chat"

    pin.trigger()
    assert not summary_of(filled, "two").pinned


def test_the_open_chat_is_moved_to_a_folder_that_is_named_in_its_row(qtbot, filled):
    filled.actions_.sidebar.setChecked(False)
    filled.actions_.new_folder.trigger()
    name_it(qtbot, filled, "R&D")

    assert summary_of(filled, "two").folder == "R&D"
    moved = folders_offered(filled)["R&D"]
    assert moved.isChecked()
    assert moved.text() == "R&&D"

    # A second choice of the same folder leaves it marked.
    moved.trigger()
    assert moved.isChecked()
    filled.actions_.no_folder.trigger()
    assert summary_of(filled, "two").folder == ""
    assert "R&D" not in folders_offered(filled)


def test_the_folder_of_the_open_chat_is_renamed_and_dissolved(qtbot, filled):
    filled.actions_.new_folder.trigger()
    name_it(qtbot, filled, "play")
    filled.actions_.rename_folder.trigger()
    name_it(qtbot, filled, "work")
    assert summary_of(filled, "two").folder == "work"

    filled.actions_.dissolve_folder.trigger()

    assert summary_of(filled, "two").folder == ""
    assert not filled.actions_.dissolve_folder.isEnabled()


def test_the_command_palette_moves_a_chat_to_a_folder_by_its_name(qtbot, filled):
    filled.actions_.new_folder.trigger()
    filled._workspace.open(summary_of(filled, "one").uuid)
    qtbot.waitUntil(lambda: filled._workspace.current.conversation.title == "one", timeout=5000)

    filled.actions_.commands.trigger()
    palette = filled.findChild(CommandPalette)
    qtbot.keyClicks(palette.field, "move to folder new folder")
    palette._run(next(item for item in rows(palette) if item.text(0).endswith("New folder")))

    assert summary_of(filled, "one").folder == "New folder"


def rows(palette):
    return [palette.list.topLevelItem(row) for row in range(palette.list.topLevelItemCount())]


def test_a_copy_of_the_open_chat_is_made(qtbot, filled):
    with qtbot.waitSignal(filled._workspace.list_changed, timeout=5000):
        filled.actions_.duplicate.trigger()

    assert summary_of(filled, "two (copy)")


def test_a_chat_that_is_not_stored_is_offered_nothing_that_needs_a_stored_one(filled):
    actions = filled.actions_
    stored = (actions.pin, actions.rename, actions.duplicate, actions.export_chat, actions.new_folder)
    assert all(action.isEnabled() for action in (*stored, actions.trash_chat))

    filled.new_chat()
    only_temporary = (actions.keep_chat, actions.end_chat)
    assert not any(action.isEnabled() for action in (*stored, actions.trash_chat, *only_temporary))

    filled.new_temporary_chat()
    assert not any(action.isEnabled() for action in (*stored, actions.trash_chat))
    assert all(action.isEnabled() for action in only_temporary)
