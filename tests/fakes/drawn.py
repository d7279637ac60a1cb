"""What items draw."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.item import Item


def drawn(item: Item, width: int) -> QImage:
    """An item on white, without soft edges of letters."""
    image = QImage(width, max(1, item.height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, on=False)
    item.paint(painter, QRectF(image.rect()), (), None)
    painter.end()
    return image
