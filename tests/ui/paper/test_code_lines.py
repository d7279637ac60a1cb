"""`desktop.ui.paper.code_lines`: code where nobody can scroll."""

from __future__ import annotations

import pytest
from fakes.drawn import drawn
from PySide6.QtGui import QColor

from desktop.markup.nodes import Code
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.pieces import CodePiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.paper.code_lines import ROWS, CodeLines, code_lines


@pytest.fixture
def lay_out(qapp):
    style, formulas = ChatStyle(), Formulas()

    def lay_out(text, language="", width=400, **fields):
        piece = CodePiece(Code(language, text), **fields)
        return [one for one in code_lines(piece, style, formulas, width) if one is not None]

    yield lay_out
    formulas.close()


def words(items: list[CodeLines]) -> list[str]:
    return [box.text for item in items for _, box in item._boxes]


def test_a_line_that_is_wider_than_the_paper_is_wrapped_and_can_be_cut_between_its_lines(lay_out):
    (short,) = lay_out("x")
    (long,) = lay_out("word " * 100)

    assert long.height > 4 * short.height
    assert len(long.cuts()) > 5
    assert list(long.cuts()) == sorted(set(long.cuts()))
    assert long.cuts()[-1] < long.height


def test_lines_of_a_long_block_come_in_items_that_are_one_block_together(lay_out):
    items = lay_out("\n".join(map(str, range(100))))

    assert [len(item._boxes) for item in items] == [ROWS, ROWS, 20]
    assert words(items) == [str(number) for number in range(100)]
    assert items[1].height < items[0].height


@pytest.mark.parametrize("text", ["", "\n", "a\n\nb", "\ta", "字" * 5000, "😀 = 1"])
def test_no_line_and_no_letter_is_lost(lay_out, text):
    assert "".join(words(lay_out(text))) == text.replace("\n", "").expandtabs(4)


def test_words_of_the_language_have_their_colours_behind_letters_of_two_units_too(lay_out):
    style = ChatStyle()
    (item,) = lay_out("'😀'; return 1", "js")

    picture = drawn(item, 400)

    keyword = QColor(style.colour("keyword")).rgb()
    columns = {x for x in range(400) for y in range(item.height) if picture.pixel(x, y) == keyword}
    cell = style.metrics(style.code_font).horizontalAdvance("x")
    assert columns
    assert min(columns) > 12 + 4 * cell
    assert max(columns) < 12 + 14 * cell


def test_a_tool_that_was_asked_for_is_named_above_its_arguments(lay_out):
    assert words(lay_out("{}", title="The tool")) == ["The tool", "{}"]
