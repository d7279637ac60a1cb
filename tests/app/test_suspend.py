"""The whole program, stopped as a sleeping computer stops it, and woken when its limits are long over."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from fakes.server import Answer, Connection, FakeServer, chunk, head, reset, sse, status
from fakes.waiting import wait_until

from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings

LIMIT_S = 30
SILENCE_S = 8
SLEEP_S = SILENCE_S + 1.5
# Shorter than the sleep, and long enough for all programs to fall asleep meanwhile.
RETRY_AFTER_S = 6
FIRST = "words before the sleep "

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGSTOP")


def scenes(all_asked: threading.Event) -> dict[str, tuple[list[Answer], tuple[int, str, str, int]]]:
    """What each server answers, and how its program ends: exit code, state, text, requests."""

    def begun(then: Answer) -> Answer:
        """The first words come when every program has asked, and the rest when they sleep."""

        def answer(connection: Connection) -> None:
            all_asked.wait(LIMIT_S)
            connection.send(head(200, {"content-type": "text/event-stream"}) + chunk({"content": FIRST}))
            connection.server.released.wait(LIMIT_S)
            then(connection)

        return answer

    def rest(connection: Connection) -> None:
        connection.send(chunk({"content": "and after"}) + chunk(finish="stop") + b"data: [DONE]\n\n")
        connection.end()

    def unanswered(connection: Connection) -> None:
        connection.server.released.wait(LIMIT_S)
        connection.send(head(200, {"content-type": "text/event-stream"}))
        rest(connection)

    def refused(connection: Connection) -> None:
        all_asked.wait(LIMIT_S)
        status(429, b"{}", {"retry-after": str(RETRY_AFTER_S)})(connection)

    return {
        "in the middle of an answer": ([begun(rest)], (0, "complete", f"{FIRST}and after", 1)),
        "before its first token": ([unanswered], (0, "complete", "and after", 1)),
        "while the server resets the connection": ([begun(reset())], (4, "interrupted", FIRST, 1)),
        "in the wait before another try": ([refused, sse("and after")], (0, "complete", "and after", 2)),
    }


def have_first_words(folder: Path) -> bool:
    """Whether they have come through the program: they are on disk within a second."""
    return FIRST.encode() in (folder / "conversations.db-wal").read_bytes()


def test_a_program_that_slept_longer_than_its_limits_reads_on_and_sends_nothing_twice(start_lingdu, tmp_path):
    found, all_asked = {}, threading.Event()
    wanted = scenes(all_asked)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(FakeServer()) for name in wanted}
        folders = {name: tmp_path / str(number) for number, name in enumerate(wanted)}
        processes = {}
        for name, server in servers.items():
            server.script(*wanted[name][0])
            settings = Settings(folders[name] / "settings.json")
            settings.set("silence_timeout_s", SILENCE_S)
            Profiles(settings).add(Profile("default", "", server.base_url, works_without_key=True))
            arguments = ("--data-dir", str(folders[name]), "--model", "m", "--ask", "hi", "--json")
            processes[name] = start_lingdu(*arguments)
        for server in servers.values():
            server.wait_for_requests(1, LIMIT_S)
        all_asked.set()
        begun = [folders[name] for name, (_answers, (_code, _state, text, _sent)) in wanted.items() if FIRST in text]
        wait_until(lambda: all(have_first_words(folder) for folder in begun), LIMIT_S)

        for process in processes.values():
            process.send_signal(signal.SIGSTOP)
        for server in servers.values():
            server.release()
        time.sleep(SLEEP_S)
        assert [len(server.requests) for server in servers.values()] == [1] * len(wanted)
        for process in processes.values():
            process.send_signal(signal.SIGCONT)

        for name, process in processes.items():
            out, err = process.communicate(timeout=LIMIT_S)
            assert err == "" or process.returncode, err
            answer = json.loads(out)
            found[name] = (process.returncode, answer["state"], answer["text"], len(servers[name].requests))
            assert answer["requests_sent"] == len(servers[name].requests)

    assert found == {name: expected for name, (_answers, expected) in wanted.items()}
