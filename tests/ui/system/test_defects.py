from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread

from desktop.ui.system.defects import Defects


class Window(QObject):
    """Notes what it is told, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, bool]] = []

    def show_defect(self, words: str) -> None:
        self.told.append((words, QThread.currentThread() is self.thread()))


class Worker(QThread):
    def run(self) -> None:
        raise ValueError("in a worker")


@pytest.fixture
def window(expected_logs):
    expected_logs("unhandled exception")
    hooks = sys.excepthook, threading.excepthook
    defects = Defects(lambda text: text.replace("sk-1", "***"))
    window = Window()
    defects.found.connect(window.show_defect)
    yield window
    defects.close()
    assert (sys.excepthook, threading.excepthook) == hooks


def test_an_exception_of_a_python_thread_reaches_the_window_in_its_own_thread(qtbot, window, capsys):
    def fail() -> None:
        raise ValueError("the key sk-1")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.told != [], timeout=3000)

    assert window.told == [("ValueError: the key ***", True)]
    assert capsys.readouterr().err == "lingdu: ValueError: the key ***\n"


def test_an_exception_of_a_qthread_reaches_the_window_in_its_own_thread(qtbot, window):
    worker = Worker()
    worker.start()
    assert worker.wait(3000)
    qtbot.waitUntil(lambda: window.told != [], timeout=3000)

    assert window.told == [("ValueError: in a worker", True)]


def test_an_exception_of_the_window_is_told_at_once(window, caplog):
    with caplog.at_level(logging.CRITICAL):
        sys.excepthook(KeyError, KeyError("x"), None)

    assert window.told == [("KeyError: 'x'", True)]
