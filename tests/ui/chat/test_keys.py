from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from desktop.ui.chat.keys import Keys

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def press(chat):
    def press(key, modifiers=NONE, times=1):
        for _ in range(times):
            QTest.keyClick(chat, key, modifiers)

    chat.setFocus()
    return press


def test_characters_are_selected_over_blocks_and_messages(chat, question, answer, press, selected):
    chat.set_messages([question("ab"), answer("c👍🏽\n\n---\n\n- d")])

    steps = []
    for _ in range(8):
        press(KEY.Key_Right, SHIFT)
        steps.append(selected())

    assert steps == ["a", "ab", "ab", "ab|c", "ab|c👍🏽", "ab|c👍🏽", "ab|c👍🏽|d", "ab|c👍🏽|d"]
    press(KEY.Key_Left, SHIFT, 4)
    assert selected() == "ab|"[:2]


def test_a_lone_shift_selects_nothing(chat, answer, press):
    chat.set_messages([answer("words")])

    press(KEY.Key_Shift)

    assert chat.selection.anchor is None


def test_words_are_selected_with_control(chat, answer, press, selected):
    chat.set_messages([answer("some more words\n\nhere")])

    press(KEY.Key_Right, CTRL | SHIFT, 2)
    assert selected() == "some more "
    press(KEY.Key_Right, CTRL | SHIFT, 3)
    assert selected() == "some more words|here"
    press(KEY.Key_Left, CTRL | SHIFT, 3)
    assert selected() == "some more "


def test_home_and_end_select_to_the_ends_of_the_visual_line(chat, answer, press, selected):
    chat.set_messages([answer("word " * 60)])
    press(KEY.Key_Right, CTRL | SHIFT, 3)

    press(KEY.Key_End, SHIFT)
    first = selected()
    assert 40 < len(first) < 200
    press(KEY.Key_Home, SHIFT)
    assert selected() == ""
    press(KEY.Key_End, SHIFT, 2)
    assert selected() == first


def test_the_ends_of_the_chat_are_selected_with_control(chat, question, answer, press, selected):
    chat.set_messages([question("one"), answer("two\n\nthree"), question("four", uuid="q2")])
    press(KEY.Key_End, CTRL | SHIFT)
    assert selected() == "one|two|three|four"

    press(KEY.Key_Home, CTRL | SHIFT)
    assert chat.selection.is_empty


def test_lines_are_selected_down_and_up_through_pieces_at_the_same_x(chat, answer, press, selected):
    chat.set_messages(
        [answer("a long first line here\n\nx\n\nanother long line here\n\n```\ncode of one\ncode of two\n```")]
    )
    press(KEY.Key_Right, SHIFT, 10)
    start = chat.selection.end

    press(KEY.Key_Down, SHIFT, 2)
    there = chat.selection.end
    assert there.text.startswith("another")
    assert abs(there.position - start.position) <= 2
    press(KEY.Key_Down, SHIFT, 2)
    assert chat.selection.end.text.startswith("code of one")
    assert chat.selection.end.position > len("code of one")
    press(KEY.Key_Up, SHIFT, 4)
    assert (chat.selection.end.slot, chat.selection.end.position) == (start.slot, start.position)


def test_lines_of_a_wrapped_paragraph_are_all_visited(chat, answer, press):
    chat.set_messages([answer("**bold** words and 中文 " * 40)])
    press(KEY.Key_Right, SHIFT, 5)
    slot = chat.selection.end.slot
    lines = round(slot.item.height / chat.column.measure.style.line_height(chat.column.measure.style.text_font))

    seen = []
    for _ in range(lines - 1):
        before = chat.selection.end.position
        press(KEY.Key_Down, SHIFT)
        seen.append(chat.selection.end.position)
        assert seen[-1] > before
        assert chat.selection.end.slot is slot
    for expected in [*reversed(seen[:-1]), 5]:
        press(KEY.Key_Up, SHIFT)
        assert abs(chat.selection.end.position - expected) <= 1


def test_up_in_the_first_line_and_down_in_the_last_go_to_the_ends(chat, answer, press, selected):
    chat.set_messages([answer("words")])
    press(KEY.Key_Right, SHIFT, 2)

    press(KEY.Key_Down, SHIFT)
    assert selected() == "words"
    press(KEY.Key_Up, SHIFT)
    assert selected() == ""


def test_what_is_selected_by_keyboard_comes_into_sight(chat, answer, press):
    chat.set_messages([answer("\n\n".join(f"paragraph {number}" for number in range(80)))])
    chat.scroll_to_start()

    press(KEY.Key_Down, SHIFT, 45)

    place = chat.selection.end
    one = next(one for one in chat.column.placed if one.slot is place.slot)
    assert one.y >= 0
    assert one.bottom <= chat.viewport().height()


def test_ctrl_a_and_ctrl_c_take_the_whole_chat(chat, question, answer, press, selected):
    chat.set_messages([question("**one**"), answer("## two\n\n* three")])

    press(KEY.Key_A, CTRL)
    press(KEY.Key_C, CTRL)

    assert selected() == "**one**|two|three"
    assert QGuiApplication.clipboard().text() == "**one**\n\n## two\n\n* three"


def test_ctrl_c_without_a_selection_leaves_the_clipboard(chat, answer, press):
    QGuiApplication.clipboard().setText("before")
    chat.set_messages([answer("two")])

    press(KEY.Key_C, CTRL)

    assert QGuiApplication.clipboard().text() == "before"


@pytest.fixture
def long_chat(chat, question, answer):
    text = "\n\n".join(f"paragraph {number} " + "words " * 30 for number in range(40))
    chat.set_messages(
        [view for n in range(12) for view in (question(f"q {n}", uuid=f"q{n}"), answer(text, uuid=f"a{n}"))]
    )
    return chat


def test_the_page_is_scrolled_by_lines_pages_and_to_its_ends(long_chat, press):
    chat, height = long_chat, long_chat.viewport().height()
    line = 22
    assert chat.at_end()

    def first():
        return next((one.slot, one.y) for one in chat.column.placed if one.y >= 0)

    slot, y = first()
    press(KEY.Key_Up)
    assert next(one.y for one in chat.column.placed if one.slot is slot) == y + line
    slot, y = first()
    press(KEY.Key_Down)
    assert any(one.slot is slot and one.y == y - line for one in chat.column.placed)
    press(KEY.Key_PageUp)
    assert any(one.slot is slot and one.y == y - line + height - line for one in chat.column.placed) or (
        slot not in [one.slot for one in chat.column.placed]
    )
    press(KEY.Key_Home)
    assert chat.column.value == 0
    assert chat.column.placed[0].slot.entry is chat.entry("q0")
    before = chat.column.value
    press(KEY.Key_PageDown)
    assert chat.column.value == before + height - line
    press(KEY.Key_Space)
    assert chat.column.value == before + 2 * (height - line)
    press(KEY.Key_End)
    assert chat.at_end()


def test_page_up_and_down_come_back_to_the_same_pixel(long_chat, press):
    chat = long_chat
    press(KEY.Key_PageUp, times=5)
    before = [(one.slot, one.y) for one in chat.column.placed]

    press(KEY.Key_PageUp, times=20)
    press(KEY.Key_PageDown, times=20)

    assert [(one.slot, one.y) for one in chat.column.placed] == before


def test_keys_that_mean_nothing_here_go_on_to_the_window(chat, answer):
    chat.set_messages([answer("words")])

    for key, modifiers in ((KEY.Key_X, NONE), (KEY.Key_F, CTRL), (KEY.Key_Up, CTRL), (KEY.Key_Return, NONE)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        event.accept()
        chat.keyPressEvent(event)
        assert not event.isAccepted()
    assert isinstance(chat._keys, Keys)


def test_nothing_happens_in_an_empty_chat(chat, press):
    chat.set_messages([])

    for key in (KEY.Key_Right, KEY.Key_Left, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End):
        for modifiers in (NONE, SHIFT, CTRL | SHIFT):
            press(key, modifiers)
    press(KEY.Key_A, CTRL)

    assert chat.selection.anchor is None


def test_all_of_it_goes_on_while_the_answer_streams(chat, answer, press, selected):
    chat.set_messages([answer("", streaming=True)])
    chat.append_text("a", "some **words")
    chat._flush()
    press(KEY.Key_Right, SHIFT, 9)
    assert selected() == "some **wo"

    for part in ("** here", "\n\n- more", " and\n", "- more\n\n", "end"):
        chat.append_text("a", part)
        chat._flush()
        assert selected() == "some wo"
    press(KEY.Key_Right, SHIFT, 5)

    assert selected() == "some words h"
