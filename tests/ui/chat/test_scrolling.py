"""`desktop.ui.chat.view`: what stays where it is, and what the wheel and the bar move."""

from __future__ import annotations

from fakes.chat_views import LONG, first_whole, picture, shown, y_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.chat.pieces import CodePiece
from desktop.ui.palettes import DARK, LIGHT


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
    chat.jump_to_end()
    chat.scroll_pixels(-900)
    one = first_whole(chat)

    chat.update_message(answer(LONG + "\n\nmore" * 40, streaming=True))

    assert y_of(chat, one.slot) == one.y
    button = chat.findChild(QPushButton, "jumpToEndButton")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chat.at_end()


def test_the_scroll_bar_leads_away_from_the_end_and_back(chat, answer):
    chat.set_messages([answer(LONG, streaming=True)])
    chat.jump_to_end()
    bar = chat.verticalScrollBar()

    bar.setValue(100)
    chat.append_text("a", "\n\nmore")
    chat.update_message(answer(LONG + "\n\nmore"))
    away = bar.value()
    bar.setValue(bar.maximum())

    assert away == 100
    assert chat.at_end()


def test_the_first_visible_line_stays_when_the_text_above_it_changes(chat, answer):
    chat.set_messages([answer("", uuid="one", reasoning="thought\n" * 60, streaming=True), answer(LONG)])
    chat.jump_to_end()
    chat.scroll_pixels(-600)
    one = first_whole(chat)

    chat.update_message(answer("done", uuid="one", reasoning="thought\n" * 60, reasoning_s=3.0))

    assert y_of(chat, one.slot) == one.y


def test_wheel_steps_shift_the_picture_by_exactly_their_pixels(chat, question, answer):
    chat.set_messages(
        [message for n in range(60) for message in (question(f"q{n}", f"q{n}"), answer(LONG[:900], f"a{n}"))]
    )
    chat.jump_to_end()

    for _ in range(60):
        before = {one.slot: one.y for one in chat.column.placed}
        chat.scroll_pixels(-72)
        both = [(one.y, before[one.slot]) for one in chat.column.placed if one.slot in before]
        assert both
        assert all(now - then == 72 for now, then in both)


def test_resize_and_zoom_keep_the_first_line_and_going_back_restores_the_picture(chat, settle, question, answer):
    text = "\n\n".join(
        f"{number}. 中文 and English words that wrap at the end of a line, many of them. " * 4 for number in range(50)
    )
    chat.set_messages([question(), answer(text)])
    chat.jump_to_end()
    settle(chat)
    chat.scroll_pixels(-3000)
    settle(chat)
    before, top = picture(chat), first_whole(chat)

    chat.resize(500, 700)
    settle(chat)
    assert any(one.slot is top.slot for one in chat.column.placed)
    chat.set_theme(DARK, 150)
    settle(chat)
    chat.set_theme(LIGHT, 100)
    chat.resize(936, 700)
    settle(chat)

    assert picture(chat) == before


def test_a_change_of_theme_and_zoom_keeps_text_and_place_in_the_stream(chat, question, answer):
    chat.set_messages([question(), answer("# Title\n\ntext", streaming=True)])
    height = chat.entry("a").height

    chat.set_theme(DARK, 150)
    chat.append_text("a", " goes on")
    chat.jump_to_end()

    assert shown(chat) == "# Title\n\ntext goes on"
    assert chat.entry("a").height > height
    assert picture(chat).pixelColor(2, 2).name() == DARK.bg


def test_the_wheel_scrolls_the_page_also_over_code(chat, answer):
    code = "```text\n" + "a very long line of code " * 20 + "\n```\n\n"
    chat.set_messages([answer(code + LONG)])
    chat.scroll_to_start()
    inner = next(one for one in chat.column.placed if isinstance(one.slot.piece, CodePiece))

    QTest.wheelEvent(chat.windowHandle(), QPointF(200, inner.y + 40), QPoint(0, -120))

    assert chat.verticalScrollBar().value() > 0


def test_the_wheel_with_shift_scrolls_code_sideways_and_it_stays_so(chat, answer):
    code = "```text\n" + "a very long line of code " * 20 + "\n```\n\n"
    chat.set_messages([answer(code + LONG)])
    chat.scroll_to_start()
    inner = next(one for one in chat.column.placed if isinstance(one.slot.piece, CodePiece))

    turned = wheel(QPointF(200, inner.y + 40), -120, Qt.KeyboardModifier.ShiftModifier)
    QApplication.sendEvent(chat.viewport(), turned)
    moved = inner.item.sideways
    chat.set_theme(DARK, 100)

    assert moved > 0
    again = next(one for one in chat.column.placed if isinstance(one.slot.piece, CodePiece))
    assert again.item is not inner.item
    assert again.item.sideways == moved


def wheel(place, delta, modifier):
    return QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_the_wheel_with_ctrl_is_left_to_the_window(chat, answer):
    chat.set_messages([answer(LONG)])
    chat.jump_to_end()
    chat.scroll_pixels(-300)
    before = chat.verticalScrollBar().value()

    QApplication.sendEvent(chat.viewport(), wheel(QPointF(20, 10), -120, Qt.KeyboardModifier.ControlModifier))

    assert chat.verticalScrollBar().value() == before
