from __future__ import annotations

import pytest
from fakes.files import huge_png, picture

from desktop.ui.attachments.thumbnails import thumbnail


def test_a_picture_fits_into_the_square_at_the_screens_own_pixels(qapp):
    found = thumbnail(picture("png", 200, 100), 40, 2.0)

    assert (found.width(), found.height(), found.devicePixelRatio()) == (80, 40, 2.0)


def test_a_small_picture_is_not_blown_up(qapp):
    assert thumbnail(picture("png", 10, 10), 40, 1.0).width() == 10


@pytest.mark.parametrize("raw", [b"", b"no picture", huge_png(30_000, 30_000), picture("png", 600, 600)])
def test_what_is_none_of_ours_shows_nothing(qapp, raw):
    assert thumbnail(raw, 40, 1.0).isNull()
