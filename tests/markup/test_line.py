from __future__ import annotations

from desktop.markup.line import Line


def test_a_tab_reaches_to_the_next_fourth_column() -> None:
    line = Line(" \tx")

    assert (line.indent, line.content) == (4, "x")


def test_what_is_left_of_a_tab_that_was_taken_in_part_are_spaces() -> None:
    line = Line(">\t\tcode")

    line.take(1)
    line.skip(1)
    assert line.indent == 6
    line.skip(4)

    assert line.rest == "  code"
    assert line.length == 7


def test_no_more_white_space_is_skipped_than_there_is() -> None:
    line = Line("  text")

    line.skip(5)

    assert (line.rest, line.indent, line.blank) == ("text", 0, False)
    assert Line(" \t ").blank
