"""`desktop.ui.chat.column`: how it scrolls, and what it lays out."""

from __future__ import annotations

from time import thread_time

import pytest
from fakes.columns import HEIGHT, check, conversation, first_line, move, picture

from desktop.ui.chat.column import BOTTOM_PX, KEPT, TOP_PX
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.said import piece_text


def test_the_wheel_moves_the_text_by_exactly_its_pixels_up_and_down_again(make_column):
    column = make_column(conversation(120))
    column.to_end()
    start = picture(column)
    gone = 0

    for step in (72, 24, 120, 7) * 60:
        gone += (moved := move(column, -step))
        assert moved == -step
    assert len({one.slot.entry for one in column.placed}) > 0
    middle = picture(column)
    while gone < 0:
        step = min(-gone, 97)
        assert move(column, step) == step
        gone += step

    assert picture(column) == start
    for step in (72, 24, 120, 7) * 60:
        move(column, -step)
    assert picture(column) == middle


def test_a_picture_after_a_step_is_the_one_before_moved(make_column):
    column = make_column(conversation(30))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()

    for step in (-40, 33, -120, 59):
        before = picture(column)
        column.scroll_by(step)
        after = picture(column)
        kept = HEIGHT - abs(step)
        assert after.copy(0, max(0, -step), 800, kept) == before.copy(0, max(0, step), 800, kept)


def test_the_way_up_through_estimates_ends_at_the_beginning_to_the_pixel(make_column):
    column = make_column(conversation(60, seed=4))
    top = picture(column)
    assert column.value == 0
    column.to_end()
    column.fill()

    steps = 0
    while column.value > 0 or column.placed[0].slot.order != (0, 0):
        column.scroll_by(-100)
        column.fill()
        steps += 1
        assert steps < 2000
    column.scroll_by(-100)

    check(column)
    assert column.value == 0
    assert picture(column) == top
    # By now all is laid out, so the sum is exact.
    exact = column.total
    column.to_end()
    column.fill()
    assert column.total == exact
    assert column.value == exact - HEIGHT


def test_no_scrolling_leads_past_the_end(make_column):
    column = make_column(conversation(20))
    column.scroll_by(10**7)
    check(column)
    last = column.placed[-1]
    assert column.is_last(last.slot)
    assert last.bottom + BOTTOM_PX == HEIGHT

    column.scroll_by(1)
    column.fill()
    assert column.placed[-1].y == last.y
    assert picture(column) is not None


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.93, 1, 5])
def test_the_bar_leads_to_its_place_and_reads_there_what_it_said(make_column, share):
    column = make_column(conversation(60))

    value = round(share * (column.total - HEIGHT))
    column.set_value(value)

    check(column)
    assert column.value <= column.total - HEIGHT
    if share <= 1:
        assert abs(column.value - value) < HEIGHT


def test_an_empty_chat_and_one_that_fits_stand_at_the_top(make_column):
    column = make_column([])
    column.scroll_by(100)
    column.set_value(50)
    column.to_end()
    column.remember()
    column.measure_changed()
    assert column.fill() == []
    assert column.value == 0

    column = make_column([MessageView("q", "user", "short")])
    for go in (column.to_end, lambda: column.scroll_by(300), lambda: column.set_value(77)):
        go()
        check(column)
        assert column.placed[0].y == TOP_PX
        assert column.value == 0


def test_a_piece_taller_than_the_screen_is_crossed_line_by_line(make_column):
    code = "\n".join(f"line {number}" for number in range(400))
    column = make_column([MessageView("a", "assistant", f"above\n\n```\n{code}\n```\n\nbelow", caption="m")])
    column.scroll_by(3000)
    column.fill()
    column.remember()
    assert len(column.placed) == 1

    assert move(column, 24) == 24
    assert first_line(column)[0].startswith("line ")
    column.scroll_by(-(10**5))
    assert first_line(column)[1] == TOP_PX


def test_the_first_line_of_long_code_is_found_at_once(make_column):
    code = "\n".join(f"line {number}" for number in range(20_000))
    column = make_column([MessageView("a", "assistant", f"```\n{code}\n```", caption="m")])
    column.scroll_by(350_000)
    column.fill()

    began = thread_time()
    column.remember()

    assert thread_time() - began < 0.2
    assert piece_text(column._anchor.slot.piece)[column._anchor.position :].startswith("line 1")
    assert 0 <= column._anchor.y < 30


def test_only_what_is_near_the_screen_keeps_its_layout(make_column):
    column = make_column(conversation(80))
    for _ in range(400):
        column.scroll_by(300)
        column.fill()

    laid_out = [slot for entry in column.entries for slot in entry.slots if slot.item is not None]
    assert len(laid_out) <= KEPT
    assert all(one.slot.item is one.item for one in column.placed)


def test_messages_out_of_sight_are_not_loaded(make_column):
    column = make_column(conversation(500))

    column.to_end()
    column.fill()

    assert sum(entry.is_loaded for entry in column.entries) < 20


def test_a_message_at_the_end_comes_behind_the_others(make_column):
    column = make_column(conversation(3))
    entry = Entry(MessageView("new", "user", "new"), column.measure)
    total = column.total

    column.append(entry)
    assert column.total == total + entry.height
    column.to_end()

    check(column)
    assert column.placed[-1].slot.entry is entry
    assert column.after(column.placed[-1].slot) is None


def test_what_is_old_is_laid_out_again(make_column):
    column = make_column(conversation(3))
    old = column.placed[0].slot
    item = old.item

    assert not column.invalidate(lambda slot: False)
    assert column.invalidate(lambda slot: slot is old)
    column.fill()

    assert old.item is not item


def test_messages_with_text_to_parse_wait(make_column):
    column = make_column([MessageView("a", "assistant", "word " * 20_000, caption="m")])
    (entry,) = column.entries
    assert column.waiting == {entry}

    while entry.pending:
        for splice in entry.work():
            column.spliced(splice)

    assert column.waiting == set()
    check(column)
