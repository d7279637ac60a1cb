from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.markup.nodes import Formula
from desktop.ui.chat.item import Mark
from desktop.ui.chat.pieces import CaptionPiece, FormulaPiece, RulePiece, bubble_pieces
from desktop.ui.chat.plain_items import BubbleItem, CaptionItem, FormulaItem, RoomItem, RuleItem, bubble_width
from desktop.ui.chat.style import BUBBLE_PX

WIDTH = 600


class Box:
    """A picture of a formula."""

    def __init__(self, width, height):
        self.width, self.height, self.depth = float(width), float(height), 0.0

    def paint(self, painter, place):
        painter.fillRect(QRectF(place.x(), place.y(), self.width, self.height), Qt.GlobalColor.red)


class Boxes:
    def __init__(self, box=None):
        self.box = box

    def picture(self, tex, *, display, font, colour):
        return self.box


def paint(item, style, *marks, width=WIDTH):
    image = QImage(width, max(1, item.height), QImage.Format.Format_RGB32)
    image.fill(style.colour("bg"))
    painter = QPainter(image)
    item.paint(painter, QRectF(0, 0, width, item.height), marks, None)
    painter.end()
    return image


def columns(image, style):
    """First and last column that is not ground."""
    ground = style.palette.bg
    found = [
        x for x in range(image.width()) if any(image.pixelColor(x, y).name() != ground for y in range(image.height()))
    ]
    return (found[0], found[-1]) if found else None


def colours(image, rect):
    area = rect.toAlignedRect().intersected(image.rect())
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def bubbles(text, style, width=WIDTH):
    pieces = bubble_pieces(text)
    inner = bubble_width(pieces, style, Boxes(), width)
    return [BubbleItem(piece, style, Boxes(), width, inner) for piece in pieces]


def test_a_caption_is_cut_where_the_column_ends(style):
    item = CaptionItem(CaptionPiece("gpt-4o · " + "long words " * 30), style, 200)

    image = paint(item, style, width=400)

    assert item.text == ""
    assert 150 < columns(image, style)[1] < 200


def test_a_rule_is_a_line_from_where_it_stands_to_the_end(style):
    item = RuleItem(RulePiece(indent=1, quote=1), style, WIDTH)

    assert item.height == 1
    assert columns(paint(item, style), style) == (26 + 15, WIDTH - 1)


def test_a_bubble_is_as_wide_as_its_words_and_stands_at_the_right(style):
    (short,), (long,) = bubbles("hi", style), bubbles("words " * 60, style)

    left, right = columns(paint(short, style), style)
    assert right == WIDTH - 1
    assert right - left < 60
    left, right = columns(paint(long, style), style)
    assert BUBBLE_PX - 40 < right - left + 1 <= BUBBLE_PX
    assert long.height > 3 * short.height


def test_a_bubble_is_never_wider_than_the_column(style):
    (item,) = bubbles("words " * 60, style, width=300)

    assert columns(paint(item, style, width=300), style)[0] >= 0
    assert item.caret_rect(0).x() >= 14


def test_the_parts_of_a_long_question_are_one_bubble(style):
    items = bubbles("word " * 3000, style)
    edges = {columns(paint(item, style), style) for item in items}

    assert len(items) > 2
    assert len(edges) == 1
    assert items[0].height - items[0].caret_rect(0).height() * 0 > items[1].caret_rect(0).height()
    assert items[1].caret_rect(0).top() == 0
    assert items[0].caret_rect(0).top() == 9


def test_positions_and_links_of_a_bubble_are_those_of_its_text(style):
    (item,) = bubbles("see https://e.example/x now", style)

    for position in range(len(item.text) + 1):
        caret = item.caret_rect(position)
        assert item.position_at(QPointF(caret.x(), caret.center().y())) == position
    (link,) = item.links
    middle = item.caret_rect(10)
    assert item.link_at(QPointF(middle.x(), middle.center().y())) == link
    assert item.link_at(QPointF(5, middle.center().y())) is None
    assert item.line_at(3) == (0, len(item.text))
    assert paint(item, style, Mark(0, 3, "selection")) != paint(item, style)


def formula(style, box=None, **place):
    return FormulaItem(FormulaPiece(Formula("x", "$$x$$"), **place), style, Boxes(box), WIDTH)


def test_a_formula_stands_in_the_middle(style):
    item = formula(style, Box(100, 40))

    assert item.text == "$$x$$"
    assert item.height > 40
    left, right = columns(paint(item, style), style)
    assert (left, right) == (250, 349)
    assert item.sideways_range == 0


def test_a_formula_has_two_positions_and_shows_that_it_is_selected(style):
    item = formula(style, Box(100, 40))

    assert item.position_at(QPointF(10, 5)) == 0
    assert item.position_at(QPointF(500, 5)) == 5
    assert item.caret_rect(0).x() < item.caret_rect(5).x()
    assert paint(item, style, Mark(0, 5, "selection")) != paint(item, style)


def test_a_wide_formula_scrolls_sideways_inside_its_place(style):
    item = formula(style, Box(900, 40), indent=1)

    assert item.sideways_range == 900 - (WIDTH - 26)
    assert columns(paint(item, style), style)[0] == 26
    assert item.scroll_sideways(100)
    assert item.sideways == 100
    assert columns(paint(item, style), style)[0] == 26
    item.sideways = 40
    assert item.sideways == 40
    assert item.scroll_sideways(10_000)
    assert not item.scroll_sideways(1)
    assert item.sideways == item.sideways_range


def test_a_wide_formula_has_a_thumb_to_drag(style):
    wide, fits = formula(style, Box(900, 40)), formula(style, Box(100, 40))
    track = QRectF(0, fits.height, WIDTH, wide.height - fits.height)
    thumb = colours(paint(wide, style), track)

    assert wide.height > fits.height
    assert style.palette.field_line in thumb
    assert not wide.hit(QPointF(20, track.center().y()))
    assert wide.hit(QPointF(20, 10))
    assert wide.hit(QPointF(WIDTH - 5, track.center().y()))
    assert fits.hit(QPointF(20, 10))
    assert wide.drag_thumb(50)
    assert wide.sideways == pytest.approx(50 * 900 / WIDTH, abs=1)
    assert wide.hit(QPointF(20, track.center().y()))


def test_a_formula_without_a_picture_is_its_source(style):
    item = formula(style)

    assert item.caret_rect(0).x() < item.caret_rect(5).x()
    for position in range(6):
        caret = item.caret_rect(position)
        assert item.position_at(QPointF(caret.x(), caret.center().y())) == position
    assert columns(paint(item, style), style) is not None


@pytest.mark.parametrize("bar", [False, True])
def test_room_for_a_widget_is_empty_but_for_the_bar_of_the_reasoning(style, bar):
    item = RoomItem(30, style, bar=bar)

    assert (item.text, item.height) == ("", 30)
    assert item.end_point() is None
    assert columns(paint(item, style), style) == ((0, 2) if bar else None)
