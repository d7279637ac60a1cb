"""Whatever the window lets a person do by a button or by the right mouse button is in a menu as well.

The lists come from the real window, its bars and its row menus: a button that is new fails here until it has its line.
"""

from __future__ import annotations

import pytest
from fakes.server import sse, status
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from desktop.ui.attachment_desk import LONG_PASTE
from desktop.ui.chat.message_bar import MessageBar
from desktop.ui.command_palette import CommandPalette, commands
from desktop.ui.recorder.flight import Flight
from desktop.ui.row_menu import folder_menu, row_menu, temporary_menu

# The line of the menus that does what a button of the window does, by object names.
BUTTONS = {
    "newChatButton": "newChat",
    "trashButton": "showTrash",
    "restoreButton": "restoreChats",
    "emptyTrashButton": "emptyTrash",
    "undoButton": "bringBack",
    "undoAttachmentButton": "bringBack",
    "systemPromptButton": "systemPromptAction",
    "parametersButton": "parametersAction",
    "findButton": "findInChat",
    "findNextButton": "findNext",
    "findPreviousButton": "findPrevious",
    "modelArrow": "modelPickerAction",
    "profilePicker": "profile_default",
    "sendButton": "send",
    "attachButton": "attachFiles",
    "jumpToEndButton": "goToEnd",
    "usageButton": "showUsage",
    "keepChatButton": "keepChat",
    "endChatButton": "endChat",
    "copyCodeButton": "message_copy_code",
    "retryButton": "message_retry",
    "recorderCopyButton": "recorderCopy_curl",
    "recorderSaveButton": "saveRecording",
    "recorderSendAgainButton": "sendAgain",
}
# Buttons that need none, and why.
ALONE = {
    "menuButton": "is the menu",
    "attachmentRemoveButton": "is the only thing that its chip does, and stands in it",
    "attachmentAsTextButton": "stands in its chip",
    "closeTrashButton": "puts away what it stands in, as Esc does",
    "findCloseButton": "puts away what it stands in, as Esc does",
    "recorderCloseButton": "puts away what it stands in, as showRecorder does",
    "bannerActionButton": "is the next step of the line that it stands in",
    "bannerCloseButton": "puts away what it stands in",
    "showCrashButton": "stands in the card of a crash and goes with it",
    "copyCrashButton": "stands in the card of a crash and goes with it",
    "deleteCrashButton": "stands in the card of a crash and goes with it",
    "dismissCrashButton": "puts away what it stands in",
    "startChip1": "writes words into the message box",
    "startChip2": "writes words into the message box",
    "startChip3": "writes words into the message box",
    "ScrollLeftButton": "is Qt's, and hidden",
    "ScrollRightButton": "is Qt's, and hidden",
}
ROWS = {
    "pin": "pinChat",
    "unpin": "pinChat",
    "rename": "renameChat",
    "duplicate": "duplicateChat",
    "folder:": "noFolder",
    "folder:Work": "folder:Work",
    "new_folder": "newFolder",
    "export": "exportChat",
    "trash": "trashChat",
    "keep": "keepChat",
    "end": "endChat",
}
FOLDER_ROWS = {"rename": "renameFolder", "dissolve": "dissolveFolder"}
CONTEXT = {
    "Copy": "copy",
    "Copy as rich text": "copyRich",
    "Open link": "message_open_link",
    "Copy link address": "message_copy_link",
    "Select all": "selectAll",
    "Source of this answer": "message_source",
}


@pytest.fixture
def full(qtbot, stack, with_chats):
    """The window with all that it can have: two versions, code, thinking, a card, the recorder, a folder, a chip."""
    window = with_chats(one=sse("See https://example.org\n\n```python\nprint(1)\n```"), two=status(400, b"{}"))
    window.sidebar.act(window.chat.session.conversation.uuid, "folder:Work")
    flight = Flight(window, stack.workspace, stack.store, stack.recorder)
    flight.toggle()
    QGuiApplication.clipboard().setText("x" * (LONG_PASTE + 1))
    window.chat.composer.edit.paste()
    window.actions_.about_to_offer.emit()
    return window


def offered(window) -> set[str]:
    return {one.action.objectName() for one in commands(window.actions_.menu)}


def names_of(menu: QMenu) -> set[str]:
    return {one.action.objectName() for one in commands(menu)}


def test_every_button_of_the_window_has_its_line_in_the_menus(full):
    buttons = {one.objectName() for one in full.findChildren(QAbstractButton) if one.objectName()}
    welcome = {one.objectName() for one in full.welcome.findChildren(QAbstractButton)}
    of_qt = {name for name in buttons if name.startswith("qt_")}
    of_a_message = {one.objectName() for one in full.findChildren(MessageBar)[0].buttons}

    left = buttons - welcome - of_qt - of_a_message
    assert sorted(left - BUTTONS.keys() - ALONE.keys()) == []
    assert BUTTONS.keys() - left == set(), "a line of the table above stands for no button"
    assert ALONE.keys() - left == set(), "a line of the table above stands for no button"
    assert set(BUTTONS.values()) <= offered(full)


def test_every_button_of_a_message_has_its_line_in_the_menus(qtbot, full):
    bar = full.findChildren(MessageBar)[0]
    done = []
    bar.triggered.connect(done.append)
    for button in bar.buttons:
        button.setEnabled(True)
        button.click()

    assert len(done) == len(bar.buttons)
    assert {f"message_{name}" for name in done} <= offered(full)


def test_every_line_of_a_rows_menu_has_its_line_in_the_menus(qtbot, full):
    parent = QWidget()
    qtbot.addWidget(parent)
    rows = [row_menu(parent, ["Work"], pinned=pinned) for pinned in (False, True)]

    lines = set().union(*(names_of(one) for one in (*rows, temporary_menu(parent))))
    assert {ROWS[name] for name in lines} <= offered(full)
    assert {FOLDER_ROWS[name] for name in names_of(folder_menu(parent))} <= offered(full)


def test_every_line_of_the_right_button_has_its_line_in_the_menus(qtbot, full):
    with qtbot.waitSignal(full._workspace.current_changed, timeout=5000):
        full._workspace.step(full.sidebar.model.uuids(), 1)
    view = full.chat.view
    lines = set()
    for y in range(0, view.viewport().height(), 6):
        for x in range(0, view.viewport().width(), 12):
            if view.link_at(QPointF(x, y)) is not None or not lines:
                menu = view.menu_at(QPointF(x, y))
                lines |= {one.text().replace("&", "") for one in menu.actions() if not one.isSeparator()}
                menu.close()
                menu.deleteLater()

    assert "Open link" in lines
    assert {CONTEXT[words] for words in lines} <= offered(full)


def test_what_the_menus_have_the_list_of_all_commands_has(full):
    palette = CommandPalette(full.actions_.menu, full)

    listed = {one.action.objectName() for one in palette._commands}
    can_be_done = {one.action.objectName() for one in commands(full.actions_.menu) if one.action.isEnabled()}
    palette.close()
    assert listed == can_be_done
    assert {"message_retry", "message_recorder", "selectAll", "saveRecording"} <= listed
