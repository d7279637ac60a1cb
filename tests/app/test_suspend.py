"""The whole program, stopped as a sleeping computer stops it, and woken when its limits are long over."""

from __future__ import annotations

import json
import signal
import sys
import time
from contextlib import ExitStack

import pytest
from fakes.server import FakeServer, chunk, head, reset, sse, status

from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings

SILENCE_S = 5
SLEEP_S = SILENCE_S + 1.5

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGSTOP")


def begun(then) -> object:
    """An answer whose first words come at once, and the rest when the program sleeps."""

    def answer(connection):
        connection.send(head(200, {"content-type": "text/event-stream"}) + chunk({"content": "Hel"}))
        connection.server.released.wait(20)
        then(connection)

    return answer


def rest(connection) -> None:
    connection.send(chunk({"content": "lo"}) + chunk(finish="stop") + b"data: [DONE]\n\n")
    connection.end()


def unanswered(connection) -> None:
    connection.server.released.wait(20)
    connection.send(head(200, {"content-type": "text/event-stream"}) + chunk({"content": "Hel"}))
    rest(connection)


SCENES = {
    "in the middle of an answer": ([begun(rest)], (0, "complete", "Hello", 1)),
    "before its first token": ([unanswered], (0, "complete", "Hello", 1)),
    "while the server resets the connection": ([begun(reset())], (4, "interrupted", "Hel", 1)),
    "in the wait before another try": (
        [status(429, b"{}", {"retry-after": "3"}), sse("Hello")],
        (0, "complete", "Hello", 2),
    ),
}


def test_a_program_that_slept_longer_than_its_limits_reads_on_and_sends_nothing_twice(start_lingdu, tmp_path):
    found = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(FakeServer()) for name in SCENES}
        processes = {}
        for number, (name, server) in enumerate(servers.items()):
            server.script(*SCENES[name][0])
            folder = tmp_path / str(number)
            settings = Settings(folder / "settings.json")
            settings.set("silence_timeout_s", SILENCE_S)
            Profiles(settings).add(Profile("default", "", server.base_url, works_without_key=True))
            processes[name] = start_lingdu("--data-dir", str(folder), "--model", "m", "--ask", "hi", "--json")
        for server in servers.values():
            server.wait_for_requests(1, 20)
        time.sleep(0.5)  # the first words are on their way through the program

        for process in processes.values():
            process.send_signal(signal.SIGSTOP)
        for server in servers.values():
            server.release()
        time.sleep(SLEEP_S)
        assert [len(server.requests) for server in servers.values()] == [1] * len(SCENES)
        for process in processes.values():
            process.send_signal(signal.SIGCONT)

        for name, process in processes.items():
            out, err = process.communicate(timeout=20)
            assert err == "" or process.returncode, err
            answer = json.loads(out)
            found[name] = (process.returncode, answer["state"], answer["text"], len(servers[name].requests))
            assert answer["requests_sent"] == len(servers[name].requests)

    assert found == {name: expected for name, (_answers, expected) in SCENES.items()}
