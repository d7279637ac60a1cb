"""The icons: drawings of one stroke in `resources/icons`, tinted with a colour of the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from desktop.assets import read_text
from desktop.ui.theme import zoomed

# Device pixel ratios a screen may have; QIcon picks the nearest picture that is not too small.
_RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)

APPLICATION_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)


@cache
def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The icon `resources/icons/{name}.svg` in `colour` (`#rrggbb`), `size` device independent pixels square.

    Raises:
        FileNotFoundError: there is no icon of this name.
    """
    renderer = _renderer(name, colour)
    result = QIcon()
    for ratio in _RATIOS:
        result.addPixmap(_pixmap(renderer, size, ratio))
    return result


@cache
def icon_pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The same drawing as one picture for a screen whose device pixel ratio is `ratio`."""
    return _pixmap(_renderer(name, colour), size, ratio)


def set_icon(button: QAbstractButton, name: str, colour: str, size: int = 16) -> None:
    """Give a button this icon, `size` pixels square at a zoom of 100 %, and as large beside its words at any other."""
    pixels = zoomed(size)
    button.setIcon(icon(name, colour, pixels))
    button.setIconSize(QSize(pixels, pixels))


def application_icon() -> QIcon:
    """The program's own icon in every size that a task bar, a window list or a title bar asks for."""
    renderer = QSvgRenderer(read_text("icons/lingdu.svg").encode())
    result = QIcon()
    for size in APPLICATION_SIZES:
        result.addPixmap(_pixmap(renderer, size, 1.0))
    return result


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(read_text(f"icons/{name}.svg").replace("currentColor", colour).encode()))


def _pixmap(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
