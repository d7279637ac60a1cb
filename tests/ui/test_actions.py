from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui import actions as module
from desktop.ui.actions import Actions, check, keys_on
from desktop.ui.command_palette import commands
from desktop.ui.shortcut_sheet import ShortcutSheet


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


# The shortcuts of the design, by the name of their action.
DESIGN = {
    "newChat": "Ctrl+N",
    "searchChats": "Ctrl+K",
    "findInChat": "Ctrl+F",
    "findNext": "F3",
    "findPrevious": "Shift+F3",
    "stop": "Esc",
    "settings": "Ctrl+,",
    "toggleSidebar": "Ctrl+B",
    "focusComposer": "Ctrl+L",
    "nextChat": "Ctrl+Tab",
    "previousChat": "Ctrl+Shift+Tab",
    **{f"chat{number}": f"Ctrl+{number}" for number in range(1, 10)},
    "regenerate": "Ctrl+R",
    "copyLastAnswer": "Ctrl+Shift+C",
    "copyLastCode": "Ctrl+Shift+;",
    "modelPickerAction": "Ctrl+M",
    "zoomIn": "Ctrl++",
    "zoomOut": "Ctrl+-",
    "zoomReset": "Ctrl+0",
    "nextMessage": "Alt+Down",
    "previousMessage": "Alt+Up",
    "earlierPrompt": "Ctrl+Up",
    "laterPrompt": "Ctrl+Down",
    "commandPalette": "Ctrl+Shift+P",
    "shortcutSheet": "Ctrl+/",
    "closeWindow": "Ctrl+W",
    "quit": "Ctrl+Q",
    "undo": "Ctrl+Z",
    "cut": "Ctrl+X",
    "copy": "Ctrl+C",
    "paste": "Ctrl+V",
    "pastePlain": "Ctrl+Shift+V",
    "selectAll": "Ctrl+A",
}


def test_every_shortcut_of_the_design_is_in_menu_palette_and_sheet(qtbot, actions):
    window = actions.parent()
    window.resize(900, 700)
    offered = {one.action.objectName(): one.keys for one in commands(actions.menu)}
    sheet = ShortcutSheet(actions.menu, ctrl_enter=False, parent=window)
    rows = [sheet.list.topLevelItem(row) for row in range(sheet.list.topLevelItemCount())]
    lines = [group.child(row).text(1) for group in rows for row in range(group.childCount())]
    in_sheet = {keys for line in lines for keys in line.split(", ")}

    for name, keys in DESIGN.items():
        assert keys in offered[name].split(", "), name
        assert keys in in_sheet, name


def test_the_menus_stand_in_the_order_that_macos_expects(actions):
    titles = [menu.menuAction().text() for menu in actions.menus]

    assert titles[:2] == ["Chats", "Edit"]
    assert titles[-2:] == ["Window", "Help"]


def test_macos_minimises_with_its_own_key(qtbot, monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "darwin")
    window = QWidget()
    qtbot.addWidget(window)

    on_macos = Actions(window)

    assert on_macos.minimise.shortcut().toString() == "Ctrl+M"
    assert on_macos.model_picker.shortcut().toString() == "Ctrl+Shift+M"
    keys = [key.toString() for action in all_actions(on_macos.menu) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_whoever_opens_a_menu_is_about_to_be_offered_something(qtbot, actions):
    for menu in (actions.menu, actions.edit_menu, actions.message_menu, actions.recorder_menu):
        with qtbot.waitSignal(actions.about_to_offer, timeout=100):
            menu.aboutToShow.emit()


def test_on_macos_the_systems_own_keys_are_left_alone(actions):
    assert keys_on("darwin", "Ctrl+Tab") == "Meta+Tab"
    assert keys_on("darwin", "Ctrl+M") == "Ctrl+Shift+M"
    assert keys_on("linux", "Ctrl+M") == "Ctrl+M"

    keys = [keys_on("darwin", key.toString()) for action in all_actions(actions.menu) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


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


def test_macos_moves_only_about_settings_and_quit_into_the_programs_menu(actions):
    roles = {one.objectName(): one.menuRole() for one in all_actions(actions.menu)}
    moved = {name for name, role in roles.items() if role is not QAction.MenuRole.NoRole}

    assert moved == {"about", "settings", "quit"}


@pytest.mark.parametrize(("platform", "words"), [("linux", "Open log folder"), ("darwin", "Show log in Finder")])
def test_the_file_manager_is_called_what_the_system_calls_it(actions, monkeypatch, platform, words):
    monkeypatch.setattr(module.sys, "platform", platform)

    actions.retranslate()

    assert actions.log_folder.text() == words
