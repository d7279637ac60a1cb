from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui.actions import Actions, check


@pytest.fixture
def actions(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return Actions(window)


def all_actions(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        if action.menu():
            found += all_actions(action.menu())
        elif not action.isSeparator():
            found.append(action)
    return found


def test_no_shortcut_means_two_things(actions):
    keys = Counter(key.toString() for action in all_actions(actions.menu) for key in action.shortcuts())

    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_is_in_the_menu_with_words(actions):
    inside = all_actions(actions.menu)
    own = [action for action in vars(actions).values() if isinstance(action, QAction)]

    assert [action.objectName() for action in own if action not in inside] == []
    assert all(action.text() for action in inside)


def test_the_choice_in_force_is_marked(actions):
    check(actions.theme, "dark")

    assert [action.data() for action in actions.theme.actions() if action.isChecked()] == ["dark"]


def test_a_menu_bar_gets_every_action_of_the_menu(qtbot, actions):
    bar = QMenuBar()
    qtbot.addWidget(bar)

    actions.fill_bar(bar)

    inside = [one for action in bar.actions() for one in all_actions(action.menu())]
    assert inside == all_actions(actions.menu)


def test_other_words_come_with_another_language(actions):
    before = actions.new_chat.text()
    actions.new_chat.setText("")

    actions.retranslate()

    assert actions.new_chat.text() == before
