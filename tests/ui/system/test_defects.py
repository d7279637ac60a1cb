from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.system.defects import Defects
from desktop.worker.loop_thread import LoopThread


class Window(QObject):
    """Notes what it is told, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, bool]] = []
        self.notes: list[str] = []

    def show_defect(self, words: str) -> None:
        self.told.append((words, QThread.currentThread() is self.thread()))


class Worker(QThread):
    def run(self) -> None:
        raise ValueError("in a worker")


@pytest.fixture
def window(expected_logs):
    expected_logs("unhandled exception")
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    window = Window()
    defects = Defects(lambda text: text.replace("sk-1", "***"), window.notes.append)
    defects.found.connect(window.show_defect)
    yield window
    defects.close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


def test_an_exception_of_a_python_thread_reaches_the_window_in_its_own_thread(qtbot, window, capsys):
    def fail() -> None:
        raise ValueError("the key sk-1")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.told != [], timeout=10_000)

    assert window.told == [("ValueError: the key ***", True)]
    assert capsys.readouterr().err == "lingdu: ValueError: the key ***\n"


def test_an_exception_of_a_qthread_reaches_the_window_in_its_own_thread(qtbot, window):
    worker = Worker()
    worker.start()
    assert worker.wait(3000)
    qtbot.waitUntil(lambda: window.told != [], timeout=10_000)

    assert window.told == [("ValueError: in a worker", True)]


def test_an_exception_of_the_window_is_told_at_once(window, caplog):
    with caplog.at_level(logging.CRITICAL):
        sys.excepthook(KeyError, KeyError("x"), None)

    assert window.told == [("KeyError: 'x'", True)]
    assert window.notes == ["KeyError: 'x'\n"]


class Painting(QWidget):
    """Fails in an override that Qt calls."""

    def paintEvent(self, event: QPaintEvent) -> None:
        raise ValueError("in paintEvent")


class Filter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        raise ValueError("in eventFilter")


def test_what_an_override_lets_go_is_told(qtbot, window):
    widget = Painting()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: window.told != [], timeout=10_000)
    widget.hide()
    watched, watcher = QObject(), Filter()
    watched.installEventFilter(watcher)
    watched.deleteLater()
    qtbot.waitUntil(lambda: ("ValueError: in eventFilter", True) in window.told, timeout=10_000)

    assert window.told[0] == ("ValueError: in paintEvent", True)
    assert "in paintEvent" in window.notes[0]
    assert "Traceback" in window.notes[0]


def test_what_a_slot_lets_go_is_told(qtbot, window):
    def fail() -> None:
        raise ValueError("in a slot")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: window.told != [], timeout=10_000)

    assert window.told == [("ValueError: in a slot", True)]


def test_what_a_task_or_a_callback_of_the_network_thread_lets_go_is_told(qtbot, window):
    async def fail() -> None:
        raise ValueError("in a task")

    def fail_too() -> None:
        raise ValueError("in a callback")

    network = LoopThread()
    network.start()
    network.call(lambda: network.loop.create_task(fail()) and None)
    network.call(fail_too)
    qtbot.waitUntil(lambda: len(window.told) == 2, timeout=10_000)
    assert network.stop(10_000)

    assert sorted(window.told) == [("ValueError: in a callback", True), ("ValueError: in a task", True)]


class Dying:
    """Fails where nobody can catch it."""

    def __del__(self) -> None:
        raise ValueError("in __del__")


def test_what_a_destructor_lets_go_is_told(window):
    Dying()

    assert window.told == [("ValueError: in __del__", True)]
