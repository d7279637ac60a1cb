from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.markup.nodes import Run
from desktop.ui.chat.item import Mark
from desktop.ui.chat.pieces import TextPiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem
from desktop.ui.chat.text_layout import TextBox

WIDTH = 300


class Box:
    """A picture of a formula, 20 px wide and `height` high."""

    def __init__(self, height):
        self.width, self.height, self.depth = 20.0, float(height), height / 2

    def paint(self, painter, place):
        painter.fillRect(QRectF(place.x(), place.y(), 20, self.height), Qt.GlobalColor.red)


class Boxes:
    def __init__(self, height=None):
        self.height = height

    def picture(self, tex, *, display, font, colour):
        return Box(self.height) if self.height else None


@pytest.fixture
def item(style):
    def item(*runs, formula_height=None, width=WIDTH, **piece):
        runs = tuple(Run(run) if isinstance(run, str) else run for run in runs)
        return TextItem(TextPiece(runs, **piece), style, Boxes(formula_height), width)

    return item


def paint(item, style, *marks, ring=None):
    image = QImage(WIDTH, max(1, item.height), QImage.Format.Format_RGB32)
    image.fill(style.colour("bg"))
    painter = QPainter(image)
    item.paint(painter, QRectF(0, 0, WIDTH, item.height), marks, ring)
    painter.end()
    return image


def colours(image, rect=None):
    rect = rect or QRectF(0, 0, image.width(), image.height())
    area = rect.toAlignedRect().intersected(image.rect())
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


TEXTS = [
    "one",
    "some words of text " * 20,
    "中文的长段落没有空格" * 20,
    "👍🏽 emoji 👨‍👩‍👧 𝕏 " * 12,
    "a\nb\n\nc",
    "x" * 300,
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_position_is_found_where_its_caret_stands(item, text):
    found = item(text) if text else item()

    for position in range(len(found.text)):
        caret = found.caret_rect(position)
        back = found.position_at(QPointF(caret.x(), caret.center().y()))
        # Inside of what is one character for the reader there is no place of its own.
        assert found.caret_rect(back) == caret


@pytest.mark.parametrize("text", TEXTS)
def test_visual_lines_cover_the_text_without_gaps(item, text):
    found = item(text) if text else item()

    position, lines, tops = 0, 0, []
    while position <= len(found.text):
        start, end = found.line_at(position)
        assert start <= position
        assert all(found.line_at(inside) == (start, end) for inside in range(start, min(end, len(found.text) - 1)))
        tops.append(found.caret_rect(start).top())
        lines += 1
        position = max(end, position) + 1
    assert tops == sorted(set(tops))
    assert found.height == sum(22 for _ in range(lines))


def test_text_is_wrapped_in_its_width_and_higher_where_it_is_narrow(item):
    wide, narrow = item("words " * 60, width=600), item("words " * 60, width=150)

    assert narrow.height > 3 * wide.height
    assert wide.height % 22 == 0


def test_a_list_and_a_quote_stand_in(item, style):
    plain, deep = item("words"), item("words", indent=2, quote=1, mark="bullet")

    assert deep.caret_rect(0).x() == plain.caret_rect(0).x() + 2 * 26 + 15
    assert deep.position_at(QPointF(0, 5)) == 0


@pytest.mark.parametrize("mark", ["bullet", "number", "todo", "done"])
def test_a_mark_is_painted_before_the_text(item, style, mark):
    found = item("words", indent=1, mark=mark, number="12.")

    image = paint(found, style)

    assert colours(image, QRectF(0, 0, 24, found.height)) != {style.palette.bg}
    assert paint(item("words", indent=1), style) != image


def test_a_selection_is_painted_in_its_lines(item, style):
    found = item("word " * 40)
    start, end = found.line_at(60)

    image = paint(found, style, Mark(start, end, "selection"))

    row = found.caret_rect(start)
    accent = style.palette.accent
    assert accent in colours(image, QRectF(0, row.top() + 1, WIDTH, 3))
    assert accent not in colours(image, QRectF(0, row.top() - 4, WIDTH, 3))
    assert accent not in colours(image, QRectF(0, row.bottom() + 1, WIDTH, 3))


def test_hits_have_colours_of_their_own(item, style):
    found = item("some words")

    pictures = [paint(found, style, Mark(0, 4, kind)) for kind in ("selection", "hit", "current")]

    assert all(one != other for number, one in enumerate(pictures) for other in pictures[:number])


def test_links_are_found_where_they_are_and_the_keyboards_one_is_ringed(item, style):
    found = item("see ", Run("this long link " * 4, link="https://e.example/"), " end")
    (link,) = found.links

    hits = [found.link_at(QPointF(x, y)) for y in range(2, found.height, 11) for x in range(0, WIDTH, 4)]
    assert set(hits) == {None, link}
    assert found.link_at(QPointF(2, 5)) is None
    assert found.link_at(QPointF(2, found.height + 5)) is None
    assert paint(found, style, ring=link) != paint(found, style)


def test_a_high_formula_makes_only_its_line_higher(item, style):
    formula = Run("x", math=True, source="$x$")
    plain, found = item("a ", "word " * 60), item("a ", formula, "word " * 60, formula_height=60)

    assert found.caret_rect(0).height() > 60
    assert found.caret_rect(len(found.text)).height() == 22
    assert found.height > plain.height
    image = paint(found, style)
    assert "#ff0000" in colours(image, found.caret_rect(0).adjusted(0, 0, 60, 0))
    assert "#ff0000" not in colours(image, QRectF(0, found.caret_rect(0).bottom() + 1, WIDTH, 40))


def test_a_press_on_a_formula_means_one_of_its_ends(item):
    formula = Run("x^2", math=True, source="$x^2$")
    found = item("a ", formula, " b", formula_height=12)

    left = found.caret_rect(2).x()
    assert found.position_at(QPointF(left + 2, 8)) == 2
    assert found.position_at(QPointF(left + 18, 8)) == 7


def test_right_to_left_text_stands_at_the_right(item, style):
    hebrew = item("שלום עולם")
    latin = item("shalom")

    assert hebrew.caret_rect(0).x() > WIDTH - 5
    assert latin.caret_rect(0).x() < 5
    assert hebrew.caret_rect(len(hebrew.text)).x() < WIDTH - 20


@pytest.mark.parametrize("mark", ["bullet", "number", "todo", "done"])
def test_the_mark_of_a_right_to_left_item_stands_at_its_right(item, style, mark):
    found = item("שלום עולם " * 20, indent=2, mark=mark, number="2.")

    image = paint(found, style)

    start = WIDTH - 2 * 26
    assert found.caret_rect(0).x() == pytest.approx(start, abs=1)
    assert colours(image, QRectF(start + 2, 0, 24, 22)) != {style.palette.bg}
    assert colours(image, QRectF(start + 2, 22, 50, 22)) == {style.palette.bg}
    assert found.position_at(QPointF(WIDTH, 5)) == 0


def test_a_right_to_left_item_of_a_quote_stands_beside_its_bar(item):
    inside = item("שלום " * 60, indent=1, quote=1, outer=(0,), mark="bullet")
    around = item("שלום " * 60, indent=1, quote=1, outer=(1,), mark="bullet")

    assert inside.caret_rect(0).x() == pytest.approx(WIDTH - 26, abs=1)
    assert inside.caret_rect(inside.line_at(0)[1]).x() >= 15
    # Its bar stands in the list.
    assert around.caret_rect(0).x() == pytest.approx(WIDTH, abs=1)


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_their_fonts(item, level):
    heading = item("Title", heading=level)

    assert heading.height >= 20
    assert heading.height <= item("Title", heading=1).height


def test_thoughts_have_a_bar_at_their_left(item, style):
    image = paint(item("thought", look="thought"), style)

    assert colours(image, QRectF(0, 0, 3, 10)) == {style.palette.line}


def test_right_to_left_thoughts_stand_beside_their_bar(item):
    found = item("שלום " * 60, look="thought")

    assert found.caret_rect(0).x() == pytest.approx(WIDTH, abs=1)
    assert min(found.caret_rect(position).x() for position in range(len(found.text))) >= 15


def test_zoom_makes_all_larger(style):
    piece = TextPiece((Run("words " * 30),), indent=1, mark="number", number="1.")
    small, large = (TextItem(piece, ChatStyle(zoom_percent=zoom), Boxes(), WIDTH) for zoom in (100, 200))

    assert large.height > 3 * small.height
    assert large.caret_rect(0).x() == 2 * small.caret_rect(0).x()


def test_the_natural_width_is_that_of_the_longest_line(style):
    box = TextBox((Run("short\nmuch longer line"),), style, Boxes(), style.text_font, style.colour("text"))
    box.lay_out(1000)

    assert box.natural_width == pytest.approx(box.caret_rect(len(box.text)).x(), abs=1)


def test_a_narrow_width_is_no_error(item):
    assert item("words " * 10, width=10, indent=8).height > 0


# Text that turns around


def letter_boxes(box, start, end):
    """Where each letter of a line is drawn."""
    line = box._layout.lineAt(0)
    rects = [line.glyphRuns(at, 1)[0].boundingRect() for at in range(start, end)]
    return [(rect.left(), rect.right()) for rect in rects]


@pytest.mark.parametrize("text", ["abc שלום עולם def", "שלום abc עולם", "12 שלום (34) def"])
def test_what_is_marked_of_text_that_turns_around_is_what_is_selected(item, text):
    box = item(text)._box
    everything = letter_boxes(box, 0, len(text))

    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            rects = box.rects(start, end)
            inside = letter_boxes(box, start, end)
            outside = everything[:start] + everything[end:]
            for left, right in inside:
                assert any(rect.left() - 0.6 <= left and right <= rect.right() + 0.6 for rect in rects)
            for left, right in outside:
                middle = (left + right) / 2
                if right - left > 2:
                    assert not any(rect.left() < middle < rect.right() for rect in rects)


def test_a_selection_over_the_turn_has_two_stretches(item):
    box = item("abc שלום def")._box

    # The space and the first two letters, which stand at the right end of the word.
    assert len(box.rects(3, 6)) == 2
    assert len(box.rects(0, 12)) == 1


def test_a_marked_formula_can_be_read(item, style):
    """A picture keeps its colours, which stand out from the page and not from what is selected."""
    item = item("a ", Run("x", math=True, source="$x$"), " b", formula_height=10)
    image = paint(item, style, Mark(0, len(item.text), "selection"))
    at = item.caret_rect(2)

    assert style.colour("accent_soft").name() in colours(image, QRectF(at.x(), 0, 22, item.height))
