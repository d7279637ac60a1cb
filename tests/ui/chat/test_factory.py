from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.factory import ItemFactory
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.messages import MessageView, Notice
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.plain_items import BubbleItem, CaptionItem, FormulaItem, RoomItem, RuleItem
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.table_item import TableItem
from desktop.ui.chat.text_item import TextItem


@pytest.fixture
def measure(style):
    return Measure(style, 600)


@pytest.fixture
def factory(qtbot, measure):
    widget = QWidget()
    qtbot.addWidget(widget)
    return ItemFactory(measure, Formulas(widget), Overlays(widget, measure.style))


@pytest.fixture
def laid_out(factory, measure):
    """An entry of this text, each slot with its item."""

    def laid_out(text, role="assistant", **fields):
        entry = Entry(MessageView("a", role, text, caption="m", **fields), measure)
        entry.load()
        for slot in entry.slots:
            slot.item = factory.make(slot)
            slot.stamp = measure.stamp
        return entry

    return laid_out


def test_every_piece_has_its_item(laid_out):
    text = "text\n\n```\nx\n```\n\n| a |\n|---|\n\n$$\nx\n$$\n\n---"
    entry = laid_out(text, reasoning="r", notice=Notice("err", "e"))

    assert [type(slot.item) for slot in entry.slots] == [
        CaptionItem,
        RoomItem,
        TextItem,
        CodeItem,
        TableItem,
        FormulaItem,
        RuleItem,
        RoomItem,
        RoomItem,
    ]
    assert [type(slot.item) for slot in laid_out("q", "user").slots] == [BubbleItem, RoomItem]


def test_an_item_says_what_its_piece_says(laid_out):
    text = (
        "a **b** ![c](https://e.example/d.png) `e`\n\n```\nx\n\ty\n```\n\n| a | $x$ |\n|---|---|\n\n$$\nx\n$$\n\n1. n"
    )

    for entry in (laid_out(text), laid_out(text, "user")):
        for slot in entry.slots:
            assert slot.item.text == piece_text(slot.piece)


def test_code_that_grows_goes_on_with_its_item(laid_out, factory, measure):
    entry = laid_out("```py\none", streaming=True)
    slot = entry.slots[1]
    item = slot.item
    item.sideways = 0

    entry.append_text("\ntwo")
    assert factory.make(slot) is item
    assert item.text == "one\ntwo"
    measure.change(ChatStyle(zoom_percent=150), 600)

    assert factory.make(slot) is not item


def test_code_laid_out_anew_is_where_it_was_scrolled_to(laid_out, factory):
    entry = laid_out("```\n" + "long " * 300 + "\n```")
    slot = entry.slots[1]
    slot.item, slot.sideways = None, 70

    assert factory.make(slot).sideways == 70


class Wide:
    """Formulas whose pictures are 900 px wide."""

    width, height, depth = 900.0, 40.0, 0.0

    def picture(self, tex, *, display, font, colour):
        return self


def test_a_formula_laid_out_anew_is_where_it_was_scrolled_to(qtbot, laid_out, measure):
    entry = laid_out("$$x$$")
    slot = entry.slots[1]
    slot.item, slot.sideways = None, 30
    widget = QWidget()
    qtbot.addWidget(widget)

    made = ItemFactory(measure, Wide(), Overlays(widget, measure.style)).make(slot)

    assert made.sideways == 30


def test_rows_of_a_table_share_their_columns(laid_out):
    entry = laid_out("| a | b |\n|---|---|\n| a much longer cell | x |\n| y | z |\n\n| c | d |\n|---|---|\n")
    rows = [slot.item for slot in entry.slots if isinstance(slot.item, TableItem)]

    assert rows[1]._edges == rows[2]._edges
    assert rows[3]._edges[1] < rows[1]._edges[1]


def test_a_row_whose_columns_became_wider_is_stale(laid_out, factory):
    entry = laid_out("| a | b |\n|---|---|\n| x | y |\n", streaming=True)
    first = entry.slots[1].item
    assert not factory.is_stale(first)

    entry.append_text("| a very much longer cell than before | z |\n")
    for slot in entry.slots[2:4]:
        slot.item = factory.make(slot)

    assert factory.is_stale(first)
    assert not factory.is_stale(entry.slots[0].item)


def test_all_parts_of_a_question_are_equally_wide(laid_out):
    entry = laid_out("word " * 3000, "user")
    bubbles = [slot.item for slot in entry.slots if isinstance(slot.item, BubbleItem)]

    assert len(bubbles) > 2
    assert len({item.caret_rect(0).x() for item in bubbles}) == 1


def test_a_row_is_laid_out_as_wide_as_those_below_it_need(laid_out, factory):
    rows = "\n".join(f"| {'word ' * number} | x |" for number in range(40))
    entry = laid_out(f"| a | b |\n|---|---|\n{rows}")

    items = [slot.item for slot in entry.slots if isinstance(slot.item, TableItem)]

    assert len(items) == 41
    assert not any(factory.is_stale(item) for item in items)
