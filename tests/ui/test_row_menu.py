from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.row_menu import folder_menu, row_menu


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def names(menu):
    return [action.objectName() for inner in (menu, *menu.findChildren(QMenu)) for action in inner.actions()]


def test_a_pinned_chat_can_be_unpinned_and_another_pinned(parent):
    assert "pin" in names(row_menu(parent, [], pinned=False))
    assert "unpin" in names(row_menu(parent, [], pinned=True))


def test_folders_are_offered_by_name_and_an_ampersand_is_no_shortcut(parent):
    menu = row_menu(parent, ["R&D", "<b>"], pinned=False)

    assert {"folder:R&D", "folder:<b>", "folder:", "new_folder"} <= set(names(menu))
    (action,) = [action for inner in menu.findChildren(QMenu) for action in inner.actions() if "R&" in action.text()]
    assert action.text() == "R&&D"


def test_a_folder_can_be_renamed_and_dissolved(parent):
    assert names(folder_menu(parent)) == ["rename", "dissolve"]
