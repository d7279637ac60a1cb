"""`desktop.ui.paper.shrunk`: what is wider than the paper."""

from __future__ import annotations

from fakes.drawn import drawn
from PySide6.QtGui import QColor

from desktop.ui.chat.item import Item
from desktop.ui.paper.shrunk import fitted


class Wide(Item):
    """Is 300 pixels wide, and 60 high; black at its right end."""

    height = 60
    text = "wide"

    def __init__(self, room):
        self.room = room

    @property
    def sideways_range(self):
        return max(0, 300 - self.room)

    def paint(self, painter, clip, marks, ring):
        painter.fillRect(clip, QColor("#ff0000"))
        painter.fillRect(280, 0, 20, 60, QColor("#000000"))

    def cuts(self):
        return [20, 40]


def test_what_fits_is_left_as_it_is():
    assert isinstance(fitted(Wide, 300), Wide)


def test_what_does_not_fit_is_drawn_whole_and_smaller():
    item = fitted(Wide, 150)

    picture = drawn(item, 150)

    assert (item.text, item.height, list(item.cuts())) == ("wide", 30, [10, 20])
    assert QColor(picture.pixel(147, 15)).name() == "#000000"
    assert QColor(picture.pixel(135, 15)).name() == "#ff0000"
