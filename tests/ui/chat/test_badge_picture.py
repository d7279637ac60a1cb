from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.badge_picture import BadgePicture
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK, LIGHT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_badge_is_painted_inside_its_size_in_the_colours_of_a_warning(qapp, palette):
    style = ChatStyle(palette)
    picture = BadgePicture("U+202E", style, style.code_font)
    image = QImage(120, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)

    painter = QPainter(image)
    picture.paint(painter, QPointF(20, 10))
    painter.end()

    painted = {(x, y) for x in range(120) for y in range(40) if image.pixelColor(x, y).alpha()}
    assert painted
    assert all(20 <= x < 20 + picture.width and 10 <= y < 10 + picture.height for x, y in painted)
    colours = {image.pixelColor(x, y).name() for x, y in painted}
    assert {palette.warn_soft, palette.warn} <= colours


def test_a_badge_is_no_higher_than_its_line_and_wider_for_a_longer_label(style):
    short, long = (BadgePicture(label, style, style.code_font) for label in ("U+200B", "U+E0041"))

    assert short.height <= style.line_height(style.code_font, 1.55)
    assert 0 < short.depth < short.height
    assert long.width > short.width
