from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.ui.chat.code_rows import MAX_ROW, CodeRows

CELL, WIDE = 8.0, 13.0


def rows_of(text):
    return CodeRows(text, CELL, WIDE)


def texts(rows):
    return [rows.row_text(row) for row in range(len(rows))]


PARTS = st.sampled_from(
    [
        "a" * 1999,
        "b" * 2000,
        "c" * 4001,
        "x",
        "\n",
        "\n\n",
        "\t",
        "中文",
        "e\u0301" * 1100,
        "👨‍👩‍👧" * 500,
        "y" * 70_000,
    ]
)


@given(st.lists(st.tuples(PARTS, st.integers(1, 5000)), max_size=6))
@settings(max_examples=200, deadline=None)
def test_rows_that_grow_are_those_of_the_whole_text(parts):
    text = "".join(part for part, _ in parts)
    steps = [step for _, step in parts] or [1]
    grown = rows_of("")
    at = count = 0

    while at < len(text):
        at = min(len(text), at + steps[count % len(steps)] * 20)
        count += 1
        before, known = texts(grown), len(grown)
        first = grown.grow(text[:at])
        assert first == known - 1
        assert texts(grown)[:first] == before[:first]

    whole = rows_of(text)
    assert texts(grown) == texts(whole)
    joined = "".join(whole.row_text(row) + "\n" * whole.ends_line(row) for row in range(len(whole)))
    assert joined == text
    assert max(map(len, texts(whole))) <= MAX_ROW


def test_a_line_that_is_too_long_takes_several_rows():
    rows = rows_of("a" * 2000 + "\n" + "b" * 4001 + "\nend")

    assert [len(text) for text in texts(rows)] == [2000, 2000, 2000, 1, 3]
    assert [rows.goes_on(row) for row in range(5)] == [False, True, True, False, False]
    assert [rows.ends_line(row) for row in range(5)] == [True, False, False, True, False]


@pytest.mark.parametrize("letter", ["e\u0301", "👨‍👩‍👧", "👍🏽", "❤\ufe0f"])
def test_no_letter_is_torn_apart(letter):
    for lead in range(len(letter)):
        rows = rows_of("x" * lead + letter * 2000)

        assert all(text.startswith(letter) and text.endswith(letter) for text in texts(rows)[1:])


def test_a_position_is_found_in_its_row():
    rows = rows_of("ab\n\n" + "c" * 2001)

    assert [rows.row_of(position) for position in (0, 2, 3, 4, 2003, 2004, 2005)] == [0, 0, 1, 2, 2, 3, 3]
    assert (rows.start(3), rows.end(3)) == (2004, 2005)
    assert (rows.start(0), rows.end(0)) == (0, 2)


def test_the_text_may_be_empty_or_end_with_its_line():
    assert texts(rows_of("")) == [""]
    assert texts(rows_of("a\n")) == ["a", ""]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("ab\nabcd\n", 4 * CELL),
        ("\tx", 5 * CELL),
        ("ab\tx\nabcd", 5 * CELL),
        ("ab\n中文x", 2 * WIDE + CELL),
        ("é" * 3 + "\nab", 3 * CELL),
        ("x" * 2000 + "中" * 2000 + "xx", 2000 * WIDE),
        ("x" * 70_000 + "\n" + "y" * 10, MAX_ROW * CELL),
    ],
)
def test_the_widest_row_is_told_from_its_columns(text, width):
    assert rows_of(text).widest == width


def test_the_width_grows_with_the_text():
    rows = rows_of("abc")
    rows.grow("abc\nabcdef")
    rows.grow("abc\nabcdef\nab")

    assert rows.widest == 6 * CELL
