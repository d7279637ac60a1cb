from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.code_row import CodeRow, RowLook, RowMark


@pytest.fixture
def look(style):
    return RowLook(style)


def paint(row, style, *marks):
    image = QImage(600, 20, QImage.Format.Format_RGB32)
    image.fill(style.colour("code"))
    painter = QPainter(image)
    row.paint(painter, marks)
    painter.end()
    return image


def colours(image, left, right, top=0, bottom=20):
    columns = range(round(left), round(right))
    return {image.pixelColor(x, y).name() for x in columns for y in range(top, bottom)}


def near(colour, names):
    """Whether one of these is `colour` or nearly so: the edges of a letter are smoothed."""
    return any(
        max(abs(int(colour[i : i + 2], 16) - int(name[i : i + 2], 16)) for i in (1, 3, 5)) < 12 for name in names
    )


def test_tabs_go_to_the_next_fourth_column(look):
    row = CodeRow("\ta\tb", (), look)

    assert [row.x(position) for position in (1, 2, 3)] == [4 * look.cell, 5 * look.cell, 8 * look.cell]
    assert row.width == 9 * look.cell


def test_positions_count_characters_whatever_their_size_in_qt(look):
    text = "a𝕏b中👨‍👩‍👧c"
    row = CodeRow(text, (), look)

    assert row.position_at(-5) == 0
    assert row.position_at(9999) == len(text)
    for position in (0, 1, 2, 3, 4, 9, 10):
        assert row.position_at(row.x(position)) == position


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\u2028", "\u00ad", "\U000e0041", "\ud800"]
)
def test_a_hidden_character_takes_the_room_of_its_badge(style, look, hidden):
    text = f"ab{hidden}cd"
    row = CodeRow(text, (), look)

    picture, _ = look.badge(f"U+{ord(hidden):04X}")
    assert row.x(3) - row.x(2) == pytest.approx(picture.width, abs=0.1)
    assert [row.position_at(row.x(position)) for position in range(6)] == [0, 1, 2, 3, 4, 5]
    image = paint(row, style)
    assert style.palette.warn_soft in colours(image, row.x(2), row.x(3))
    assert style.palette.warn_soft not in colours(image, row.x(0), row.x(2)) | colours(image, row.x(3), row.x(5) + 5)


def test_an_override_turns_nothing_around(look):
    """CVE-2021-42574: what stands behind it is shown in the order in which it is compiled."""
    row = CodeRow("a\u202eb c\u202cd", (), look)

    places = [row.x(position) for position in range(8)]
    assert places == sorted(places)


def test_tokens_have_their_colours_behind_large_characters_and_around_badges(style, look):
    text = '𝕏𝕏 "s\u200bs" x'
    row = CodeRow(text, [(3, 5, "string")], look)

    image = paint(row, style)

    assert near(style.palette.string, colours(image, row.x(3), row.x(5)))
    assert near(style.palette.string, colours(image, row.x(6), row.x(8)))
    assert not near(style.palette.string, colours(image, 0, row.x(3) - 1) | colours(image, row.x(8) + 1, 600))


def test_a_mark_fills_its_stretch_from_top_to_bottom_of_the_row(style, look):
    row = CodeRow("one two three", (), look)

    image = paint(row, style, RowMark(4, 7, False, "selection"))

    left, right = round(row.x(4)), round(row.x(7))
    for x in (left, right - 1):
        assert image.pixelColor(x, 0).name() == image.pixelColor(x, 19).name() == style.palette.accent
    assert style.palette.accent not in colours(image, 0, left) | colours(image, right, 600)
    assert style.palette.on_accent in colours(image, left, right)


def test_a_mark_that_goes_on_in_the_next_line_holds_the_break(style, look):
    row = CodeRow("", (), look)

    image = paint(row, style, RowMark(0, 0, True, "hit"))

    assert colours(image, 0, 4) == {style.palette.mark}
    assert colours(image, 4, 600) == {style.palette.code}


def test_marked_text_in_two_directions_is_never_ink_on_the_wrong_ground(style, look):
    """The first letters of a Hebrew word stand at its right end, apart from what stands before the word."""
    row = CodeRow("a = שלום + b", (), look)

    image = paint(row, style, RowMark(2, 6, False, "selection"))

    begin, middle, end = row.x(4), row.x(6), row.x(5)
    assert begin < middle < end
    assert style.palette.accent in colours(image, middle + 1, end)
    assert style.palette.accent in colours(image, row.x(2), begin - 1)
    between = colours(image, begin + 1, middle - 1)
    assert style.palette.accent not in between
    assert style.palette.on_accent not in between


def test_the_baseline_stays_where_another_font_helps_out(style, look):
    latin, mixed = (paint(CodeRow(text, (), look), style) for text in ("x", "x中"))

    assert latin.copy(0, 0, 7, 20) == mixed.copy(0, 0, 7, 20)
