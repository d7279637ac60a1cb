"""A program that really dies, and what the next start knows of it."""

from __future__ import annotations

import json
import signal
import sys

import pytest

KEY = "sk-SENTINEL-0123456789abcdef"

# Runs before the program: something ends it once its window is shown.
DIES = """
import os
from PySide6.QtCore import QTimer
from desktop.ui.main_window import MainWindow
shown = MainWindow.showEvent
def show(window, event):
    shown(window, event)
    QTimer.singleShot(0, lambda: {what})
MainWindow.showEvent = show
"""
ENDS_A_RUNNING_THREAD = f"""
from PySide6.QtCore import QThread
import shiboken6
def fail():
    thread = QThread()
    thread.setObjectName("{KEY}")
    thread.start()
    shiboken6.delete(thread)
"""
# Runs before the next one: it prints what its bar says, and ends.
TELLS = """
import json
from PySide6.QtCore import QTimer
from desktop.ui.crash_bar import CrashBar
show = CrashBar.show_report
def tell(bar, text):
    show(bar, text)
    print(json.dumps([bar.isHidden(), text]), flush=True)
    QTimer.singleShot(0, bar.window().close)
CrashBar.show_report = tell
"""
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def told(lingdu):
    ended = lingdu("--demo", before=TELLS, **OFFSCREEN)
    assert (ended.code, ended.err) == (0, "")
    is_hidden, text = json.loads(ended.out)
    assert is_hidden == (not text)
    return text


@pytest.mark.skipif(sys.platform == "win32", reason="the code of a crash is another one")
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_leaves_the_stacks_of_its_threads_for_the_next_start(lingdu, number):
    died = lingdu("--demo", before=DIES.format(what=f"os.kill(os.getpid(), {number.value})"), **OFFSCREEN)
    assert died.code == -number

    text = told(lingdu)

    assert text.startswith("Lingdu Chat")
    assert "Fatal Python error" in text
    assert "desktop/app.py" in text.replace("\\", "/")
    assert told(lingdu) == text


@pytest.mark.skipif(sys.platform == "win32", reason="Qt's abort has another code there")
def test_what_qt_dies_of_is_said_and_no_secret_with_it(lingdu):
    died = lingdu("--demo", before=ENDS_A_RUNNING_THREAD + DIES.format(what="fail()"), **OFFSCREEN)
    assert died.code == -signal.SIGABRT

    text = told(lingdu)

    assert "Qt ends the program: QThread: Destroyed while thread '***' is still running" in text
    assert KEY not in text


def test_a_run_that_ends_well_has_nothing_to_tell_whatever_happened_in_it(lingdu):
    ended = lingdu("--demo", "--screenshot", "x.png", before=DIES.format(what="1 / 0"), **OFFSCREEN)
    assert ended.code == 0
    assert ended.err == "lingdu: ZeroDivisionError: division by zero\n"

    assert told(lingdu) == ""
