from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from time import thread_time

import pytest
from fakes.markdown import DOCUMENTS
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.column import BOTTOM_PX, KEPT, TOP_PX, Column
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.factory import ItemFactory
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK

HEIGHT = 600


@pytest.fixture
def make(qtbot):
    """A column of these messages, 600 px of it in sight, at its beginning."""

    def make(views):
        widget = QWidget()
        qtbot.addWidget(widget)
        measure = Measure(ChatStyle(), 760)
        overlays = Overlays(widget, measure.style)
        factory = ItemFactory(measure, Formulas(widget), overlays)
        column = Column(measure, factory.make, factory.is_stale)
        column.height = HEIGHT
        column.set_entries([Entry(view, measure) for view in views])
        column.fill()
        return column

    return make


def conversation(count, seed=1):
    rng = random.Random(seed)
    views = []
    for number in range(count):
        views.append(MessageView(f"q{number}", "user", f"question {number} " + "words " * rng.randint(0, 60)))
        text = "\n\n".join(rng.choice(DOCUMENTS) for _ in range(rng.randint(1, 6)))
        views.append(MessageView(f"a{number}", "assistant", f"answer {number}\n\n{text}", caption="m"))
    return views


def picture(column):
    """What is in sight, painted."""
    column.fill()
    image = QImage(800, column.height, QImage.Format.Format_RGB32)
    image.fill(column.measure.style.colour("bg"))
    painter = QPainter(image)
    for one in column.placed:
        painter.save()
        painter.translate(0, one.y)
        one.item.paint(painter, QRectF(0, -one.y, 800, column.height), (), None)
        painter.restore()
    painter.end()
    return image


def places(column):
    column.fill()
    return {one.slot: one.y for one in column.placed}


def check(column):
    """What holds in any state that was filled."""
    column.fill()
    placed = column.placed
    for one, other in pairwise(placed):
        assert column.after(one.slot) is other.slot
        assert other.y == one.bottom + other.slot.entry.space_above(other.slot.index)
    for one in placed:
        heights = one.slot.entry.heights
        assert heights[one.slot.index] == one.slot.entry.space_above(one.slot.index) + one.item.height
    for entry in {one.slot.entry for one in placed}:
        assert column._heights[entry.index] == entry.height
    if placed:
        first = placed[0].slot
        above = column._heights.above(first.entry.index) + first.entry.heights.above(first.index)
        top = placed[0].y - first.entry.space_above(first.index)
        assert column.value == max(0, column.measure.style.px(TOP_PX) + above - top)


def move(column, pixels):
    """Scroll; how far what stays in sight moved."""
    before = places(column)
    column.scroll_by(pixels)
    column.remember()
    after = places(column)
    check(column)
    moved = {before[slot] - after[slot] for slot in before.keys() & after.keys()}
    assert len(moved) == 1
    return moved.pop()


def first_line(column):
    """Text and place of the first line that is whole in sight."""
    column.fill()
    column.remember()
    anchor = column._anchor
    return piece_text(anchor.slot.piece)[anchor.position : anchor.position + 12], anchor.y


def change(column, *, width=None, style=None):
    measure = column.measure
    measure.change(style or measure.style, width or measure.width)
    column.measure_changed()
    column.fill()


# Scrolling


def test_the_wheel_moves_the_text_by_exactly_its_pixels_up_and_down_again(make):
    column = make(conversation(120))
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


def test_a_picture_after_a_step_is_the_one_before_moved(make):
    column = make(conversation(30))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()

    for step in (-40, 33, -120, 59):
        before = picture(column)
        column.scroll_by(step)
        after = picture(column)
        kept = HEIGHT - abs(step)
        assert after.copy(0, max(0, -step), 800, kept) == before.copy(0, max(0, step), 800, kept)


def test_the_way_up_through_estimates_ends_at_the_beginning_to_the_pixel(make):
    column = make(conversation(60, seed=4))
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


def test_no_scrolling_leads_past_the_end(make):
    column = make(conversation(20))
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
def test_the_bar_leads_to_its_place_and_reads_there_what_it_said(make, share):
    column = make(conversation(60))

    value = round(share * (column.total - HEIGHT))
    column.set_value(value)

    check(column)
    assert column.value <= column.total - HEIGHT
    if share <= 1:
        assert abs(column.value - value) < HEIGHT


def test_an_empty_chat_and_one_that_fits_stand_at_the_top(make):
    column = make([])
    column.scroll_by(100)
    column.set_value(50)
    column.to_end()
    column.remember()
    column.measure_changed()
    assert column.fill() == []
    assert column.value == 0

    column = make([MessageView("q", "user", "short")])
    for go in (column.to_end, lambda: column.scroll_by(300), lambda: column.set_value(77)):
        go()
        check(column)
        assert column.placed[0].y == TOP_PX
        assert column.value == 0


def test_a_piece_taller_than_the_screen_is_crossed_line_by_line(make):
    code = "\n".join(f"line {number}" for number in range(400))
    column = make([MessageView("a", "assistant", f"above\n\n```\n{code}\n```\n\nbelow", caption="m")])
    column.scroll_by(3000)
    column.fill()
    column.remember()
    assert len(column.placed) == 1

    assert move(column, 24) == 24
    assert first_line(column)[0].startswith("line ")
    column.scroll_by(-(10**5))
    assert first_line(column)[1] == TOP_PX


def test_the_first_line_of_long_code_is_found_at_once(make):
    code = "\n".join(f"line {number}" for number in range(20_000))
    column = make([MessageView("a", "assistant", f"```\n{code}\n```", caption="m")])
    column.scroll_by(350_000)
    column.fill()

    began = thread_time()
    column.remember()

    assert thread_time() - began < 0.2
    assert piece_text(column._anchor.slot.piece)[column._anchor.position :].startswith("line 1")
    assert 0 <= column._anchor.y < 30


# What stays


def spots(column, count=6):
    """Stop at places between the ends, so that no end of the chat decides."""
    for number in range(1, count + 1):
        column.set_value(round(column.total * number / (count + 2)))
        column.fill()
        column.remember()
        yield number


def test_the_first_line_stays_through_widths_and_going_back_restores_the_picture(make):
    column = make(conversation(40))

    for _ in spots(column):
        before, (_, y) = picture(column), first_line(column)
        anchor = column._anchor

        for width in (330, 452, 600):
            change(column, width=width)
            assert places(column)[anchor.slot] + line_top(anchor) == y
            check(column)
        change(column, width=760)

        assert picture(column) == before


def line_top(anchor):
    return round(anchor.slot.item.caret_rect(anchor.position).top()) if anchor.slot.item.text else 0


def test_the_first_line_stays_through_zoom_and_theme(make):
    column = make(conversation(40, seed=2))
    light = ChatStyle()

    for _ in spots(column):
        before, (_, y) = picture(column), first_line(column)
        anchor = column._anchor

        for style in (ChatStyle(zoom_percent=150), ChatStyle(DARK, 90), ChatStyle(DARK)):
            change(column, style=style)
            assert places(column)[anchor.slot] + line_top(anchor) == y
        change(column, style=light)

        assert picture(column) == before


def test_estimates_that_turn_exact_move_nothing(make):
    column = make(conversation(60))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()
    change(column, width=500)
    before = picture(column)

    assert not column.estimate(until=0)
    while not column.estimate(until=0):
        pass
    for entry in column.entries[10:30]:
        column.load(entry)
        for slot in entry.slots:
            column.item(slot)

    assert picture(column) == before
    check(column)


def test_what_comes_or_goes_above_and_below_moves_nothing_in_sight(make):
    column = make(conversation(30))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()
    before = picture(column)
    first, last = column.placed[0].slot.entry, column.placed[-1].slot.entry
    above, below = column.entries[first.index - 3], column.entries[last.index + 3]

    for entry in (above, below):
        column.load(entry)
        view = entry.view
        for text in (view.text + "\n\nmore\n\n" * 30, "short", view.text):
            for splice in entry.set_view(replace(view, text=text)):
                column.spliced(splice)
            assert picture(column) == before
            check(column)


def test_pieces_above_in_the_same_message_move_nothing(make):
    reasoning = "\n".join(f"thought {number}" for number in range(60))
    text = "\n\n".join(f"paragraph {number}" for number in range(60))
    column = make([MessageView("a", "assistant", text, reasoning=reasoning, reasoning_s=1.0, caption="m")])
    column.scroll_by(700)
    column.fill()
    column.remember()
    before = picture(column)
    (entry,) = column.entries

    for _ in range(2):
        for splice in entry.toggle_fold():
            column.spliced(splice)
        assert picture(column) == before
        check(column)


def test_what_replaces_the_top_piece_stands_in_its_place(make):
    column = make(conversation(10))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()
    entry = column.placed[0].slot.entry

    for splice in entry.set_view(replace(entry.view, text="short")):
        column.spliced(splice)

    check(column)
    assert column.placed[0].slot.entry.index >= entry.index
    assert column.placed[0].bottom > 0


def test_messages_that_stay_keep_their_place_when_others_go(make):
    column = make(conversation(20))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()
    before = picture(column)
    seen = {one.slot.entry for one in column.placed}

    column.set_entries([entry for entry in column.entries if entry in seen or entry.index % 3 == 0])

    assert picture(column) == before
    check(column)


def test_a_message_in_the_place_of_the_top_one_is_shown_there(make):
    """Another version of an answer must not throw the reader to the first message."""
    column = make(conversation(20))
    column.set_value(column.total // 2)
    column.fill()
    column.remember()
    top = column.placed[0].slot.entry

    other = Entry(MessageView("other", "assistant", "another\n\nversion", caption="m"), column.measure)
    column.set_entries([other if entry is top else entry for entry in column.entries])

    check(column)
    assert column.placed[0].slot.entry is other


def test_other_messages_altogether_begin_at_the_first(make):
    column = make(conversation(20))
    column.set_value(column.total // 2)

    column.set_entries([Entry(view, column.measure) for view in conversation(20, seed=9)])

    check(column)
    assert column.value == 0


def test_the_place_where_the_end_was_shown_is_the_one_to_keep(make):
    """Who scrolled up, came back to the end and then makes the window narrow stays at the end's lines."""
    column = make(conversation(20))
    column.set_value(500)
    column.fill()
    column.remember()
    column.to_end()
    column.fill()
    seen = {one.slot.entry for one in column.placed}

    change(column, width=500)

    assert {one.slot.entry for one in column.placed} & seen


def test_a_clamp_at_the_end_does_not_forget_the_line_to_keep(make):
    column = make(conversation(10))
    column.to_end()
    column.fill()
    column.scroll_by(-30)
    column.fill()
    column.remember()
    before = picture(column)

    change(column, style=ChatStyle(zoom_percent=50))
    change(column, style=ChatStyle())

    assert picture(column) == before


# What is kept


def test_only_what_is_near_the_screen_keeps_its_layout(make):
    column = make(conversation(80))
    for _ in range(400):
        column.scroll_by(300)
        column.fill()

    laid_out = [slot for entry in column.entries for slot in entry.slots if slot.item is not None]
    assert len(laid_out) <= KEPT
    assert all(one.slot.item is one.item for one in column.placed)


def test_messages_out_of_sight_are_not_loaded(make):
    column = make(conversation(500))

    column.to_end()
    column.fill()

    assert sum(entry.is_loaded for entry in column.entries) < 20


def test_a_message_at_the_end_comes_behind_the_others(make):
    column = make(conversation(3))
    entry = Entry(MessageView("new", "user", "new"), column.measure)
    total = column.total

    column.append(entry)
    assert column.total == total + entry.height
    column.to_end()

    check(column)
    assert column.placed[-1].slot.entry is entry
    assert column.after(column.placed[-1].slot) is None


def test_what_is_old_is_laid_out_again(make):
    column = make(conversation(3))
    old = column.placed[0].slot
    item = old.item

    assert not column.invalidate(lambda slot: False)
    assert column.invalidate(lambda slot: slot is old)
    column.fill()

    assert old.item is not item


def test_messages_with_text_to_parse_wait(make):
    column = make([MessageView("a", "assistant", "word " * 20_000, caption="m")])
    (entry,) = column.entries
    assert column.waiting == {entry}

    while entry.pending:
        for splice in entry.work():
            column.spliced(splice)

    assert column.waiting == set()
    check(column)
