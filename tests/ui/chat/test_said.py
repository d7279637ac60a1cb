from __future__ import annotations

import pytest

from desktop.markup.nodes import Code, Formula, Run
from desktop.ui.chat.messages import Notice
from desktop.ui.chat.pieces import (
    BarPiece,
    BubblePiece,
    CaptionPiece,
    CardPiece,
    CodePiece,
    EditPiece,
    FoldPiece,
    FormulaPiece,
    RulePiece,
    TableRow,
    TextPiece,
)
from desktop.ui.chat.said import is_text, piece_text

RUNS = (Run("some "), Run("bold", bold=True), Run("a^2", math=True, source="$a^2$"))


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (TextPiece(RUNS), "some bold$a^2$"),
        (BubblePiece(RUNS, first=True, last=True), "some bold$a^2$"),
        (CodePiece(Code("py", "x = 1\n")), "x = 1\n"),
        (TableRow((RUNS, (), (Run("c"),)), ("left",) * 3, 0, 0, last=True), "some bold$a^2$\t\tc"),
        (FormulaPiece(Formula("x", "$$x$$")), "$$x$$"),
    ],
)
def test_a_piece_says_its_text(piece, text):
    assert piece_text(piece) == text
    assert is_text(piece)


@pytest.mark.parametrize(
    "piece",
    [
        RulePiece(),
        CaptionPiece("gpt-4o"),
        FoldPiece("Thinking…", is_open=True),
        CardPiece(Notice("err", "failed")),
        EditPiece(),
        BarPiece(0),
    ],
)
def test_what_cannot_be_selected_says_nothing(piece):
    assert piece_text(piece) == ""
    assert not is_text(piece)


def test_an_image_is_named_with_its_host(qapp):
    piece = TextPiece((Run("cat", image="e.example"),))

    assert piece_text(piece) == "\u00a0image: cat, e.example\u00a0"
