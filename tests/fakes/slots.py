"""Slots and placed items for tests of what works on them, without a view around."""

from __future__ import annotations

from desktop.markup.nodes import Code
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.column import Placed
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import CodePiece


def placed_code(style, text: str, *, info: str = "py", closed: bool = True) -> Placed:
    """A code block in sight."""
    entry = Entry(MessageView("a", "assistant", ""), Measure(style, 600))
    piece = CodePiece(Code(info, text, closed))
    slot = Slot(entry, piece)
    item = slot.item = CodeItem(piece, style, 600)
    return Placed(slot, item, 0, piece)
