"""`desktop.ui.chat.column_view`: the ground of the chat view, beside what `test_view.py` shows of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.chat.column_view import ColumnView
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.style import COLUMN_PX
from desktop.ui.palettes import LIGHT

PARAGRAPHS = "\n\n".join(f"paragraph {number}" for number in range(100))


def test_an_empty_view_is_at_its_end_and_takes_every_key(qtbot):
    view = ColumnView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    with qtbot.waitExposed(view):
        view.show()

    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab):
        QTest.keyClick(view, key)

    assert view.at_end()
    assert view.column.placed == []


def test_the_column_is_as_wide_as_the_view_allows(chat, answer):
    chat.set_messages([answer(PARAGRAPHS)])

    chat.resize(400, 700)
    narrow = chat.column.measure.width
    chat.resize(1600, 700)

    assert narrow == 400 - 2 * 24
    assert chat.column.measure.width == COLUMN_PX


@pytest.mark.parametrize("zoom", [50, 100, 200, 300])
def test_a_line_of_the_column_holds_as_much_at_every_zoom(chat, answer, zoom):
    chat.set_messages([answer(PARAGRAPHS)])
    chat.resize(3000, 700)

    chat.set_theme(LIGHT, zoom)

    assert chat.column.measure.width == COLUMN_PX * zoom // 100
    chat.resize(1000, 700)
    assert chat.column.measure.width == min(COLUMN_PX * zoom // 100, 1000 - 2 * 24)


def test_scrolling_stops_at_both_ends(chat, answer):
    chat.set_messages([answer(PARAGRAPHS)])

    chat.scroll_pixels(-100_000)
    first = piece_text(next(one for one in chat.column.placed if one.item.text).slot.piece)
    start = chat.verticalScrollBar().value()
    chat.scroll_pixels(100_000)

    assert first == "paragraph 0"
    assert start == 0
    assert chat.at_end()
    assert chat.verticalScrollBar().value() == chat.verticalScrollBar().maximum()


def test_what_is_selected_in_one_line_is_offered_to_the_search(chat, answer, spot):
    chat.set_messages([answer("first words\n\nsecond")])

    for _ in range(2):
        QTest.mouseClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=spot("first words", 2))

    assert chat.selected_line() == "first"


def test_another_screen_makes_the_pieces_anew(chat, answer):
    chat.set_messages([answer("text")])
    before = chat.column.placed[-2].item

    QApplication.sendEvent(chat, QEvent(QEvent.Type.DevicePixelRatioChange))

    assert chat.column.placed[-2].item is not before


def test_the_mouse_over_a_link_says_where_it_leads(chat, answer, spot):
    chat.set_messages([answer("[here](https://example.com/x)")])

    point = spot("here", 2)
    QTest.mouseMove(chat.viewport(), QPoint(5, 5))
    QTest.mouseMove(chat.viewport(), point)

    assert chat.link_at(QPointF(point)).address == "https://example.com/x"
    assert chat.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert "https://example.com/x" in chat.viewport().toolTip()


def test_nothing_selected_leaves_the_clipboard_alone(chat, answer):
    QGuiApplication.clipboard().setText("kept")
    chat.set_messages([answer("text")])

    QTest.keyClick(chat, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "kept"


def test_the_end_is_shown_and_followed_though_something_is_selected(chat, answer, spot):
    chat.set_messages([answer(PARAGRAPHS, streaming=True)])
    chat.scroll_to_start()
    for _ in range(2):
        QTest.mouseClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=spot("paragraph 3", 2))
    assert not chat.selection.is_empty

    QTest.keyClick(chat, Qt.Key.Key_End)
    shown = chat.at_end()
    chat.append_text("a", "\n\n" + PARAGRAPHS)
    chat.update_message(answer(f"{PARAGRAPHS}\n\n{PARAGRAPHS}", streaming=True))

    assert shown
    assert chat.at_end()
    assert not chat.selection.is_empty


def test_what_is_selected_by_the_keyboard_stays_in_sight_while_the_answer_grows(chat, answer):
    chat.set_messages([answer(PARAGRAPHS, streaming=True)])
    chat.jump_to_end()
    before = [(one.slot, one.y) for one in chat.column.placed]

    QTest.keyClick(chat, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    chat.update_message(answer(f"{PARAGRAPHS}\n\n{PARAGRAPHS}", streaming=True))

    assert [(one.slot, one.y) for one in chat.column.placed][:5] == before[:5]
    assert not chat.at_end()
