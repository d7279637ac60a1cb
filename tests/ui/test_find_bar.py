from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.find_bar import FindBar


@pytest.fixture
def bar(qtbot):
    bar = FindBar()
    qtbot.addWidget(bar)
    return bar


def test_opening_takes_what_is_selected_and_looks_for_it(qtbot, bar):
    with qtbot.waitSignal(bar.changed) as seen:
        bar.open_with("word")

    assert bar.isVisible()
    assert seen.args == ["word"]


def test_enter_goes_on_and_shift_enter_back(qtbot, bar):
    bar.open_with("word")
    steps = []
    bar.stepped.connect(steps.append)

    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert steps == [1, -1]


def test_escape_closes_it(qtbot, bar):
    bar.open_with("word")

    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)

    assert bar.isHidden()


def test_the_count_is_told_and_nothing_found_is_said(bar):
    bar.open_with("word")

    bar.show_count(2, 1234)
    assert bar.count.text() == "2/1,234"
    bar.show_count(0, 0)
    assert bar.count.text() == "Not found"
    assert not bar.next.isEnabled()


def test_f3_walks_the_hits_of_the_window(qtbot, window):
    page = window.chat
    page.open_find()
    page.find_bar.field.setText("x")

    window.actions_.find_next.trigger()
    page.find_bar.dismiss()

    assert page.view.finder.needle == ""
