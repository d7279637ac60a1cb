"""A chat on pages: laid out piece by piece as the chat view does, in slices so that the window goes on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPagedPaintDevice, QPainter

from desktop.ui.chat.item import Item
from desktop.ui.chat.painting import paint_quotes
from desktop.ui.chat.pieces import CaptionPiece, Piece, TextPiece, quotes_shared, space_between
from desktop.ui.paper.paper_items import PaperItems

SLICE_S = 0.008
# Between messages, and what must have room below a heading: else it goes to the next page.
_GAP_PX = 22
_KEPT_PX = 60
# The page's number stands in this strip at the foot.
_FOOT_PX = 30
# Letters and marks reach this far beside the text.
_BESIDE_PX = 16
_TOUCH_PX = 5
_INCH_PX = 96


class Printout(QObject):
    """Draws pieces on the pages of a printer or a PDF file.

    Args:
        content: the pieces of a message at a time; none where more is to be worked out.
        finish: called once when nothing more is drawn, with whether all was; False where that could not be kept.

    Signals:
        ended(pages): all is drawn, on so many pages; 0 where the device could not be opened, or kept nothing.
    """

    ended = Signal(int)

    def __init__(
        self,
        device: QPagedPaintDevice,
        content: Iterable[Sequence[Piece]],
        finish: Callable[[bool], bool] = lambda whole: whole,
    ) -> None:
        super().__init__()
        self._device = device
        self._finish = finish
        self._content = content
        self._painter = QPainter()
        self._scale = device.logicalDpiX() / _INCH_PX
        self._items = PaperItems(int(device.width() / self._scale), self._scale)
        self._page_height = int(device.height() / self._scale) - _FOOT_PX
        self._pages = 0
        self._y = 0
        self._cancelled = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._steps = self._draw()

    def start(self) -> None:
        """Begin; `ended` follows."""
        self._timer.start()

    def cancel(self) -> None:
        """End after what is being drawn."""
        self._cancelled = True

    def stop(self) -> None:
        """End now, without a word; the device may be destroyed."""
        if self._timer.isActive():
            self._end(whole=False)

    def _step(self) -> None:
        until = perf_counter() + SLICE_S
        # One step at least: a device that cannot be opened is told even where this was given up.
        more = next(self._steps, False)
        while more and not self._cancelled and perf_counter() < until:
            more = next(self._steps, False)
        if more and not self._cancelled:
            return
        is_kept = self._end(whole=not more and self._pages > 0)
        self.ended.emit(self._pages if is_kept or more else 0)

    def _end(self, *, whole: bool) -> bool:
        self._timer.stop()
        self._steps.close()
        self._items.formulas.close()
        if self._painter.isActive():
            self._painter.end()
        return self._finish(whole)

    def _draw(self) -> Generator[bool, None, None]:
        """Draw everything; each step is short."""
        if not self._painter.begin(self._device):
            return
        self._begin_page()
        for group in self._content:
            self._items.begin(group)
            for number, piece in enumerate(group):
                above = self._space_above(group, number)
                shared = quotes_shared(group[number - 1], piece) if number else 0
                for item in self._items.items(piece):
                    if item is not None:
                        self._place(piece, item, above, shared)
                        # What follows of the same piece goes on where this ends.
                        above, shared = 0, _quotes_of(piece)
                    yield True
            self._y += _GAP_PX if group and self._y else 0
            yield True

    def _space_above(self, group: Sequence[Piece], number: int) -> int:
        return self._items.style.px(space_between(group[number - 1], group[number])) if number else 0

    def _place(self, piece: Piece, item: Item, above: int, shared: int) -> None:
        """Draw an item below what is there, cut where a page ends."""
        needed = above + item.height + _KEPT_PX if _is_heading(piece) else 0
        if self._y and self._y + needed > self._page_height:
            self._begin_page()
        above = above if self._y else 0
        self._y += above
        ends = [*item.cuts(), item.height]
        start = 0
        while start < item.height:
            room = self._page_height - self._y
            end = max((cut for cut in ends if start < cut <= start + room), default=0)
            if not end and self._y > above:
                self._begin_page()
                above = 0
                continue
            # A line or a picture that is higher than a page is cut.
            end = end or min(start + max(1, room), item.height)
            self._paint(piece, item, start, end, -above if start == 0 else 0, shared)
            self._y += end - start
            start, above, shared = end, 0, _quotes_of(piece)

    def _paint(self, piece: Piece, item: Item, start: int, end: int, above: int, shared: int) -> None:
        painter, width = self._painter, self._items.width
        clip = QRectF(-_BESIDE_PX, start, width + 2 * _BESIDE_PX, end - start)
        painter.save()
        painter.translate(0, self._y - start)
        paint_quotes(painter, self._items.style, piece, shared, start + above, end)
        if end - start < item.height:
            painter.setClipRect(clip)
        # Lines that only touch it stand on the other page.
        item.paint(painter, clip.adjusted(0, _TOUCH_PX, 0, -_TOUCH_PX), (), None)
        painter.restore()

    def _begin_page(self) -> None:
        if self._pages:
            self._device.newPage()
            self._painter.resetTransform()
        self._pages += 1
        self._y = 0
        self._painter.scale(self._scale, self._scale)
        self._painter.setFont(self._items.style.small_font)
        self._painter.setPen(self._items.style.colour("dim"))
        foot = QRectF(0, self._page_height, self._items.width, _FOOT_PX)
        self._painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(self._pages))


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, CaptionPiece) or (isinstance(piece, TextPiece) and piece.heading > 0)


def _quotes_of(piece: Piece) -> int:
    return len(getattr(piece, "outer", ()))
