from __future__ import annotations

from time import thread_time

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.markup.highlight import colour_spans
from desktop.markup.nodes import Code
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.item import Mark
from desktop.ui.chat.pieces import CodePiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK, LIGHT

WIDTH = 600
LINE = 20
TOP = 28 + 1 + 10
LEFT = 1 + 14


@pytest.fixture
def item(style):
    def make(text, info="python", *, closed=True, coarse=None, **place):
        return CodeItem(CodePiece(Code(info, text, closed), **place), style, WIDTH, coarse)

    return make


def paint(item, style, *marks, clip=None, margin=10):
    """The item on a sheet that is `margin` larger on every side, painted where `clip` is."""
    clip = clip or QRectF(0, 0, WIDTH, item.height)
    image = QImage(WIDTH + 2 * margin, round(clip.height()) + 2 * margin, QImage.Format.Format_RGB32)
    image.fill(style.colour("bg"))
    painter = QPainter(image)
    painter.translate(margin, margin - clip.top())
    item.paint(painter, clip, marks, None)
    painter.end()
    return image


def colours(image, left, right, top, bottom, margin=10):
    columns, rows = (
        range(round(left) + margin, round(right) + margin),
        range(round(top) + margin, round(bottom) + margin),
    )
    return {image.pixelColor(x, y).name() for x in columns for y in rows}


def near(colour, names):
    """Whether one of these is `colour` or nearly so: the edges of a letter are smoothed."""
    return any(
        max(abs(int(colour[i : i + 2], 16) - int(name[i : i + 2], 16)) for i in (1, 3, 5)) < 12 for name in names
    )


def row_colours(image, row):
    return colours(image, LEFT, WIDTH - LEFT, TOP + row * LINE, TOP + (row + 1) * LINE)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_box_is_painted_in_its_place_and_nowhere_else(qapp, palette):
    style = ChatStyle(palette)
    item = CodeItem(CodePiece(Code("python", "x = 1\ny = 2"), indent=1), style, WIDTH)
    assert item.height == 28 + 1 + 10 + 2 * LINE + 10 + 1

    image = paint(item, style)

    bottom = item.height
    outside = (
        colours(image, -10, 26, -10, bottom + 10)
        | colours(image, WIDTH, WIDTH + 10, -10, bottom + 10)
        | colours(image, -10, WIDTH + 10, -10, 0)
        | colours(image, -10, WIDTH + 10, bottom, bottom + 10)
    )
    assert outside == {palette.bg}
    assert colours(image, 300, 301, 0, 1) == colours(image, 300, 301, bottom - 1, bottom) == {palette.line}
    assert colours(image, 300, 301, 2, 27) == {palette.code_head}
    assert colours(image, 300, 301, 30, bottom - 1) == {palette.code}
    assert colours(image, 26, 27, 0, 1) == {palette.bg}, "the corner is round"
    assert near(palette.dim, colours(image, 26 + 13, 26 + 60, 5, 25))


def test_nothing_is_painted_in_the_room_for_copy_however_long_the_title(style, item):
    shown = item("x", "python " + "title " * 1000)
    copy = shown.copy_rect()

    image = paint(shown, style)

    assert copy.width() > 60
    assert colours(image, copy.left(), copy.right(), 2, 27) == {style.palette.code_head}
    assert near(style.palette.dim, colours(image, copy.left() - 40, copy.left(), 2, 27))


def test_a_piece_may_have_a_title_of_its_own(style, item):
    told, other = (paint(item("x", "python", title=title), style) for title in ("", "Web page"))

    assert told != other
    assert other == paint(item("x", "Web page"), style)


def test_closed_code_gets_its_colours_row_by_row(style, item):
    text = 's = """𝕏 one\n两 two"""\nreturn 1  # 𝕏 end\nplain'
    shown = item(text)
    assert not shown.has_colours

    shown.set_colours(list(colour_spans(text, "python")))

    image = paint(shown, style)
    palette = style.palette
    assert shown.has_colours
    assert near(palette.string, row_colours(image, 0))
    assert near(palette.string, row_colours(image, 1))
    assert all(near(colour, row_colours(image, 2)) for colour in (palette.keyword, palette.number, palette.comment))
    assert not any(near(colour, row_colours(image, 3)) for colour in (palette.string, palette.keyword, palette.number))


def test_open_code_has_coarse_colours_of_the_rows_on_the_screen(style, item):
    asked = []

    def coarse(line, language):
        asked.append((line, language))
        return [(0, 3, "keyword")] if line.startswith("def") else []

    shown = item("\n".join(["def f():", "    x"] * 500), closed=False, coarse=coarse)

    image = paint(shown, style, clip=QRectF(0, 0, WIDTH, TOP + 3 * LINE))

    assert asked[:2] == [("def f():", "python"), ("    x", "python")]
    assert len(asked) <= 5
    assert near(style.palette.keyword, row_colours(image, 0))
    assert not near(style.palette.keyword, row_colours(image, 1))


def test_exact_colours_take_the_place_of_coarse_ones(style, item):
    shown = item("abc", coarse=lambda line, language: [(0, 3, "keyword")])
    paint(shown, style)

    shown.set_colours([(0, 3, "string")])

    painted = row_colours(paint(shown, style), 0)
    assert near(style.palette.string, painted)
    assert not near(style.palette.keyword, painted)


def test_growing_code_is_that_of_the_whole_text(style, item):
    text = "one\n\ttwo 𝕏\n" + "x" * 4500 + "\nlast \u202e"
    shown = item("", closed=False)
    for end in range(0, len(text) + 1, 7):
        shown.grow(CodePiece(Code("python", text[:end], closed=False)))
        shown.caret_rect(end)

    shown.grow(CodePiece(Code("python", text)))

    whole = item(text)
    assert (shown.text, shown.height, shown.sideways_range) == (text, whole.height, whole.sideways_range)
    assert paint(shown, style) == paint(whole, style)


def test_growth_lays_out_the_last_row_alone(style, item):
    shown = item("one\ntwo\nthr", closed=False)
    paint(shown, style)
    kept = dict(shown._laid_out)

    shown.grow(CodePiece(Code("python", "one\ntwo\nthree\nfour", closed=False)))
    paint(shown, style)

    assert [shown._laid_out[row] is kept[row] for row in range(3)] == [True, True, False]


def test_the_end_of_the_fence_keeps_what_is_laid_out_and_coloured(style, item):
    shown = item("one", closed=False)
    shown.set_colours([(0, 3, "string")])
    paint(shown, style)
    kept = dict(shown._laid_out)

    shown.grow(CodePiece(Code("python", "one", closed=True)))

    assert shown.has_colours
    assert shown._laid_out == kept


@pytest.mark.parametrize(
    "piece",
    [
        CodePiece(Code("python", "other\ntext")),
        CodePiece(Code("c", "one\ntwo")),
        CodePiece(Code("python", "one\ntwo"), indent=2),
        CodePiece(Code("python", "on")),
    ],
    ids=["text", "language", "place", "shorter"],
)
def test_another_piece_is_shown_as_well(style, item, piece):
    shown = item("one\ntwo")
    shown.set_colours([(0, 3, "string")])
    paint(shown, style)

    shown.grow(piece)

    assert shown.text == piece.code.text
    assert not shown.has_colours
    assert paint(shown, style) == paint(CodeItem(piece, style, WIDTH), style)


def test_only_rows_on_the_screen_are_laid_out_and_few_are_kept(style, item):
    shown = item("line of code\n" * 100_000)
    for top in range(0, 40_000, 400):
        paint(shown, style, clip=QRectF(0, top, WIDTH, 400))

    assert 20 <= len(shown._laid_out) <= 256


def test_the_last_rows_of_very_long_code_are_painted_like_the_first(style, item):
    """Two million lines are 40 million pixels; Qt's layouts count to 33 million."""
    line = "line of code"
    shown = item("\n".join([line] * 2_000_000))
    bottom = shown.height - 11 - LINE

    image = paint(
        shown, style, Mark(len(shown.text) - 4, len(shown.text), "selection"), clip=QRectF(0, bottom, WIDTH, 31)
    )

    short = item(line)
    other = paint(short, style, Mark(len(line) - 4, len(line), "selection"), clip=QRectF(0, TOP, WIDTH, 31))
    assert image == other
    assert shown.position_at(QPointF(0, shown.height)) == len(shown.text) - len(line)


def test_long_code_costs_no_more_to_paint_than_short(style, item):
    """A far-off bound: in truth the two are the same."""
    short, long = item("x = 1\n" * 50), item("x = 1\n" * 1_300_000)
    clip = QRectF(0, TOP, WIDTH, 600)

    def cost(shown):
        paint(shown, style, clip=clip)
        times = []
        for _ in range(5):
            began = thread_time()
            paint(shown, style, clip=clip)
            times.append(thread_time() - began)
        return min(times)

    assert cost(long) < 5 * cost(short)


def test_a_selection_is_painted_without_gaps_between_its_rows(style, item):
    text = "first line\n\n    third\nlast"
    shown = item(text)

    image = paint(shown, style, Mark(3, len(text) - 2, "selection"))

    for y in range(TOP + LINE, TOP + 4 * LINE):
        assert style.palette.code not in colours(image, LEFT + 1, LEFT + 2, y, y + 1)
    assert style.palette.accent not in colours(image, LEFT, shown.caret_rect(3).x() - 1, TOP, TOP + LINE)


def test_hits_have_their_own_colour(style, item):
    shown = item("find me and me")

    image = paint(shown, style, Mark(5, 7, "hit"), Mark(12, 14, "current"))

    assert colours(image, shown.caret_rect(5).x() + 1, shown.caret_rect(5).x() + 2, TOP, TOP + 1) == {
        style.palette.mark
    }
    assert colours(image, shown.caret_rect(12).x() + 1, shown.caret_rect(12).x() + 2, TOP, TOP + 1) == {
        style.palette.warn
    }


def test_every_position_is_found_where_its_caret_stands(item):
    text = "a𝕏\tb\n\n中文\u200b end\n" + "y" * 2500
    shown = item(text)

    for position in [*range(20), 2015, 2020, len(text)]:
        caret = shown.caret_rect(position)
        assert caret.height() == LINE
        assert shown.position_at(QPointF(caret.x(), caret.center().y())) == position


def test_a_press_beside_the_rows_means_the_nearest(item):
    shown = item("one\ntwo\n" + "y" * 2500)

    assert shown.position_at(QPointF(0, 0)) == 0
    assert shown.position_at(QPointF(9999, TOP + 5)) == 3
    assert shown.position_at(QPointF(9999, 9999)) == len(shown.text)
    assert shown.position_at(QPointF(10**6, TOP + 2.5 * LINE)) == 8 + 1999, (
        "the end of a row inside a line is the next's"
    )


def test_a_visual_line_is_a_row(item):
    shown = item("one\ntwo\n" + "y" * 2500)

    assert shown.line_at(5) == (4, 7)
    assert shown.line_at(9) == (8, 8 + 1999)
    assert shown.line_at(len(shown.text)) == (2008, 2508)


def test_the_stream_goes_on_at_the_end_of_the_text_where_it_is_seen(item):
    shown = item("one\ntwo", closed=False)
    assert shown.end_point() == shown.caret_rect(7)

    assert item("x" * 200, closed=False).end_point() is None


# Sideways


def test_code_that_fits_does_not_scroll(item):
    shown = item("short")

    assert shown.sideways_range == 0
    assert not shown.scroll_sideways(10)
    assert shown.thumb_rect().isNull()


def test_a_long_line_scrolls_inside_the_box(style, item):
    shown = item("x" * 200)
    assert shown.height == item("x").height + 8, "room for the thumb"

    assert shown.scroll_sideways(100)
    caret = shown.caret_rect(0)
    assert (shown.sideways, caret.x()) == (100, LEFT - 100)
    assert shown.position_at(QPointF(caret.x() + 10 * 7.8125, caret.y())) == 10
    assert shown.scroll_sideways(10**6)
    assert not shown.scroll_sideways(1)

    assert shown.caret_rect(200).x() == pytest.approx(WIDTH - LEFT, abs=1), "the end can be seen, with its space"
    image = paint(shown, style)
    assert colours(image, -10, 0, -10, shown.height) == {style.palette.bg}
    assert colours(image, 0, 1, 40, 60) == {style.palette.line}


def test_the_thumb_is_painted_below_the_text_and_can_be_dragged(style, item):
    shown = item("x" * 200)
    thumb = shown.thumb_rect()
    assert thumb.bottom() < shown.height
    assert thumb.top() >= TOP + LINE

    image = paint(shown, style)
    inside = thumb.adjusted(3, 1, -3, -1)
    painted = colours(image, inside.left(), inside.right(), inside.top(), inside.bottom())
    assert painted == {style.palette.field_line}

    assert shown.drag_thumb(20)
    assert shown.thumb_rect().left() == pytest.approx(thumb.left() + 20)
    assert shown.sideways > 20


def test_a_press_on_the_thumb_or_the_button_begins_no_selection(item):
    shown = item("x" * 200)

    assert not shown.hit(shown.thumb_rect().center())
    assert not shown.hit(shown.copy_rect().center())
    assert shown.hit(QPointF(100, TOP + 5))
    assert shown.hit(QPointF(20, 10))


def test_the_scroll_state_can_be_put_back(item):
    shown = item("x" * 200)
    shown.sideways = 123

    other = item("x" * 200)
    other.sideways = shown.sideways

    assert other.sideways == 123
    other.sideways = 10**6
    assert other.sideways == other.sideways_range


def test_a_row_wider_than_estimated_can_be_reached(item):
    """Badges are wider than the character whose place they take; only a layout tells."""
    shown = item("a" + "\u202e" * 60)
    before = shown.height

    shown.caret_rect(0)

    assert shown.sideways_range > 1000
    assert shown.height == before
