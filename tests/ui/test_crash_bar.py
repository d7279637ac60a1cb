"""`desktop.ui.crash_bar`"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop.ui.crash_bar import CrashBar

REPORT = "Fatal Python error: Segmentation fault <img src=x>"


@pytest.fixture
def bar(qtbot):
    bar = CrashBar()
    qtbot.addWidget(bar)
    bar.show_report(REPORT)
    return bar


def press(qtbot, bar, name):
    qtbot.mouseClick(bar.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_without_a_report_there_is_no_bar(qtbot):
    bar = CrashBar()
    qtbot.addWidget(bar)

    bar.show_report("")

    assert not bar.isVisible()


def test_a_report_is_shown_and_copied_as_it_is_and_the_bar_stays(qtbot, bar, qapp):
    press(qtbot, bar, "showCrashButton")
    assert bar.findChild(QPlainTextEdit, "detailsText").toPlainText() == REPORT

    press(qtbot, bar, "copyCrashButton")

    assert qapp.clipboard().text() == REPORT
    assert bar.isVisible()


@pytest.mark.parametrize(
    ("name", "signal"), [("deleteCrashButton", "delete_requested"), ("dismissCrashButton", "dismissed")]
)
def test_deleted_or_dismissed_it_goes(qtbot, bar, name, signal):
    with qtbot.waitSignal(getattr(bar, signal), timeout=10_000):
        press(qtbot, bar, name)

    assert not bar.isVisible()
