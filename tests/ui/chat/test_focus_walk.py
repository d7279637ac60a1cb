from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.chat.focus_walk import FocusWalk
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.said import piece_text

NOTICE = Notice("err", "It failed", actions=(NoticeAction("retry", "Retry"),))
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tab(chat):
    """Press Tab; the name of what has the keyboard then."""

    def tab(modifiers=NONE):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Backtab if modifiers else Qt.Key.Key_Tab, modifiers)
        return QApplication.focusWidget().objectName()

    return tab


def enter(chat):
    chat.clearFocus()
    chat.setFocus(Qt.FocusReason.TabFocusReason)


def ring(chat):
    return chat.walk.ring[1].address if chat.walk.ring is not None else None


def test_tab_begins_at_the_first_message_in_sight(chat, question, answer):
    chat.set_messages([question("one"), answer("two")])
    assert chat.walk.entry is None

    enter(chat)

    assert chat.walk.entry is chat.entry("q")
    assert chat.walk.has_focus()


class Painted(QObject):
    """What of a widget was painted."""

    def __init__(self, widget):
        super().__init__()
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
        return False


def test_the_mark_beside_the_message_is_painted_at_its_new_place_where_nothing_scrolls(qtbot, chat, question, answer):
    chat.set_messages([question("one"), answer("two")])
    chat.walk.step_message(1)
    # At once: nothing of it is still to be painted.
    chat.viewport().repaint()
    painted = Painted(chat.viewport())

    chat.walk.step_message(-1)

    for one in chat.column.placed:
        mark = QRect(chat.left() - 8, one.y, 4, round(one.item.height))
        qtbot.waitUntil(lambda mark=mark: painted.region.contains(mark), timeout=10_000)


def test_the_way_to_a_message_beyond_the_end_gives_the_last_one_the_keyboard(chat, question):
    chat.set_messages([question("one")])
    chat.walk.step_message(1)
    chat.clearFocus()

    chat.walk.step_message(-1)

    assert chat.walk.entry is chat.entry("q")
    assert chat.walk.has_focus()


def test_messages_are_walked_to_both_ends_and_no_further(chat, question, answer):
    chat.set_messages([question("one"), answer("two"), question("three", uuid="q2")])
    walked = []
    enter(chat)

    for direction in (1, 1, 1, -1, -1, -1):
        chat.walk.step_message(direction)
        walked.append(chat.walk.entry.view.uuid)

    assert walked == ["a", "q2", "q2", "a", "q", "q"]
    assert QApplication.focusWidget() is chat


def test_without_a_message_the_way_up_begins_at_the_last_in_sight(chat, question, answer):
    chat.set_messages([question("one"), answer("two")])

    chat.walk.step_message(-1)

    assert chat.walk.entry is chat.entry("a")


def test_a_message_that_is_walked_to_comes_into_sight(chat, question, answer):
    text = "\n\n".join(f"paragraph {number}" for number in range(60))
    chat.set_messages(
        [view for n in range(9) for view in (question(f"q{n}", uuid=f"q{n}"), answer(text, uuid=f"a{n}"))]
    )

    for _ in range(10):
        chat.walk.step_message(-1)
        first = chat.walk.entry.slots[0]
        one = next(one for one in chat.column.placed if one.slot is first)
        assert 0 <= one.y < chat.viewport().height()


def test_tab_goes_through_links_then_buttons_and_leaves(qtbot, chat, answer, tab):
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QVBoxLayout(frame)
    before, after = QLineEdit(), QLineEdit()
    before.setObjectName("before")
    after.setObjectName("after")
    for widget in (before, chat, after):
        row.addWidget(widget)
    frame.resize(936, 700)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    text = "[one](https://one.example/) and [two](https://two.example/)\n\n```\nx\n```"
    chat.set_messages([answer(text, notice=NOTICE)])
    before.setFocus()

    assert tab() == "chatView"
    assert [ring(chat) for _ in range(2) if tab() == "chatView"] == ["https://one.example/", "https://two.example/"]
    found = [tab() for _ in range(6)]
    assert found == ["copyCodeButton", "retryButton", "copyButton", "sourceButton", "recorderButton", "after"]
    assert ring(chat) is None
    back = [tab(SHIFT) for _ in range(4)]
    # Backwards: the chat, its last link, its first, and out.
    assert back == ["chatView", "chatView", "chatView", "before"]
    row.removeWidget(chat)
    chat.setParent(None)


def test_nothing_of_the_window_ends_with_a_button_that_the_keyboard_left(qtbot, chat, answer, tab):
    """PySide takes what `nextInFocusChain` gives for a part of the widget that was asked."""
    with qtbot.waitActive(chat):
        chat.show()
        chat.activateWindow()
    chat.set_messages([answer("```\nx\n```")])
    chat.setFocus()
    bars = chat.verticalScrollBar(), chat.horizontalScrollBar()

    for modifier in (Qt.KeyboardModifier.NoModifier, SHIFT):
        for _ in range(6):
            tab(modifier)
    chat._overlays.retranslate()
    qtbot.wait(1)

    assert all(map(shiboken6.isValid, bars))
    chat.scroll_pixels(-10)


def test_the_chat_lives_on_when_a_window_ends_that_the_keyboard_went_through(qtbot, chat, answer):
    """PySide takes what `findChildren` gives for a part of the widget that was asked."""
    frame = QWidget()
    row = QVBoxLayout(frame)
    for widget in (chat, QLineEdit()):
        row.addWidget(widget)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    chat.set_messages([answer("a")])
    chat.setFocus()
    # Asked for once more, it would be the chat's again.
    bar = chat.verticalScrollBar()
    assert chat.walk.leave_chat(forwards=True)
    row.removeWidget(chat)
    chat.setParent(None)

    shiboken6.delete(frame)

    assert shiboken6.isValid(bar)


def test_enter_opens_the_link_that_has_the_keyboard(qtbot, chat, answer, tab):
    chat.set_messages([answer("see [one](https://one.example/)")])
    enter(chat)
    assert not chat.walk.open_link()
    tab()

    with qtbot.waitSignal(chat.link_activated) as seen:
        QTest.keyClick(chat, Qt.Key.Key_Return)

    assert seen.args == ["https://one.example/"]


def test_links_are_walked_backwards(chat, answer, tab):
    chat.set_messages(
        [answer("[one](https://one.example/) [two](https://two.example/) [three](https://three.example/)")]
    )
    enter(chat)

    seen = [ring(chat) for _ in range(3) if tab()]
    seen += [ring(chat) for _ in range(2) if tab(SHIFT)]

    assert seen == [f"https://{name}.example/" for name in ("one", "two", "three", "two", "one")]


def test_a_link_out_of_sight_comes_into_sight(chat, answer, tab):
    text = "\n\n".join([f"paragraph {number}" for number in range(80)] + ["[end](https://end.example/)"])
    chat.set_messages([answer(text)])
    chat.scroll_to_start()
    enter(chat)

    tab()

    slot = chat.walk.ring[0]
    one = next(one for one in chat.column.placed if one.slot is slot)
    assert one.bottom <= chat.viewport().height()


def test_a_link_whose_text_is_replaced_loses_the_keyboard(chat, answer, tab):
    chat.set_messages([answer("[one](https://one.example/)", streaming=True)])
    enter(chat)
    tab()
    assert ring(chat) == "https://one.example/"

    chat.update_message(answer("other", streaming=True))

    assert ring(chat) is None
    assert not chat.walk.open_link()


def test_the_mouse_takes_over(chat, answer, spot):
    chat.set_messages([answer("words")])
    enter(chat)

    QTest.mouseClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=spot("words"))

    assert chat.walk.entry is None


def test_a_message_that_goes_is_not_walked_any_more(chat, question, answer):
    chat.set_messages([question("one"), answer("two")])
    enter(chat)

    chat.set_messages([answer("two")])

    assert chat.walk.entry is None
    assert isinstance(chat.walk, FocusWalk)


def test_an_empty_chat_has_nothing_to_walk(chat, tab):
    chat.set_messages([])
    enter(chat)

    chat.walk.step_message(1)
    chat.walk.step_message(-1)

    assert chat.walk.entry is None
    assert not chat.walk.step(1)


def test_the_focused_message_shows_its_actions(chat, question, answer):
    chat.set_messages([question("one"), answer("two")])

    enter(chat)

    assert chat._overlays.bar(chat.entry("q")).isVisible()
    chat.walk.step_message(1)
    assert chat._overlays.bar(chat.entry("q")) is None


def at(chat):
    walk = chat.walk
    assert isinstance(walk, FocusWalk)
    return walk.entry.view.uuid, piece_text(walk.block.piece) if walk.block is not None else None


@pytest.fixture
def talk(chat, question, answer):
    chat.set_messages([question("why"), answer("# one\n\ntwo\n\n---\n\nthree"), question("and", uuid="q2")])
    chat.scroll_to_start()
    return chat


def test_a_message_is_entered_at_its_first_block(talk):
    talk.walk.step_message(1)
    first = at(talk)
    talk.walk.step_message(1)

    assert first == ("q", "why")
    assert at(talk) == ("a", "one")


def test_blocks_are_walked_through_all_messages(talk):
    talk.walk.step_message(1)
    way = [at(talk)]
    for _ in range(4):
        talk.walk.step_block(1)
        way.append(at(talk))
    talk.walk.step_block(1)  # there is no more
    end = at(talk)
    talk.walk.step_block(-1)

    assert way == [("q", "why"), ("a", "one"), ("a", "two"), ("a", "three"), ("q2", "and")]
    assert end == ("q2", "and")
    assert at(talk) == ("a", "three")


def test_a_block_out_of_sight_is_brought_into_sight(chat, answer):
    chat.set_messages([answer("\n\n".join(f"block {number}" for number in range(100)))])
    chat.scroll_to_start()
    chat.walk.step_message(1)

    for _ in range(60):
        chat.walk.step_block(1)

    placed = next(one for one in chat.column.placed if one.slot is chat.walk.block)
    assert at(chat) == ("a", "block 60")
    assert 0 <= placed.y < placed.bottom <= chat.viewport().height()


def test_where_the_focused_block_becomes_another_the_focus_stays_at_its_place(chat, answer):
    chat.set_messages([answer("", streaming=True)])
    chat.append_text("a", "one\n\n| a | b |")
    chat.jump_to_end()
    chat.walk.step_message(1)
    chat.walk.step_block(1)

    chat.append_text("a", "\n|---|---|\n| 1 | 2 |\n")
    chat.jump_to_end()

    assert chat.walk.block in chat.entry("a").slots
    assert at(chat) == ("a", "a\tb")


def test_with_its_message_the_focus_is_gone(talk, question):
    talk.walk.step_message(1)

    talk.set_messages([question("another", uuid="other")])

    assert (talk.walk.entry, talk.walk.block) == (None, None)


def test_the_mouse_takes_the_focus_away(talk):
    talk.walk.step_message(1)

    talk.walk.leave()

    assert (talk.walk.entry, talk.walk.block) == (None, None)


def test_a_bar_shows_which_block_has_the_keyboard(active_chat, answer):
    active_chat.set_messages([answer("one\n\ntwo")])

    active_chat.walk.step_message(1)
    first = active_chat.grab().toImage()
    active_chat.walk.step_block(1)
    second = active_chat.grab().toImage()

    left = active_chat.left() - 11
    one, two = [placed.y + 8 for placed in active_chat.column.placed if piece_text(placed.slot.piece)]
    assert first.pixel(left, one) == second.pixel(left, two)
    assert first.pixel(left, two) == second.pixel(left, one)
    assert first.pixel(left, one) != first.pixel(left, two)


@pytest.fixture
def active_chat(chat, qtbot):
    chat.activateWindow()
    chat.setFocus()
    qtbot.waitUntil(chat.hasFocus)
    return chat
