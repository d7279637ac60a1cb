"""A code block: a header with its language and room for Copy, the text below it; only visible rows are laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil
from typing import Final, TypeAlias

from msgspec import structs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.markup.highlight import Colour
from desktop.ui.chat.code_row import CodeRow, RowLook, RowMark
from desktop.ui.chat.code_rows import CodeRows
from desktop.ui.chat.item import Item, Link, Mark
from desktop.ui.chat.long_row import LongRow, is_long_row
from desktop.ui.chat.pieces import CodePiece, Piece
from desktop.ui.chat.sideways import THUMB_PX, THUMB_ROOM_PX, Sideways
from desktop.ui.chat.style import ChatStyle

Span: TypeAlias = tuple[int, int, Colour]
# Gives the coloured stretches of one line of a language, at a glance.
Coarse: TypeAlias = Callable[[str, str], Iterable[Span]]

_HEADER_PX = 28
_SIDES_PX = 14
_ENDS_PX = 10
_RADIUS_PX = 8
_COPY_PX = 92
# More rows than a tall screen shows.
_LAID_OUT: Final = 256


class CodeItem(Item):
    """Shows a `CodePiece`.

    Colours: those of `set_colours` once they are there; until then each visible row gets its own from `coarse`.
    """

    def __init__(self, piece: CodePiece, style: ChatStyle, width: int, coarse: Coarse | None = None) -> None:
        self._style = style
        self._width = width
        self._coarse = coarse
        self._look = RowLook(style)
        self._sideways = Sideways(style)
        self._take(piece)

    def _take(self, piece: CodePiece) -> None:
        """Show a piece from its beginning."""
        style = self._style
        self._piece: CodePiece = piece
        self.text = piece.code.text
        self._rows: CodeRows = CodeRows(self.text, self._look.cell, self._look.wide)
        self._laid_out: dict[int, CodeRow | LongRow] = {}
        self._spans: Sequence[Span] | None = None
        self._starts: list[int] = []
        self._left = style.inset(piece.indent, piece.quote)
        self._top = style.px(_HEADER_PX) + 1 + style.px(_ENDS_PX)
        self._fit()

    def is_for(self, style: ChatStyle, width: int) -> bool:
        """Whether it is laid out for this style and width."""
        return self._style is style and self._width == width

    def grow(self, piece: CodePiece) -> None:
        """Show the same fence with more text; any other piece is shown as well, at the price of a new item.

        Colours stay where the text is the same. The height may be another.
        """
        code, before = piece.code, self._piece.code
        stands_same = (piece.indent, piece.quote) == (self._piece.indent, self._piece.quote)
        if not stands_same or code.language != before.language or not code.text.startswith(self.text):
            self._take(piece)
            return
        self._piece = piece
        if len(code.text) == len(self.text):
            return
        self.text = code.text
        first = self._rows.grow(code.text)
        for row in [row for row in self._laid_out if row >= first]:
            del self._laid_out[row]
        self._spans = None
        self._fit()

    def set_colours(self, spans: Sequence[Span]) -> None:
        """Colour stretches, given as (start, length, colour) in characters of the text, in order and apart."""
        self._spans = spans
        self._starts = [start for start, _, _ in spans]
        self._laid_out.clear()

    @property
    def has_colours(self) -> bool:
        """Whether `set_colours` was called for this text."""
        return self._spans is not None

    def copy_rect(self) -> QRectF:
        """The room for the Copy button, at the right of the header; nothing is painted there."""
        style = self._style
        right = self._width - style.px(8)
        left = max(float(self._left), right - style.px(_COPY_PX))
        return QRectF(left, 1, right - left, style.px(_HEADER_PX))

    # Sideways

    @property
    def sideways_range(self) -> int:
        return self._sideways.range

    @property
    def sideways(self) -> int:
        """How far the text is scrolled sideways, in pixels."""
        return self._sideways.offset

    @sideways.setter
    def sideways(self, offset: int) -> None:
        self._sideways.offset = offset

    def scroll_sideways(self, pixels: int) -> bool:
        return self._sideways.scroll(pixels)

    def thumb_rect(self) -> QRectF:
        """Where the scroll thumb is; null where the text fits."""
        return self._sideways.thumb(self._track())

    def drag_thumb(self, dx: float) -> bool:
        """Follow a pointer that moves the thumb by `dx` pixels; False where nothing moved."""
        return self._sideways.drag(dx, self._track())

    # Item

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        clip = clip.intersected(QRectF(0, 0, self._width, self.height))
        if clip.isEmpty():
            return
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        self._paint_box(painter, clip)
        inside = self._inside()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setClipRect(inside, Qt.ClipOperation.IntersectClip)
        height = self._look.line_height
        first = max(0, int((clip.top() - self._top) // height))
        last = min(len(self._rows) - 1, int((clip.bottom() - self._top) // height))
        painter.save()
        # The painter moves, for Qt's layouts do not count beyond 33 million pixels.
        painter.translate(self._text_left(), self._top + first * height)
        for number in range(first, last + 1):
            self._row(number).paint(painter, self._marks(number, marks))
            painter.translate(0, height)
        painter.restore()
        self._sideways.paint(painter, self._track())
        painter.restore()

    def kept_height(self, before: Item, piece: Piece) -> int:
        if before is not self or not isinstance(piece, CodePiece) or not _stand_alike(self._piece, piece):
            return 0
        # Where a long line is cut into rows depends on what follows, so the row that changes may be the one before.
        row = self._rows.row_of(len(piece.code.text)) - 1
        return self._top + row * self._look.line_height if row > 0 else 0

    def position_at(self, point: QPointF) -> int:
        number = int((point.y() - self._top) // self._look.line_height)
        number = max(0, min(number, len(self._rows) - 1))
        position = self._rows.start(number) + self._row(number).position_at(point.x() - self._text_left())
        # The end of a row inside a line is the start of the next one; a press behind it means this row.
        return min(position, self.line_at(self._rows.start(number))[1])

    def caret_rect(self, position: int) -> QRectF:
        number = self._rows.row_of(position)
        x = self._row(number).x(position - self._rows.start(number))
        height = self._look.line_height
        return QRectF(self._text_left() + x, self._top + number * height, 0, height)

    def line_at(self, position: int) -> tuple[int, int]:
        number = self._rows.row_of(position)
        return self._rows.start(number), self._rows.end(number) - self._rows.goes_on(number)

    def hit(self, point: QPointF) -> bool:
        return not self._sideways.grip(self._track()).contains(point) and not self.copy_rect().contains(point)

    def end_point(self) -> QRectF | None:
        caret = self.caret_rect(len(self.text))
        inside = self._inside()
        return caret if inside.left() <= caret.x() <= inside.right() else None

    def _fit(self) -> None:
        """Height and width of the text as it is."""
        self._fit_sideways()
        bar = self._style.px(THUMB_ROOM_PX) if self._sideways.range else 0
        rows = len(self._rows) * self._look.line_height
        self.height = self._top + rows + self._style.px(_ENDS_PX) + bar + 1

    def _fit_sideways(self) -> None:
        self._sideways.fit(self._rows.widest + 2 * self._style.px(_SIDES_PX), self._inside().width())

    def _row(self, number: int) -> CodeRow | LongRow:
        """A row laid out."""
        row = self._laid_out.pop(number, None)
        if row is None:
            text = self._rows.row_text(number)
            make = LongRow if is_long_row(text) else CodeRow
            row = make(text, self._colours(number), self._look)
            if len(self._laid_out) >= _LAID_OUT:
                del self._laid_out[next(iter(self._laid_out))]
            if row.width > self._rows.widest:
                # Only the range changes: the height was told already.
                self._rows.widest = row.width
                self._fit_sideways()
        self._laid_out[number] = row
        return row

    def _colours(self, number: int) -> Iterator[Span]:
        """The coloured stretches of a row, in characters of it."""
        begin, end = self._rows.start(number), self._rows.end(number)
        if self._spans is None:
            if self._coarse is not None and self._piece.code.language:
                yield from self._coarse(self.text[begin:end], self._piece.code.language)
            return
        # The one that begins before the row may reach into it.
        for at in range(max(0, bisect_right(self._starts, begin) - 1), len(self._spans)):
            start, length, colour = self._spans[at]
            if start >= end:
                return
            first, last = max(start, begin), min(start + length, end)
            if first < last:
                yield first - begin, last - first, colour

    def _marks(self, number: int, marks: Sequence[Mark]) -> Iterator[RowMark]:
        """What is marked of a row."""
        begin, end = self._rows.start(number), self._rows.end(number)
        for mark in marks:
            breaks = mark.start <= end < mark.end and self._rows.ends_line(number)
            first, last = max(mark.start, begin), min(mark.end, end)
            if first < last or (breaks and first <= last):
                yield RowMark(first - begin, last - begin, breaks, mark.kind)

    def _text_left(self) -> int:
        return self._left + 1 + self._style.px(_SIDES_PX) - self._sideways.offset

    def _inside(self) -> QRectF:
        """Where text may be."""
        top = 1 + self._style.px(_HEADER_PX)
        return QRectF(self._left + 1, top, max(1, self._width - self._left - 2), self.height - top - 1)

    def _track(self) -> QRectF:
        """Where the scroll thumb moves."""
        style = self._style
        sides = style.px(_RADIUS_PX)
        top = self.height - style.px(4) - style.px(THUMB_PX)
        return QRectF(self._left + sides, top, self._width - self._left - 2 * sides, style.px(THUMB_PX))

    def _paint_box(self, painter: QPainter, clip: QRectF) -> None:
        style, header = self._style, self._style.px(_HEADER_PX)
        # A box of millions of pixels is drawn as far as it is seen, so that no path gets that large.
        reach = 2.0 * style.px(_RADIUS_PX) + header
        top, bottom = max(0.0, clip.top() - reach), min(float(self.height), clip.bottom() + reach)
        box = QRectF(self._left + 0.5, top + 0.5, self._width - self._left - 1, bottom - top - 1)
        path = QPainterPath()
        path.addRoundedRect(box, style.px(_RADIUS_PX), style.px(_RADIUS_PX))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, style.colour("code"))
        if clip.top() <= header + 1:
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.fillRect(QRectF(self._left, 0, self._width - self._left, header + 0.5), style.colour("code_head"))
            painter.restore()
        painter.setPen(style.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if clip.top() <= header + 1:
            self._paint_title(painter)

    def _paint_title(self, painter: QPainter) -> None:
        style = self._style
        left = self._left + style.px(13)
        room = QRectF(left, 0, max(0.0, self.copy_rect().left() - style.px(7) - left), style.px(_HEADER_PX))
        title = self._piece.title or self._piece.code.info
        metrics = style.metrics(style.small_font)
        # A long line behind the fence is cut before it is measured.
        words = metrics.elidedText(title[: ceil(room.width())], Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(style.small_font)
        painter.setPen(style.colour("dim"))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _stand_alike(now: CodePiece, before: CodePiece) -> bool:
    """Whether the one only says more than the other."""
    if not now.code.text.startswith(before.code.text) or now.code.info != before.code.info:
        return False
    return structs.replace(now, code=before.code) == before
