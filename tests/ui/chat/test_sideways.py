from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.sideways import Sideways

TRACK = QRectF(10, 90, 200, 5)


@pytest.fixture
def sideways(style):
    """1,000 pixels in a room of 200."""
    result = Sideways(style)
    result.fit(1000, 200)
    return result


def test_it_scrolls_as_far_as_the_content_goes(sideways):
    assert sideways.range == 800
    assert sideways.scroll(300)
    assert sideways.scroll(900)
    assert sideways.offset == 800
    assert not sideways.scroll(1)
    assert sideways.scroll(-5000)
    assert sideways.offset == 0


def test_what_fits_does_not_scroll_and_has_no_thumb(style):
    sideways = Sideways(style)
    sideways.fit(100, 200)

    assert sideways.range == 0
    assert not sideways.scroll(5)
    assert sideways.thumb(TRACK).isNull()


def test_a_larger_room_takes_the_offset_back(sideways):
    sideways.offset = 800

    sideways.fit(1000, 700)

    assert sideways.offset == 300


def test_the_thumb_shows_the_share_and_the_place(sideways):
    assert sideways.thumb(TRACK) == QRectF(10, 90, 40, 5)

    sideways.offset = 800

    assert sideways.thumb(TRACK) == QRectF(170, 90, 40, 5)


def test_the_thumb_of_very_long_content_can_still_be_held(style):
    sideways = Sideways(style)
    sideways.fit(1e6, 200)

    assert sideways.thumb(TRACK).width() == 32


def test_a_dragged_thumb_stays_under_the_pointer(sideways):
    """However slowly: the parts of a pixel add up."""
    for _ in range(320):
        assert sideways.drag(0.25, TRACK)

    assert sideways.thumb(TRACK).left() == pytest.approx(10 + 80)
    assert sideways.drag(500, TRACK)
    assert not sideways.drag(500, TRACK)


def test_the_thumb_is_painted_in_its_track(style, sideways):
    image = QImage(220, 100, QImage.Format.Format_RGB32)
    image.fill(style.colour("bg"))
    painter = QPainter(image)
    sideways.paint(painter, TRACK)
    painter.end()

    assert image.pixelColor(30, 92).name() == style.palette.field_line
    assert image.pixelColor(60, 92).name() == style.palette.bg
    assert image.pixelColor(30, 88).name() == style.palette.bg
