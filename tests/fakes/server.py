"""A scripted HTTP/1.1 server on loopback: one answer a request, byte for byte, with stalls and faults."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, Self

# An answer writes to the connection it is given.
Answer = Callable[["Connection"], None]


@dataclass
class Request:
    """A request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


@dataclass
class Connection:
    """What an answer writes to."""

    socket: socket.socket
    server: FakeServer
    request: Request | None = None

    def send(self, data: bytes) -> None:
        """Write; a client that has gone is no fault of the server."""
        try:
            self.socket.sendall(data)
        except OSError:
            self.server.closed.set()

    def wait_for_close(self) -> None:
        """Keep the connection open until the client closes it or the server stops."""
        self.socket.settimeout(0.05)
        while not self.server.stopping.is_set() and not self.server.released.is_set():
            try:
                if not self.socket.recv(4096):
                    self.server.closed.set()
                    return
            except TimeoutError:
                continue
            except OSError:
                self.server.closed.set()
                return

    def end(self) -> None:
        """The body is whole: half-close, then see the client close its side."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        self.watch_close()

    def watch_close(self, limit_s: float = 10) -> None:
        """After the answer: see the client close its side."""
        self.socket.settimeout(limit_s)
        try:
            while self.socket.recv(4096):
                continue
            self.server.closed.set()
        except OSError:
            return


class FakeServer:
    """Answers each request with the next answer of its script; the last one repeats.

    With `tls` it speaks TLS.

    Attributes:
        requests: what arrived, in order.
        closed: set when a client closes a connection that is being answered.
        released: set by `release`, to let `stall` go on.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.requests: list[Request] = []
        self.closed = threading.Event()
        self.released = threading.Event()
        self.stopping = threading.Event()
        self._script: list[Answer] = [status(500, b"no script")]
        self._lock = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    @property
    def base_url(self) -> str:
        """What a profile would hold."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/v1"

    def script(self, *answers: Answer) -> None:
        """What is answered from now on."""
        self._script = list(answers)

    def release(self) -> None:
        """Let every `stall` go on."""
        self.released.set()

    def wait_for_requests(self, count: int, limit_s: float = 20) -> None:
        """Return when `count` requests have arrived."""
        with self._lock:
            assert self._lock.wait_for(lambda: len(self.requests) >= count, limit_s), f"{len(self.requests)} requests"

    def start(self) -> Self:
        """Listen."""
        self._spawn(self._accept)
        return self

    def stop(self) -> None:
        """Close everything and join the threads."""
        self.stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive()
        self._listener.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _spawn(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="fake server", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while not self.stopping.is_set():
            try:
                connection, _address = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self._connections.append(connection)
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with closing(self._wrapped(connection)) as ready:
            try:
                request = read_request(ready)
            except OSError:
                return
            if request is None:
                self.closed.set()
                return
            with self._lock:
                at = min(len(self.requests), len(self._script) - 1)
                answer = self._script[at]
                self.requests.append(request)
                self._lock.notify_all()
            answer(Connection(ready, self, request))

    def _wrapped(self, connection: socket.socket) -> socket.socket:
        connection.settimeout(10)
        if self._tls is None:
            return connection
        wrapped = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self._connections.append(wrapped)
        return wrapped


def read_request(connection: socket.socket) -> Request | None:
    """A whole request; None where the client closed before it was whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _version = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        raise AssertionError("the client sends its length")
    while len(body) < int(headers.get("content-length", "0")):
        piece = connection.recv(65536)
        if not piece:
            return None
        body += piece
    return Request(method, path, headers, body)


def raw(*pieces: bytes, pause_s: float = 0, then: Answer | None = None, close: bool = True) -> Answer:
    """These bytes as they are, head included, each piece a write of its own."""

    def answer(connection: Connection) -> None:
        for piece in pieces:
            connection.send(piece)
            if pause_s and connection.server.stopping.wait(pause_s):
                return
        if then is not None:
            then(connection)
        elif close:
            connection.end()

    return answer


def head(code: int = 200, headers: dict[str, str] | None = None) -> bytes:
    """A status line and headers."""
    lines = [f"HTTP/1.1 {code} X", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def status(code: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
    """A whole response with a body that is JSON unless `headers` says otherwise."""
    own = {"content-type": "application/json", **(headers or {}), "content-length": str(len(body))}
    return raw(head(code, own) + body)


def stream(
    *pieces: bytes, headers: dict[str, str] | None = None, then: Answer | None = None, pause_s: float = 0
) -> Answer:
    """A response whose body is these bytes, ended by closing."""
    own = {"content-type": "text/event-stream", "connection": "close", **(headers or {})}
    return raw(head(200, own), *pieces, then=then, pause_s=pause_s)


def chunk(delta: dict[str, Any] | None = None, *, finish: str | None = None, **fields: Any) -> bytes:
    """One `chat.completion.chunk` event."""
    choice = {"index": 0, "delta": delta or {}, "finish_reason": finish}
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **fields}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def sse(
    *deltas: str,
    usage: dict[str, Any] | None = None,
    finish: str | None = "stop",
    done: bool = True,
    then: Answer | None = None,
) -> Answer:
    """A streamed answer of these deltas; without `finish` and `done` it is cut."""
    pieces = [chunk({"role": "assistant", "content": ""}), *(chunk({"content": delta}) for delta in deltas)]
    if finish:
        pieces.append(chunk(finish=finish))
    if usage is not None:
        pieces.append(chunk(choices=[], usage=usage))
    if done:
        pieces.append(b"data: [DONE]\n\n")
    return stream(*pieces, then=then)


def stall() -> Answer:
    """Nothing more, with the connection open, until the client closes or `release`."""
    return lambda connection: connection.wait_for_close()


def silent() -> Answer:
    """No answer at all."""
    return stall()


def reset() -> Answer:
    """RST."""

    def answer(connection: Connection) -> None:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.socket.close()

    return answer
