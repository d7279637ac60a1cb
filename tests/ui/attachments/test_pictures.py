from __future__ import annotations

import random

import pytest
from fakes.files import huge_png, picture
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageWriter

from desktop.errors import AttachmentError
from desktop.ui.attachments.pictures import (
    MAX_BYTES,
    MAX_PIXELS,
    is_other_picture,
    picture_format,
    picture_from,
    read_picture,
)


def reason(raw: bytes) -> str:
    with pytest.raises(AttachmentError) as caught:
        read_picture("a", raw)
    return caught.value.reason


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_each_kind_stays_what_it_is(qapp, kind):
    found = read_picture("a", picture(kind, 30, 20))

    assert (found.mime, found.width, found.height) == (f"image/{kind}", 30, 20)
    assert picture_format(found.data) == (kind, f"image/{kind}")
    assert QImage.fromData(found.data).pixelColor(5, 5).red() > 240


def test_the_longest_side_is_scaled_down_and_never_up(qapp):
    raw = picture("png", 300, 60)

    assert (read_picture("a", raw, 100).width, read_picture("a", raw, 100).height) == (100, 20)
    assert read_picture("a", raw, 1000).width == 300
    assert QImage.fromData(read_picture("a", raw, 100).data).size() == QSize(100, 20)


def test_a_line_of_pixels_keeps_a_height(qapp):
    assert read_picture("a", picture("png", 3000, 1), 100).height == 1


def test_what_a_camera_adds_is_not_sent(qapp):
    raw = picture("png", Comment="SENTINEL-PLACE")
    assert b"SENTINEL" in raw

    assert b"SENTINEL" not in read_picture("a", raw).data


def test_what_is_transparent_stays_so(qapp):
    found = QImage.fromData(read_picture("a", picture("png", colour="#00ff0000")).data)

    assert found.pixelColor(1, 1).alpha() == 0


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_cut_file_is_damaged_wherever_it_is_cut(qapp, kind, capfd):
    raw = picture(kind, 200, 200)

    assert {reason(raw[:length]) for length in range(16, len(raw) - 1, max(1, len(raw) // 40))} == {"damaged"}


def test_a_bomb_is_refused_by_its_head(qapp):
    assert reason(huge_png(40_000, 40_000)) == "too_many_pixels"
    assert reason(huge_png(6325, 6325)) == "too_many_pixels"
    assert MAX_PIXELS < 6325**2


def test_a_file_over_the_limit_is_refused(qapp):
    assert reason(picture("png") + bytes(MAX_BYTES)) == "too_large"


def test_other_pictures_are_told_from_texts(qapp):
    assert is_other_picture(b"GIF89a" + bytes(8))
    assert not is_other_picture(b"BMW is a car")
    assert reason(b"GIF89a" + bytes(8)) == "picture_type"


def test_a_copied_picture_becomes_a_png_with_a_thumbnail(qapp):
    image = QImage(900, 300, QImage.Format.Format_RGB16)
    image.fill(0)

    found = picture_from("a.png", image, 600)

    assert (found.mime, found.width, found.height) == ("image/png", 600, 200)
    assert QImage.fromData(found.thumbnail).size() == QSize(240, 80)


def test_an_empty_picture_is_refused(qapp):
    with pytest.raises(AttachmentError) as caught:
        picture_from("a.png", QImage())

    assert caught.value.reason == "empty"


@pytest.mark.parametrize("side", [0, 30])
def test_a_picture_taken_on_its_side_stands_upright(qapp, side):
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(image)

    found = read_picture("a.jpg", bytes(buffer.data().data()), side)

    assert (found.width, found.height) == ((10, 30) if side else (20, 60))
    assert b"Exif" not in found.data


@pytest.mark.parametrize("form", ["Format_Grayscale8", "Format_Grayscale16", "Format_RGBA64", "Format_Indexed8"])
def test_pixels_of_every_kind_can_be_sent(qapp, form):
    image = QImage(9, 7, getattr(QImage.Format, form))
    image.fill(0)
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))

    found = picture_from("a.png", image)

    assert QImage.fromData(found.data).size() == QSize(9, 7)


@pytest.mark.qt_log_ignore(".")
def test_no_mutated_file_does_anything_but_give_a_picture_or_a_reason(qapp):
    chance = random.Random(5)
    files = [picture(kind, 60, 40) for kind in ("png", "jpeg", "webp")]
    reasons = set()
    for _ in range(200):
        raw = bytearray(chance.choice(files))
        for _ in range(chance.choice([1, 3, 30])):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            read_picture("a", bytes(raw), 20)
        except AttachmentError as error:
            reasons.add(error.reason)

    assert "damaged" in reasons
    assert reasons <= {"damaged", "picture_type", "too_many_pixels"}
