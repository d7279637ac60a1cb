"""Every way in which the program ends while an answer arrives, and what is there at the next start."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes.below import contents_below
from fakes.secret_service import require_programs, running_bus, short_folder
from fakes.session_manager import session_manager
from fakes.stored_answers import database, rows
from fakes.waiting import wait_until

from desktop.demo.answers import texts_for


def wait_for_flushes(process: subprocess.Popen[str], home: Path) -> None:
    """Return when a part of the demo's answer is on disk: its first words stand in the database's log."""
    texts = [text for topic in ("long", "overview") for language in ("en", "zh") for text in texts_for(topic, language)]
    beginnings = [text[:24].encode() for text in texts]

    def has_flushed() -> bool:
        logs = [data for path, data in contents_below(home / "home") if path.name == "conversations.db-wal"]
        return any(one in log for one in beginnings for log in logs) or process.poll() is not None

    wait_until(has_flushed)


def stored_text(home: Path) -> str:
    answers = "select id from turn where role = 'assistant'"
    found = rows(database(home), f"select body from part where kind = 'text' and turn in ({answers}) order by seq")
    return "".join(str(body) for (body,) in found)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_window_that_is_ended_while_it_streams_ends_well_and_keeps_the_text(start_lingdu, tmp_path, number):
    process = start_lingdu("--demo", QT_QPA_PLATFORM="offscreen")  # asks its first question by itself
    wait_for_flushes(process, tmp_path)
    began = time.monotonic()
    process.send_signal(getattr(signal, number))
    _out, err = process.communicate(timeout=30)

    assert time.monotonic() - began < 10
    assert (process.returncode, err) == (0, "")
    assert rows(database(tmp_path), "select state from turn where role = 'assistant'") == [("stopped",)]
    assert len(stored_text(tmp_path)) > 20


# Runs before the program, which asks its first question by itself: its answer has begun when this ends it.
WHILE_IT_STREAMS = """
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from desktop.ui.chat_session import ChatSession
from desktop.ui.main_window import MainWindow
windows, deltas, take = [], [], ChatSession._on_delta
shown = MainWindow.showEvent
MainWindow.showEvent = lambda window, event: (windows.append(window), shown(window, event))[1]
def on_delta(session, number, text):
    take(session, number, text)
    deltas.append(text)
    if len(deltas) == 20:
        QTimer.singleShot(0, lambda: {what})
ChatSession._on_delta = on_delta
"""


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("QCoreApplication.quit()", id="the system's Quit"),
        pytest.param("windows[-1].close()", id="closing the window"),
        pytest.param("windows[-1].actions_.close.trigger()", id="Ctrl+W"),
        pytest.param("windows[-1].actions_.quit.trigger()", id="Ctrl+Q"),
        pytest.param("QGuiApplication.instance().commitDataRequest.emit(None)", id="the end of the session"),
    ],
)
def test_every_way_to_quit_keeps_the_answer_that_is_being_written_as_stopped(lingdu, tmp_path, what):
    ended = lingdu("--demo", before=WHILE_IT_STREAMS.replace("{what}", what), QT_QPA_PLATFORM="offscreen")

    assert (ended.code, ended.err) == (0, "")
    assert rows(database(tmp_path), "select state from turn where role = 'assistant'") == [("stopped",)]
    assert len(stored_text(tmp_path)) > 20


@pytest.mark.skipif(sys.platform != "linux", reason="of GNOME's session manager and those like it")
def test_the_end_of_a_desktop_session_keeps_the_answer_that_is_being_written_as_stopped(start_lingdu, tmp_path):
    require_programs()
    with short_folder() as home, running_bus(home) as bus, session_manager(bus.address) as session:
        place = {"DBUS_SESSION_BUS_ADDRESS": bus.address, "QT_QPA_PLATFORM": "offscreen"}
        process = start_lingdu("--demo", **place)
        wait_for_flushes(process, tmp_path)
        session.end()
        _out, err = process.communicate(timeout=30)
        # What the program said last may still be on its way over the bus.
        wait_until(lambda: session.answers)

    assert (process.returncode, err) == (0, "")
    assert rows(database(tmp_path), "select state from turn where role = 'assistant'") == [("stopped",)]
    assert set(session.answers) == {True}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9 to send")
def test_a_killed_program_keeps_the_text_and_says_interrupted_at_the_next_start(start_lingdu, lingdu, tmp_path):
    process = start_lingdu("--demo", QT_QPA_PLATFORM="offscreen")
    wait_for_flushes(process, tmp_path)
    process.kill()
    process.communicate(timeout=10)

    assert lingdu("--screenshot", "again.png", QT_QPA_PLATFORM="offscreen").code == 0
    assert rows(database(tmp_path), "select state from turn where role = 'assistant'") == [("interrupted",)]
    assert len(stored_text(tmp_path)) > 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_quitting_in_the_middle_of_an_answer_is_quick_and_keeps_the_text(start_lingdu, lingdu, tmp_path):
    process = start_lingdu("--demo", "--ask", "a long answer please", "--json")
    wait_for_flushes(process, tmp_path)

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)

    assert time.monotonic() - began < 10
    assert process.returncode == 4, err
    assert '"state": "stopped"' in out
    (state,) = rows(database(tmp_path), "select state from turn where role = 'assistant'")
    assert state == ("stopped",)
    assert len(stored_text(tmp_path)) > 20


def test_a_second_start_brings_the_window_of_the_first_to_the_front(start_lingdu, lingdu, tmp_path):
    home = tmp_path / "d"
    first = start_lingdu("--demo", "--data-dir", str(home), QT_QPA_PLATFORM="offscreen")
    wait_until((home / "conversations.db-wal").exists)

    second = lingdu("--data-dir", str(home), QT_QPA_PLATFORM="offscreen")

    assert second.code == 6
    assert "its window was brought to the front" in second.err
    first.terminate()
    assert first.wait(20) == 0
    assert json.loads((home / "settings.json").read_bytes())["window"]["sidebar_px"] == 264
