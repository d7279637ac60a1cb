"""`desktop.ui.kinds`."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.kinds import dress, set_kind, set_state

SHEET = """
QLabel { color: #000001; }
QLabel[kind="err"] { color: #aa0000; }
QWidget[focused="true"] QLabel { color: #00aa00; }
"""


@pytest.fixture
def box(qtbot):
    """A widget with a label in it, dressed by a style sheet."""
    box = QWidget()
    box.setStyleSheet(SHEET)
    box.label = QLabel("words", box)
    qtbot.addWidget(box)
    box.show()
    return box


def colour(label: QLabel) -> QColor:
    label.ensurePolished()
    return label.palette().color(label.foregroundRole())


def test_a_widget_takes_the_looks_of_its_kind_and_lays_them_down_again(box):
    assert colour(box.label) == QColor("#000001")

    set_kind(box.label, "err")
    assert colour(box.label) == QColor("#aa0000")

    set_kind(box.label, "")
    assert colour(box.label) == QColor("#000001")


def test_a_state_that_is_there_already_dresses_nothing(box):
    set_kind(box.label, "err")
    changes = []

    class Watch(QObject):
        def eventFilter(self, _watched, event):
            changes.append(event.type())
            return False

    watch = Watch()
    box.label.installEventFilter(watch)
    set_kind(box.label, "err")
    assert QEvent.Type.StyleChange not in changes
    assert QEvent.Type.DynamicPropertyChange not in changes

    set_kind(box.label, "warn")
    assert QEvent.Type.DynamicPropertyChange in changes


def test_what_hangs_on_the_state_of_another_widget_is_dressed_with_it(box):
    set_state(box, "focused", True)

    dress(box.label)

    assert colour(box.label) == QColor("#00aa00")
