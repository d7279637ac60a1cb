from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.chat.heights import Heights

_HEIGHT = st.integers(0, 3000)


def of(values):
    heights = Heights()
    heights.replace_from(0, values)
    return heights


def check(heights, values):
    assert len(heights) == len(values)
    assert [heights[index] for index in range(len(values))] == values
    assert heights.total == sum(values)
    assert [heights.above(index) for index in range(len(values) + 1)] == [
        sum(values[:i]) for i in range(len(values) + 1)
    ]


@given(st.data())
def test_any_row_of_changes_leaves_it_as_a_plain_list_would_be(data):
    values: list[int] = []
    heights = Heights()
    for _ in range(data.draw(st.integers(1, 12))):
        change = data.draw(st.sampled_from(["append", "set", "replace"]))
        if change == "append":
            value = data.draw(_HEIGHT)
            values.append(value)
            heights.append(value)
        elif change == "set" and values:
            index, value = data.draw(st.integers(0, len(values) - 1)), data.draw(_HEIGHT)
            values[index] = value
            heights[index] = value
        elif change == "replace":
            index = data.draw(st.integers(0, len(values)))
            more = data.draw(st.lists(_HEIGHT, max_size=20))
            assert heights.tail(index) == values[index:]
            values[index:] = more
            heights.replace_from(index, more)

        check(heights, values)


@given(st.lists(_HEIGHT, min_size=1, max_size=60), st.data())
def test_the_row_at_a_height_is_the_one_that_holds_it(values, data):
    heights = of(values)
    y = data.draw(st.integers(0, max(0, sum(values) - 1)))

    index, inside = heights.find(y)

    assert heights.above(index) + inside == y
    assert inside < values[index] or not any(values)


def test_what_lies_below_all_is_the_last_row_and_above_all_the_first():
    heights = of([10, 20])

    assert heights.find(35) == (1, 25)
    assert heights.find(-5) == (0, 0)
    assert of([]).find(100) == (0, 0)


def test_rows_without_height_hold_no_pixel():
    heights = of([0, 0, 10, 0, 5])

    assert heights.find(0) == (2, 0)
    assert heights.find(10) == (4, 0)
    assert of([0, 0]).find(0) == (1, 0)
