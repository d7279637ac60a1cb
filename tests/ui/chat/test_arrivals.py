"""`desktop.ui.chat.arrivals`."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from desktop.ui.chat.arrivals import Arrivals


@pytest.fixture
def arrivals(qapp):
    parent = QObject()
    arrivals = Arrivals(parent)
    yield arrivals
    arrivals.clear()


def test_the_first_text_is_due_at_once(qtbot, arrivals):
    with qtbot.waitSignal(arrivals.due, timeout=0):
        arrivals.add("a", text="one")

    assert arrivals.take()["a"].text == ["one"]


def test_what_comes_within_a_frame_is_due_together_when_it_is_over(qtbot, arrivals):
    arrivals.shown()

    with qtbot.waitSignal(arrivals.due, timeout=10_000):
        arrivals.add("a", text="one ")
        arrivals.add("a", text="two")
        arrivals.add("b", reasoning="why")
    waiting = arrivals.take()

    assert waiting["a"].text == ["one ", "two"]
    assert waiting["b"].reasoning == ["why"]
    assert arrivals.take() == {}


def test_what_is_known_otherwise_is_not_told_again(arrivals):
    arrivals.shown()
    arrivals.add("a", text="one")
    arrivals.add("b", text="two")

    arrivals.forget("a")

    assert list(arrivals.take()) == ["b"]
