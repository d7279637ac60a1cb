"""The sheet of shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from desktop.ui.actions import Actions
from desktop.ui.shortcut_sheet import ShortcutSheet


@pytest.fixture
def make_sheet(qtbot):
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    actions = Actions(window)
    return lambda ctrl_enter=False: ShortcutSheet(actions.menu, ctrl_enter=ctrl_enter, parent=window)


def rows(sheet):
    groups = [sheet.list.topLevelItem(number) for number in range(sheet.list.topLevelItemCount())]
    return {
        group.text(0): {group.child(row).text(0): group.child(row).text(1) for row in range(group.childCount())}
        for group in groups
    }


def test_every_action_with_a_key_is_in_the_sheet_once(make_sheet):
    found = rows(make_sheet())

    assert found["Chats"]["New chat"] == "Ctrl+N"
    assert found["Chats"]["Chat 9"] == "Ctrl+9"
    assert found["View"]["Zoom in"] == "Ctrl++, Ctrl+="
    assert found["Help"]["Keyboard shortcuts"] == "Ctrl+/"
    assert "Rename chat" not in found["Chats"]


def test_the_keys_of_the_message_box_are_those_in_force(make_sheet):
    assert rows(make_sheet())["In the message box"]["Send"] == "Enter"
    assert rows(make_sheet(ctrl_enter=True))["In the message box"]["Send"] == "Ctrl+Enter"
