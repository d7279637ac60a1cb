"""`desktop.ui.chat.question`, inside the view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton


def test_a_question_is_plain_text_with_live_links(qtbot, chat, question):
    chat.set_messages([question("**no** <b>markup</b>\nhttps://example.com/x")])
    message = chat.message("q")

    message.selection.select_all()
    assert message.selection.text() == "**no** <b>markup</b>\nhttps://example.com/x"
    lines = message.bubble.text_items[0]
    place = lines.mapTo(message, QPoint(20, lines.height() - 8))
    with qtbot.waitSignal(chat.link_activated) as seen:
        QTest.mouseClick(message, Qt.MouseButton.LeftButton, pos=place)
    assert seen.args == ["https://example.com/x"]


def test_a_long_question_is_at_most_560_px_wide(chat, question):
    chat.set_messages([question("word " * 200)])

    assert chat.message("q").bubble.width() <= 560
    assert chat.message("q").bubble.height() > 100


def test_edit_opens_a_box_and_cancel_closes_it(qtbot, chat, question):
    chat.set_messages([question("old")])
    message = chat.message("q")
    message.setFocus()
    message._update_bar()

    with qtbot.waitSignal(chat.action_requested) as seen:
        qtbot.mouseClick(message.findChild(QPushButton, "editButton"), Qt.MouseButton.LeftButton)
    assert seen.args == ["q", "edit"]
    assert message.box.field.toPlainText() == "old"

    qtbot.mouseClick(message.findChild(QPushButton, "editCancelButton"), Qt.MouseButton.LeftButton)
    assert message.box is None
    assert message.bubble.isVisible()


def test_shift_enter_breaks_the_line_and_an_input_method_keeps_its_enter(qtbot, chat, question):
    chat.set_messages([question("old")])
    chat.start_edit("q")
    field = chat.message("q").box.field

    with qtbot.assertNotEmitted(chat.edited):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        QApplication.sendEvent(field, QInputMethodEvent("ni", []))
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.toPlainText() == "old\n"


def test_ctrl_enter_sends_where_that_is_the_setting(qtbot, chat, question):
    chat.set_ctrl_enter(True)
    chat.set_messages([question("old")])
    chat.start_edit("q")
    field = chat.message("q").box.field

    with qtbot.waitSignal(chat.edited) as seen:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert seen.args == ["q", "old"]


def test_an_edited_question_that_is_empty_is_not_sent(qtbot, chat, question):
    chat.set_messages([question("old")])
    chat.start_edit("q")
    field = chat.message("q").box.field
    field.replace_text("  ")

    with qtbot.assertNotEmitted(chat.edited):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_keyboard_selects_and_copies(qtbot, chat, question):
    chat.set_messages([question("some words")])
    message = chat.message("q")
    message.setFocus()

    for _ in range(4):
        qtbot.keyClick(message, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(message, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "some"


def test_the_actions_show_on_focus_and_take_no_room(qtbot, chat, question, answer):
    chat.set_messages([question(), answer()])
    message = chat.message("q")
    height = message.height()
    assert message.bar is None or message.bar.isHidden()

    message.setFocus()

    qtbot.waitUntil(lambda: message.bar is not None and message.bar.isVisible(), timeout=1000)
    assert message.height() == height
    assert message.bar.geometry().bottom() <= message.height()
