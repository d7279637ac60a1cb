from __future__ import annotations

import pytest

from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.idle import IdleWork
from desktop.ui.palettes import DARK


def exact(column):
    return all(slot.stamp == column.measure.stamp for entry in column.entries for slot in entry.slots)


@pytest.fixture
def long(answer):
    return answer("\n\n".join(f"paragraph {number} " + "words " * 20 for number in range(60)), uuid="long")


def test_a_short_chat_is_laid_out_whole_so_that_its_slider_is_exact(chat, question, answer, long, settle):
    chat.set_messages([question(), answer("## T\n\n" + "中文 words " * 200), long])
    settle(chat)

    column = chat.column
    assert all(entry.is_loaded for entry in column.entries)
    assert exact(column)
    total = column.total
    chat.scroll_to_start()
    chat.jump_to_end()
    assert column.total == total


def test_a_long_chat_is_not_laid_out_whole(chat, question, long, settle):
    chat.set_messages([question(f"q {n}", uuid=f"q{n}") for n in range(300)] + [long])
    settle(chat)

    assert not all(entry.is_loaded for entry in chat.column.entries)


def test_heights_that_turn_exact_move_nothing(chat, question, answer, long, settle):
    chat.set_messages([question(), answer("word " * 900), long])
    chat.scroll_pixels(-300)
    before = [(one.slot, one.y) for one in chat.column.placed]

    settle(chat)

    assert [(one.slot, one.y) for one in chat.column.placed] == before
    assert chat.verticalScrollBar().value() == chat.column.value


def test_estimates_follow_another_width_and_style(chat, question, settle):
    chat.set_messages([question("words " * 100, uuid=f"q{n}") for n in range(300)])
    settle(chat)
    before = chat.column.total

    chat.resize(400, 700)
    settle(chat)
    narrow = chat.column.total
    chat.set_theme(DARK, 200)
    settle(chat)

    assert narrow > 1.3 * before
    assert chat.column.total > 1.5 * narrow


def test_a_long_chat_is_shown_first_and_then_estimated(chat, answer, settle):
    few, many = "words " * 20, "words " * 2000
    chat.set_messages([answer(many if 100 < number < 110 else few, uuid=f"a{number}") for number in range(1000)])
    total = chat.column.total
    assert chat.is_busy

    settle(chat)

    long = chat.column.entries[105]
    assert not long.is_loaded
    assert long.height == chat.column.measure.message(long.view)
    assert 0.5 * chat.column.total < total < 2 * chat.column.total
    assert chat.verticalScrollBar().maximum() == chat.column.total - chat.column.height


def test_a_message_that_comes_later_is_estimated_at_once(chat, question, answer, settle):
    chat.set_messages([question(f"q {n}", uuid=f"q{n}") for n in range(300)])
    settle(chat)
    chat.scroll_to_start()
    settle(chat)

    chat.add_message(answer("words " * 500))

    assert chat.entry("a").height == chat.column.measure.message(chat.entry("a").view)
    assert not chat.is_busy


def test_waiting_text_is_parsed_what_is_in_sight_first(chat, answer, settle):
    text = "\n\n".join(f"**p {number}**" for number in range(3000))
    chat.set_messages([answer(text, uuid="a"), answer(text, uuid="b")])
    for entry in chat.column.entries:
        chat.column.load(entry)
    assert chat.column.waiting == set(chat.column.entries)
    chat.jump_to_end()

    chat._idle._slice()

    assert chat.entry("b").slots[1].piece.runs[0].bold
    assert not chat.entry("a").slots[1].piece.runs[0].bold
    settle(chat)
    assert chat.column.waiting == set()
    assert chat.entry("a").slots[1].piece.runs[0].bold


def test_code_in_sight_gets_its_colours(chat, answer, settle):
    chat.set_messages([answer("```py\ndef f():\n    return 1\n```")])
    item = next(one.item for one in chat.column.placed if isinstance(one.item, CodeItem))

    settle(chat)

    assert item.has_colours


def test_the_timer_rests_when_there_is_nothing_to_do(chat, question, settle):
    chat.set_messages([question()])
    settle(chat)

    assert not chat._idle.is_active
    assert isinstance(chat._idle, IdleWork)
