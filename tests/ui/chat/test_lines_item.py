from __future__ import annotations

import pytest

from desktop.markup.blocks import parse_blocks
from desktop.ui.chat.lines import pieces_of
from desktop.ui.chat.lines_item import LinesItem


@pytest.fixture
def item(qtbot, style):
    def make(source):
        item = LinesItem(style, *pieces_of(parse_blocks(source)[0]))
        qtbot.addWidget(item)
        item.resize(400, item.height_for(400))
        return item

    return make


def colours_left_of(item, x):
    image = item.grab().toImage()
    return {image.pixelColor(at, y).name() for at in range(x) for y in range(image.height())}


def test_marks_are_painted_beside_the_lines(item, style):
    assert style.palette.dim in colours_left_of(item("- one"), 24)
    assert style.palette.accent in colours_left_of(item("- [x] one"), 24)
    assert len(colours_left_of(item("12. one"), 24)) > 1
    assert style.palette.line in colours_left_of(item("> one"), 4)


def test_a_long_line_is_broken_in_the_width(item):
    assert item("word " * 60).height_for(300) > item("word").height_for(300) * 3


def test_marks_are_copied_with_whole_lines_but_not_with_parts_of_one(item):
    shown = item("1. one\n2. two\n   - three\n")

    shown.select(0, shown.length)
    assert shown.selected_text() == "1. one\n2. two\n  • three"
    shown.select(0, 2)
    assert shown.selected_text() == "on"


def test_another_piece_keeps_the_lines_that_stay(item):
    shown = item("- one\n- two\n")
    first = shown.document.firstBlock()
    (piece,) = pieces_of(parse_blocks("- one\n- two more\n- three\n")[0])

    shown.set_piece(piece)
    shown.name()

    assert shown.document.firstBlock() == first
    assert shown.accessibleName() == "• one\n• two more\n• three"
