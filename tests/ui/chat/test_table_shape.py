from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.markup.nodes import Run
from desktop.ui.chat import table_shape
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.pieces import TableRow
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.table_shape import TableShape, allot
from desktop.ui.chat.text_layout import TextBox


def row(*cells, number=1):
    runs = tuple(cell if isinstance(cell, tuple) else (Run(cell),) if cell else () for cell in cells)
    return TableRow(runs, ("left",) * len(cells), 0, number, last=False)


@pytest.fixture
def shape(style):
    return TableShape(style, Formulas())


def widths(shape, room=10_000):
    edges = shape.fit(room)
    return [right - left for left, right in pairwise(edges)]


@given(
    st.lists(st.tuples(st.integers(10, 2000), st.integers(1, 400)), min_size=1, max_size=15),
    st.integers(1, 2000),
)
def test_columns_share_the_room_there_is(columns, room):
    wishes, least = [wish for wish, _ in columns], [low for _, low in columns]
    floor = [min(column) for column in columns]

    result = allot(wishes, room, least)

    assert len(result) == len(wishes)
    assert all(low <= width <= wish for low, width, wish in zip(floor, result, wishes, strict=True))
    if sum(wishes) <= room:
        assert result == wishes
    elif sum(floor) <= room:
        assert sum(result) == room
        # Who gets less than it wants gets no less than any other column that has more than its least.
        short = [width for wish, width in zip(wishes, result, strict=True) if width < wish]
        above = [width for low, width in zip(floor, result, strict=True) if width > low]
        assert not above or max(above) - min(short) <= 1
    else:
        assert result == floor


def test_many_rows_at_once_give_the_columns_that_one_after_the_other_gives(style, monkeypatch):
    rows = [row("Name", "Value", number=0), *(row("x" * number, "文字 " * (number % 7)) for number in range(1, 40))]
    one_by_one, at_once = TableShape(style, Formulas()), TableShape(style, Formulas())
    for each in rows:
        one_by_one.note(each)
    laid_out = []
    monkeypatch.setattr(table_shape, "TextBox", lambda *args: laid_out.append(args[0]) or TextBox(*args))

    at_once.note_all(rows)

    assert widths(at_once) == widths(one_by_one)
    assert len(laid_out) <= 4


def test_a_column_is_as_wide_as_its_widest_cell_in_steps_of_16_pixels(style, shape):
    text = "a cell of some words"
    box = TextBox((Run(text),), style, Formulas(), style.table_font, style.colour("text"))
    box.lay_out(10_000)

    shape.note(row("a", "b", number=0))
    shape.note(row("short", text))

    first, second = widths(shape)
    assert (first - 25) % 16 == (second - 25) % 16 == 0
    assert box.natural_width <= second - 25 < box.natural_width + 16


@pytest.mark.parametrize(
    "cell",
    [
        (Run("plain words of a cell"),),
        (Run("WWWWWWWWWWWWWWW"),),
        (Run("iiiiiiiiiiiiiiiiiiiiiiii"),),
        (Run("当前块的文字，可能为空"),),
        (Run("delta.content", code=True),),
        (Run("some "), Run("bold words", bold=True), Run(" and code", code=True)),
        (Run("a picture", image="example.org"),),
        (Run("مرحبا بالعالم"),),
    ],
    ids=["words", "wide", "narrow", "chinese", "code", "mixed", "image", "arabic"],
)
@pytest.mark.parametrize("number", [0, 1])
def test_no_cell_is_broken_where_there_is_room(style, shape, cell, number):
    font = style.table_font if number else style.table_head_font
    box = TextBox(cell, style, Formulas(), font, style.colour("text"))

    shape.note(row("x", number=0))
    shape.note(row(cell, number=number))
    box.lay_out(widths(shape)[0] - 25)

    assert box.height == style.line_height(font)


def test_columns_only_grow_and_say_so(shape):
    shape.note(row("name", number=0))
    first = shape.generation
    shape.note(row("nam"))
    assert shape.generation == first

    shape.note(row("a name that is longer"))
    second, width = shape.generation, widths(shape)
    assert second > first

    shape.note(row("short"))
    shape.note(row("a name that is longer"))
    assert (shape.generation, widths(shape)) == (second, width)


def test_few_cells_are_measured(shape, monkeypatch):
    """4,000 rows of cells that get longer and longer: a measure for each step of a column."""
    measured = []
    lay_out = TextBox.lay_out
    monkeypatch.setattr(TextBox, "lay_out", lambda *arguments: (measured.append(1), lay_out(*arguments)))

    for number in range(4000):
        shape.note(row("word " * (number // 10), "same", "Some other words" * 3, "中文"))

    assert len(measured) < 110


def test_an_endless_cell_is_not_measured_at_all(shape, monkeypatch):
    monkeypatch.setattr(TextBox, "lay_out", lambda *arguments: pytest.fail("measured"))

    shape.note(row("word " * 1000))

    assert widths(shape)[0] > 1500


def test_a_row_may_have_more_cells_than_those_before(shape):
    shape.note(row("a"))
    before = shape.generation

    shape.note(row("a", "b"))

    assert len(widths(shape)) == 2
    assert shape.generation > before


def test_a_table_that_fits_is_not_stretched(shape):
    shape.note(row("one", "two"))

    natural = shape.fit(5000)

    assert shape.fit(760) == natural
    assert shape.sideways.range == 0


def test_a_long_column_gives_way_and_short_ones_do_not(shape):
    shape.note(row("one", "long words " * 40, "three"))
    natural = widths(shape)

    narrow = widths(shape, 400)

    assert [narrow[0], narrow[2]] == [natural[0], natural[2]]
    assert shape.fit(400)[-1] == 399
    assert shape.sideways.range == 0


@pytest.mark.parametrize("text", ["Configuration", "`delta.content`", "Мониторинг-службы", "配置monitoring项目"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_narrow_table_breaks_no_word(style, shape, text, number):
    word = max(text.strip("`").replace("-", "- ").replace("配置", "").replace("项目", "").split(), key=len)
    run = Run(word, code="`" in text)
    font = style.table_font if number else style.table_head_font
    box = TextBox((run,), style, Formulas(), font, style.colour("text"))
    box.lay_out(10_000)

    shape.note(row("x", *("long words " * 20,) * 3, number=0))
    shape.note(row((Run("and so on, "), Run(text.strip("`"), code="`" in text)), "a", "b", "c", number=number))

    assert widths(shape, 320)[0] - 25 >= box.natural_width
    assert shape.sideways.range > 0


def test_a_word_that_no_screen_holds_is_broken(shape):
    shape.note(row("W" * 500, "long words " * 20, "long words " * 20))

    assert widths(shape, 300)[0] == 240 + 25


def test_many_columns_scroll_sideways_at_their_least_width(shape):
    shape.note(row(*("some words to break",) * 10))

    assert set(widths(shape, 400)) == {96}
    assert shape.sideways.range == 10 * 96 + 1 - 400


def test_sizes_follow_the_zoom(qapp):
    shape = TableShape(ChatStyle(zoom_percent=200), Formulas())
    shape.note(row(*("some words to break",) * 10))

    assert set(widths(shape, 400)) == {192}


def test_a_longer_word_lays_no_row_out_again_where_there_is_room(shape):
    shape.note(row("a few short words in a cell"))
    shape.fit(760)
    before = shape.generation

    shape.note(row("averylongword"))

    assert (shape.fit(760), shape.generation) == (shape.fit(760), before)
