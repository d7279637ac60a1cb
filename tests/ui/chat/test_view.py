"""`desktop.ui.chat.view`, driven as a person would."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.theme import DARK, LIGHT

LONG = "\n\n".join(f"Paragraph {number} of a long answer." for number in range(80))


def shown(chat, uuid="a"):
    return chat.message(uuid).body.text


def top_of(chat, row):
    return row.mapTo(chat.viewport(), QPoint(0, 0)).y()


def test_messages_are_shown_in_order_and_replaced_as_a_whole(chat, question, answer):
    chat.set_messages([question(), answer()])
    kept = chat.message("q")

    chat.set_messages([question(), answer(uuid="b")])

    assert chat.message("a") is None
    assert chat.message("q") is kept
    assert chat.message("q").y() < chat.message("b").y()


def test_appended_text_arrives_at_once_or_within_a_frame(qtbot, chat, answer):
    chat.set_messages([answer("", streaming=True)])

    for letter in "hello":
        chat.append_text("a", letter)

    qtbot.waitUntil(lambda: shown(chat) == "hello", timeout=1000)


def test_text_for_a_message_that_is_not_shown_is_ignored(qtbot, chat, answer):
    chat.set_messages([answer("kept")])

    chat.append_text("other", "text")
    chat.jump_to_end()

    assert shown(chat) == "kept"


def test_an_update_that_overtakes_waiting_text_does_not_show_it_twice(chat, answer):
    chat.set_messages([answer("", streaming=True)])
    chat.append_text("a", "one ")
    chat.append_text("a", "two")

    chat.update_message(answer("one two", streaming=False))
    chat.jump_to_end()

    assert shown(chat) == "one two"


def test_the_view_follows_while_it_is_at_the_end(chat, answer):
    chat.set_messages([answer(LONG, streaming=True)])
    chat.jump_to_end()

    chat.append_text("a", "\n\nmore" * 20)
    chat.jump_to_end()
    chat.append_text("a", "\n\nmore" * 20)
    chat.update_message(answer(LONG + "\n\nmore" * 40))

    assert chat.at_end()
    assert chat.findChild(QPushButton, "jumpToEndButton").isHidden()


def test_nothing_moves_while_the_reader_is_elsewhere_and_a_button_leads_back(qtbot, chat, answer):
    chat.set_messages([answer(LONG, streaming=True)])
    chat.verticalScrollBar().setValue(500)
    row = next(row for row in chat.message("a").rows() if top_of(chat, row) >= 0)
    before = top_of(chat, row)

    chat.update_message(answer(LONG + "\n\nmore" * 40, streaming=True))

    assert top_of(chat, row) == before
    button = chat.findChild(QPushButton, "jumpToEndButton")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chat.at_end()


def test_the_first_visible_line_stays_when_the_text_above_it_changes(chat, question, answer):
    chat.set_messages([answer("", uuid="one", reasoning="thought\n" * 60, streaming=True), answer(LONG)])
    chat.verticalScrollBar().setValue(chat.message("a").y() + 300)
    row = next(row for row in chat.message("a").rows() if top_of(chat, row) >= 0)
    before = top_of(chat, row)

    chat.update_message(answer("done", uuid="one", reasoning="thought\n" * 60, reasoning_s=3.0))

    assert top_of(chat, row) == before


def test_an_answer_is_a_centred_column_and_a_question_stands_at_its_right(chat, question, answer):
    chat.set_messages([question(), answer()])

    column = chat.message("a").geometry()
    bubble = chat.message("q").bubble

    assert column.width() == 760
    assert column.left() == (chat.width() - 760) // 2
    assert bubble.geometry().right() + 1 == 760


def test_a_change_of_theme_and_zoom_keeps_text_and_place_in_the_stream(chat, question, answer):
    chat.set_messages([question(), answer("# Title\n\ntext", streaming=True)])
    height = chat.message("a").height()

    chat.set_theme(DARK, 150)
    chat.append_text("a", " goes on")
    chat.jump_to_end()

    assert shown(chat) == "# Title\n\ntext goes on"
    assert chat.message("a").height() > height
    assert chat.grab().toImage().pixelColor(2, 2).name() == DARK.bg


def test_the_page_is_drawn_in_the_colours_of_the_palette(chat, question):
    chat.set_theme(LIGHT, 100)
    chat.set_messages([question("text")])

    image = chat.grab().toImage()

    bubble = chat.message("q").bubble
    inside = bubble.mapTo(chat, QPoint(6, bubble.height() // 2))
    assert image.pixelColor(inside).name() == LIGHT.bubble


def test_the_wheel_scrolls_the_page_also_over_code(chat, answer):
    code = "```text\n" + "a very long line of code " * 20 + "\n```\n\n"
    chat.set_messages([answer(code + LONG)])
    chat.verticalScrollBar().setValue(0)
    inner = chat.message("a").body.items[0].text

    QTest.wheelEvent(chat.windowHandle(), QPointF(inner.mapTo(chat, QPoint(20, 10))), QPoint(0, -120))

    assert chat.verticalScrollBar().value() > 0


def test_the_wheel_with_ctrl_is_left_to_the_window(chat, answer):
    chat.set_messages([answer(LONG)])
    chat.verticalScrollBar().setValue(100)
    place = QPointF(20, 10)
    turned = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(chat.viewport(), turned)

    assert chat.verticalScrollBar().value() == 100


def test_editing_asks_for_the_changed_question(qtbot, chat, question, answer):
    chat.set_messages([question("old"), answer()])

    chat.start_edit("q")
    box = chat.message("q").box
    box.field.replace_text("new")
    with qtbot.waitSignal(chat.edited) as seen:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)

    assert seen.args == ["q", "new"]


def test_appending_to_a_long_answer_touches_no_finished_block(chat, answer):
    chat.set_messages([answer(LONG, streaming=True)])
    before = chat.message("a").body.items

    chat.append_text("a", "\n\nnew\n\nlast")
    chat.jump_to_end()

    after = chat.message("a").body.items
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2
