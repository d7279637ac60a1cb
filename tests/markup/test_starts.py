from __future__ import annotations

import pytest

from desktop.markup import starts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# one", (1, "one")),
        ("###### six ##  ", (6, "six")),
        ("## a # b#", (2, "a # b#")),
        ("#", (1, "")),
        ("## ##", (2, "")),
        ("####### seven", None),
        ("#no", None),
    ],
)
def test_a_heading_has_up_to_six_marks_and_may_close_with_more(text: str, found: tuple[int, str] | None) -> None:
    assert starts.heading(text) == found


def test_an_underline_is_of_one_kind_of_mark() -> None:
    assert [starts.underline(text) for text in ("===  ", "-", "=-", "= =", "")] == [1, 2, None, None, None]


def test_a_rule_has_three_marks_of_one_kind() -> None:
    assert [starts.is_rule(text) for text in ("***", "- - -", "__", "*-*", "___ x")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_fence_of_backticks_has_none_behind_it() -> None:
    assert starts.fence("```` py  ") == ("````", "py")
    assert starts.fence("~~~ a`b") == ("~~~", "a`b")
    assert starts.fence("``` a`b") is None
    assert starts.fence("``") is None


def test_a_marker_is_a_bullet_or_a_number_of_nine_digits_at_most() -> None:
    assert starts.marker("- x") == starts.Marker(1, None, "-")
    assert starts.marker("12) x") == starts.Marker(3, 12, ")")
    assert starts.marker("*") == starts.Marker(1, None, "*")
    assert [starts.marker(text) for text in ("-x", "1234567890. x", "1.x", "٣. x")] == [None] * 4


def test_a_task_is_an_open_or_a_checked_box() -> None:
    assert starts.task_mark("[ ] a") == (False, "a")
    assert starts.task_mark("[X]\tb") == (True, "b")
    assert [starts.task_mark(text) for text in ("[x]c", "[y] d", "x [ ]")] == [None] * 3


def test_a_delimiter_row_gives_each_column_its_alignment() -> None:
    assert starts.alignments("|:--|:-:|--:|-|") == ("left", "center", "right", "left")
    assert starts.alignments("-|") == ("left",)
    assert [starts.alignments(text) for text in ("|", "-", "- | -", "|--||--|", "|-x|")] == [None] * 5
    assert starts.alignments("|-" * (starts.MAX_COLUMNS + 2)) is None


def test_an_escaped_pipe_stands_inside_its_cell() -> None:
    assert starts.cells("| a \\| b | `c\\|d` |") == ["a | b", "`c|d`"]
    assert starts.cells("a||b") == ["a", "", "b"]
    assert starts.cells("|") == []
