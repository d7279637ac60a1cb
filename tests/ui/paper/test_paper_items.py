"""`desktop.ui.paper.paper_items`: pieces laid out where nothing can be scrolled."""

from __future__ import annotations

import pytest

from desktop.markup.blocks import parse
from desktop.ui.chat.pieces import BarPiece, Tables, bubble_pieces, pieces_of
from desktop.ui.chat.plain_items import FormulaItem
from desktop.ui.chat.text_item import TextItem
from desktop.ui.paper.paper_items import PaperItems
from desktop.ui.paper.shrunk import Shrunk


@pytest.fixture
def paper(qapp):
    paper = PaperItems(300, 2.0)
    yield paper
    paper.formulas.close()


def lay_out(qtbot, paper, markdown):
    """The items of a text, waited for as `Printout` does."""
    group = [piece for block in parse(markdown).blocks for piece in pieces_of(block, Tables(0))]
    paper.begin(group)
    found = []
    for piece in group:
        for item in paper.items(piece):
            if item is None:
                qtbot.wait(1)
            else:
                found.append(item)
    return found


def test_formulas_are_waited_for(qtbot, paper):
    text, formula = lay_out(qtbot, paper, "So $x^2$ it is.\n\n$$y = \\frac{1}{2}$$")

    assert isinstance(text, TextItem)
    assert len(text._box._shown.insets) == 1
    assert isinstance(formula, FormulaItem)
    assert formula._picture is not None


def test_a_formula_that_cannot_be_drawn_is_its_source(qtbot, paper):
    (formula,) = lay_out(qtbot, paper, "$$\\nothing{x}$$")

    assert formula._picture is None


def test_a_table_that_is_too_wide_is_made_smaller_in_all_of_its_rows(qtbot, paper):
    columns = [f"WideColumn{number}" for number in range(8)]
    rows = lay_out(qtbot, paper, f"|{'|'.join(columns)}|\n|{'---|' * 8}\n|{'x|' * 8}\n|{'y|' * 8}")

    assert {type(row) for row in rows} == {Shrunk}
    assert len({row._scale for row in rows}) == 1
    assert rows[0]._scale < 0.6


def test_all_rows_have_the_columns_that_the_widest_of_them_wants(qtbot, paper):
    lines = "".join(f"|{'w' * 12 if number == 150 else 'x'}|y|\n" for number in range(200))
    first, *_, last = lay_out(qtbot, paper, f"|a|b|\n|---|---|\n{lines}")

    assert first._edges == last._edges


def test_parts_of_a_long_question_are_as_wide_as_each_other(paper):
    group = bubble_pieces("word " * 2000)
    paper.begin(group)

    items = [item for piece in group for item in paper.items(piece)]

    assert len(items) > 1
    assert len({item._area.width() for item in items}) == 1


def test_what_can_only_be_pressed_takes_no_room(paper):
    assert list(paper.items(BarPiece(0))) == []
