"""Stop, in every phase of `desktop.worker.stream_worker`, and what a thousand of them leave behind: nothing."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from fakes.proxy import FakeProxy
from fakes.server import FakeServer, chunk, head, raw, sse, stall, status, stream
from fakes.stream_workers import running_stream_worker

from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.api.types import ChatRequest, Limits

SOON_S = 5.0  # the promise is 50 ms, and a full run on an idle machine prints 1 to 3


@pytest.fixture
def worker(qtbot):
    with running_stream_worker(Limits(connect_s=30, silence_s=30)) as worker:
        yield worker


def asked(endpoint: Endpoint) -> ChatRequest:
    return ChatRequest(endpoint, "m", [{"role": "user", "content": "hi"}])


class Scene:
    """Brings one answer into a phase; `reached` says when it is there."""

    def __init__(self, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stack = stack
        self.monkeypatch = monkeypatch
        self.server = stack.enter_context(FakeServer())

    def prepare(self, phase: str) -> Endpoint:
        match phase:
            case "name lookup":
                gate = threading.Event()
                self.stack.callback(gate.set)
                self.monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: gate.wait(30) and [])
                return Endpoint("https://api.example/v1")
            case "connect":
                return Endpoint(f"http://127.0.0.1:{self._full_listener()}/v1")
            case "tls":
                return Endpoint(f"https://127.0.0.1:{self._deaf()}/v1")
            case "proxy":
                choice = ProxyChoice("manual", f"http://127.0.0.1:{self._deaf()}", bypass="")
                return Endpoint("https://api.example/v1", proxy=choice)
            case "tls behind a proxy":
                proxy = self.stack.enter_context(FakeProxy(self._deaf()))
                return Endpoint("https://api.example/v1", proxy=ProxyChoice("manual", proxy.url, bypass=""))
            case "headers":
                self.server.script(stall())
            case "half a header":
                self.server.script(raw(b"HTTP/1.1 200 OK\r\ncontent-", then=stall()))
            case "first token":
                self.server.script(stream(b": ping\n\n", then=stall()))
            case "silence in the middle":
                self.server.script(stream(chunk({"content": "Hi"}), then=stall()))
            case "a fast stream":
                self.server.script(stream(*[chunk({"content": "x" * 200})] * 40_000, then=stall()))
            case "the wait for usage":
                self.server.script(stream(chunk({"content": "Hi"}), chunk(finish="stop"), then=stall()))
            case "an error body":
                self.server.script(raw(head(400) + b"x", then=stall()))
            case "the wait before another try":
                self.server.script(status(429, b"{}", {"retry-after": "50"}))
        return Endpoint(self.server.base_url)

    def _deaf(self) -> int:
        listener = self.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        return int(listener.getsockname()[1])

    def _full_listener(self) -> int:
        """A listener whose backlog is full: Linux drops the SYN."""
        listener = self.stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            filler = self.stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        return int(listener.getsockname()[1])


PHASES = (
    "name lookup", "connect", "tls", "proxy", "tls behind a proxy", "headers", "half a header", "first token",
    "silence in the middle", "a fast stream", "the wait for usage", "an error body", "the wait before another try",
)  # fmt: skip


@pytest.mark.parametrize("phase", PHASES)
def test_stop_ends_an_answer_at_once_in_every_phase(qtbot, worker, monkeypatch, phase):
    with ExitStack() as stack:
        scene = Scene(stack, monkeypatch)
        endpoint = scene.prepare(phase)
        ended: list[float] = []
        worker.cancelled.connect(lambda _turn: ended.append(time.perf_counter()))
        worker.finished.connect(lambda *_: pytest.fail("it ended by itself"))
        worker.failed.connect(lambda *_: pytest.fail("it ended by itself"))
        worker.start(1, asked(endpoint))
        qtbot.wait(120)
        assert not ended

        began = time.perf_counter()
        worker.cancel(1)
        qtbot.waitUntil(lambda: bool(ended), timeout=5000)

        took = ended[0] - began
        print(f"{phase}: {took * 1000:.1f} ms")
        assert took < SOON_S
        if scene.server.requests:
            assert scene.server.closed.wait(10)


def resources() -> tuple[int, int, float]:
    """Open files, threads, and resident megabytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return (
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
        pages * os.sysconf("SC_PAGE_SIZE") / 1024**2,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="open files and memory are read from /proc")
@pytest.mark.parametrize(
    "count",
    [pytest.param(40, id="40"), pytest.param(1000, id="1,000", marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_stopping_and_asking_again_leaves_nothing_behind(qtbot, server, worker, count):
    server.script(sse("Hello", finish=None, done=False, then=stall()))
    got: list[int] = []
    ended: list[int] = []
    worker.delta_received.connect(lambda turn, _text: got.append(turn))
    worker.cancelled.connect(ended.append)  # no `waitSignal`: each of its blockers lives until the end of the test

    def rounds(first: int, number: int) -> None:
        for turn in range(first, first + number):
            worker.start(turn, asked(Endpoint(server.base_url)))
            qtbot.waitUntil(lambda turn=turn: bool(got) and got[-1] == turn, timeout=5000)
            worker.cancel(turn)
            qtbot.waitUntil(lambda turn=turn: ended[-1:] == [turn], timeout=5000)
            if turn % 25 == 0:
                gc.collect()  # as the program does by a timer; the tests have it off
        # The server's own leavings are no part of this.
        for thread in server._threads[1:]:
            thread.join(5)
        del server._threads[1:]
        server.requests.clear()
        server._connections.clear()
        got.clear()
        ended.clear()

    rounds(0, 30)
    before = resources()

    rounds(1000, count)

    files, threads, megabytes = (after - then for after, then in zip(resources(), before, strict=True))
    print(f"{count} times: {files:+d} files, {threads:+d} threads, {megabytes:+.1f} MB")
    assert files <= 0
    assert threads <= 0
    assert megabytes < 8
