"""`desktop.worker.lexer_worker`: lexers are made beside the GUI thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread

from desktop.markup import highlight
from desktop.worker import lexer_worker
from desktop.worker.lexer_worker import LexerWorker

LIMIT_MS = 20_000


@pytest.fixture
def no_lexers(monkeypatch):
    """As at the program's start."""
    monkeypatch.setattr(highlight, "_lexers", {})


@pytest.fixture
def worker(qapp, no_lexers):
    return LexerWorker()


@pytest.fixture
def heard(worker):
    """Whether each language was told in the GUI thread."""
    seen = []
    worker.loaded.connect(lambda: seen.append(QThread.isMainThread()))
    return seen


def test_a_lexer_is_made_in_another_thread_and_told_in_this_one(qtbot, worker, heard, monkeypatch):
    made = []
    load = highlight.load
    monkeypatch.setattr(
        lexer_worker, "load", lambda language: made.append(threading.current_thread()) or load(language)
    )

    assert not worker.has("python")
    assert worker.is_active
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert not worker.is_active
    assert made != [threading.current_thread()]
    assert heard == [True]
    assert worker.has("python")


def test_what_is_embedded_is_loaded_with_it(qtbot, worker, heard):
    worker.has("html")
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert worker.has("css")
    assert worker.has("javascript")


def test_a_language_that_nobody_knows_is_told_too(qtbot, worker, heard):
    assert not worker.has("no such language")
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert worker.has("no such language")


def test_a_name_that_no_signal_carries_is_told_too(qtbot, worker, heard):
    assert not worker.has("py\ud83d")
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LIMIT_MS)

    assert worker.has("py\ud83d")
    assert not worker.is_active


def test_a_language_is_asked_for_once(qtbot, worker, heard):
    for _ in range(10):
        worker.has("python")
    worker.has("json")
    qtbot.waitUntil(lambda: worker.has("json"), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not worker.is_active, timeout=LIMIT_MS)

    assert len(heard) == 2


def test_no_thread_runs_before_the_first_language(worker):
    assert worker._thread is None


def test_a_worker_that_is_gone_hears_nothing_and_nothing_breaks(qtbot, no_lexers, monkeypatch):
    inside, leave = threading.Event(), threading.Event()
    monkeypatch.setattr(lexer_worker, "load", lambda language: inside.set() or leave.wait(10))
    worker = LexerWorker()

    worker.has("python")
    assert inside.wait(10)
    del worker
    leave.set()
    qtbot.wait(1)
