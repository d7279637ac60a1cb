"""The box of an edited question, as it lies over the chat; the box by itself is in `test_edit_box.py`."""

from __future__ import annotations

import pytest
from fakes.chat_views import in_sight, of_kind
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.chat.buttons import CopyCodeButton
from desktop.ui.chat.edit_box import EditBox
from desktop.ui.palettes import DARK


@pytest.fixture
def box(chat, question, long_answer):
    chat.set_messages([question("old"), long_answer])
    chat.start_edit("q")
    (box,) = of_kind(chat, EditBox)
    return box


def test_a_box_has_the_keyboard_and_the_question(chat, box):
    assert QApplication.focusWidget() is box.field
    assert box.field.toPlainText() == "old"
    assert in_sight(chat, box)


def test_a_box_keeps_its_text_out_of_sight(chat, box):
    QTest.keyClicks(box.field, " and new")
    text = box.field.toPlainText()

    for focus in (box.field, chat):
        focus.setFocus()
        chat.scroll_pixels(3000)
        assert not in_sight(chat, box)
        chat.resize(chat.width() - 100, chat.height())
        chat.scroll_to_start()
        assert of_kind(chat, EditBox) == [box]
        assert in_sight(chat, box)
        assert box.field.toPlainText() == text


def test_a_box_survives_updates_theme_and_other_messages(chat, box, question, long_answer, answer):
    QTest.keyClicks(box.field, "!")
    text = box.field.toPlainText()

    chat.update_message(question("old", time_text="12:00"))
    chat.set_theme(DARK, 150)
    chat.set_messages([question("old"), long_answer, answer("more", uuid="more")])
    chat._overlays.retranslate()
    chat.place_widgets()

    assert of_kind(chat, EditBox) == [box]
    assert box.field.toPlainText() == text


def test_a_box_that_grows_moves_what_is_below(chat, box):
    below = chat.column.placed[1].y if chat.column.placed[0].slot.entry is chat.entry("q") else 0
    height = box.height()

    for _ in range(5):
        QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert box.height() > height
    assert chat.column.placed[1].y == below + box.height() - height


def test_a_changed_question_is_sent_and_the_box_goes(qtbot, chat, box):
    QTest.keyClicks(box.field, "er")

    with qtbot.waitSignal(chat.edited) as seen:
        QTest.mouseClick(box.send_button, Qt.MouseButton.LeftButton)

    assert seen.args == ["q", box.field.toPlainText()]
    assert of_kind(chat, EditBox) == []
    assert not chat.entry("q").editing


def test_escape_gives_the_question_back(chat, box):
    QTest.keyClicks(box.field, "er")

    QTest.keyClick(box.field, Qt.Key.Key_Escape)

    assert of_kind(chat, EditBox) == []
    assert QApplication.focusWidget() is chat
    chat.start_edit("q")
    assert of_kind(chat, EditBox)[0].field.toPlainText() == "old"


def test_a_setting_reaches_a_box_that_is_open(qtbot, chat, box):
    chat.set_ctrl_enter(True)

    with qtbot.assertNotEmitted(chat.edited):
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(chat.edited):
        QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_box_of_a_question_that_is_gone_does_not_come_back_with_the_keyboard(chat, answer, question):
    chat.set_messages([question("one", "q1"), question("two", "q2"), answer("```\nx\n```")])
    chat.start_edit("q1")
    chat.start_edit("q2")
    of_kind(chat, CopyCodeButton)[0].setFocus()

    chat.set_messages([answer("other", uuid="b")])

    assert chat.viewport().findChildren(EditBox) == []
    assert chat._overlays._edits == {}
    assert all(chat._overlays.holder(stop) is chat.entry("b") for stop in chat._overlays.stops())
