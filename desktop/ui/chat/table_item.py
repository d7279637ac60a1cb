"""A row of a table laid out: its cells in the columns that all rows share, and its part of the grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.markup.nodes import Alignment
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Item, Link, Mark
from desktop.ui.chat.pieces import TableRow
from desktop.ui.chat.sideways import THUMB_PX, THUMB_ROOM_PX
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.table_shape import SIDES_PX, TableShape
from desktop.ui.chat.text_layout import MARK_COLOURS, TextBox

_ENDS_PX = 4
_ALIGNMENTS: dict[Alignment, Qt.AlignmentFlag] = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class TableItem(Item):
    """Shows a `TableRow`; its text is that of its cells with tabs between them.

    Attributes:
        generation: that of the shape when the row was laid out; behind it, the row is to be made anew.
    """

    def __init__(self, piece: TableRow, shape: TableShape, style: ChatStyle, formulas: Formulas, width: int) -> None:
        self._piece = piece
        self._shape = shape
        self._style = style
        self._left = style.inset(piece.indent, piece.quote)
        self._room = max(1, width - self._left)
        shape.note(piece)
        self.generation = shape.generation
        self._edges = shape.fit(self._room)
        self._is_header = piece.number == 0
        font = style.table_head_font if self._is_header else style.table_font
        self._cells = [TextBox(runs, style, formulas, font, style.colour("text")) for runs in piece.cells]
        sides = style.px(SIDES_PX)
        for cell, alignment, (left, right) in zip(self._cells, piece.alignments, pairwise(self._edges), strict=False):
            cell.lay_out(max(1, right - left - 1 - 2 * sides), _ALIGNMENTS[alignment])
        self.text = "\t".join(cell.text for cell in self._cells)
        self._starts = list(accumulate((len(cell.text) + 1 for cell in self._cells[:-1]), initial=0))
        self.links = tuple(
            replace(link, start=link.start + start, end=link.end + start)
            for start, cell in zip(self._starts, self._cells, strict=True)
            for link in cell.links
        )
        # The line above is the header's own; every row has the one below it.
        self._top = (1 if self._is_header else 0) + style.px(_ENDS_PX)
        self._grid_height = self._top + max(cell.height for cell in self._cells) + style.px(_ENDS_PX) + 1
        self.height = self._grid_height + (style.px(THUMB_ROOM_PX) if self._has_track() else 0)

    # Sideways

    @property
    def sideways_range(self) -> int:
        return self._shape.sideways.range

    @property
    def sideways(self) -> int:
        """How far the table is scrolled sideways, in pixels; one value for all its rows."""
        return self._shape.sideways.offset

    @sideways.setter
    def sideways(self, offset: int) -> None:
        self._shape.sideways.offset = offset

    def scroll_sideways(self, pixels: int) -> bool:
        return self._shape.sideways.scroll(pixels)

    def thumb_rect(self) -> QRectF:
        """Where the scroll thumb is; only the last row has one."""
        return self._shape.sideways.thumb(self._track()) if self._has_track() else QRectF()

    def drag_thumb(self, dx: float) -> bool:
        """Follow a pointer that moves the thumb by `dx` pixels; False where nothing moved."""
        return self._shape.sideways.drag(dx, self._track())

    # Item

    @property
    def is_stale(self) -> bool:
        """Whether a column has grown since: the row is to be laid out anew."""
        return self.generation != self._shape.generation

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        inside = QRectF(self._left, 0, self._room, self.height)
        clip = clip.intersected(inside)
        if clip.isEmpty():
            return
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        if self._has_track():
            self._shape.sideways.paint(painter, self._track())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        origin = self._left - self._shape.sideways.offset
        self._paint_grid(painter, origin)
        for number, cell in enumerate(self._cells):
            left = self._edges[number] + origin
            column = QRectF(left, 0, self._edges[number + 1] - left + origin, self._grid_height).intersected(clip)
            if column.isEmpty():
                continue
            own_ring = self._inside_cell(ring, number)
            corner = QPointF(left + 1 + self._style.px(SIDES_PX), self._top)
            self._paint_tab(painter, number, corner, marks)
            cell.paint(painter, corner, column, tuple(self._own(marks, number)), own_ring)
        painter.restore()

    def cuts(self) -> Sequence[int]:
        # Lines of all cells stand side by side, but for those with a high formula.
        tallest = max(self._cells, key=lambda cell: cell.height)
        return [self._top + cut for cut in tallest.cuts()]

    def position_at(self, point: QPointF) -> int:
        number = self._column(point.x())
        return self._starts[number] + self._cells[number].position_at(point - self._corner(number))

    def caret_rect(self, position: int) -> QRectF:
        number = self._cell_of(position)
        return self._cells[number].caret_rect(position - self._starts[number]).translated(self._corner(number))

    def line_at(self, position: int) -> tuple[int, int]:
        number = self._cell_of(position)
        start = self._starts[number]
        first, last = self._cells[number].line_at(position - start)
        return start + first, start + last

    def hit(self, point: QPointF) -> bool:
        return not (self._has_track() and self._shape.sideways.grip(self._track()).contains(point))

    def link_at(self, point: QPointF) -> Link | None:
        if not QRectF(self._left, 0, self._room, self._grid_height).contains(point):
            return None
        number = self._column(point.x())
        link = self._cells[number].link_at(point - self._corner(number))
        start = self._starts[number]
        return link and replace(link, start=link.start + start, end=link.end + start)

    def end_point(self) -> QRectF | None:
        caret = self.caret_rect(len(self.text))
        return caret if self._left <= caret.x() <= self._left + self._room else None

    def _cell_of(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def _column(self, x: float) -> int:
        """The cell at or nearest to a place."""
        x += self._shape.sideways.offset - self._left
        return max(0, min(bisect_right(self._edges, x) - 1, len(self._cells) - 1))

    def _corner(self, number: int) -> QPointF:
        """Where the text of a cell begins."""
        left = self._left - self._shape.sideways.offset + self._edges[number]
        return QPointF(left + 1 + self._style.px(SIDES_PX), self._top)

    def _own(self, marks: Sequence[Mark], number: int) -> Iterator[Mark]:
        """What is marked of a cell, in its own positions."""
        start, length = self._starts[number], len(self._cells[number].text)
        for mark in marks:
            first, last = max(0, mark.start - start), min(length, mark.end - start)
            if first < last:
                yield Mark(first, last, mark.kind)

    def _paint_tab(self, painter: QPainter, number: int, corner: QPointF, marks: Sequence[Mark]) -> None:
        """Show at the end of a cell that the tab behind it is marked, as the end of a line shows a marked break."""
        cell, style = self._cells[number], self._style
        tab = self._starts[number] + len(cell.text)
        for mark in marks:
            if mark.start <= tab < mark.end and number + 1 < len(self._cells):
                end = cell.caret_rect(len(cell.text)).translated(corner)
                ground, _ = MARK_COLOURS[mark.kind]
                painter.fillRect(QRectF(end.x(), end.y(), style.px(4), end.height()), style.colour(ground))

    def _inside_cell(self, link: Link | None, number: int) -> Link | None:
        """A link in the positions of a cell; None where it is not in it."""
        if link is None or self._cell_of(link.start) != number:
            return None
        return replace(link, start=link.start - self._starts[number], end=link.end - self._starts[number])

    def _has_track(self) -> bool:
        return self._piece.last and self._edges[-1] + 1 > self._room

    def _track(self) -> QRectF:
        top = self._grid_height + self._style.px(THUMB_ROOM_PX) - self._style.px(THUMB_PX)
        return QRectF(self._left, top, self._room, self._style.px(THUMB_PX))

    def _paint_grid(self, painter: QPainter, origin: int) -> None:
        style, bottom = self._style, self._grid_height
        line, width = style.colour("line"), self._edges[-1] + 1
        if self._is_header:
            painter.fillRect(QRectF(origin, 0, width, bottom), style.colour("code"))
            painter.fillRect(QRectF(origin, 0, width, 1), line)
        painter.fillRect(QRectF(origin, bottom - 1, width, 1), line)
        for edge in self._edges:
            painter.fillRect(QRectF(origin + edge, 0, 1, bottom), line)
