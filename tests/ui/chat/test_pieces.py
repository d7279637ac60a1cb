from __future__ import annotations

import pytest
from fakes.markdown import DOCUMENTS
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.markup.blocks import parse_blocks
from desktop.markup.nodes import Run
from desktop.ui.chat.pieces import (
    MAX_INDENT,
    MAX_TEXT,
    BarPiece,
    BubblePiece,
    CaptionPiece,
    CodePiece,
    FoldPiece,
    RulePiece,
    TableRow,
    Tables,
    TextPiece,
    bubble_pieces,
    marker_text,
    pieces_of,
    plain_pieces,
    spaces_of,
    thought_pieces,
)
from desktop.ui.chat.said import piece_text


def flat(text):
    tables = Tables(0)
    return [piece for block in parse_blocks(text) for piece in pieces_of(block, tables)]


def marked(text):
    """Each line as mark, number, depth and words."""
    return [
        f"{piece.mark or '-'} {piece.number} {piece.indent} {piece_text(piece)}".replace("  ", " ")
        for piece in flat(text)
        if isinstance(piece, TextPiece)
    ]


def joined(pieces):
    """The text again: parts that were cut from one text have what stood between them."""
    return "".join((piece.glue if piece.glue is not None else "") + piece_text(piece) for piece in pieces)


def test_lists_are_lines_that_carry_mark_and_depth():
    assert marked("3. three\n4. four\n   - nested\n\n     more\n") == [
        "number 3. 1 three",
        "number 4. 1 four",
        "bullet 2 nested",
        "- 2 more",
    ]
    assert marked("1) a\n\n- [ ] b\n- [x] c") == ["number 1) 1 a", "todo 1 b", "done 1 c"]


def test_an_item_without_words_at_its_beginning_has_a_line_for_its_mark():
    found = flat("- ```\n  x\n  ```\n-\n- - inner")

    assert [type(piece) for piece in found[:2]] == [TextPiece, CodePiece]
    assert [(piece.mark, piece_text(piece)) for piece in found if isinstance(piece, TextPiece)] == [
        ("bullet", ""),
        ("bullet", ""),
        ("bullet", ""),
        ("bullet", "inner"),
    ]


def test_nothing_moves_further_in_than_the_column_allows():
    deep = "".join("  " * level + "- x\n" for level in range(20)) + "\n" + "> " * 20 + "quoted"

    assert max(piece.indent for piece in flat(deep)) == MAX_INDENT
    assert max(piece.quote for piece in flat(deep)) == MAX_INDENT


def test_rows_of_a_table_know_their_table_and_the_last():
    found = flat("| a |\n|---|\n| b |\n| c |\n\n> | d |\n> |---|\n")

    assert all(isinstance(piece, TableRow) for piece in found)
    assert [(row.table, row.number, row.last, row.quote) for row in found] == [
        (0, 0, False, 0),
        (0, 1, False, 0),
        (0, 2, True, 0),
        (1, 0, True, 1),
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_block_is_without_a_piece(document):
    for block in parse_blocks(document):
        assert pieces_of(block, Tables(0))


_LONG = st.lists(st.sampled_from(["word ", "x" * 700, "\n", "中" * 900, "e\u0301", " " * 90, "👍🏽"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(_LONG)
def test_long_texts_are_cut_without_losing_a_character(parts):
    text = "".join(parts)

    for found in (bubble_pieces(text), plain_pieces(text)):
        assert joined(found) == text
        assert all(len(piece_text(piece)) <= MAX_TEXT for piece in found)
        assert found[0].glue is None
        assert all(piece.glue is not None for piece in found[1:])
    lines: list[str] = []
    for piece in thought_pieces(text):
        if piece.glue is None:
            lines.append(piece_text(piece))
        else:
            lines[-1] += piece.glue + piece_text(piece)
    assert "\n".join(lines) == text


@settings(max_examples=40, deadline=None)
@given(_LONG)
def test_long_paragraphs_are_cut_in_runs_of_any_look(parts):
    runs = tuple(Run(part, bold=number % 2 == 0, code=number % 3 == 0) for number, part in enumerate(parts))
    from desktop.markup.nodes import Paragraph

    found = pieces_of(Paragraph(runs), Tables(0))

    assert joined(found) == "".join(parts)
    assert all(len(piece_text(piece)) <= MAX_TEXT + 1 for piece in found)
    assert all(piece.tight for piece in found[:-1])


def test_a_long_text_is_cut_between_words_and_not_inside_a_letter():
    assert all(piece_text(piece).split()[-1] == "word" for piece in bubble_pieces("word " * 3000))
    assert [len(piece_text(piece)) for piece in plain_pieces("x" * (2 * MAX_TEXT + 1))] == [MAX_TEXT, MAX_TEXT, 1]
    family = "e\u0301" * MAX_TEXT
    assert not any(piece_text(piece).startswith("\u0301") for piece in plain_pieces(family))


def test_the_ends_of_a_bubble_are_its_first_and_last_part():
    parts = bubble_pieces("word " * 3000)

    assert [(part.first, part.last) for part in parts] == [
        (number == 0, number == len(parts) - 1) for number in range(len(parts))
    ]
    assert bubble_pieces("") == (BubblePiece((), first=True, last=True),)


def test_addresses_in_a_question_are_live():
    (piece,) = bubble_pieces("see https://e.example/x and **no** markup")

    assert [run.link for run in piece.runs] == [None, "https://e.example/x", None]
    assert not any(run.bold for run in piece.runs)


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (TextPiece(()), ""),
        (TextPiece((), mark="bullet"), "• "),
        (TextPiece((), mark="number", number="3."), "3. "),
        (TextPiece((), mark="todo"), "☐ "),
        (TextPiece((), mark="done"), "☑ "),
    ],
)
def test_marks_are_text_where_they_are_copied(piece, text):
    assert marker_text(piece) == text


def test_spaces_are_those_of_the_design():
    assert spaces_of(TextPiece(())) == (0, 10)
    assert spaces_of(TextPiece((), mark="bullet", tight=True)) == (0, 2)
    assert spaces_of(TextPiece((), heading=2)) == (16, 8)
    assert spaces_of(TextPiece((), look="thought")) == (0, 0)
    assert spaces_of(RulePiece()) == (12, 14)
    assert spaces_of(CaptionPiece("gpt-4o")) == (0, 8)
    assert spaces_of(FoldPiece("", is_open=True)) == (0, 0)
    assert spaces_of(BarPiece(10)) == (0, 0)
