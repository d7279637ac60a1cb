"""`desktop.ui.chat.selection`, by mouse and keyboard in the view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest


def test_a_double_click_selects_a_word_and_a_third_the_line(chat, answer):
    chat.set_messages([answer("some words here")])
    message = chat.message("a")
    place = message.body.pos() + message.body.items[0].pos()
    place.setX(place.x() + 50)
    place.setY(place.y() + 10)

    QTest.mouseClick(message, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(message, Qt.MouseButton.LeftButton, pos=place)
    assert message.selection.text() == "words"

    QTest.mouseClick(message, Qt.MouseButton.LeftButton, pos=place)
    assert message.selection.text() == "some words here"


def test_only_one_message_has_a_selection(chat, question, answer):
    chat.set_messages([question("one"), answer("two")])
    chat.message("q").selection.select_all()

    QTest.mouseClick(chat.message("a"), Qt.MouseButton.LeftButton)

    assert chat.message("q").selection.is_empty


def test_the_keyboard_goes_on_from_block_to_block(qtbot, chat, answer):
    chat.set_messages([answer("ab\n\ncd")])
    message = chat.message("a")

    for _ in range(4):
        qtbot.keyClick(message, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert message.selection.text() == "ab\n\nc"
    qtbot.keyClick(message, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert message.selection.text() == "ab"


def test_ctrl_a_takes_the_whole_message(qtbot, chat, answer):
    chat.set_messages([answer("1. one\n2. two\n\n```\ncode\n```")])
    message = chat.message("a")

    qtbot.keyClick(message, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    message.selection.copy()

    assert QGuiApplication.clipboard().text() == "1. one\n2. two\n\ncode"


def test_a_selection_in_a_block_that_vanishes_is_given_up(chat, answer):
    chat.set_messages([answer("one\n\ntwo", streaming=True)])
    message = chat.message("a")
    message.selection.press(QPointF(5, message.height() - 30), extend=False)

    chat.update_message(answer("other"))
    message.selection.drag(QPointF(300, 30))

    assert message.selection.is_empty
