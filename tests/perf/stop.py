"""`stop`: from Stop to the closed socket, in every phase of a request."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from fakes.server import Answer, Connection, FakeServer, chunk, head, raw, stall
from perf.measure import apart
from perf.rows import Probe, Row, Samples
from PySide6.QtCore import QCoreApplication, Qt

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.types import ChatRequest
from desktop.worker.loop_thread import LoopThread
from desktop.worker.stream_worker import StreamWorker

_TIMES = 100
_LIMIT_S = 5
_EVENTS = head(200, {"content-type": "text/event-stream", "connection": "close"})


def _fast(connection: Connection) -> None:
    """An answer as fast as the client reads it, without an end."""
    connection.send(_EVENTS)
    piece = chunk({"content": "text "}) * 200
    while not connection.server.closed.is_set() and not connection.server.stopping.is_set():
        connection.send(piece)


# What the server does until the client has gone.
_PHASES: dict[str, Answer] = {
    "before the status": stall(),
    "after the headers": raw(_EVENTS, then=stall()),
    "between two chunks": raw(_EVENTS, chunk({"content": "text"}), then=stall()),
    "inside an event": raw(_EVENTS, chunk({"content": "text"})[:40], then=stall()),
    "while an answer pours in": _fast,
    "in the body of an error": raw(head(500, {"content-length": "1000"}), b'{"error":', then=stall()),
}


def closed() -> list[Samples]:
    """Every phase in a process of its own, so that none profits from another's imports."""
    return [Samples(apart(stopped, name)) for name in _PHASES]


def connecting() -> list[Samples]:
    return [Samples(apart(stopped_connecting))]


def stopped(phase: str) -> list[float]:
    """Milliseconds from `StreamWorker.cancel` to the end of the connection as the server sees it."""
    spent = []
    with FakeServer() as server, _worker() as (worker, _ended):
        server.script(_PHASES[phase])
        for turn in range(_TIMES + 1):
            server.closed.clear()
            worker.start(turn, _request(server.base_url))
            server.wait_for_requests(turn + 1, _LIMIT_S)
            time.sleep(0.03)  # what was sent is being read or waited for
            begun = time.perf_counter()
            worker.cancel(turn)
            if not server.closed.wait(_LIMIT_S):
                raise AssertionError(f"not closed within {_LIMIT_S} s")
            spent.append((time.perf_counter() - begun) * 1000)
    return spent[1:]  # the first request of a process imports and opens


def stopped_connecting() -> list[float]:
    """The same while the connection is being made, which no server sees: to the signal that the request has ended."""
    spent = []
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as full, _worker() as (worker, ended):
        # Fills the queue, so that further handshakes get no answer.
        kept = [socket.socket() for _ in range(4)]
        for one in kept:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/v1"
        for turn in range(_TIMES + 1):
            worker.start(turn, _request(url))
            time.sleep(0.03)
            begun = time.perf_counter()
            worker.cancel(turn)
            if not ended.wait(_LIMIT_S):
                raise AssertionError(f"not ended within {_LIMIT_S} s")
            ended.clear()
            spent.append((time.perf_counter() - begun) * 1000)
        for one in kept:
            one.close()
    return spent[1:]


@contextmanager
def _worker() -> Iterator[tuple[StreamWorker, threading.Event]]:
    """The program's own network thread, and what is set when a request has been cancelled."""
    QCoreApplication([])
    network = LoopThread()
    client = ChatClient(lambda _endpoint: "sk-x")
    worker = StreamWorker(network, lambda: client, RetryPolicy())
    ended = threading.Event()
    worker.cancelled.connect(lambda _turn: ended.set(), Qt.ConnectionType.DirectConnection)
    network.start()
    try:
        yield worker, ended
    finally:
        network.stop(5000, client.aclose)


def _request(base_url: str) -> ChatRequest:
    return ChatRequest(Endpoint(base_url), "m", [{"role": "user", "content": "?"}], {})


PROBES = (
    Probe(
        closed,
        tuple(Row(f"Stop {phase} → socket closed, worst of {_TIMES}", "ms", 50, worst=True) for phase in _PHASES),
    ),
    Probe(
        connecting,
        (Row(f"Stop while connecting → request ended, worst of {_TIMES}", "ms", 50, worst=True),),
    ),
)
