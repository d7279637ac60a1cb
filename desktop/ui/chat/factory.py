"""From slots to laid-out items."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from desktop.markup.highlight import coarse_spans
from desktop.ui.chat.attachment_item import AttachmentItem
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    BubblePiece,
    CaptionPiece,
    CodePiece,
    FoldPiece,
    FormulaPiece,
    RulePiece,
    TableRow,
    TextPiece,
)
from desktop.ui.chat.plain_items import BubbleItem, CaptionItem, FormulaItem, RoomItem, RuleItem, bubble_width
from desktop.ui.chat.table_item import TableItem
from desktop.ui.chat.table_shape import TableShape
from desktop.ui.chat.text_item import TextItem

# Rows on each side of the first one of a table that is laid out.
_NOTED: Final = 64


class ItemFactory:
    """Makes the item of a slot for the current style and width."""

    def __init__(self, measure: Measure, formulas: Formulas, overlays: Overlays) -> None:
        self._measure = measure
        self._formulas = formulas
        self._overlays = overlays
        # Of each message: table and number of columns -> what its rows share, made for a stamp.
        self._shapes: WeakKeyDictionary[Entry, dict[tuple[int, int, int], TableShape]] = WeakKeyDictionary()

    def make(self, slot: Slot) -> Item:
        """Lay a slot out; code that only grew goes on with the item it has."""
        style, width, formulas = self._measure.style, self._measure.width, self._formulas
        piece = slot.piece
        match piece:
            case TextPiece():
                return TextItem(piece, style, formulas, width)
            case BubblePiece():
                parts = [one.piece for one in slot.entry.slots if isinstance(one.piece, BubblePiece)]
                return BubbleItem(piece, style, formulas, width, bubble_width(parts, style, formulas, width))
            case CodePiece():
                return self._code(slot, piece)
            case TableRow():
                return TableItem(piece, self._shape(slot, piece), style, formulas, width)
            case FormulaPiece():
                formula = FormulaItem(piece, style, formulas, width)
                formula.sideways = slot.sideways
                return formula
            case RulePiece():
                return RuleItem(piece, style, width)
            case AttachmentPiece():
                return AttachmentItem(piece, style, width)
            case CaptionPiece():
                return CaptionItem(piece, style, width)
            case _:
                return RoomItem(self._overlays.height_of(slot, width), style, bar=isinstance(piece, FoldPiece))

    @staticmethod
    def is_stale(item: Item) -> bool:
        """Whether the columns of a row's table have other widths now."""
        return isinstance(item, TableItem) and item.is_stale

    def _code(self, slot: Slot, piece: CodePiece) -> CodeItem:
        style, width = self._measure.style, self._measure.width
        item = slot.item
        if isinstance(item, CodeItem) and item.is_for(style, width):
            item.grow(piece)
            return item
        item = CodeItem(piece, style, width, coarse_spans)
        item.sideways = slot.sideways
        return item

    def _shape(self, slot: Slot, piece: TableRow) -> TableShape:
        shapes = self._shapes.setdefault(slot.entry, {})
        key = (piece.table, len(piece.alignments), self._measure.stamp)
        shape = shapes.get(key)
        if shape is None:
            for old in [old for old in shapes if old[2] != self._measure.stamp]:
                del shapes[old]
            shape = shapes[key] = TableShape(self._measure.style, self._formulas)
            # Else each row that comes into sight makes those that are laid out too narrow.
            near = (other.piece for other in slot.entry.slots[max(0, slot.index - _NOTED) : slot.index + _NOTED])
            shape.note_all([one for one in near if isinstance(one, TableRow) and one.table == piece.table])
        return shape
