"""`desktop.ui.chat.arrivals`."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from desktop.ui.chat import arrivals as arrivals_module
from desktop.ui.chat.arrivals import ENOUGH_CHARACTERS, FRAME_MS, Arrivals


@pytest.fixture
def arrivals(qapp):
    parent = QObject()
    arrivals = Arrivals(parent)
    yield arrivals
    arrivals.clear()


@pytest.fixture
def clock(monkeypatch):
    """Where the test says how late it is."""
    clock = SimpleNamespace(ms=0)
    monkeypatch.setattr(arrivals_module, "time", SimpleNamespace(monotonic=lambda: clock.ms / 1000))
    return clock


@pytest.fixture
def dues(arrivals):
    """What was taken each time that something was due."""
    taken = []

    def take():
        waiting = arrivals.take().values()
        taken.append("".join(text for one in waiting for text in (*one.text, *one.reasoning)))

    arrivals.due.connect(take)
    return taken


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


def test_text_that_comes_slowly_is_due_at_once(arrivals, clock, dues):
    arrivals.shown()

    clock.ms = FRAME_MS
    arrivals.add("a", text="one")

    assert dues == ["one"]


def test_a_little_text_waits_for_more_and_no_longer_than_until_it_is_enough(arrivals, clock, dues):
    arrivals.shown()

    clock.ms = 10
    arrivals.add("a", text="one ")
    clock.ms = FRAME_MS + 4
    arrivals.add("a", text="two ")
    waited = list(dues)
    clock.ms = FRAME_MS + 5
    arrivals.add("b", reasoning="x" * ENOUGH_CHARACTERS)

    assert waited == []
    assert dues == ["one two " + "x" * ENOUGH_CHARACTERS]


def test_enough_text_still_waits_until_the_frame_is_over(qtbot, arrivals, clock, dues):
    arrivals.shown()

    clock.ms = 1
    with qtbot.waitSignal(arrivals.due, timeout=10_000):
        arrivals.add("a", text="x" * ENOUGH_CHARACTERS)
        at_once = list(dues)

    assert at_once == []
    assert dues == ["x" * ENOUGH_CHARACTERS]


def test_a_little_text_is_due_by_itself_where_no_more_comes(qtbot, arrivals, clock, dues):
    arrivals.shown()

    clock.ms = 1
    with qtbot.waitSignal(arrivals.due, timeout=10_000):
        arrivals.add("a", text="one")

    assert dues == ["one"]


def test_what_is_known_otherwise_is_not_told_again(arrivals):
    arrivals.shown()
    arrivals.add("a", text="one")
    arrivals.add("b", text="two")

    arrivals.forget("a")

    assert list(arrivals.take()) == ["b"]
