from __future__ import annotations

import time

import pytest
from fakes.summaries import summary
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu

from desktop.ui.conversation_list import UUID_ROLE
from desktop.ui.palettes import DARK
from desktop.ui.sidebar import Sidebar


@pytest.fixture
def sidebar(qtbot):
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.set_theme(DARK)
    sidebar.resize(264, 600)
    sidebar.show()
    return sidebar


def test_the_current_chat_is_selected(sidebar):
    sidebar.show_conversations((summary("a", "one"), summary("b", "two")), frozenset(), "b")

    assert sidebar.list.currentIndex().data(UUID_ROLE) == "b"


def test_rows_of_every_kind_can_be_painted(sidebar):
    sidebar.show_conversations(
        (
            summary("a", "busy"),
            summary("b", "<img src=x> " * 20, unread=True),
            summary("c", "old", 40, folder="work"),
            summary("d", "pinned", pinned=True),
        ),
        frozenset({"a"}),
        "d",
    )

    assert not sidebar.grab().isNull()


def test_a_click_and_a_selection_from_another_program_open_a_chat(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"), summary("b", "two")), frozenset(), "a")
    other = sidebar.model.index_of("b")

    with qtbot.waitSignal(sidebar.conversation_chosen, timeout=10_000) as chosen:
        sidebar.list.selectionModel().select(other, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    assert chosen.args == ["b"]


def test_showing_the_list_again_opens_nothing(qtbot, sidebar):
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")
        sidebar.show_conversations((summary("a", "one"), summary("b", "two")), frozenset(), "a")


def test_the_new_chat_button_asks_for_one(qtbot, sidebar):
    with qtbot.waitSignal(sidebar.new_chat_requested, timeout=10_000):
        qtbot.mouseClick(sidebar.new_chat, Qt.MouseButton.LeftButton)


def test_a_chat_is_renamed_in_its_row_by_key(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")

    qtbot.keyClick(sidebar.list, Qt.Key.Key_F2)
    editor = sidebar.findChild(QLineEdit, "renameField")
    editor.setText("better")
    with qtbot.waitSignal(sidebar.renamed, timeout=10_000) as renamed:
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert renamed.args == ["a", "better"]


def test_a_title_that_changes_elsewhere_does_not_close_the_box(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"), summary("b", "two", 1)), frozenset(), "a")
    sidebar.rename("a")

    sidebar.show_conversations((summary("a", "one"), summary("b", "two!", 1)), frozenset({"b"}), "a")

    assert sidebar.findChild(QLineEdit, "renameField").isVisible()


def test_delete_asks_for_the_trash(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")

    with qtbot.waitSignal(sidebar.action_requested, timeout=10_000) as asked:
        qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)

    assert asked.args == ["a", "trash"]


def test_a_folder_is_worked_by_keys_alone(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one", folder="work"), summary("b", "two")), frozenset(), "b")
    sidebar.list.setCurrentIndex(sidebar.model.index_of_folder("work"))

    qtbot.keyClick(sidebar.list, Qt.Key.Key_Left)
    assert not sidebar.model.index_of("a").isValid()
    assert sidebar.list.currentIndex() == sidebar.model.index_of_folder("work")
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Return)
    assert sidebar.model.index_of("a").isValid()
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Space)
    assert not sidebar.model.index_of("a").isValid()
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Right)
    assert sidebar.model.index_of("a").isValid()


def pick(menu, name):
    actions = [action for inner in (menu, *menu.findChildren(QMenu)) for action in inner.actions()]
    next(action for action in actions if action.objectName() == name).trigger()


@pytest.mark.parametrize("name", ["pin", "duplicate", "export", "trash", "folder:work", "folder:"])
def test_the_menu_of_a_row_asks_for_what_was_picked(qtbot, sidebar, name):
    sidebar.show_conversations((summary("a", "one"), summary("b", "two", folder="work")), frozenset(), "a")

    with qtbot.waitSignal(sidebar.action_requested, timeout=10_000) as asked:
        pick(sidebar.menu_for(sidebar.model.index_of("a")), name)

    assert asked.args == ["a", name]


def test_a_new_folder_is_named_in_its_row(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")
    sidebar.action_requested.connect(
        lambda uuid, action: sidebar.show_conversations(
            (summary(uuid, "one", folder=action.removeprefix("folder:")),), frozenset(), "a"
        )
    )

    pick(sidebar.menu_for(sidebar.model.index_of("a")), "new_folder")
    editor = sidebar.findChild(QLineEdit, "renameField")
    editor.setText("travel")
    with qtbot.waitSignal(sidebar.folder_renamed, timeout=10_000) as renamed:
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert renamed.args == ["New folder", "travel"]


def test_words_in_the_field_are_searched_and_escape_shows_the_chats_again(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")

    with qtbot.waitSignal(sidebar.search_changed, timeout=10_000) as searched:
        sidebar.search.setText(" 分词 ")
    assert searched.args == ["分词"]
    assert sidebar.results.isVisible()
    assert "Searching" in sidebar.empty.text()
    sidebar.show_search_ended()
    assert "No chat" in sidebar.empty.text()

    with qtbot.waitSignal(sidebar.search_changed, timeout=10_000) as searched:
        qtbot.keyClick(sidebar.search, Qt.Key.Key_Escape)
    assert searched.args == [""]
    assert sidebar.list.isVisible()


def test_the_trash_takes_the_place_of_the_list_and_gives_it_back(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"), summary("b", "gone", trashed=True)), frozenset(), "a")

    sidebar.open_trash.click()
    assert sidebar.trash.isVisible()
    assert [row.uuid for row in sidebar.trash.model.rows] == ["b"]

    qtbot.keyClick(sidebar.trash.list, Qt.Key.Key_Escape)
    assert sidebar.list.isVisible()


def test_ten_thousand_chats_are_shown_scrolled_and_marked_without_a_long_gap(qtbot, sidebar):
    rows = tuple(
        summary(
            str(number), f"chat {number} 零度", number / 30, folder=f"folder {number % 40}" if number % 5 == 0 else ""
        )
        for number in range(10_000)
    )
    gaps = []

    def timed(act):
        # Of the processor, so that a busy machine changes nothing.
        began = time.process_time()
        act()
        qtbot.wait(0)
        gaps.append(time.process_time() - began)

    sidebar.show_conversations(rows[:3], frozenset(), "")
    sidebar.grab()  # loads the fonts
    timed(lambda: sidebar.show_conversations(rows, frozenset(), "50"))
    timed(lambda: sidebar.show_conversations(rows, frozenset({"3"}), "50"))
    timed(lambda: sidebar.show_conversations(rows[1:], frozenset({"3"}), "9000"))
    timed(sidebar.list.scrollToBottom)
    for number in range(0, 10_000, 1000):
        timed(lambda number=number: sidebar.list.verticalScrollBar().setValue(number * 20))
    timed(lambda: sidebar.model.toggle_folder("folder 0"))
    timed(lambda: qtbot.keyClick(sidebar.list, Qt.Key.Key_PageUp))

    assert max(gaps) < 0.2, gaps


def test_while_the_chats_are_read_the_list_does_not_say_that_there_are_none(sidebar):
    sidebar.show_conversations((), frozenset(), "")
    assert "Reading" in sidebar.empty.text()

    sidebar.show_ready()

    assert sidebar.empty.text() == "No chats yet."


def test_where_the_chats_cannot_be_read_the_list_does_not_say_that_there_are_none(sidebar):
    sidebar.show_failed()
    sidebar.show_ready()

    assert sidebar.empty.text() == "The chats could not be read."


def test_a_failure_after_the_list_came_is_no_failure_of_the_list(sidebar):
    sidebar.show_ready()
    sidebar.show_failed()

    assert sidebar.empty.text() == "No chats yet."


def hints(sidebar):
    return {one.text(): one for one in sidebar.findChildren(QLabel, "shortcutHint")}


def test_the_key_of_the_search_stands_in_its_box_until_something_is_written_there(sidebar):
    sidebar.resize(264, 600)
    sidebar.show()
    hint = hints(sidebar)["Ctrl+K"]
    assert hint.isVisible()
    assert sidebar.search.isAncestorOf(hint)

    sidebar.search.setText("x")
    assert not hint.isVisible()

    sidebar.search.clear()
    assert hint.isVisible()


def test_the_key_of_the_search_does_not_cover_its_words(sidebar):
    sidebar.resize(264, 600)
    sidebar.search.setStyleSheet("font-size: 28px")
    sidebar.show()
    sidebar.retranslate()

    assert not hints(sidebar)["Ctrl+K"].isVisible()


def test_words_that_do_not_fit_their_button_leave_the_icon_alone(sidebar):
    for button in (sidebar.new_chat, sidebar.open_trash):
        button.setStyleSheet("font-size: 60px")
    sidebar.resize(200, 600)
    assert sidebar.open_trash.text() == ""
    assert sidebar.new_chat.text() == ""
    assert sidebar.new_chat.accessibleName() == "New chat"

    sidebar.new_chat.setStyleSheet("")
    sidebar.resize(264, 600)
    assert sidebar.new_chat.text() == "New chat"
