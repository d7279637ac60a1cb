"""A computer that slept: `desktop.worker.stream_worker` wakes with time gone by, and perhaps with a dead connection."""

from __future__ import annotations

import time

import pytest
from fakes.server import chunk, head, sse, status

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.types import ChatRequest, Limits
from desktop.worker.loop_thread import LoopThread
from desktop.worker.stream_worker import StreamWorker


@pytest.fixture
def asleep(qtbot):
    """(worker, sleep): `sleep` stops the network thread, as a suspended process stops, for longer than its limits."""
    thread = LoopThread()
    client = ChatClient(lambda _endpoint: "sk-test", Limits(connect_s=5, silence_s=1.5, grace_s=0.3))
    worker = StreamWorker(thread, lambda: client, RetryPolicy(jitter=lambda: 0))
    thread.start()
    yield worker, lambda: thread.call(time.sleep, 2.0)
    assert thread.stop(10_000, client.aclose)


def asked(base_url: str) -> ChatRequest:
    return ChatRequest(Endpoint(base_url), "m", [{"role": "user", "content": "hi"}])


@pytest.mark.parametrize("first", [b"", chunk({"content": "Hel"})], ids=["before the answer", "in the middle"])
def test_what_arrived_during_the_sleep_is_read_before_the_limit_is_called(qtbot, server, asleep, first):
    worker, sleep = asleep

    def answer(connection):
        if first:
            connection.send(head(200, {"content-type": "text/event-stream"}) + first)
        connection.server.released.wait(20)
        start = b"" if first else head(200, {"content-type": "text/event-stream"}) + chunk({"content": "Hel"})
        connection.send(start + chunk({"content": "lo"}) + chunk(finish="stop") + b"data: [DONE]\n\n")
        connection.end()

    server.script(answer)
    texts: list[str] = []
    worker.delta_received.connect(lambda _turn, text: texts.append(text))
    worker.start(1, asked(server.base_url))
    qtbot.waitUntil(lambda: len(server.requests) == 1 and (not first or bool(texts)), timeout=5000)
    qtbot.wait(50)

    with qtbot.waitSignal(worker.finished, timeout=10_000):
        sleep()
        server.release()

    assert "".join(texts) == "Hello"


def test_a_sleep_in_the_wait_before_another_try_sends_once_more_and_no_oftener(qtbot, server, asleep):
    worker, sleep = asleep
    server.script(status(429, b"{}", {"retry-after-ms": "300"}), sse("Hi"))
    with qtbot.waitSignal(worker.retrying, timeout=5000):
        worker.start(1, asked(server.base_url))

    with qtbot.waitSignal(worker.finished, timeout=10_000):
        sleep()

    assert len(server.requests) == 2


@pytest.mark.parametrize("jump_s", [-86_400.0, 86_400.0], ids=["a day back", "a day ahead"])
def test_a_clock_that_is_set_ends_no_answer_and_sends_nothing_again(qtbot, server, asleep, monkeypatch, jump_s):
    worker, _sleep = asleep
    clock, jump = time.time, [0.0]
    monkeypatch.setattr("time.time", lambda: clock() + jump[0])
    server.script(
        status(429, b"{}", {"retry-after-ms": "200"}), sse("Hel", finish=None, done=False, then=set_then(jump, jump_s))
    )
    texts: list[str] = []
    worker.delta_received.connect(lambda _turn, text: texts.append(text))

    with qtbot.waitSignal(worker.finished, timeout=5000):
        worker.start(1, asked(server.base_url))

    assert "".join(texts) == "Hello"
    assert len(server.requests) == 2


def set_then(jump, jump_s):
    def answer(connection):
        jump[0] = jump_s
        connection.server.released.wait(0.2)  # less than the silence limit
        connection.send(chunk({"content": "lo"}) + chunk(finish="stop") + b"data: [DONE]\n\n")
        connection.end()

    return answer
