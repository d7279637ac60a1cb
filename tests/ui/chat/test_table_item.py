from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.markup.nodes import Run
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Mark
from desktop.ui.chat.pieces import TableRow
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.table_item import TableItem
from desktop.ui.chat.table_shape import TableShape
from desktop.ui.palettes import DARK, LIGHT

WIDTH = 600
MARGIN = 10


def rows_of(*rows, alignments=None, **place):
    """Rows of one table; a cell is a word or runs."""
    result = []
    for number, cells in enumerate(rows):
        runs = tuple(cell if isinstance(cell, tuple) else (Run(cell),) if cell else () for cell in cells)
        sides = alignments or ("left",) * len(cells)
        result.append(TableRow(runs, sides, 0, number, number == len(rows) - 1, **place))
    return result


def items_of(rows, style, width=WIDTH):
    shape, formulas = TableShape(style, Formulas()), Formulas()
    for row in rows:
        shape.note(row)
    return [TableItem(row, shape, style, formulas, width) for row in rows]


def paint(item, style, *marks, ring=None, clip=None):
    image = QImage(WIDTH + 2 * MARGIN, item.height + 2 * MARGIN, QImage.Format.Format_RGB32)
    image.fill(style.colour("bg"))
    painter = QPainter(image)
    painter.translate(MARGIN, MARGIN)
    item.paint(painter, clip or QRectF(0, 0, WIDTH, item.height), marks, ring)
    painter.end()
    return image


def colours(image, left, right, top, bottom):
    columns = range(round(left) + MARGIN, round(right) + MARGIN)
    rows = range(round(top) + MARGIN, round(bottom) + MARGIN)
    return {image.pixelColor(x, y).name() for x in columns for y in rows}


def outside(image, item, left=0, right=WIDTH):
    end = item.height
    return (
        colours(image, -MARGIN, left, -MARGIN, end + MARGIN)
        | colours(image, right, WIDTH + MARGIN, -MARGIN, end + MARGIN)
        | colours(image, -MARGIN, WIDTH + MARGIN, -MARGIN, 0)
        | colours(image, -MARGIN, WIDTH + MARGIN, end, end + MARGIN)
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_rows_draw_the_grid_between_them_once(qapp, palette):
    style = ChatStyle(palette)
    head, body = items_of(rows_of(("one", "two"), ("1", "2"), indent=1), style)
    edges = [26 + edge for edge in head._edges]
    assert (head.height, body.height) == (1 + 4 + 22 + 4 + 1, 4 + 22 + 4 + 1)

    above, below = paint(head, style), paint(body, style)

    for image, item in ((above, head), (below, body)):
        assert outside(image, item, 26, edges[-1] + 1) == {palette.bg}
        assert colours(image, 26, edges[-1] + 1, item.height - 1, item.height) == {palette.line}
        for edge in edges:
            assert colours(image, edge, edge + 1, 0, item.height) == {palette.line}
    assert colours(above, 26, edges[-1] + 1, 0, 1) == {palette.line}
    assert colours(above, 28, 36, 1, 25) == {palette.code}
    assert colours(below, 28, 36, 0, 25) == {palette.bg}


def test_cells_stand_as_their_column_says(style):
    rows = rows_of(("wide head column",) * 3, ("x",) * 3, alignments=("left", "center", "right"))
    _, item = items_of(rows, style)
    places = [item.caret_rect(position).x() for position in (0, 2, 4)]
    edges = item._edges

    assert places[0] == edges[0] + 1 + 12
    assert places[1] == pytest.approx((edges[1] + edges[2]) / 2, abs=6)
    assert places[2] == pytest.approx(edges[3] - 12 - item.caret_rect(5).x() + places[2], abs=1)
    assert item.caret_rect(5).x() == pytest.approx(edges[3] - 12, abs=1)


def test_the_text_is_that_of_the_cells_with_tabs_between(style):
    _, item = items_of(rows_of(("a", "b", "c"), ("one", "", "𝕏 three")), style)

    assert item.text == "one\t\t𝕏 three"


def test_every_position_is_found_where_its_caret_stands(style):
    _, item = items_of(rows_of(("a", "b", "c"), ("one", "", "𝕏 中文 words " * 20)), style, 400)

    for position in [*range(len(item.text))]:
        caret = item.caret_rect(position)
        assert item.position_at(QPointF(caret.x(), caret.center().y())) == position


def test_a_press_beside_the_table_means_the_nearest_cell(style):
    _, item = items_of(rows_of(("a", "b"), ("one", "two")), style)

    assert item.position_at(QPointF(-50, 10)) == 0
    assert item.position_at(QPointF(5000, 10)) == 7
    assert item.position_at(QPointF(item._edges[1] - 1, -50)) == 3


def test_a_visual_line_is_one_of_its_cell(style):
    _, item = items_of(rows_of(("a", "b"), ("one", "words " * 60)), style, 400)

    assert item.line_at(1) == (0, 3)
    start, end = item.line_at(4)
    assert start == 4
    assert 10 < end < len(item.text)
    assert item.line_at(end + 1)[0] > start


def test_marks_are_painted_in_each_cell_they_touch(style):
    _, item = items_of(rows_of(("head", "head", "head"), ("one", "two", "six")), style)

    image = paint(item, style, Mark(1, 5, "selection"))

    def accents(column):
        left, right = item._edges[column] + 1, item._edges[column + 1]
        return style.palette.accent in colours(image, left, right, 4, 26)

    assert [accents(column) for column in range(3)] == [True, True, False]
    first = item.caret_rect(1).x()
    assert style.palette.accent not in colours(image, 2, first - 1, 4, 26)


def test_links_are_found_in_their_cells(style):
    link = (Run("see "), Run("here", link="https://example.org/", title="there"))
    _, item = items_of(rows_of(("a", "b"), ("words", link)), style)
    (found,) = item.links
    assert item.text[found.start : found.end] == "here"
    assert (found.address, found.tip) == ("https://example.org/", "https://example.org/\nthere")

    start, end = item.caret_rect(found.start), item.caret_rect(found.end)
    middle = QPointF((start.x() + end.x()) / 2, start.center().y())

    assert item.link_at(middle) == found
    assert item.link_at(QPointF(start.x() - 8, middle.y())) is None
    assert item.link_at(QPointF(middle.x(), item.height + 5)) is None
    assert paint(item, style, ring=found) != paint(item, style)


def test_only_cells_in_the_clip_are_painted(style):
    _, item = items_of(rows_of(("a", "b"), ("one", "two")), style)
    edge = item._edges[1]

    image = paint(item, style, clip=QRectF(edge + 1, 0, WIDTH, item.height))

    assert colours(image, -MARGIN, edge + 1, -MARGIN, item.height + MARGIN) == {style.palette.bg}
    assert colours(image, edge + 1, item._edges[2], 4, 26) != {style.palette.bg}


def test_a_row_is_stale_when_a_later_one_makes_its_column_wider(style):
    head, body, wide = rows_of(("a", "b"), ("one", "two"), ("one", "two three four five"))
    shape, formulas = TableShape(style, Formulas()), Formulas()
    shape.note(body)
    item = TableItem(head, shape, style, formulas, WIDTH)
    assert item.generation == shape.generation

    shape.note(wide)

    assert item.generation < shape.generation
    assert (
        TableItem(head, shape, style, formulas, WIDTH)._edges == TableItem(wide, shape, style, formulas, WIDTH)._edges
    )


def test_a_long_cell_is_broken_in_its_column(style):
    _, item = items_of(rows_of(("a", "b"), ("one", "words " * 60)), style)

    assert item.sideways_range == 0
    assert item._edges[-1] == WIDTH - 1
    assert item.height > 4 + 3 * 22


def test_the_stream_goes_on_in_the_last_cell(style):
    _, item = items_of(rows_of(("a", "b"), ("one", "tw")), style)

    assert item.end_point() == item.caret_rect(6)


# Sideways


@pytest.fixture
def wide(style):
    names = tuple(f"column of number {number}" for number in range(12))
    return items_of(rows_of(names, names, quote=1), style)


def test_the_rows_of_a_wide_table_scroll_together(style, wide):
    head, body = wide
    assert head.sideways_range == body.sideways_range == 12 * 96 + 1 - (WIDTH - 15)
    before = body.caret_rect(0).x()

    assert head.scroll_sideways(150)

    assert (head.sideways, body.sideways) == (150, 150)
    assert body.caret_rect(0).x() == before - 150
    caret = body.caret_rect(45)
    assert body.position_at(QPointF(caret.x(), caret.center().y())) == 45
    body.sideways = 10**6
    assert head.sideways == head.sideways_range
    assert not head.scroll_sideways(1)
    for item in wide:
        image = paint(item, style)
        assert outside(image, item, 15) == {style.palette.bg}
        assert colours(image, WIDTH - 1, WIDTH, 1, 20) == {style.palette.line}


def test_the_last_row_of_a_wide_table_has_the_thumb(style, wide):
    head, body = wide
    thumb = body.thumb_rect()

    assert head.thumb_rect().isNull()
    assert thumb.bottom() <= body.height
    inside = thumb.adjusted(3, 1, -3, -1)
    painted = colours(paint(body, style), inside.left(), inside.right(), inside.top(), inside.bottom())
    assert painted == {style.palette.field_line}
    assert not body.hit(thumb.center())
    assert body.hit(QPointF(thumb.center().x(), 10))
    assert head.hit(QPointF(50, head.height - 2))
    assert body.drag_thumb(20)
    assert body.thumb_rect().left() == pytest.approx(thumb.left() + 20)


def test_what_is_scrolled_away_is_not_found(style, wide):
    _, body = wide
    body.sideways = 300

    assert body.end_point() is None
    assert body.link_at(QPointF(5, 10)) is None


def test_a_row_that_is_no_longer_the_last_has_no_thumb(style, wide):
    _, body = wide
    item = TableItem(replace(body._piece, last=False), body._shape, style, Formulas(), WIDTH)

    assert item.thumb_rect().isNull()
    assert item.height == body.height - 8


def test_columns_stand_behind_one_another(style, wide):
    assert all(left < right for left, right in pairwise(wide[0]._edges))


def test_a_marked_tab_between_cells_is_seen(style):
    (item,) = items_of(rows_of(("one", "two", "three")), style)
    mark = style.colour("accent").name()
    ends = [item.caret_rect(3), item.caret_rect(7)]

    def seen(*marks):
        picture = paint(item, style, *marks)
        return [mark in colours(picture, end.x() + 1, end.x() + 4, end.top() + 1, end.bottom() - 1) for end in ends]

    assert seen() == [False, False]
    assert seen(Mark(3, 4, "selection")) == [True, False]
    assert seen(Mark(7, 8, "selection")) == [False, True]
    assert seen(Mark(0, 3, "selection")) == [False, False]
    assert seen(Mark(0, 13, "selection")) == [True, True]
