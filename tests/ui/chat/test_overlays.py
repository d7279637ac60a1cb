from __future__ import annotations

import pytest
import shiboken6
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


@pytest.fixture
def long(answer):
    """Some screens of text."""
    return answer("\n\n".join(f"paragraph {number}" for number in range(120)), uuid="long")


def of_kind(chat, kind):
    return [widget for widget in chat.viewport().findChildren(kind) if widget.isVisible()]


def in_sight(chat, widget):
    return chat.viewport().rect().intersects(widget.geometry())


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


def test_widgets_out_of_sight_are_gone(qtbot, chat, long, answer):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE), long])
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
    qtbot, chat, answer, long, question, kind
):
    chat.set_messages([long, answer("```py\nx\n```", reasoning="r", notice=NOTICE)])
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


def test_a_button_that_said_copied_does_not_say_so_for_another_block(chat, answer, long):
    chat.set_messages([answer("```py\na\n```"), long, answer("```sh\nb\n```", uuid="c")])
    (button,) = of_kind(chat, CopyCodeButton)
    QTest.mouseClick(button, LEFT)
    assert button.text() == "Copied"

    chat.scroll_to_start()

    assert of_kind(chat, CopyCodeButton) == [button]
    assert (button.text(), button.accessibleName()) == ("Copy", "Copy code, py")
    assert not button._said.isActive()


def test_pressing_what_is_out_of_sight_does_nothing(qtbot, chat, answer, long):
    """As a client over AT-SPI can."""
    chat.set_messages([long, answer("```py\na\n```", reasoning="r", notice=NOTICE)])
    (copy,), (toggle,), (card,) = (of_kind(chat, kind) for kind in (CopyCodeButton, ReasoningToggle, NoticeCard))
    QGuiApplication.clipboard().setText("before")
    chat.scroll_to_start()

    with qtbot.assertNotEmitted(chat.action_requested):
        copy.click()
        toggle.click()
        card.stops[0].click()

    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("kind", [CopyCodeButton, NoticeCard, ReasoningToggle])
def test_what_has_the_keyboard_keeps_it_out_of_sight_and_back(chat, long, answer, kind):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE), long])
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


def test_actions_that_have_the_keyboard_keep_it_out_of_sight(chat, long, answer):
    chat.set_messages([answer("start"), long])
    button = chat._overlays.bar(chat.entry("long")).copy
    button.setFocus()

    chat.scroll_to_start()
    assert QApplication.focusWidget() is button
    bar = chat._overlays.bar(chat.entry("long"))
    assert not in_sight(chat, bar)
    chat.jump_to_end()

    assert chat._overlays.bar(chat.entry("long")) is bar
    assert in_sight(chat, bar)


def test_actions_that_had_the_keyboard_out_of_sight_go_when_it_goes(chat, long, answer):
    chat.set_messages([answer("start"), long])
    chat._overlays.bar(chat.entry("long")).copy.setFocus()
    chat.scroll_to_start()

    chat.setFocus()

    assert chat._overlays.bar(chat.entry("long")) is None


# The box of an edited question


@pytest.fixture
def box(chat, question, long):
    chat.set_messages([question("old"), long])
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


def test_a_box_survives_updates_theme_and_other_messages(chat, box, question, long, answer):
    QTest.keyClicks(box.field, "!")
    text = box.field.toPlainText()

    chat.update_message(question("old", time_text="12:00"))
    chat.set_theme(DARK, 150)
    chat.set_messages([question("old"), long, answer("more", uuid="more")])
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
        QTest.mouseClick(box.send_button, LEFT)

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


def test_a_box_of_a_question_that_is_gone_does_not_come_back_with_the_keyboard(chat, answer, question):
    chat.set_messages([question("one", "q1"), question("two", "q2"), answer("```\nx\n```")])
    chat.start_edit("q1")
    chat.start_edit("q2")
    of_kind(chat, CopyCodeButton)[0].setFocus()

    chat.set_messages([answer("other", uuid="b")])

    assert chat.viewport().findChildren(EditBox) == []
    assert chat._overlays._edits == {}
    assert all(chat._overlays.holder(stop) is chat.entry("b") for stop in chat._overlays.stops())


def test_a_theme_reaches_what_is_there(chat, answer):
    chat.set_messages([answer("```\nx\n```", reasoning="r", notice=NOTICE)])
    widgets = [of_kind(chat, kind)[0] for kind in (CopyCodeButton, NoticeCard, ReasoningToggle)]

    chat.set_theme(DARK, 150)

    assert [of_kind(chat, kind)[0] for kind in (CopyCodeButton, NoticeCard, ReasoningToggle)] == widgets
    assert all(isinstance(widget._style, ChatStyle) and widget._style.zoom_percent == 150 for widget in widgets)
