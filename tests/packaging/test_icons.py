"""The application's icon: every size, and the containers of Windows and macOS."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtGui import QImage

from icons import HICOLOR_PX, draw_all, icns, ico


@pytest.fixture
def drawn(tmp_path, qapp):
    draw_all(tmp_path)
    return tmp_path


def test_every_size_of_hicolor_is_drawn(drawn):
    for size in HICOLOR_PX:
        image = QImage(str(drawn / "hicolor" / f"{size}x{size}" / "lingdu.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(size // 2, size // 4).alpha() == 255
        assert image.pixelColor(0, 0).alpha() == 0
    assert (drawn / "hicolor" / "scalable" / "lingdu.svg").is_file()


def test_windows_container_can_be_read(drawn):
    data = (drawn / "lingdu.ico").read_bytes()

    assert QImage.fromData(data, "ICO").width() in {16, 256}
    assert struct.unpack_from("<HHH", data) == (0, 1, 10)


def test_an_icon_of_256_pixels_is_written_as_0():
    data = ico({256: b"large", 16: b"small"})

    assert data[6:8] == b"\x10\x10"
    assert data[22:24] == b"\x00\x00"
    size, offset = struct.unpack_from("<II", data, 22 + 8)
    assert data[offset : offset + size] == b"large"


def test_apple_container_tells_its_length_and_that_of_each_picture():
    sizes = (16, 32, 64, 128, 256, 512, 1024)
    data = icns({size: bytes([size % 251]) * size for size in sizes})

    assert (data[:4], struct.unpack(">I", data[4:8])[0]) == (b"icns", len(data))
    kinds, at = [], 8
    while at < len(data):
        kinds.append(data[at : at + 4].decode())
        at += struct.unpack(">I", data[at + 4 : at + 8])[0]
    assert at == len(data)
    assert {"ic07", "ic10", "ic14"} <= set(kinds)
