from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.ui.chat.item import Item, rounded


def test_an_item_without_text_is_one_position_high(qapp):
    item = Item()
    item.height = 30

    assert item.position_at(QPointF(5, 5)) == 0
    assert item.caret_rect(0) == QRectF(0, 0, 0, 30)
    assert item.line_at(0) == (0, 0)
    assert item.end_point() == QRectF(0, 0, 0, 30)
    assert item.hit(QPointF(5, 5))
    assert item.link_at(QPointF(5, 5)) is None
    assert (item.sideways, item.sideways_range) == (0, 0)
    assert not item.scroll_sideways(10)
    assert not item.drag_thumb(10)


def test_every_item_paints_itself(qapp):
    with pytest.raises(NotImplementedError):
        Item().paint(QPainter(), QRectF(), (), None)


@pytest.mark.parametrize("line", [None, QColor("red")])
def test_a_box_is_filled_inside_its_round_corners(qapp, line):
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)

    rounded(painter, QRectF(0, 0, 40, 40), 10, QColor("blue"), line)
    painter.end()

    assert image.pixelColor(20, 20) == QColor("blue")
    assert image.pixelColor(0, 0) == QColor("white")
    assert image.pixelColor(20, 0) == (QColor("blue") if line is None else line)
