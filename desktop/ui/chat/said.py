"""What pieces say as text, whether they are laid out or not."""

from __future__ import annotations

from desktop.ui.chat.pieces import BubblePiece, CodePiece, FormulaPiece, Piece, TableRow, TextPiece
from desktop.ui.chat.shown import runs_text


def piece_text(piece: Piece) -> str:
    """The text of a piece; positions count its characters. Empty for what cannot be selected."""
    match piece:
        case TextPiece() | BubblePiece():
            return runs_text(piece.runs)
        case CodePiece():
            return piece.code.text
        case TableRow():
            return "\t".join(runs_text(cell) for cell in piece.cells)
        case FormulaPiece():
            return piece.formula.source
        case _:
            return ""


def is_text(piece: Piece) -> bool:
    """Whether a piece can be selected."""
    return isinstance(piece, TextPiece | BubblePiece | CodePiece | TableRow | FormulaPiece)


def has_formula(piece: Piece, tex: str) -> bool:
    """Whether a piece shows this formula, which may be drawn later than the rest."""
    match piece:
        case TextPiece() | BubblePiece():
            return any(run.math and run.text == tex for run in piece.runs)
        case TableRow():
            return any(run.math and run.text == tex for cell in piece.cells for run in cell)
        case _:
            return isinstance(piece, FormulaPiece) and piece.formula.tex == tex
