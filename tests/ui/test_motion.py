"""Whether anything moves by itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar

from desktop.ui.motion import STILL, Motion, show_busy


@pytest.fixture
def motion(qapp):
    motion = Motion(qapp)
    yield motion
    motion.reduce(False)


def test_no_cursor_blinks_where_motion_is_reduced_and_all_do_again_later(qapp, motion):
    before = qapp.styleHints().cursorFlashTime()
    assert before > 0

    motion.reduce(True)
    assert qapp.styleHints().cursorFlashTime() == 0

    motion.reduce(False)
    assert qapp.styleHints().cursorFlashTime() == before


@pytest.mark.parametrize(("sheet", "runs"), [("", True), (STILL, False)])
def test_a_bar_without_an_end_stands_still_where_motion_is_reduced(qtbot, sheet, runs):
    bar = QProgressBar()
    qtbot.addWidget(bar)
    bar.setStyleSheet(sheet)

    show_busy(bar)

    assert (bar.minimum() == bar.maximum()) == runs
