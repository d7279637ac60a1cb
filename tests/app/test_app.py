"""The whole program, in a process of its own."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest
from fakes.server import sse
from fakes.stored_answers import database, rows

from desktop import __version__
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings
from desktop.ui.system.instance import DataFolderLock

KEY = "sk-SENTINEL-0123456789abcdef"


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
from desktop.ui.paper import print_dialog
from desktop.ui.main_window import MainWindow
from desktop.ui.chat.pieces import RulePiece
from desktop.ui.paper.printout import Printout
shown = MainWindow.showEvent
print_dialog.printed_pieces = lambda *_: repeat((RulePiece(),))
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
