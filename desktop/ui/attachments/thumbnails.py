"""Small pictures of attachments, drawn from what was stored with them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

# What we make is smaller; a file from elsewhere may hold anything.
MAX_PX = 512


@lru_cache(maxsize=128)
def thumbnail(raw: bytes, side: int, ratio: float) -> QPixmap:
    """A PNG scaled into a square of `side` device independent pixels; null where it is none of ours.

    Kept, as a chat is painted often while an answer comes.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MAX_PX:
        return QPixmap()
    pixels = round(side * ratio)
    image = reader.read()
    if image.isNull():
        return QPixmap()
    if max(size.width(), size.height()) > pixels:
        image = image.scaled(
            QSize(pixels, pixels), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    result = QPixmap.fromImage(image)
    result.setDevicePixelRatio(ratio)
    return result
