"""`desktop.ui.chat.formulas`."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont

from desktop.ui.chat.formulas import Formulas

LIMIT_MS = 20_000


@pytest.fixture
def font(qapp):
    font = QFont()
    font.setPixelSize(20)
    return font


def test_a_formula_has_a_picture_once_it_is_ready_in_the_size_of_the_text(qtbot, font):
    formulas = Formulas()
    black = QColor("#000000")

    with qtbot.waitSignal(formulas.ready, timeout=LIMIT_MS) as seen:
        first = formulas.picture("x^2", display=False, font=font, colour=black)
    small = formulas.picture("x^2", display=False, font=font, colour=black)
    font.setPixelSize(40)
    large = formulas.picture("x^2", display=False, font=font, colour=black)

    assert first is None
    assert seen.args == ["x^2"]
    assert large.width == pytest.approx(2 * small.width, rel=0.1)


def test_what_cannot_be_drawn_has_no_picture(font):
    assert Formulas().picture(r"\text{中文}", display=False, font=font, colour=QColor("#000000")) is None


def test_a_picture_has_the_device_pixels_of_the_screen(qtbot, font):
    formulas = Formulas()
    black = QColor("#000000")
    with qtbot.waitSignal(formulas.ready, timeout=LIMIT_MS):
        formulas.picture("y", display=False, font=font, colour=black)
    once = formulas.picture("y", display=False, font=font, colour=black)

    formulas.ratio = 2.0
    twice = formulas.picture("y", display=False, font=font, colour=black)

    assert twice.width == once.width
    assert twice.image.height() > 1.5 * once.image.height()
