"""`desktop.ui.chat.text_layout`: what all wrapped texts can do. Most of it is proved by those who use it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.markup.nodes import Run
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_layout import TextBox


@pytest.fixture
def box(qapp):
    """A text in a width; black."""
    style, formulas = ChatStyle(), Formulas()

    def box(text, width, *spans):
        made = TextBox((Run(text),), style, formulas, style.text_font, QColor("#000000"))
        made.colour(spans)
        made.lay_out(width)
        return made

    yield box
    formulas.close()


def drawn(box, clip):
    """What is drawn of a box for a part of it; the painter itself does not clip."""
    image = QImage(300, box.height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    box.paint(painter, QPointF(0, 0), clip, ())
    painter.end()
    return image


def test_it_can_be_cut_where_its_lines_end(box):
    one, three = box("word", 300), box("word\u2028word\u2028word", 300)

    assert list(one.cuts()) == []
    assert list(three.cuts()) == [one.height, 2 * one.height]


def test_only_lines_in_the_part_that_is_drawn_are_drawn(box):
    three = box("word\u2028word\u2028word", 300)
    line = three.height // 3

    image = drawn(three, QRectF(0, line + 5, 300, line - 10))

    inked = {y // line for y in range(three.height) for x in range(60) if image.pixel(x, y) != 0xFFFFFFFF}
    assert inked == {1}


def test_a_stretch_has_its_own_colour_counted_in_characters(box):
    made = box("😀 red", 300, (2, 3, QColor("#ff0000")))

    image = drawn(made, QRectF(0, 0, 300, made.height))

    begin = made.caret_rect(2).x()
    reds = [x for y in range(made.height) for x in range(300) if QColor(image.pixel(x, y)).name() == "#ff0000"]
    assert reds
    assert min(reds) >= begin - 1
