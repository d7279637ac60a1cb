"""The command palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.command_palette import CommandPalette, commands, matching, plain


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def menu(window):
    menu = QMenu(window)
    chats = menu.addMenu("Chats")
    new = chats.addAction("New chat")
    new.setShortcut("Ctrl+N")
    chats.addAction("Export…")
    view = menu.addMenu("View")
    view.addAction("Chat width")
    menu.addSeparator()
    menu.addAction("Save && close")
    return menu


def shown(palette):
    tree = palette.list
    return [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


def test_every_action_is_there_with_its_way_and_its_keys(menu):
    found = [(one.words, one.keys) for one in commands(menu)]

    assert found == [
        ("Chats › New chat", "Ctrl+N"),
        ("Chats › Export", ""),
        ("View › Chat width", ""),
        ("Save & close", ""),
    ]


def test_the_name_counts_before_the_menu(menu):
    found = matching(list(commands(menu)), "chat")

    assert [one.words for one in found] == ["View › Chat width", "Chats › New chat", "Chats › Export"]


def test_what_stands_deep_in_the_menus_comes_last_of_its_kind(menu):
    menu.actions()[0].menu().addMenu("Go to").addAction("Chat 1")

    found = matching(list(commands(menu)), "chat")

    assert [one.words for one in found[:2]] == ["View › Chat width", "Chats › Go to › Chat 1"]


def test_every_word_must_be_there_in_any_order_and_case(menu):
    assert [one.words for one in matching(list(commands(menu)), "NEW cha")] == ["Chats › New chat"]
    assert matching(list(commands(menu)), "new width") == []


def test_enter_does_the_marked_one_after_the_palette_is_gone(qtbot, window, menu):
    done = []
    for action in [one.action for one in commands(menu)]:
        action.triggered.connect(lambda _checked=False, one=action: done.append((plain(one.text()), bool(palettes()))))

    def palettes():
        return [one for one in window.findChildren(CommandPalette) if one.isVisible()]

    window.show()
    palette = CommandPalette(menu, window)
    palette.open()
    qtbot.keyClicks(palette.field, "chat")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert done == [("New chat", False)]


def test_what_cannot_be_done_now_is_not_offered(qtbot, window, menu):
    next(one.action for one in commands(menu) if one.words.endswith("New chat")).setEnabled(False)

    palette = CommandPalette(menu, window)

    assert "Chats › New chat" not in shown(palette)


def test_no_command_found_is_said_in_words(qtbot, window, menu):
    palette = CommandPalette(menu, window)
    window.show()
    palette.open()

    qtbot.keyClicks(palette.field, "xyzzy")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert palette.isVisible()
    assert palette.none.isVisible()
    assert not palette.list.isVisible()


def test_the_mark_of_a_mnemonic_is_no_word():
    assert plain(QAction("&Save && close…").text()) == "Save & close"
