"""From pieces to items for paper: nothing there can be pressed, unfolded or scrolled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFont

from desktop.ui.chat.attachment_item import AttachmentItem
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    BubblePiece,
    CaptionPiece,
    CodePiece,
    FormulaPiece,
    Piece,
    RulePiece,
    TableRow,
    TextPiece,
)
from desktop.ui.chat.plain_items import BubbleItem, CaptionItem, FormulaItem, RuleItem, bubble_width
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.table_item import TableItem
from desktop.ui.chat.table_shape import TableShape
from desktop.ui.chat.text_item import TextItem
from desktop.ui.palettes import LIGHT
from desktop.ui.paper.code_lines import code_lines
from desktop.ui.paper.shrunk import fitted


class PaperItems:
    """Lays pieces out in the light theme's colours for a width in pixels of 1/96 inch.

    Attributes:
        style: what they are laid out with: letters stand where the printer, not the screen, has them best.
        formulas: their pictures; `is_drawing` says that some of the last item are missing yet.
    """

    def __init__(self, width: int, device_pixels: float) -> None:
        self.style = ChatStyle(LIGHT, hinting=QFont.HintingPreference.PreferNoHinting)
        self.width = width
        self.formulas = Formulas()
        self.formulas.ratio = device_pixels
        self._group: Sequence[Piece] = ()
        self._inner = 0
        self._shapes: dict[int, TableShape] = {}

    def begin(self, group: Sequence[Piece]) -> None:
        """Take the pieces of a message, whose items are to come."""
        self._group = group
        self._inner = 0
        self._shapes = {}

    def items(self, piece: Piece) -> Iterator[Item | None]:
        """The items that show a piece, from top to bottom; None where more is to be worked out."""
        if isinstance(piece, CodePiece):
            yield from code_lines(piece, self.style, self.formulas, self.width)
        else:
            # What is asked for once more has the pictures that came meanwhile.
            item = self._item(piece)
            while self.formulas.is_drawing:
                yield None
                if not self.formulas.is_drawing:
                    item = self._item(piece)
            if item is not None:
                yield item

    def _item(self, piece: Piece) -> Item | None:
        style, formulas, width = self.style, self.formulas, self.width
        match piece:
            case TextPiece():
                return TextItem(piece, style, formulas, width)
            case BubblePiece():
                parts = [one for one in self._group if isinstance(one, BubblePiece)]
                self._inner = self._inner or bubble_width(parts, style, formulas, width)
                return BubbleItem(piece, style, formulas, width, self._inner)
            case TableRow():
                shape = self._shape(piece)
                return fitted(lambda room: TableItem(piece, shape, style, formulas, room), width)
            case FormulaPiece():
                return fitted(lambda room: FormulaItem(piece, style, formulas, room), width)
            case RulePiece():
                return RuleItem(piece, style, width)
            case AttachmentPiece():
                return AttachmentItem(piece, style, width)
            case CaptionPiece():
                return CaptionItem(piece, style, width)
            case _:
                return None

    def _shape(self, piece: TableRow) -> TableShape:
        """The columns of a table, as wide as all of its rows want them."""
        shape = self._shapes.get(piece.table)
        if shape is None:
            shape = self._shapes[piece.table] = TableShape(self.style, self.formulas)
            shape.note_all([one for one in self._group if isinstance(one, TableRow) and one.table == piece.table])
        return shape
