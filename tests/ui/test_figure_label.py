from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from desktop.ui.figure_label import FigureLabel


@pytest.fixture
def label(qtbot):
    label = FigureLabel("totalTokensLabel")
    qtbot.addWidget(label)
    label.show()
    return label


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Total 1,436 tokens", ["1,436"]),
        ("提示 1,024", ["1,024"]),
        ("First token 0.62 s", ["0.62 s"]),
        ("≈ 40 tok/s", ["40"]),
        ("≈ ¥0.0067", ["¥0.0067"]),
        ("Total 1\u202f436 tokens", ["1\u202f436"]),
        ("no figure", []),
    ],
)
def test_a_figure_is_bold_and_its_words_are_not(label, text, figures):
    label.setText(text)

    assert [part for part, font in label._parts() if font.bold()] == figures
    assert "".join(part for part, _ in label._parts()) == text


def test_there_is_room_for_the_bold_figure(label):
    label.setText("Total 1,436 tokens")

    assert label.sizeHint().width() > QFontMetrics(label.font()).horizontalAdvance(label.text())
    assert label.minimumSizeHint() == label.sizeHint()


def test_what_looks_like_markup_is_shown_as_it_is(label):
    label.setText("<b>1</b>")

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "".join(part for part, _ in label._parts()) == "<b>1</b>"


def test_the_words_have_the_colour_of_the_label_and_the_figure_that_of_text(label):
    label.setStyleSheet("color: #ff0000; background: #ffffff;")
    label.setText("Total 88888")
    label.resize(label.sizeHint())

    image = label.grab().toImage()

    def reds(start, end):
        colours = [image.pixelColor(x, y) for x in range(start, end) for y in range(image.height())]
        return sum(one.red() > 150 and one.green() < 120 for one in colours)

    assert reds(0, image.width() // 3) > 5
    assert reds(image.width() // 2 + 10, image.width()) == 0
