"""The whole program, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from fakes.below import contents_below, files_below
from fakes.secret_service import require_programs, running_bus, short_folder
from fakes.server import sse
from fakes.session_manager import session_manager

from desktop import __version__
from desktop.demo.answers import texts_for
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings
from desktop.ui.system.instance import DataFolderLock

KEY = "sk-SENTINEL-0123456789abcdef"


def database(home: Path) -> Path:
    (found,) = (path for path in files_below(home / "home") if path.name == "conversations.db")
    return found


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def data_folder(folder: Path, base_url: str, *, works_without_key: bool) -> str:
    """A data folder with one stored profile."""
    profile = Profile(id="default", name="", base_url=base_url, works_without_key=works_without_key)
    Profiles(Settings(folder / "data" / "settings.json")).add(profile)
    return str(folder / "data")


def test_a_question_to_the_demo_is_answered_counted_and_stored(lingdu, tmp_path):
    ended = lingdu("--demo", "--ask", "给我讲一个关于程序员的笑话", "--json")

    answer = ended.json
    assert ended.code == 0, ended.err
    assert answer["state"] == "complete"
    assert answer["finish_reason"] == "stop"
    assert answer["text"]
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"]
    assert answer["requests_sent"] == 1
    assert answer["error"] is None
    assert answer["first_token_s"] > 0
    assert 10 < answer["tokens_per_s"] < 100
    assert rows(database(tmp_path), "select uuid, title from conversation") == [
        (answer["conversation"], "给我讲一个关于程序员的笑话")
    ]


def test_without_json_the_answer_goes_to_stdout_alone(lingdu, tmp_path):
    ended = lingdu("--demo", "--ask", "Tell me a programmer joke", "--screenshot", "shot.png")

    assert ended.code == 0
    assert len(ended.out) > 40
    assert ended.err == ""
    assert (tmp_path / "shot.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_key_nothing_is_sent(lingdu):
    ended = lingdu("--ask", "hi", "--json")

    assert ended.code == 5
    assert ended.json["state"] == "failed"
    assert ended.json["requests_sent"] == 0
    assert ended.json["error"]["title"]
    assert ended.json["usage"] is None
    assert ended.json["first_token_s"] is None


def test_plain_http_to_another_machine_is_not_sent(lingdu):
    ended = lingdu("--ask", "hi", "--json", OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://192.0.2.1/v1")

    assert ended.code == 5
    assert ended.json["state"] == "failed"
    assert ended.json["requests_sent"] == 0
    assert "http" in ended.json["error"]["title"]


def test_a_disk_that_hangs_at_the_end_does_not_abort_the_program(lingdu):
    hang = "import time; from desktop.chat.store.store import Store; Store.close = lambda _store: time.sleep(30)"
    began = time.monotonic()
    ended = lingdu("--demo", "--ask", "Tell me a programmer joke", "--json", before=hang)

    assert (ended.code, ended.json["state"], ended.err) == (0, "complete", "")
    assert time.monotonic() - began < 25


# Opens "Where is my data?" on a disk that hangs, and quits.
WHILE_IT_LOOKS = """
import threading
from PySide6.QtCore import QTimer
from desktop.ui.main_window import MainWindow
from desktop.worker import data_scan
at_work, shown = threading.Event(), MainWindow.showEvent
data_scan.files_below = lambda _folders: (at_work.set(), threading.Event().wait(30))
def look_and_quit(window):
    window.actions_.data.trigger()
    assert at_work.wait(10)
    window.actions_.quit.trigger()
MainWindow.showEvent = lambda window, event: (shown(window, event), QTimer.singleShot(0, lambda: look_and_quit(window)))
"""


def test_quitting_while_the_files_are_looked_through_does_not_abort_the_program(lingdu):
    ended = lingdu(before=WHILE_IT_LOOKS, QT_QPA_PLATFORM="offscreen")

    assert (ended.code, ended.err) == (0, "")


# Writes a PDF that never ends, and quits in the middle of it.
WHILE_IT_PRINTS = """
from itertools import repeat
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.chat.conversation import new_conversation
from desktop.ui import print_dialog
from desktop.ui.main_window import MainWindow
from desktop.ui.printing import Look, Paragraph, Printout
shown = MainWindow.showEvent
print_dialog.paragraphs = lambda *_: repeat(Paragraph(Look.TEXT, "words"))
def quit_in_the_middle(window):
    if window.findChild(Printout)._pages:
        window.actions_.quit.trigger()
    else:
        QTimer.singleShot(0, lambda: quit_in_the_middle(window))
def print_and_quit(window):
    print_dialog.write_pdf(window, Path("x.pdf"), new_conversation("p", "m"), lambda: None)
    quit_in_the_middle(window)
def show(window, event):
    shown(window, event)
    QTimer.singleShot(0, lambda: print_and_quit(window))
MainWindow.showEvent = show
"""


def test_quitting_while_a_chat_is_printed_does_not_crash_the_program_and_leaves_no_part_of_it(lingdu, tmp_path):
    ended = lingdu(before=WHILE_IT_PRINTS, QT_QPA_PLATFORM="offscreen")

    assert (ended.code, ended.err) == (0, "")
    assert list(tmp_path.glob("x.pdf*")) == []


def test_without_a_data_folder_nothing_is_sent_and_the_answer_says_why(lingdu, server, tmp_path):
    (tmp_path / "file").write_text("x")
    folder = str(tmp_path / "file" / "below")
    ended = lingdu("--data-dir", folder, "--ask", "hi", "--json", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.base_url)

    assert ended.code == 5
    assert (ended.json["state"], ended.json["requests_sent"]) == ("failed", 0)
    assert folder in ended.json["error"]["detail"]
    assert "data folder cannot be made" in ended.err
    assert server.requests == []


def test_a_data_folder_that_cannot_be_written_is_read(lingdu, tmp_path, frozen):
    lingdu("--demo", "--data-dir", "data", "--ask", "Tell me a programmer joke")
    with frozen(tmp_path / "data"):
        shown = lingdu("--data-dir", "data", "--screenshot", "shot.png", QT_QPA_PLATFORM="offscreen")
        ended = lingdu("--demo", "--data-dir", "data", "--ask", "again", "--json")

    assert shown.code == 0, shown.err
    assert (ended.code, ended.json["requests_sent"]) == (5, 0)
    assert "cannot be written" in ended.json["error"]["detail"]


def test_a_key_alone_in_the_environment_does_not_speak_for_ask(lingdu, server, tmp_path):
    server.script(sse("Hello"))
    data = data_folder(tmp_path, server.base_url, works_without_key=True)

    ended = lingdu("--data-dir", data, "--ask", "hi", "--json", OPENAI_API_KEY=KEY)

    # The stored profile is asked; the key from the environment belongs to api.openai.com.
    assert (ended.code, ended.json["text"]) == (0, "Hello")
    assert "authorization" not in server.requests[0].headers


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the keyrings of other systems need no bus")
def test_ask_gives_up_a_keyring_that_hangs_and_says_so(lingdu, server, tmp_path, own_environment):
    data = data_folder(tmp_path, server.base_url, works_without_key=False)
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(own_environment / "bus"))
        bus.listen()
        address = f"unix:path={own_environment}/bus"
        ended = lingdu("--data-dir", data, "--ask", "hi", "--json", DBUS_SESSION_BUS_ADDRESS=address)

    assert ended.code == 5
    assert (ended.json["state"], ended.json["requests_sent"]) == ("failed", 0)
    assert "keyring" in ended.json["error"]["title"]
    assert server.requests == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the keyrings of other systems need no bus")
def test_what_works_without_a_key_asks_no_keyring(lingdu, server, tmp_path, own_environment):
    server.script(sse("Hello"))
    data = data_folder(tmp_path, server.base_url, works_without_key=True)
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(own_environment / "bus"))
        bus.listen()
        hung = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={own_environment}/bus"}
        local = lingdu("--data-dir", data, "--ask", "hi", "--json", **hung)
        demo = lingdu("--demo", "--ask", "Tell me a programmer joke", "--json", **hung)

    assert (local.code, local.json["text"]) == (0, "Hello")
    assert (demo.code, demo.json["state"]) == (0, "complete")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_and_a_question_the_program_says_so(lingdu):
    ended = lingdu()

    assert ended.code == 3
    assert "display" in ended.err


def test_the_versions_are_printed(lingdu):
    ended = lingdu("--version")

    first, *others = ended.out.splitlines()
    assert (ended.code, first) == (0, f"lingdu {__version__}")
    assert [line.split()[0] for line in others] == ["Python", "Qt", "PySide6", "httpx", "SQLite", "OpenSSL"]


@pytest.mark.parametrize("is_at_work", [False, True])
def test_the_interpreter_is_not_taken_apart_below_a_thread_at_work(lingdu, is_at_work):
    """A daemon thread that runs meanwhile crashes the process; the formulas' did, now and then."""
    thread = "threading.Thread(target=threading.Event().wait, daemon=True).start()" if is_at_work else ""
    before = f"import atexit, threading; atexit.register(print, 'taken apart'); {thread}"

    ended = lingdu("--version", before=before)

    assert ended.code == 0
    assert ended.out.startswith(f"lingdu {__version__}")
    assert ("taken apart" in ended.out) is not is_at_work


def test_bad_arguments_end_with_2(lingdu):
    assert lingdu("--key", "sk-x").code == 2


def test_with_json_every_exit_prints_one_object_with_the_error(lingdu, tmp_path):
    lock = DataFolderLock(tmp_path / "data" / "lingdu.lock")
    (tmp_path / "data").mkdir()
    assert lock.take()

    in_use = lingdu("--data-dir", "data", "--ask", "hi", "--json")
    lock.release()
    misspelt = lingdu("--ask", "hi", "--json", "--modell", "m")

    assert (in_use.code, in_use.json["state"], in_use.json["requests_sent"]) == (6, "failed", 0)
    assert in_use.json["error"]["title"] == "The data folder is in use by another process"
    assert str(os.getpid()) in in_use.json["error"]["detail"]
    assert (misspelt.code, misspelt.json["state"]) == (2, "failed")
    assert misspelt.json["error"]["title"] == "The command line is not right"
    assert "--modell" in misspelt.json["error"]["detail"]


def test_the_first_screen_is_a_picture_of_the_welcome_page(lingdu, tmp_path):
    ended = lingdu("--screenshot", "first.png", QT_QPA_PLATFORM="offscreen")

    assert ended.code == 0, ended.err
    assert (tmp_path / "first.png").stat().st_size > 5000


def wait_for(condition, limit_s: float = 20) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        os.sched_yield()


def wait_for_flushes(process: subprocess.Popen[str], home: Path) -> None:
    """Return when a part of the demo's answer is on disk: its first words stand in the database's log."""
    texts = [text for topic in ("long", "overview") for language in ("en", "zh") for text in texts_for(topic, language)]
    beginnings = [text[:24].encode() for text in texts]

    def has_flushed() -> bool:
        logs = [data for path, data in contents_below(home / "home") if path.name == "conversations.db-wal"]
        return any(one in log for one in beginnings for log in logs) or process.poll() is not None

    wait_for(has_flushed)


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
        wait_for(lambda: session.answers)

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
    wait_for((home / "conversations.db-wal").exists)

    second = lingdu("--data-dir", str(home), QT_QPA_PLATFORM="offscreen")

    assert second.code == 6
    assert "its window was brought to the front" in second.err
    first.terminate()
    assert first.wait(20) == 0
    assert json.loads((home / "settings.json").read_bytes())["window"]["sidebar_px"] == 264
