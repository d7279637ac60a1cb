"""`desktop.worker.math_worker`: formulas are drawn beside the GUI thread."""

from __future__ import annotations

import sys
import threading

import pytest
from fakes.formulas import HOSTILE
from PySide6.QtCore import QThread

from desktop.markup import math
from desktop.markup.math import render_math
from desktop.worker.math_worker import MathResult, MathWorker

LIMIT_MS = 20_000
_others: list[threading.Thread] = []


@pytest.fixture(autouse=True)
def threads_of_other_tests():
    """They wait for formulas that never come; they are daemons."""
    _others[:] = [thread for thread in threading.enumerate() if thread.name == "formulas"]


@pytest.fixture
def worker(qapp):
    worker = MathWorker()
    yield worker
    worker.close()
    for thread in formula_threads():
        thread.join(LIMIT_MS / 1000)
        assert not thread.is_alive()


@pytest.fixture
def heard(worker):
    """Every result, and whether it came in the GUI thread."""
    seen = []
    worker.drawn.connect(lambda result: seen.append((result, QThread.isMainThread())))
    return seen


def formula_threads():
    return [thread for thread in threading.enumerate() if thread.name == "formulas" and thread not in _others]


def test_a_formula_is_drawn_in_another_thread_and_told_in_this_one(qtbot, worker, heard, monkeypatch):
    drew = []
    monkeypatch.setattr(
        "desktop.worker.math_worker.render_math",
        lambda tex, *, display: drew.append(threading.current_thread()) or render_math(tex, display=display),
    )

    worker.draw("x^2", False)
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert drew != [threading.current_thread()]
    assert heard == [(MathResult("x^2", False, render_math("x^2", display=False)), True)]


def test_what_cannot_be_drawn_is_told_too(qtbot, worker, heard):
    worker.draw(r"\ce{H2O}", True)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert heard[0][0] == MathResult(r"\ce{H2O}", True, None)


def test_nothing_hostile_ends_the_thread(qtbot, worker, heard):
    for tex in HOSTILE.values():
        worker.draw(tex, True)
    qtbot.waitUntil(lambda: len(heard) == len(HOSTILE), timeout=60_000)

    worker.draw("x", True)
    qtbot.waitUntil(lambda: heard[-1][0].tex == "x", timeout=LIMIT_MS)

    assert heard[-1][0].picture is not None


def test_what_was_asked_for_last_comes_first(qtbot, worker, heard):
    """What is on the screen now is asked for last."""
    with math._one_at_a_time:
        worker.draw("a", True)
        qtbot.waitUntil(worker._queue.empty, timeout=LIMIT_MS)
        worker.draw("b", True)
        worker.draw("c", True)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=LIMIT_MS)

    assert [result.tex for result, _ in heard] == ["a", "c", "b"]


def test_no_thread_runs_before_the_first_formula(worker):
    assert formula_threads() == []


def test_closing_drops_what_waits_and_ends_the_thread(qtbot, worker, heard):
    with math._one_at_a_time:
        for _ in range(100):
            worker.draw("x", True)
        worker.close()
    for thread in formula_threads():
        thread.join(LIMIT_MS / 1000)
    worker.draw("y", True)
    qtbot.wait(1)

    assert formula_threads() == []
    assert heard == []


def test_a_worker_that_is_gone_hears_nothing_and_nothing_breaks(qtbot):
    worker = MathWorker()

    with math._one_at_a_time:
        worker.draw("x", True)
        worker.close()
        del worker
    for thread in formula_threads():
        thread.join(LIMIT_MS / 1000)
    qtbot.wait(1)

    assert formula_threads() == []


def test_the_interpreter_switches_threads_as_usual_when_nothing_is_drawn(qtbot, worker, heard):
    usual = sys.getswitchinterval()

    worker.draw("x", True)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert sys.getswitchinterval() == usual
