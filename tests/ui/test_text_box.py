"""`desktop.ui.text_box`: what Qt would break into lines for minutes."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextOption

from desktop.ui.text_box import LONGEST_WORD, TextBox

LONG = "x" * (LONGEST_WORD + 1)


@pytest.fixture
def box(qtbot):
    made = TextBox()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


def pasted(text: str) -> QMimeData:
    source = QMimeData()
    source.setText(text)
    return source


def breaks_anywhere(box: TextBox) -> bool:
    return box.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere


@pytest.mark.parametrize("letter", ["x", "ы", "ش", "가", "\u00a0", "。", "\x01"])
def test_a_million_letters_without_a_space_are_there_within_seconds(box, qtbot, letter):
    # Qt alone takes 25 s and more.
    began = time.process_time()

    box.insertFromMimeData(pasted(letter * 1_000_000))
    qtbot.wait(1)

    assert time.process_time() - began < 8
    assert len(box.toPlainText()) == 1_000_000


def test_words_are_kept_whole_as_long_as_they_are_words(box):
    box.setPlainText("word " * 10_000)
    box.insertFromMimeData(pasted("字，" * 100))

    assert not breaks_anywhere(box)


@pytest.mark.parametrize("text", [LONG, f"a {LONG} b"])
def test_a_long_stretch_is_broken_anywhere_whichever_way_it_came(box, text):
    box.setPlainText(text)
    was_set = breaks_anywhere(box)
    box.setPlainText("short")
    was_reset = not breaks_anywhere(box)
    box.insertFromMimeData(pasted(text))

    assert (was_set, was_reset, breaks_anywhere(box)) == (True, True, True)
    assert box.toPlainText() == text + "short"


def test_short_pastes_that_grow_together_are_a_long_stretch_too(box):
    for _ in range(3):
        box.insertFromMimeData(pasted("y" * (LONGEST_WORD // 2)))

    assert breaks_anywhere(box)


def test_a_paste_over_a_selection_replaces_it(box):
    box.setPlainText("one two three")
    box.selectAll()
    box.insertFromMimeData(pasted("four"))

    assert box.toPlainText() == "four"
