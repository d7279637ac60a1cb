"""`desktop.ui.chat.answer`, inside the view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.ui.chat.messages import Notice, NoticeAction


@pytest.fixture
def shown(chat, answer):
    def show(text="answer", **fields):
        chat.set_messages([answer(text, **fields)])
        return chat.message("a")

    return show


def test_reasoning_is_open_while_the_model_thinks_and_folds_when_the_answer_begins(chat, shown, answer):
    message = shown("", reasoning="step one", streaming=True)
    assert message.reasoning.is_open
    assert message.reasoning.toggle.text() == "Thinking…"

    chat.update_message(answer("", reasoning="step one", reasoning_s=12.2, streaming=True))
    chat.append_text("a", "The answer")
    chat.jump_to_end()

    assert not message.reasoning.is_open
    assert message.reasoning.toggle.text() == "Thought for 12 s"


def test_a_toggle_by_hand_wins_over_the_stream(qtbot, chat, shown):
    message = shown("", reasoning="step one", streaming=True)
    toggle = chat.findChild(QPushButton, "reasoningToggle")

    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not message.reasoning.is_open
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    chat.append_text("a", "The answer")
    chat.jump_to_end()

    assert message.reasoning.is_open


def test_a_notice_is_a_card_with_its_buttons(qtbot, chat, shown):
    actions = tuple(NoticeAction(name, name) for name in ("retry", "continue", "open_key_settings", "cancel"))
    message = shown("part", notice=Notice("warn", "Incomplete", "<b>server</b>", "14:22", actions))

    assert message.card.objectName() == "errorCard"
    assert message.card.findChild(QLabel, "errorTitle").text() == "Incomplete"
    detail = message.card.findChild(QLabel, "errorDetail")
    assert detail.text() == "<b>server</b>"
    assert detail.textFormat() == Qt.TextFormat.PlainText
    names = ["retryButton", "continueButton", "openKeySettingsButton", "cancelRetryButton"]
    for name, action in zip(names, ("retry", "continue", "open_key_settings", "cancel"), strict=True):
        button = message.card.findChild(QPushButton, name)
        with qtbot.waitSignal(chat.action_requested) as seen:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert seen.args == ["a", action]


def test_a_countdown_in_a_card_keeps_its_button(chat, shown, answer):
    actions = (NoticeAction("cancel", "Cancel"),)
    message = shown("", notice=Notice("warn", "in 3 s", actions=actions))
    button = message.card.findChild(QPushButton, "cancelRetryButton")

    chat.update_message(answer("", notice=Notice("warn", "in 2 s", actions=actions)))

    assert message.card.findChild(QPushButton, "cancelRetryButton") is button
    assert message.card.findChild(QLabel, "errorTitle").text() == "in 2 s"


def test_a_card_goes_with_its_notice(chat, shown, answer):
    message = shown("text", notice=Notice("err", "failed"))

    chat.update_message(answer("text"))

    assert message.card is None


def test_tools_that_the_model_asked_for_are_shown_and_cannot_be_run(chat, shown):
    message = shown("", tool_calls=(("get_weather", '{"city": "Harbin"}'),))

    block = message.findChild(QWidget, "toolCallBlock")
    assert "get_weather" in block.accessibleName()
    assert '{"city": "Harbin"}' in block.accessibleName()
    assert block.findChildren(QPushButton) == []


def test_a_refusal_is_shown(shown):
    message = shown("", refusal="I cannot do that")

    assert "I cannot do that" in message.findChild(QWidget, "refusalBlock").accessibleName()


def test_who_speaks_and_what_the_blocks_say_has_accessible_names(shown):
    message = shown("# Title\n\n- one\n- two\n\n```py\nx = 1\n```\n\n| a |\n|---|\n| b |")

    assert message.accessibleName() == "gpt-4o"
    names = [item.accessibleName() for item in message.text_items()]
    assert names == ["Title", "• one\n• two", "x = 1", "a\nb"]


def test_the_actions_of_the_last_answer_are_always_visible(qtbot, chat, shown):
    message = shown("text", can_regenerate=True, position=2, siblings=3)

    assert message.bar.isVisible()
    assert message.bar.sibling.text() == "2/3"
    for name, action in (
        ("copyButton", "copy"),
        ("regenerateButton", "regenerate"),
        ("previousSiblingButton", "previous_sibling"),
        ("nextSiblingButton", "next_sibling"),
    ):
        with qtbot.waitSignal(chat.action_requested) as seen:
            qtbot.mouseClick(message.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
        assert seen.args == ["a", action]


def test_the_caret_of_the_stream_stands_at_the_end_and_goes_with_it(chat, shown, answer):
    message = shown("text", streaming=True)
    accent = chat.grab().toImage()

    chat.update_message(answer("text"))

    assert message.body.items[-1]._caret is False
    assert chat.grab().toImage() != accent


def test_a_selection_survives_the_stream_and_its_end(chat, shown, answer):
    message = shown("first words\n\nsecond", streaming=True)
    message.selection.select_unit(QPointF(5, message.body.y() + 5), line=True)
    assert message.selection.text() == "first words"

    chat.append_text("a", " goes on\n\nthird")
    chat.update_message(answer("first words\n\nsecond goes on\n\nthird"))

    assert message.selection.text() == "first words"


def test_a_drag_selects_across_blocks_and_ctrl_c_copies(qtbot, chat, shown):
    message = shown("one\n\n- two\n- three\n\nfour")
    last = message.body.items[-1]
    start = message.body.mapTo(message, QPoint(0, 5))
    end = last.mapTo(message, QPoint(last.width() - 2, last.height() - 2))

    QTest.mousePress(message, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(message, end)
    QTest.mouseRelease(message, Qt.MouseButton.LeftButton, pos=end)
    qtbot.keyClick(message, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "one\n\n• two\n• three\n\nfour"


def test_a_click_on_a_link_asks_to_open_it(qtbot, chat, shown):
    message = shown("[here](https://example.com)")
    place = message.body.mapTo(message, QPoint(8, 10))

    with qtbot.waitSignal(chat.link_activated) as seen:
        QTest.mouseClick(message, Qt.MouseButton.LeftButton, pos=place)

    assert seen.args == ["https://example.com"]


def test_a_press_that_drags_over_a_link_does_not_open_it(qtbot, chat, shown):
    message = shown("[here is a long link text](https://example.com)")
    place = message.body.mapTo(message, QPoint(8, 10))

    with qtbot.assertNotEmitted(chat.link_activated):
        QTest.mousePress(message, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseMove(message, place + QPoint(60, 0))
        QTest.mouseRelease(message, Qt.MouseButton.LeftButton, pos=place + QPoint(60, 0))

    assert message.selection.text()


def test_an_answer_that_goes_on_after_its_end_grows_again(chat, shown, answer):
    message = shown("one")

    chat.update_message(answer("one", streaming=True))
    chat.append_text("a", " two")
    chat.jump_to_end()

    assert message.body.text == "one two"
    assert message.body.items[0].accessibleName() == "one two"
