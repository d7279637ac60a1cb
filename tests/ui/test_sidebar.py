from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from desktop.chat.store.store import ConversationSummary
from desktop.ui.sidebar import BUSY_ROLE, UUID_ROLE, WHEN_ROLE, Sidebar
from desktop.ui.theme import DARK

DAY = 86400


def summary(uuid: str, title: str, days_ago: float = 0, *, pinned: bool = False, trashed: bool = False):
    at = time.time() - days_ago * DAY
    return ConversationSummary(
        uuid=uuid,
        title=title,
        folder="",
        pinned=pinned,
        profile="default",
        model="gpt-4o",
        updated_at=at,
        created_at=at,
        trashed_at=at if trashed else None,
    )


@pytest.fixture
def sidebar(qtbot):
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.set_theme(DARK)
    sidebar.resize(264, 600)
    sidebar.show()
    return sidebar


def texts(sidebar: Sidebar) -> list[str]:
    return [sidebar.model.index(row).data() for row in range(sidebar.model.rowCount())]


def test_chats_are_grouped_by_day_newest_first_pinned_on_top(sidebar):
    sidebar.show_conversations(
        (
            summary("a", "old", 40),
            summary("b", "now"),
            summary("c", "week", 4),
            summary("d", "kept", 90, pinned=True),
            summary("e", "gone", trashed=True),
        ),
        frozenset(),
        "b",
    )

    assert texts(sidebar) == ["Pinned", "kept", "Today", "now", "Last 7 days", "week", "Older", "old"]
    assert sidebar.list.currentIndex().data(UUID_ROLE) == "b"


def test_a_header_cannot_be_selected(sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset(), "")

    assert sidebar.model.flags(sidebar.model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert sidebar.model.index(0).data(UUID_ROLE) is None


def test_a_chat_that_generates_has_its_dot_and_says_so(sidebar):
    sidebar.show_conversations((summary("a", "one"),), frozenset({"a"}), "")

    index = sidebar.model.index(1)
    assert index.data(BUSY_ROLE) is True
    assert "answering" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert not sidebar.grab().isNull()


def test_the_time_of_a_chat_fits_its_age(sidebar):
    sidebar.show_conversations((summary("a", "now"), summary("b", "old", 40)), frozenset(), "")

    assert ":" in sidebar.model.index_of("a").data(WHEN_ROLE)
    assert ":" not in sidebar.model.index_of("b").data(WHEN_ROLE)


def test_a_click_and_a_selection_from_another_program_open_a_chat(qtbot, sidebar):
    sidebar.show_conversations((summary("a", "one"), summary("b", "two")), frozenset(), "a")
    other = sidebar.model.index_of("b")

    with qtbot.waitSignal(sidebar.conversation_chosen, timeout=1000) as chosen:
        sidebar.list.selectionModel().select(other, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    assert chosen.args == ["b"]


def test_showing_the_list_again_opens_nothing(qtbot, sidebar):
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        sidebar.show_conversations((summary("a", "one"),), frozenset(), "a")
        sidebar.show_conversations((summary("a", "one"), summary("b", "two")), frozenset(), "a")


@pytest.mark.parametrize(("text", "left"), [("SQL", ["b"]), ("分词", ["b"]), ("nothing", []), ("", ["a", "b"])])
def test_the_filter_finds_titles_in_any_case_and_in_chinese(sidebar, text, left):
    sidebar.show_conversations((summary("a", "Joke"), summary("b", "SQLite 中文分词")), frozenset(), "")

    sidebar.search.setText(text)

    assert sorted(sidebar.model.uuids()) == left
    assert sidebar.empty.isVisible() is (not left)


def test_the_new_chat_button_asks_for_one(qtbot, sidebar):
    with qtbot.waitSignal(sidebar.new_chat_requested, timeout=1000):
        qtbot.mouseClick(sidebar.new_chat, Qt.MouseButton.LeftButton)
