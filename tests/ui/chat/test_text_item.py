"""`desktop.ui.chat.text_item`, as its subclass."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from desktop.ui.chat.lines import plain_piece
from desktop.ui.chat.lines_item import LinesItem


@pytest.fixture
def item(qtbot, style):
    item = LinesItem(style, plain_piece("first line\nhttps://a.example 😀 end"))
    qtbot.addWidget(item)
    item.resize(400, item.height_for(400))
    return item


def count(item, colour):
    image = item.grab().toImage()
    return sum(image.pixelColor(x, y).name() == colour for x in range(image.width()) for y in range(image.height()))


def test_a_selection_is_painted_and_gives_its_text(item, style):
    item.select(6, 10)

    assert item.selected_text() == "line"
    assert count(item, style.palette.accent) > 100


def test_positions_count_as_qt_does(item):
    text = item.document.toPlainText()
    start = len(text[: text.index("😀")].encode("utf-16-le")) // 2

    item.select(start, start + 2)

    assert item.selected_text() == "😀"


def test_a_point_finds_position_word_line_and_link(item):
    second = QPointF(10, item.height() - 10)

    assert item.position_at(QPointF(0, 0)) == 0
    assert item.word_at(7) == (6, 10)
    assert item.line_at(2) == (0, 10)
    assert item.link_at(second) == "https://a.example"
    assert item.link_at(QPointF(10, 5)) == ""
    assert item.caret_rect(0).top() < item.caret_rect(item.length).top()


def test_the_caret_is_a_block_in_the_accent_colour(item, style):
    assert count(item, style.palette.accent) == 0

    item.set_caret(True)

    assert count(item, style.palette.accent) > 50
