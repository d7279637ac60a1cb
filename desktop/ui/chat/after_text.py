"""What an answer holds beside its text: tools that the model asked for, and its refusal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.markup.inline import plain_runs
from desktop.markup.nodes import Code
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import CodePiece, Piece, TextPiece


def after_text(view: MessageView) -> list[Piece]:
    """The pieces below the text of an answer, in order."""
    pieces: list[Piece] = []
    for name, arguments in view.tool_calls:
        words = QCoreApplication.translate("Answer", "The model asked for the tool {name}. It was not run.")
        pieces.append(CodePiece(Code("", arguments), title=words.format(name=name)))
    if view.refusal:
        title = QCoreApplication.translate("Answer", "The model refused")
        pieces.append(TextPiece(plain_runs(title), look="small"))
        lines = view.refusal.split("\n")
        pieces += [TextPiece(plain_runs(line), quote=1, tight=True, outer=(0,)) for line in lines]
    return pieces
