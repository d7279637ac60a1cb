from __future__ import annotations

import pytest
import shiboken6
from fakes.chat_views import in_sight, of_kind
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.chat.buttons import CopyCodeButton
from desktop.ui.chat.edit_box import EditBox
from desktop.ui.chat.message_bar import MessageBar
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.notice_card import NoticeCard
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.reasoning import ReasoningToggle
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK

LEFT = Qt.MouseButton.LeftButton
NOTICE = Notice("err", "It failed", actions=(NoticeAction("retry", "Retry"), NoticeAction("details", "Details")))


def slot_of(chat, uuid, index=0):
    return chat.entry(uuid).slots[index]


def test_the_copy_button_copies_the_code_as_it_is(chat, answer):
    chat.set_messages([answer("```py\na = 1\n\tb\n```\n\n```\nother\n```")])
    first, second = sorted(of_kind(chat, CopyCodeButton), key=lambda button: button.y())
    assert (first.accessibleName(), second.accessibleName()) == ("Copy code, py", "Copy code, plain text")

    QTest.mouseClick(first, LEFT)
    assert QGuiApplication.clipboard().text() == "a = 1\n\tb"
    QTest.mouseClick(second, LEFT)

    assert QGuiApplication.clipboard().text() == "other"
    first._said.stop()
    second._said.stop()


def test_the_copy_button_of_growing_code_copies_all_of_it(chat, answer):
    chat.set_messages([answer("```py\none", streaming=True)])
    (button,) = of_kind(chat, CopyCodeButton)

    chat.append_text("a", "\ntwo\nthree")
    chat._flush()
    QTest.mouseClick(button, LEFT)

    assert QGuiApplication.clipboard().text() == "one\ntwo\nthree"
    assert of_kind(chat, CopyCodeButton) == [button]
    button._said.stop()


def test_a_card_is_pressed(qtbot, chat, answer):
    chat.set_messages([answer("text", notice=NOTICE)])
    (card,) = of_kind(chat, NoticeCard)

    with qtbot.waitSignal(chat.action_requested) as seen:
        QTest.mouseClick(card.stops[0], LEFT)

    assert seen.args == ["a", "retry"]


def test_another_notice_with_the_same_actions_keeps_card_and_buttons(chat, answer):
    chat.set_messages([answer("text", notice=NOTICE)])
    (card,) = of_kind(chat, NoticeCard)
    buttons = card.stops

    chat.update_message(answer("text", notice=Notice("err", "It failed again", actions=NOTICE.actions)))

    assert of_kind(chat, NoticeCard) == [card]
    assert card.stops == buttons
    assert card.accessibleName() == "It failed again"


def test_a_card_has_the_height_its_words_need_at_any_width(chat, answer):
    chat.set_messages([answer("text", notice=Notice("err", "words " * 60))])
    (card,) = of_kind(chat, NoticeCard)
    before = card.height()

    chat.resize(420, 700)

    assert card.height() > before
    assert card.height() == slot_of(chat, "a", -2).item.height


def test_the_line_of_the_reasoning_folds_and_unfolds(chat, answer):
    chat.set_messages([answer("text", reasoning="why", reasoning_s=2.0)])
    (toggle,) = of_kind(chat, ReasoningToggle)
    assert not toggle.isChecked()

    QTest.mouseClick(toggle, LEFT)
    assert chat.entry("a").is_open
    assert of_kind(chat, ReasoningToggle) == [toggle]
    assert toggle.isChecked()
    toggle.setFocus()
    QTest.keyClick(toggle, Qt.Key.Key_Space)

    assert not chat.entry("a").is_open
    assert not toggle.isChecked()


def test_the_last_answer_shows_its_actions_and_one_that_streams_none(chat, question, answer):
    chat.set_messages([question(), answer(streaming=True)])
    assert chat._overlays.bar(chat.entry("a")) is None

    chat.update_message(answer())

    bar = chat._overlays.bar(chat.entry("a"))
    assert bar.isVisible()
    assert chat._overlays.bar(chat.entry("q")) is None


def test_actions_are_pressed(qtbot, chat, answer):
    chat.set_messages([answer(can_regenerate=True, siblings=3, position=2)])
    bar = chat._overlays.bar(chat.entry("a"))

    for button, action in (
        (bar.copy, "copy"),
        (bar.regenerate, "regenerate"),
        (bar.previous, "previous_sibling"),
        (bar.next, "next_sibling"),
    ):
        with qtbot.waitSignal(chat.action_requested) as seen:
            QTest.mouseClick(button, LEFT)
        assert seen.args == ["a", action]


# Out of sight and back


def test_widgets_out_of_sight_are_gone(qtbot, chat, long_answer, answer):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE), long_answer])
    chat.scroll_to_start()
    count = len(of_kind(chat, QWidget))
    assert of_kind(chat, CopyCodeButton)
    assert of_kind(chat, NoticeCard)

    chat.scroll_pixels(2500)
    qtbot.wait(1)
    assert [one for kind in (CopyCodeButton, NoticeCard, ReasoningToggle) for one in of_kind(chat, kind)] == []
    chat.scroll_to_start()

    assert len(of_kind(chat, QWidget)) == count


@pytest.mark.parametrize("kind", [CopyCodeButton, MessageBar, NoticeCard, ReasoningToggle])
def test_what_a_reader_holds_on_to_lives_on_out_of_sight_and_is_the_same_when_it_is_back(
    qtbot, chat, answer, long_answer, question, kind
):
    chat.set_messages([long_answer, answer("```py\nx\n```", reasoning="r", notice=NOTICE)])
    (widget,) = of_kind(chat, kind)

    chat.scroll_to_start()
    qtbot.wait(1)
    assert shiboken6.isValid(widget)
    assert not widget.isVisible()
    chat.jump_to_end()

    assert of_kind(chat, kind) == [widget]


def test_scrolling_through_many_blocks_makes_no_more_widgets_than_are_in_sight_at_once(qtbot, chat, answer):
    chat.set_messages([answer("\n\n".join(f"```py\nx = {number}\n```" for number in range(200)))])
    most = len(of_kind(chat, CopyCodeButton))

    for _ in range(100):
        chat.scroll_pixels(-100)
        most = max(most, len(of_kind(chat, CopyCodeButton)))

    assert len(chat.viewport().findChildren(CopyCodeButton)) <= most


def test_a_button_that_said_copied_does_not_say_so_for_another_block(chat, answer, long_answer):
    chat.set_messages([answer("```py\na\n```"), long_answer, answer("```sh\nb\n```", uuid="c")])
    (button,) = of_kind(chat, CopyCodeButton)
    QTest.mouseClick(button, LEFT)
    assert button.text() == "Copied"

    chat.scroll_to_start()

    assert of_kind(chat, CopyCodeButton) == [button]
    assert (button.text(), button.accessibleName()) == ("Copy", "Copy code, py")
    assert not button._said.isActive()


def test_pressing_what_is_out_of_sight_does_nothing(qtbot, chat, answer, long_answer):
    """As a client over AT-SPI can."""
    chat.set_messages([long_answer, answer("```py\na\n```", reasoning="r", notice=NOTICE)])
    (copy,), (toggle,), (card,) = (of_kind(chat, kind) for kind in (CopyCodeButton, ReasoningToggle, NoticeCard))
    QGuiApplication.clipboard().setText("before")
    chat.scroll_to_start()

    with qtbot.assertNotEmitted(chat.action_requested):
        copy.click()
        toggle.click()
        card.stops[0].click()

    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("kind", [CopyCodeButton, NoticeCard, ReasoningToggle])
def test_what_has_the_keyboard_keeps_it_out_of_sight_and_back(chat, long_answer, answer, kind):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE), long_answer])
    chat.scroll_to_start()
    (widget,) = of_kind(chat, kind)
    stop = widget.stops[0] if kind is NoticeCard else widget
    stop.setFocus()
    place = widget.geometry()

    chat.scroll_pixels(2500)
    assert not in_sight(chat, widget)
    assert QApplication.focusWidget() is stop
    chat.scroll_to_start()

    assert of_kind(chat, kind) == [widget]
    assert widget.geometry() == place


def test_actions_that_have_the_keyboard_keep_it_out_of_sight(chat, long_answer, answer):
    chat.set_messages([answer("start"), long_answer])
    button = chat._overlays.bar(chat.entry("long")).copy
    button.setFocus()

    chat.scroll_to_start()
    assert QApplication.focusWidget() is button
    bar = chat._overlays.bar(chat.entry("long"))
    assert not in_sight(chat, bar)
    chat.jump_to_end()

    assert chat._overlays.bar(chat.entry("long")) is bar
    assert in_sight(chat, bar)


def test_actions_that_had_the_keyboard_out_of_sight_go_when_it_goes(chat, long_answer, answer):
    chat.set_messages([answer("start"), long_answer])
    chat._overlays.bar(chat.entry("long")).copy.setFocus()
    chat.scroll_to_start()

    chat.setFocus()

    assert chat._overlays.bar(chat.entry("long")) is None


# The order of the keyboard


def test_stops_stand_from_top_to_bottom(chat, answer):
    chat.set_messages([answer("```\nx\n```\n\ntext\n\n```\ny\n```", reasoning="r", notice=NOTICE, can_regenerate=True)])

    names = [stop.objectName() for stop in chat._overlays.stops()]

    assert names == [
        "reasoningToggle",
        "copyCodeButton",
        "copyCodeButton",
        "retryButton",
        "detailsButton",
        "copyButton",
        "regenerateButton",
        "sourceButton",
        "recorderButton",
    ]


def test_each_widget_is_known_by_its_message(chat, question, answer):
    chat.set_messages([question(), answer("```\nx\n```", notice=NOTICE)])

    assert {chat._overlays.holder(stop) for stop in chat._overlays.stops()} == {chat.entry("a")}
    assert chat._overlays.holder(chat) is None


def test_what_is_gone_from_the_chat_is_gone_from_the_view(qtbot, chat, answer, question):
    chat.set_messages([question("q"), answer("```\nx\n```", reasoning="r", notice=NOTICE)])
    chat.start_edit("q")

    chat.set_messages([answer("other", uuid="b")])
    qtbot.wait(1)

    for kind in (CopyCodeButton, NoticeCard, ReasoningToggle, EditBox):
        assert of_kind(chat, kind) == []
    assert isinstance(chat._overlays, Overlays)


def test_a_theme_reaches_what_is_there(chat, answer):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE)])
    widgets = [of_kind(chat, kind)[0] for kind in (CopyCodeButton, NoticeCard, ReasoningToggle)]

    chat.set_theme(DARK, 150)

    assert [of_kind(chat, kind)[0] for kind in (CopyCodeButton, NoticeCard, ReasoningToggle)] == widgets
    assert all(isinstance(widget._style, ChatStyle) and widget._style.zoom_percent == 150 for widget in widgets)
