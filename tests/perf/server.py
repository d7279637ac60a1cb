"""A streaming endpoint in a process of its own, so that its work is not the client's.

The `model` of a request says what is streamed: `BYTES@RATE`, an answer of about so many bytes at so many chunks a
second, `BYTES@0` as fast as the client reads. `GET /v1/sent` tells when each chunk of the last answer was written.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from perf.measure import environment
from perf.texts import deltas, markdown

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nConnection: close\r\n\r\n"
_WRITE = 64 * 1024


@contextmanager
def serving() -> Iterator[str]:
    """The base URL of a server that lives meanwhile."""
    command = [sys.executable, "-P", "-m", "perf.server"]
    with subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.stdin.close()


def chunk(text: str) -> bytes:
    """One event, as long as those of the big providers."""
    delta = {"index": 0, "delta": {"content": text}, "logprobs": None, "finish_reason": None}
    return _event({"choices": [delta], "usage": None})


def body(size: int) -> tuple[list[str], list[bytes]]:
    """The texts of an answer of about `size` bytes, and its events."""
    texts = deltas(markdown(size))
    return texts, [chunk(text) for text in texts]


def _event(fields: dict[str, object]) -> bytes:
    about = {
        "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        "object": "chat.completion.chunk",
        "created": 1741569952,
        "model": "gpt-4.1-2025-04-14",
        "service_tier": "default",
        "system_fingerprint": "fp_44709d6fcb",
    }
    return b"data: " + json.dumps({**about, **fields}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


class _Server:
    def __init__(self) -> None:
        self._sent: list[tuple[float, int]] = []
        self._bodies: dict[int, tuple[list[str], list[bytes]]] = {}

    def serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with closing(connection), suppress(ConnectionError):
            head, given = _request(connection)
            if head.startswith(b"GET"):
                connection.sendall(_HEAD % b"application/json" + json.dumps(self._sent).encode())
                return
            size, _, rate = json.loads(given)["model"].partition("@")
            texts, events = self._bodies.setdefault(int(size), body(int(size)))
            end = _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}) + b"data: [DONE]\n\n"
            connection.sendall(_HEAD % b"text/event-stream")
            if int(rate):
                self._paced(connection, texts, events, 1 / int(rate))
            else:
                whole = b"".join(events)
                for at in range(0, len(whole), _WRITE):
                    connection.sendall(whole[at : at + _WRITE])
            connection.sendall(end)

    def _paced(self, connection: socket.socket, texts: list[str], events: list[bytes], step_s: float) -> None:
        self._sent = sent = []
        due = time.monotonic()
        for text, event in zip(texts, events, strict=True):
            time.sleep(max(0, due - time.monotonic()))
            sent.append((time.monotonic(), len(text)))
            connection.sendall(event)
            due += step_s


def _request(connection: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, given = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(given) < sum(map(int, lengths)):
        given += _received(connection)
    return head, given


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def _main() -> None:
    server = _Server()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)

    def accept() -> None:
        while True:
            connection, _address = listener.accept()
            threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    _main()
