from __future__ import annotations

import os
import sys

import pytest
from fakes.files import pdf, picture
from PySide6.QtGui import QImage

from desktop.errors import AttachmentError
from desktop.ui.attachments.sources import from_file, from_image


def made(path, side: int = 0):
    reading = from_file(path, side)
    return reading.make(reading.load())


def write(path, data: bytes):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime"),
    [
        ("a.txt", b"text", "file", "text/plain"),
        ("wrong.txt", picture("jpeg"), "image", "image/jpeg"),
        ("wrong.png", b"only text", "file", "text/plain"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file", "text/plain"),
        ("a.pdf", pdf("words"), "file", "application/pdf"),
        ("late.pdf", b"\n junk\n" + pdf("words"), "file", "application/pdf"),
        ("about.py", b"if raw.startswith(b'%PDF-1.7'):\n    pass\n", "file", "text/plain"),
    ],
)
def test_what_is_in_a_file_says_what_it_is(qapp, tmp_path, name, data, kind, mime):
    found = made(write(tmp_path / name, data))

    assert (found.name, found.kind, found.mime) == (name, kind, mime)


def test_a_picture_is_scaled_as_the_setting_says(qapp, tmp_path):
    assert made(write(tmp_path / "a.png", picture("png", 64, 32)), 16).width == 16
    assert (
        from_image("p", QImage(64, 32, QImage.Format.Format_RGB32), 16)
        .make(QImage(64, 32, QImage.Format.Format_RGB32))
        .width
        == 16
    )


@pytest.mark.parametrize(
    ("data", "reason"), [(b"\xef\xbb\xbf", "empty"), (b"\xff\xfe", "empty"), (b"%PDF-1.7 and no more", "damaged")]
)
def test_what_holds_nothing_is_not_attached(tmp_path, data, reason):
    with pytest.raises(AttachmentError) as caught:
        made(write(tmp_path / "a", data))

    assert caught.value.reason == reason


def reason(path) -> str:
    with pytest.raises(AttachmentError) as caught:
        from_file(path, 0).load()
    return caught.value.reason


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    assert reason(tmp_path / "gone") == "missing"
    assert reason(tmp_path) == "folder"
    assert reason(write(tmp_path / "empty", b"")) == "empty"
    assert reason(tmp_path / "a\0b") == "unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert reason(tmp_path / "pipe") == "not_file"
    assert reason(type(tmp_path)("/dev/zero")) == "not_file"


@pytest.mark.parametrize(("head", "limit"), [(b"text", 5 << 20), (b"%PDF-1.7", 50 << 20), (picture("png"), 20_000_000)])
def test_each_kind_has_its_size_and_more_is_not_read(tmp_path, head, limit):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(1 << 30)

    with pytest.raises(AttachmentError) as caught:
        from_file(path, 0).load()

    assert (caught.value.reason, caught.value.limit) == ("too_large", limit)
