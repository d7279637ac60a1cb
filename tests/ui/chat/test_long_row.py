from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.code_row import CodeRow, RowLook, RowMark
from desktop.ui.chat.long_row import LongRow, is_long_row

TEXT = "".join(f"name_{number} = {number}; " for number in range(150))[:2000]


@pytest.fixture
def look(style):
    return RowLook(style)


def paint(row, style, left, marks=()):
    """What a screen of 400 pixels shows of a row that is scrolled by `left`."""
    image = QImage(400, 20, QImage.Format.Format_RGB32)
    image.fill(style.colour("code"))
    painter = QPainter(image)
    painter.setClipRect(QRectF(0, 0, 400, 20))
    painter.translate(-left, 0)
    row.paint(painter, marks)
    painter.end()
    return image


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("x" * 2000, True),
        ("x" * 100, False),
        ("x" * 1000 + "\t", False),
        ("x" * 1000 + "é", False),
        ("x" * 1000 + "\x1b", False),
    ],
)
def test_only_what_is_long_and_has_one_width_is_drawn_in_parts(text, long):
    assert is_long_row(text) is long


def test_places_are_those_of_the_row_in_one_piece(look):
    parts, whole = LongRow(TEXT, (), look), CodeRow(TEXT, (), look)

    assert parts.width == whole.width
    for position in (0, 1, 255, 256, 257, 1000, 1999, 2000):
        assert parts.x(position) == whole.x(position)
        assert parts.position_at(parts.x(position)) == position
    assert parts.position_at(-50) == 0
    assert parts.position_at(10**6) == len(TEXT)


@pytest.mark.parametrize("left", [0, 1800, 2000, 7000, 15_400])
def test_a_screen_of_it_looks_like_the_row_in_one_piece(style, look, left):
    colours = [(250, 20, "string"), (900, 300, "comment"), (1990, 10, "keyword")]
    marks = [RowMark(240, 262, False, "hit"), RowMark(1000, 2000, True, "selection")]

    parts, whole = LongRow(TEXT, colours, look), CodeRow(TEXT, colours, look)

    assert paint(parts, style, left, marks) == paint(whole, style, left, marks)


def test_only_parts_on_the_screen_are_laid_out(style, look):
    row = LongRow(TEXT, (), look)

    paint(row, style, 6 * 128 * look.cell + 10)

    assert list(row._parts) == [6]
