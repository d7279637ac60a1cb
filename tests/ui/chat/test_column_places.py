"""`desktop.ui.chat.column`: what is read stays where it is."""

from __future__ import annotations

from fakes.columns import change, check, conversation, first_line, picture, places
from msgspec.structs import replace

from desktop.ui.chat.entry import Entry
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK


def read_from(column, value):
    """Show the column from here on, as to somebody who reads it."""
    column.set_value(value)
    column.fill()
    column.remember()


def spots(column, count=6):
    """Stop at places between the ends, so that no end of the chat decides."""
    for number in range(1, count + 1):
        read_from(column, round(column.total * number / (count + 2)))
        yield number


def test_the_first_line_stays_through_widths_and_going_back_restores_the_picture(make_column):
    column = make_column(conversation(40))

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


def test_the_first_line_stays_through_zoom_and_theme(make_column):
    column = make_column(conversation(40, seed=2))
    light = ChatStyle()

    for _ in spots(column):
        before, (_, y) = picture(column), first_line(column)
        anchor = column._anchor

        for style in (ChatStyle(zoom_percent=150), ChatStyle(DARK, 90), ChatStyle(DARK)):
            change(column, style=style)
            assert places(column)[anchor.slot] + line_top(anchor) == y
        change(column, style=light)

        assert picture(column) == before


def test_estimates_that_turn_exact_move_nothing(make_column):
    column = make_column(conversation(60))
    read_from(column, column.total // 2)
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


def test_what_comes_or_goes_above_and_below_moves_nothing_in_sight(make_column):
    column = make_column(conversation(30))
    read_from(column, column.total // 2)
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


def test_pieces_above_in_the_same_message_move_nothing(make_column):
    reasoning = "\n".join(f"thought {number}" for number in range(60))
    text = "\n\n".join(f"paragraph {number}" for number in range(60))
    column = make_column([MessageView("a", "assistant", text, reasoning=reasoning, reasoning_s=1.0, caption="m")])
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


def test_what_replaces_the_top_piece_stands_in_its_place(make_column):
    column = make_column(conversation(10))
    read_from(column, column.total // 2)
    entry = column.placed[0].slot.entry

    for splice in entry.set_view(replace(entry.view, text="short")):
        column.spliced(splice)

    check(column)
    assert column.placed[0].slot.entry.index >= entry.index
    assert column.placed[0].bottom > 0


def test_messages_that_stay_keep_their_place_when_others_go(make_column):
    column = make_column(conversation(20))
    read_from(column, column.total // 2)
    before = picture(column)
    seen = {one.slot.entry for one in column.placed}

    column.set_entries([entry for entry in column.entries if entry in seen or entry.index % 3 == 0])

    assert picture(column) == before
    check(column)


def test_a_message_in_the_place_of_the_top_one_is_shown_there(make_column):
    """Another version of an answer must not throw the reader to the first message."""
    column = make_column(conversation(20))
    read_from(column, column.total // 2)
    top = column.placed[0].slot.entry

    other = Entry(MessageView("other", "assistant", "another\n\nversion", caption="m"), column.measure)
    column.set_entries([other if entry is top else entry for entry in column.entries])

    check(column)
    assert column.placed[0].slot.entry is other


def test_other_messages_altogether_begin_at_the_first(make_column):
    column = make_column(conversation(20))
    column.set_value(column.total // 2)

    column.set_entries([Entry(view, column.measure) for view in conversation(20, seed=9)])

    check(column)
    assert column.value == 0


def test_the_place_where_the_end_was_shown_is_the_one_to_keep(make_column):
    """Who scrolled up, came back to the end and then makes the window narrow stays at the end's lines."""
    column = make_column(conversation(20))
    read_from(column, 500)
    column.to_end()
    column.fill()
    seen = {one.slot.entry for one in column.placed}

    change(column, width=500)

    assert {one.slot.entry for one in column.placed} & seen


def test_a_clamp_at_the_end_does_not_forget_the_line_to_keep(make_column):
    column = make_column(conversation(10))
    column.to_end()
    column.fill()
    column.scroll_by(-30)
    column.fill()
    column.remember()
    before = picture(column)

    change(column, style=ChatStyle(zoom_percent=50))
    change(column, style=ChatStyle())

    assert picture(column) == before
