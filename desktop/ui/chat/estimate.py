"""How high things will probably be, before they are laid out: from the number of characters, without a font's help."""

from __future__ import annotations

from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    BarPiece,
    BubblePiece,
    CaptionPiece,
    CardPiece,
    CodePiece,
    EditPiece,
    FoldPiece,
    FormulaPiece,
    Piece,
    RulePiece,
    TableRow,
    TextPiece,
    rough_text,
)
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle

_LATIN_PX, _MIXED_PX, _WIDE_PX = 7.4, 11.0, 14.0


class Measure:
    """The style and the width in pixels that everything is laid out in, and estimates for both.

    Attributes:
        stamp: grows with each change, so what was laid out before can be told.
    """

    def __init__(self, style: ChatStyle, width: int) -> None:
        self.stamp = 0
        self.change(style, width)

    def change(self, style: ChatStyle, width: int) -> None:
        """Take another style or width."""
        self.style = style
        self.width = width
        self.stamp += 1
        # Of a message as a whole, by role: what is not text, and lines for each letter, Latin or mixed with wide ones.
        self._frames = {}
        for role, frame, room in (("assistant", 60, width), ("user", 40, min(width, style.px(BUBBLE_PX)))):
            per_letter = style.zoom_percent / (100 * max(60, room))
            self._frames[role] = style.px(frame), per_letter * _LATIN_PX, per_letter * _MIXED_PX
        self._line_px = style.line_height(style.text_font)

    def piece(self, piece: Piece) -> int:
        """The height of a piece."""
        style = self.style
        match piece:
            case TextPiece():
                font = style.heading_font(piece.heading) if piece.heading else style.text_font
                room = self.width - style.inset(piece.indent, piece.quote)
                lines = self._lines(rough_text(piece.runs), room, font.pixelSize() / 14)
                return lines * style.line_height(font, 1.4 if piece.heading else 1.6)
            case BubblePiece():
                text = rough_text(piece.runs)
                ends = style.px(9) * (piece.first + piece.last)
                room = min(self.width, style.px(BUBBLE_PX)) - style.px(28)
                return self._lines(text, room, style.zoom_percent / 100) * style.line_height(style.text_font) + ends
            case CodePiece():
                lines = piece.code.text.count("\n") + 1
                return lines * style.line_height(style.code_font, 1.55) + style.px(28 + 20) + 2
            case TableRow():
                return style.line_height(style.table_font) + style.px(8) + 1
            case FormulaPiece():
                return style.px(44)
            case RulePiece():
                return 1
            case AttachmentPiece():
                return style.px(52)
            case CaptionPiece() | FoldPiece():
                return style.px(21)
            case CardPiece():
                return style.px(64)
            case EditPiece():
                return style.px(110)
            case BarPiece():
                return style.px(22 + piece.gap)

    def message(self, view: MessageView) -> int:
        """The height of a message none of whose pieces are made."""
        frame, latin, mixed = self._frames[view.role]
        text = view.text
        lines = 1 + text.count("\n") / 2 + len(text) * (latin if text.isascii() else mixed)
        if view.attachments:
            frame += self.style.px(58) * len(view.attachments)
        return frame + round(lines) * self._line_px

    @staticmethod
    def _lines(text: str, room: float, scale: float) -> int:
        """How many lines a text takes: those it has, and those that its length needs."""
        # A Chinese character takes two bytes more than it counts; the beginning tells for the rest.
        sample = text[:1024]
        extra = 0 if sample.isascii() else len(sample.encode(errors="replace")) - len(sample)
        share = min(1.0, extra / 2 / max(1, len(sample)))
        letter = (_LATIN_PX * (1 - share) + _WIDE_PX * share) * scale
        breaks = text.count("\n")
        # Half of each line that ends by itself is empty.
        return max(1, breaks + 1, round(breaks / 2 + 0.5 + len(text) * letter / max(60.0, room)))
