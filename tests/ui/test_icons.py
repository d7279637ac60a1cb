from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QPushButton

from desktop.assets import resources
from desktop.ui.icons import APPLICATION_SIZES, application_icon, icon, icon_pixmap, set_icon

NAMES = sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "lingdu"])
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = icon_pixmap(name, "#12ab34", 32).toImage()

    colours = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#12ab34"}


def test_an_icon_has_as_many_pixels_as_the_screen(qapp):
    assert icon_pixmap("copy", "#000000", 16, 2.0).width() == 32
    assert icon("copy", "#000000", 16).pixmap(16, 16).toImage().pixelColor(12, 10) != QColor(0, 0, 0, 0)


def test_an_icon_is_made_once(qapp):
    assert icon("copy", "#123456") is icon("copy", "#123456")


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", "#000000")


def test_the_programs_own_icon_is_there_in_every_size(qapp):
    found = application_icon()

    assert [size.width() for size in found.availableSizes()] == list(APPLICATION_SIZES)
    assert found.pixmap(QSize(48, 48)).toImage().pixelColor(24, 8).alpha() == 255


def test_the_icon_of_a_button_zooms_with_its_words(qtbot, qapp):
    button = QPushButton()
    qtbot.addWidget(button)
    before = qapp.font()
    large = QFont(before)
    large.setPixelSize(42)
    qapp.setFont(large)
    try:
        set_icon(button, "copy", "#123456")
    finally:
        qapp.setFont(before)

    assert button.iconSize() == QSize(48, 48)
    assert button.icon().actualSize(QSize(48, 48)) == QSize(48, 48)
