from __future__ import annotations

import pytest
from fakes.markdown import DOCUMENTS

from desktop.markup.nodes import Formula
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.messages import Notice
from desktop.ui.chat.pieces import (
    BarPiece,
    BubblePiece,
    CaptionPiece,
    CardPiece,
    EditPiece,
    FoldPiece,
    FormulaPiece,
    RulePiece,
)
from desktop.ui.chat.style import ChatStyle


@pytest.fixture
def measure(style):
    return Measure(style, 760)


def test_every_change_has_a_stamp_of_its_own(measure):
    before = measure.stamp

    measure.change(ChatStyle(zoom_percent=150), 500)

    assert measure.stamp > before
    assert (measure.width, measure.style.zoom_percent) == (500, 150)


def laid_out(chat, view):
    chat.set_messages([view])
    return sum(chat.column.item(slot).height + slot.entry.space_above(slot.index) for slot in chat.entry("a").slots)


@pytest.mark.parametrize(
    "text", ["words and more words " * 200, "中文的长段落。" * 300, "\n\n".join(DOCUMENTS), "x\n\n" * 60]
)
def test_an_estimate_is_near_what_the_layout_gives(chat, answer, style, text):
    measure = Measure(style, chat.column.measure.width)
    view = answer(text)
    entry = Entry(view, measure)
    entry.load()

    exact = laid_out(chat, view)

    assert 0.75 * exact < entry.height < 1.3 * exact
    assert 0.5 * exact < measure.message(view) < 1.7 * exact


def test_narrow_and_large_is_higher(answer, measure):
    view = answer("words " * 500)
    before = measure.message(view)

    assert Measure(measure.style, 300).message(view) > 2 * before
    assert Measure(ChatStyle(zoom_percent=200), 760).message(view) > 2.5 * before


@pytest.mark.parametrize(
    "piece",
    [
        BubblePiece((), first=True, last=True),
        FormulaPiece(Formula("x", "$$x$$")),
        RulePiece(),
        CaptionPiece("m"),
        FoldPiece("f", is_open=False),
        CardPiece(Notice("err", "e")),
        EditPiece(),
        BarPiece(10),
    ],
)
def test_every_piece_has_a_height(measure, piece):
    assert measure.piece(piece) > 0


def test_a_message_without_text_has_the_room_of_its_frame(answer, question, measure):
    assert measure.message(answer("")) > 0
    assert measure.message(question("")) > 0
