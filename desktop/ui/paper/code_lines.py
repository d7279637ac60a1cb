"""Code on paper: its long lines are wrapped, for nobody can scroll there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.markup.highlight import Colour, colour_spans
from desktop.markup.nodes import Run
from desktop.ui.chat.code_rows import MAX_ROW, TAB_COLUMNS
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item, Link, Mark
from desktop.ui.chat.pieces import CodePiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_layout import TextBox

# Of one item; more are laid out when their turn comes.
ROWS = 40
_SIDE_PX = 12
_END_PX = 8

Spans = Sequence[tuple[int, int, Colour]]


class CodeLines(Item):
    """Some lines of a block, on its ground; `first` and `last` say that the block begins or ends with them."""

    def __init__(
        self,
        piece: CodePiece,
        rows: Sequence[tuple[str, Spans]],
        style: ChatStyle,
        formulas: Formulas,
        width: int,
        *,
        first: bool,
        last: bool,
    ) -> None:
        self._style = style
        self._left = style.inset(piece.indent, piece.quote)
        self._width = width
        end, side = style.px(_END_PX), style.px(_SIDE_PX)
        y = end if first else 0
        self._boxes: list[tuple[int, TextBox]] = []
        for text, spans in rows:
            box = TextBox(
                (Run(text),) if text else (), style, formulas, style.code_font, style.colour("text"), line_ratio=1.45
            )
            box.colour((start, length, style.colour(colour)) for start, length, colour in spans)
            box.lay_out(max(40, width - self._left - 2 * side))
            self._boxes.append((y, box))
            y += box.height
        self.height = y + (end if last else 0)

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        ground = QRectF(self._left, 0, self._width - self._left, self.height)
        painter.fillRect(ground.intersected(clip), self._style.colour("code"))
        for y, box in self._boxes:
            if y < clip.bottom() and y + box.height > clip.top():
                box.paint(painter, QPointF(self._left + self._style.px(_SIDE_PX), y), clip, marks)

    def cuts(self) -> Sequence[int]:
        return [cut for y, box in self._boxes for cut in (y, *(y + inner for inner in box.cuts())) if cut > 0]


def code_lines(piece: CodePiece, style: ChatStyle, formulas: Formulas, width: int) -> Iterator[CodeLines | None]:
    """The items of a block, from top to bottom; None where more is to be worked out."""
    text = piece.code.text.expandtabs(TAB_COLUMNS)
    spans: list[tuple[int, int, Colour]] = []
    for count, span in enumerate(colour_spans(text, piece.code.language)):
        spans.append(span)
        if count % 1000 == 0:
            yield None
    rows = _rows(text, spans)
    if piece.title:
        rows.insert(0, (piece.title, [(0, len(piece.title), "comment")]))
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        yield CodeLines(piece, part, style, formulas, width, first=start == 0, last=start + ROWS >= len(rows))


def _rows(text: str, spans: Spans) -> list[tuple[str, Spans]]:
    """Lines with what is coloured in them; a line too long to be laid out as a whole is several."""
    rows: list[tuple[str, Spans]] = []
    begin, number = 0, 0
    for line in text.split("\n"):
        for start in range(begin, begin + max(1, len(line)), MAX_ROW):
            end = min(start + MAX_ROW, begin + len(line))
            inside: list[tuple[int, int, Colour]] = []
            while number < len(spans) and spans[number][0] < end:
                first, length, colour = spans[number]
                if first + length > start and length:
                    inside.append((max(first, start) - start, min(first + length, end) - max(first, start), colour))
                if first + length > end:
                    break  # it goes on in the next row
                number += 1
            rows.append((text[start:end], inside))
        begin += len(line) + 1
    return rows
