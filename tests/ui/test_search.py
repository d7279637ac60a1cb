from __future__ import annotations

import pytest
from fakes.summaries import summary
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QTextLayout

from desktop.chat.store.store import Hit
from desktop.ui.palettes import DARK
from desktop.ui.search import MAX_TITLES, RESULT_ROLE, SearchResults, message_results, title_results

HIT = Hit("c", "t", "title", 5.0, "…about ", "C++", " templates", "C++")


@pytest.fixture
def results(qtbot):
    made = SearchResults()
    qtbot.addWidget(made)
    made.set_theme(DARK)
    made.resize(244, 400)
    made.show()
    return made


def test_titles_are_found_in_any_case_by_every_word_newest_first():
    rows = [
        summary("a", "SQLite 中文分词", 3),
        summary("b", "分词 in sqlite", 1),
        summary("c", "sqlite", 0),
        summary("d", "sqlite 分词", 0, trashed=True),
    ]

    assert [one.conversation for one in title_results(rows, "SQLITE 分词")] == ["b", "a"]
    assert title_results(rows, "  ") == []
    assert len(title_results([summary(str(n), "x") for n in range(50)], "x")) == MAX_TITLES


def test_chats_stand_above_messages_under_their_headers(results):
    results.results.begin(title_results([summary("a", "C++ chat")], "c++"))
    results.results.add(message_results([HIT]))

    model = results.results
    assert [model.index(row).data() for row in range(model.rowCount())] == ["Chats", "C++ chat", "Messages", "title"]
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(3).data(Qt.ItemDataRole.AccessibleTextRole) == "title: …about C++ templates"
    assert not results.grab().isNull()


def test_enter_and_a_click_open_the_message_at_its_words(qtbot, results):
    results.results.add(message_results([HIT]))
    results.focus_first()

    with qtbot.waitSignal(results.chosen, timeout=10_000) as chosen:
        qtbot.keyClick(results, Qt.Key.Key_Return)
    assert chosen.args == ["c", "t", "C++"]
    place = results.visualRect(results.results.first()).center()
    with qtbot.waitSignal(results.chosen, timeout=10_000):
        qtbot.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_row_that_another_program_selects_is_opened(qtbot, results):
    results.results.add(message_results([HIT]))

    with qtbot.waitSignal(results.chosen, timeout=10_000) as chosen:
        results.selectionModel().select(results.results.first(), QItemSelectionModel.SelectionFlag.Select)

    assert chosen.args == ["c", "t", "C++"]


def test_a_row_that_the_keys_pass_is_not_opened(qtbot, results):
    results.results.add(message_results([HIT, HIT]))

    with qtbot.assertNotEmitted(results.chosen):
        results.focus_first()
        qtbot.keyClick(results, Qt.Key.Key_Down)


def test_up_on_the_first_row_goes_back_to_the_field(qtbot, results):
    results.results.add(message_results([HIT, HIT]))
    results.focus_first()

    qtbot.keyClick(results, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(results.left):
        qtbot.keyClick(results, Qt.Key.Key_Up)
    with qtbot.waitSignal(results.left, timeout=10_000):
        qtbot.keyClick(results, Qt.Key.Key_Up)


def test_nothing_found_is_nothing_to_choose(qtbot, results):
    results.results.begin([])

    results.focus_first()
    with qtbot.assertNotEmitted(results.chosen):
        results.choose(results.results.first())
    assert results.results.first().data(RESULT_ROLE) is None


def test_the_two_lines_of_a_chinese_result_stand_apart(results):
    results.results.add(message_results([HIT]))
    font = results.font()
    layout = QTextLayout("国", font)
    layout.beginLayout()
    height = layout.createLine().height()
    layout.endLayout()

    assert results.visualRect(results.results.index(1)).height() >= 2 * height + 12
