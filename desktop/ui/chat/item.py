"""What every laid-out piece of the chat can do: be painted, be pointed at, be selected.

Positions in a piece count the characters of its `text` as Python does. Qt counts UTF-16 units, and what is shown may
differ from what is said (a formula is a picture); each item turns one into the other by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from desktop.ui.chat.pieces import Piece

MarkKind = Literal["selection", "hit", "current"]


class Mark(NamedTuple):
    """A stretch of a piece that is selected or found; `end` is behind its last character."""

    start: int
    end: int
    kind: MarkKind


class Link(Struct, frozen=True):
    """A live address in a piece and the stretch that shows it."""

    start: int
    end: int
    address: str
    tip: str


class Item:
    """A piece laid out for one width in one style; the origin is its upper left corner.

    Attributes:
        text: what the piece says; empty for one that cannot be selected.
        height: in pixels, without the space between pieces.
        links: live addresses, in order.
    """

    text: str = ""
    height: int = 0
    links: Sequence[Link] = ()

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        """Draw what lies in `clip`; `ring` is the link that has the keyboard."""
        raise NotImplementedError

    def kept_height(self, before: Item, piece: Piece) -> int:
        """How many pixels from the top look as those of `before`, by now this item or another, when it showed `piece`.

        0 where that is not known.
        """
        return 0

    def position_at(self, point: QPointF) -> int:
        """The position nearest to a point."""
        return 0

    def caret_rect(self, position: int) -> QRectF:
        """Where a position stands, as a rectangle of no width."""
        return QRectF(0, 0, 0, self.height)

    def line_at(self, position: int) -> tuple[int, int]:
        """Start and end of the visual line that holds a position."""
        return 0, len(self.text)

    def hit(self, point: QPointF) -> bool:
        """Whether a press at a point begins a selection here; else the piece has something of its own there."""
        return True

    def link_at(self, point: QPointF) -> Link | None:
        """The live address under a point."""
        return None

    def end_point(self) -> QRectF | None:
        """Where the stream goes on in this item, for its caret; None where the item has no text."""
        return self.caret_rect(len(self.text))

    def cuts(self) -> Sequence[int]:
        """Where it can be cut for two pages, in pixels from its top, in order: between its lines."""
        return ()

    # What scrolls sideways inside its box overrides these.

    @property
    def sideways_range(self) -> int:
        """How far the item can be scrolled sideways, in pixels."""
        return 0

    @property
    def sideways(self) -> int:
        """How far it is scrolled sideways, in pixels."""
        return 0

    def drag_thumb(self, dx: float) -> bool:
        """Move the thumb of its scroll bar by so many pixels; False where there is none."""
        return False

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll by so much; False where it could not."""
        return False


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor, line: QColor | None) -> None:
    """A filled box with round corners and a hairline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    if line is None:
        painter.setPen(QColor(0, 0, 0, 0))
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(line)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
