from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.ui.chat.scroll_mirror import STEP_PX, ScrollMirror


@pytest.fixture
def long_chat(chat, question, answer):
    text = "\n\n".join(f"paragraph {number} " + "words " * (number % 50) for number in range(40))
    chat.set_messages(
        [view for n in range(15) for view in (question(f"q {n}", uuid=f"q{n}"), answer(text, uuid=f"a{n}"))]
    )
    return chat


def test_the_bar_shows_where_the_column_is(long_chat):
    bar, column = long_chat.verticalScrollBar(), long_chat.column
    assert bar.maximum() == column.total - column.height
    assert bar.value() == bar.maximum()
    assert bar.pageStep() == column.height
    assert bar.singleStep() == STEP_PX

    for pixels in (-100, -5000, 300, -(10**6), 50):
        long_chat.scroll_pixels(pixels)
        assert bar.value() == column.value
        assert bar.maximum() == column.total - column.height


def test_the_bar_leads_to_a_place(long_chat):
    bar, column = long_chat.verticalScrollBar(), long_chat.column

    bar.setValue(bar.maximum() // 2)
    assert abs(column.value - bar.maximum() // 2) < column.height
    assert bar.value() == column.value
    bar.setValue(0)
    assert column.value == 0
    bar.setValue(bar.maximum())
    assert long_chat.at_end()


def test_a_step_of_the_bar_is_a_step_of_the_text(long_chat):
    bar, column = long_chat.verticalScrollBar(), long_chat.column
    long_chat.scroll_pixels(-3000)
    before = {one.slot: one.y for one in column.placed}

    bar.triggerAction(bar.SliderAction.SliderSingleStepAdd)

    after = {one.slot: one.y for one in column.placed}
    assert {before[slot] - after[slot] for slot in before.keys() & after.keys()} == {STEP_PX}


def test_a_slider_that_is_held_stands_still_and_means_its_share(qtbot, long_chat):
    bar, column = long_chat.verticalScrollBar(), long_chat.column
    bar.setSliderDown(True)
    maximum = bar.maximum()

    for share in (0.75, 0.5, 0.25, 0):
        bar.setSliderPosition(round(maximum * share))
        assert bar.maximum() == maximum
        assert bar.sliderPosition() == round(maximum * share)
        assert abs(column.value - share * (column.total - column.height)) < column.height
    assert column.value == 0
    bar.setSliderPosition(maximum)
    assert long_chat.at_end()
    with qtbot.waitSignal(long_chat._mirror.released):
        bar.setSliderDown(False)

    assert bar.maximum() == column.total - column.height
    assert isinstance(long_chat._mirror, ScrollMirror)


def test_a_chat_that_fits_cannot_be_scrolled(chat, answer):
    chat.set_messages([answer("short")])
    assert chat.verticalScrollBar().maximum() == 0

    chat.scroll_pixels(200)

    assert chat.column.value == 0
    assert chat.verticalScrollBar().value() == 0


def test_showing_moves_nothing(long_chat):
    long_chat.scroll_pixels(-3000)
    before = [(one.slot, one.y) for one in long_chat.column.placed]

    for _ in range(3):
        long_chat._mirror.show(at_end=False)

    assert [(one.slot, one.y) for one in long_chat.column.placed] == before


def test_a_press_on_the_groove_moves_by_a_page(long_chat):
    bar = long_chat.verticalScrollBar()
    before = bar.value()

    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, bar.height() // 4))

    assert bar.value() < before
