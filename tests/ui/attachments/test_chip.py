from __future__ import annotations

import pytest
from fakes.files import picture
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.chat.attachments import text_attachment
from desktop.ui.attachments.chip import PICTURE_PX, Chip
from desktop.ui.attachments.pictures import read_picture
from desktop.ui.palettes import DARK, LIGHT


@pytest.fixture
def chip(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    chip = Chip(parent, "a <b>name</b>.txt", LIGHT)
    parent.show()
    yield chip
    parent.close()


def texts(chip) -> list[str]:
    return [label.text() for label in chip.findChildren(QLabel) if label.text()]


def test_it_says_that_it_is_being_read(chip):
    assert texts(chip) == ["a <b>name</b>.txt", "Reading…"]
    assert {label.textFormat() for label in chip.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_picture_is_shown_small(chip):
    chip.show_attachment(read_picture("cat.png", picture("png", 400, 200)))

    (label,) = chip.findChildren(QLabel, "attachmentPicture")
    assert label.pixmap().deviceIndependentSize().toSize().width() == PICTURE_PX
    assert label.pixmap().deviceIndependentSize().toSize().height() == PICTURE_PX // 2
    assert label.pixmap().toImage().pixelColor(10, 5).red() > 240
    assert chip.accessibleName().startswith("cat.png, 400 × 200")


def test_only_a_long_paste_offers_to_be_text(qtbot, chip):
    chip.show_attachment(text_attachment("a.txt", "x"))
    assert chip.as_text.isHidden()

    chip.show_attachment(text_attachment("Pasted text.txt", "x", pasted=True))
    assert not chip.as_text.isHidden()
    assert chip.as_text.accessibleName() == "Put Pasted text.txt into the message as text"
    with qtbot.waitSignal(chip.text_requested, timeout=10_000):
        chip.as_text.click()


def test_a_failure_is_told_whole(chip):
    words = "Neither a picture, a PDF nor a text in UTF-8, UTF-16 or GB18030"

    chip.show_error(words)
    chip.set_theme(DARK)

    assert chip.accessibleName() == f"a <b>name</b>.txt, {words}"
    assert chip.property("kind") == "err"
    assert "GB18030" in texts(chip)[1]


def test_remove_asks_to_be_removed(qtbot, chip):
    with qtbot.waitSignal(chip.remove_requested, timeout=10_000):
        chip.remove.click()


def test_long_words_are_cut_where_there_is_little_room(chip):
    chip.show_error("Neither a picture, a PDF nor a text in UTF-8, UTF-16 or GB18030")
    wide = chip.sizeHint().width()

    chip.set_room(200)

    assert chip.sizeHint().width() <= 200 < wide
    assert "…" in texts(chip)[1]
