"""What is wider than the paper, made as much smaller as it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.ui.chat.item import Item, Link, Mark


def fitted(make: Callable[[int], Item], width: int) -> Item:
    """The item that `make` gives for a width: as it is where all of it is to be seen so, else smaller."""
    item = make(width)
    if not item.sideways_range:
        return item
    whole = width + item.sideways_range
    return Shrunk(make(whole), width / whole)


class Shrunk(Item):
    """Another item at a scale."""

    def __init__(self, item: Item, scale: float) -> None:
        self._item = item
        self._scale = scale
        self.text = item.text
        self.height = round(item.height * scale)

    def paint(self, painter: QPainter, clip: QRectF, marks: Sequence[Mark], ring: Link | None) -> None:
        painter.save()
        painter.scale(self._scale, self._scale)
        scale = 1 / self._scale
        inside = QRectF(clip.x() * scale, clip.y() * scale, clip.width() * scale, clip.height() * scale)
        self._item.paint(painter, inside, marks, ring)
        painter.restore()

    def cuts(self) -> Sequence[int]:
        return [round(cut * self._scale) for cut in self._item.cuts()]
