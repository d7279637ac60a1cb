from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.chat.item import Mark
from desktop.ui.chat.painting import Scene, changed_area, column_area, moved, paint_scene


@pytest.fixture
def draw(chat):
    """The scene of the chat, or a part of it, on red ground."""

    def draw(area=None, **changes):
        size = chat.viewport().size()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(0xFF0000)
        painter = QPainter(image)
        area = area or QRect(0, 0, size.width(), size.height())
        painter.setClipRect(area)
        style = chat.column.measure.style
        left = (chat.width() - chat.column.measure.width) // 2
        fields = {"marks": lambda slot: [], "ring": None, "focused": None, **changes}
        paint_scene(painter, Scene(chat.column.placed, style, left, **fields), area)
        painter.end()
        return image

    return draw


def colours(image, rect):
    return {
        image.pixelColor(x, y).name()
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    }


def placed(chat, uuid, index):
    slot = chat.entry(uuid).slots[index]
    return next(one for one in chat.column.placed if one.slot is slot)


def left_of(chat):
    return (chat.width() - chat.column.measure.width) // 2


def test_an_empty_chat_is_ground(chat, draw):
    chat.set_messages([])

    image = draw()

    assert colours(image, image.rect().adjusted(0, 0, -1, -600)) == {chat.column.measure.style.palette.bg}


@pytest.mark.parametrize("height", [1, 7, 40])
def test_the_picture_in_strips_is_the_picture_at_once(chat, question, answer, draw, height):
    text = "# T\n\n> quote\n>\n> > deep\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n1. one\n\n---\n\nend"
    chat.set_messages([question("words " * 60), answer(text)])
    entry = chat.entry("a")
    whole = draw(focused=entry)

    strips = QImage(whole.size(), QImage.Format.Format_RGB32)
    painter = QPainter(strips)
    for top in range(0, whole.height(), height):
        strip = QRect(0, top, whole.width(), height)
        painter.drawImage(strip.topLeft(), draw(strip, focused=entry), strip)
    painter.end()

    assert strips == whole


def test_a_quote_has_bars_that_go_on_from_piece_to_piece(chat, answer, draw):
    chat.set_messages([answer("> one\n>\n> two\n>\n> > deep")])
    first, last = placed(chat, "a", 1), placed(chat, "a", 3)
    palette = chat.column.measure.style.palette

    image = draw()

    left = left_of(chat)
    assert colours(image, QRect(left, first.y, 3, last.bottom - first.y)) == {palette.line}
    assert colours(image, QRect(left + 15, last.y, 3, last.item.height)) == {palette.line}
    assert palette.line not in colours(image, QRect(left + 15, first.y, 3, first.item.height))
    assert colours(image, QRect(left, last.bottom + 1, 3, 4)) == {palette.bg}


def test_the_bar_of_a_quote_stands_outside_a_list_in_it_and_inside_a_list_around_it(chat, answer, draw):
    chat.set_messages([answer("> words\n>\n> - item\n>   - deeper\n\n- item\n\n  > quote")])
    line, left = chat.column.measure.style.palette.line, left_of(chat)
    words, deeper, quote = (placed(chat, "a", index) for index in (1, 3, 5))

    image = draw()

    assert colours(image, QRect(left, words.y, 3, deeper.bottom - words.y)) == {line}
    assert line not in colours(image, QRect(left + 4, words.y, 40, deeper.bottom - words.y))
    assert line not in colours(image, QRect(left, quote.y, 3, quote.item.height))
    assert colours(image, QRect(left + 26, quote.y, 3, quote.item.height)) == {line}


def test_each_bar_stands_inside_the_lists_around_its_quote(chat, answer, draw):
    chat.set_messages([answer("> - item\n>\n>   > inner\n>   > - deep\n>   >   > last")])
    line, left = chat.column.measure.style.palette.line, left_of(chat)
    inner, last = placed(chat, "a", 2), placed(chat, "a", 4)

    image = draw()

    assert colours(image, QRect(left, inner.y, 3, last.bottom - inner.y)) == {line}
    assert line not in colours(image, QRect(left + 4, inner.y, 36, last.bottom - inner.y))
    # Behind one quote and one list, then behind two of each.
    assert colours(image, QRect(left + 41, inner.y, 3, last.bottom - inner.y)) == {line}
    assert colours(image, QRect(left + 82, last.y, 3, last.item.height)) == {line}


def test_two_quotes_are_not_joined_by_their_bars(chat, answer, draw):
    chat.set_messages([answer("> one\n\n> two\n\n- > three\n- > four")])
    line, left = chat.column.measure.style.palette.line, left_of(chat)
    one, two, three, four = (placed(chat, "a", index) for index in (1, 2, 3, 4))

    image = draw()

    assert line not in colours(image, QRect(left, one.bottom, 3, two.y - one.bottom))
    assert line not in colours(image, QRect(left + 26, three.bottom, 3, four.y - three.bottom))


def test_the_mark_of_an_item_stands_before_the_bar_of_a_quote_that_it_begins_with(chat, answer, draw):
    chat.set_messages([answer("- words\n- > quote\n- - > deep")])
    style, left = chat.column.measure.style, left_of(chat)
    words, quote, deep = (placed(chat, "a", index) for index in (1, 2, 4))

    image = draw()

    marks = QRect(left, 0, 25, 1)
    assert style.palette.dim in colours(image, marks.adjusted(0, words.y, 0, words.bottom - 1))
    assert style.palette.dim in colours(image, marks.adjusted(0, quote.y, 0, quote.bottom - 1))
    assert colours(image, QRect(left + 26, quote.y, 3, quote.item.height)) == {style.palette.line}
    assert colours(image, QRect(left + 52, deep.y, 3, deep.item.height)) == {style.palette.line}


def test_the_caret_stands_where_the_stream_goes_on(chat, answer, draw):
    chat.set_messages([answer("words", streaming=True)])
    accent = chat.column.measure.style.palette.accent
    one = placed(chat, "a", 1)
    end = round(left_of(chat) + one.item.caret_rect(5).x())

    image = draw()
    assert accent in colours(image, QRect(end, one.y, 12, one.item.height))
    chat.update_message(answer("words"))

    assert accent not in colours(draw(), QRect(end, one.y, 12, one.item.height))


def test_marks_are_those_of_each_slot(chat, answer, draw):
    chat.set_messages([answer("one\n\ntwo")])
    slot = chat.entry("a").slots[2]
    plain = draw()

    image = draw(marks=lambda one: [Mark(0, 3, "selection")] if one is slot else [])

    first, second = placed(chat, "a", 1), placed(chat, "a", 2)
    assert image.copy(0, first.y, 900, first.item.height) == plain.copy(0, first.y, 900, first.item.height)
    assert image.copy(0, second.y, 900, second.item.height) != plain.copy(0, second.y, 900, second.item.height)


def test_the_link_of_the_keyboard_is_ringed_in_its_slot_only(chat, answer, draw):
    chat.set_messages([answer("[a](https://e.example/)\n\n[a](https://e.example/)")])
    second = placed(chat, "a", 2)
    plain = draw()

    image = draw(ring=(second.slot, second.item.links[0]))

    assert image.copy(0, 0, 900, second.y - 4) == plain.copy(0, 0, 900, second.y - 4)
    assert image != plain


def test_the_message_of_the_keyboard_has_a_bar_beside_it(chat, question, answer, draw):
    chat.set_messages([question("one"), answer("two\n\nthree")])
    accent = chat.column.measure.style.palette.accent
    x = left_of(chat) - 12

    image = draw(focused=chat.entry("a"))

    first, last = placed(chat, "a", 0), placed(chat, "a", 3)
    assert colours(image, QRect(x + 1, first.y + 4, 1, last.bottom - first.y - 8)) == {accent}
    top = placed(chat, "q", 0)
    assert accent not in colours(image, QRect(x, top.y, 3, top.item.height))


def test_what_is_the_same_is_not_drawn_again(chat, answer):
    chat.set_messages([answer("one\n\ntwo\n\nthree", streaming=True)])
    whole = chat.viewport().rect()
    before = list(chat.column.placed)
    assert changed_area(before, list(before), whole).isEmpty()

    chat.append_text("a", " more")
    chat._flush()

    area = changed_area(before, chat.column.placed, whole)
    three = placed(chat, "a", 3)
    assert area.top() <= three.y
    assert area.top() > placed(chat, "a", 0).bottom
    assert chat.column.placed[-1].bottom <= area.bottom() < whole.bottom()
    assert changed_area(before, before[:2], whole).top() <= before[2].y
    assert changed_area([], before, whole) == whole


def test_a_delta_draws_nothing_beside_the_column(qtbot, chat, answer, settle):
    chat.set_messages([answer("one", streaming=True)])
    settle(chat)
    qtbot.wait(1)
    painted = Painted(chat.viewport())

    chat.append_text("a", " more")
    chat._flush()
    qtbot.waitUntil(lambda: not painted.region.isEmpty(), timeout=10_000)

    column = column_area(chat.viewport(), chat.left(), chat._measure.width)
    assert column.width() < chat.viewport().width()
    assert column.contains(painted.region.boundingRect())


class Painted(QObject):
    """Notes what is painted of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region = self.region.united(event.region())
        return False


@pytest.mark.parametrize("source", ["```py\nx = 1", "| a | b |\n|---|---|\n| c | d", "- one\n- tw", "para", "> quo"])
def test_each_delta_is_painted_where_it_is_seen(qtbot, chat, answer, settle, source):
    chat.set_messages([answer(source, streaming=True)])
    settle(chat)
    qtbot.wait(1)
    painted = Painted(chat.viewport())

    for delta in (" and", " more"):
        before = chat.viewport().grab().toImage()
        painted.region = QRegion()
        chat.append_text("a", delta)
        chat._flush()
        qtbot.waitUntil(lambda: not painted.region.isEmpty(), timeout=10_000)
        after = chat.viewport().grab().toImage()

        slot = chat.entry("a").caret_slot
        one = next(one for one in chat.column.placed if one.slot is slot)
        row = one.item.caret_rect(len(one.item.text)).toRect().translated(left_of(chat), one.y)
        assert after != before
        assert painted.region.contains(row.center())


STREAMED = (
    "# Title\n\nA paragraph with **strong words** and `code` that goes on for more than one line of the column until "
    "it ends.\n\n中文段落，写得足够长，一行放不下，所以会折到下一行去。“引号”、（括号）和标点符号也在里面。\n\n"
    "> a quote that is long enough for the column, so that it takes a second line as well as the first one it had\n"
    "> > deeper\n\n- one\n- two, which is **long enough\n  to wrap** at the end of the line of the column that it has\n"
    "  - [x] done\n\n```py\nfor x in range(3):\n    print(x)  # " + "a long line " * 20 + "\n\nend = 1\n```\n\n"
    "| a | b |\n|---|---|\n| long words | c |\n| d | longer words |\n\n"
    "שלום עולם and $x^2$ after it ☺️ and U+202E \u202e.\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n1. first\n2. second\n\n"
)


def on_screen(chat):
    return chat.screen().grabWindow(chat.winId()).toImage().copy(chat.viewport().geometry())


def at_once(chat):
    return chat.grab().toImage().copy(chat.viewport().geometry()).convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("seed", range(4))
def test_the_screen_shows_what_a_picture_drawn_at_once_would(qtbot, chat, answer, settle, seed):
    """Only what changed is drawn, and what only moved up is copied there."""
    chances = random.Random(seed)
    chat.set_messages([answer("", streaming=True)])
    settle(chat)
    text = STREAMED * 2

    while text:
        size = chances.choice((1, 3, 7, 30))
        chat.append_text("a", text[:size])
        text = text[size:]
        chat._flush()
        if chances.random() < 0.3:
            continue  # two deltas in one picture
        if chances.random() < 0.1:
            chat.scroll_pixels(chances.choice((-90, -3, 5, 200, 5000)))
        QApplication.processEvents()
        # Colours of code may have come since the last picture.
        qtbot.waitUntil(lambda: on_screen(chat) == at_once(chat), timeout=3000)


@pytest.mark.parametrize(
    ("before", "more"),
    [("words " * 200, "more"), ("```py\n" + "x = 1\n" * 20 + "y = ", "2")],
    ids=["paragraph", "fence"],
)
def test_of_a_long_block_only_the_lines_at_its_end_are_drawn_again(chat, answer, before, more):
    chat.set_messages([answer(before, streaming=True)])
    whole = chat.viewport().rect()
    shown = list(chat.column.placed)

    chat.append_text("a", more)
    chat._flush()

    tail = placed(chat, "a", 1)
    area = changed_area(shown, chat.column.placed, whole)
    assert tail.item.height > 200
    assert tail.bottom - 80 < area.top() < tail.bottom - 20


@pytest.mark.parametrize("zoom", [100, 300])
def test_the_caret_is_taken_away_where_the_stream_went_on_below(chat, answer, zoom):
    chat.set_theme(chat.column.measure.style.palette, zoom)
    chat.set_messages([answer("```py\nx = 1\n```\n", streaming=True)])
    whole = chat.viewport().rect()
    before = list(chat.column.placed)
    code = placed(chat, "a", 1)
    caret = code.item.end_point().toRect().translated(0, code.y)

    chat.append_text("a", "\n\nwords")
    chat._flush()

    assert changed_area(before, chat.column.placed, whole).top() <= caret.top()


def test_what_scrolled_out_of_sight_is_left_out_of_what_moved(chat, answer):
    chat.set_messages([answer("words\n\n" * 60, streaming=True)])
    before = list(chat.column.placed)

    chat.append_text("a", "\n\nmore\n\nmore")
    chat._flush()

    up, stood = moved(before, chat.column.placed)
    assert up > 20
    assert stood[0] == chat.column.placed[0]
    assert moved(before, before) == (0, before)
    assert moved([], before) == (0, [])


def test_what_moves_up_is_not_drawn_again_though_the_handle_of_the_sidebar_reaches_over_the_edge(
    qtbot, chat, answer, settle
):
    handle = QWidget(chat)
    handle.setGeometry(0, 0, 3, 700)
    handle.show()
    chat.set_messages([answer("words\n\n" * 60, streaming=True)])
    settle(chat)
    qtbot.wait(1)
    painted = Painted(chat.viewport())

    chat.append_text("a", "\n\nmore")
    chat._flush()
    qtbot.waitUntil(lambda: not painted.region.isEmpty(), timeout=2000)

    drawn = sum(rect.width() * rect.height() for rect in painted.region)
    assert drawn < chat.viewport().width() * chat.viewport().height() / 3
