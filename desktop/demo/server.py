"""The embedded demo endpoint: a loopback HTTP server that speaks the OpenAI chat completions protocol with SSE.

It answers without a key and without a network. Web pages cannot use it: a request with an `Origin` header, or with a
`Host` that is not its own, is refused.
"""

from __future__ import annotations

import json
import logging
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import uuid4

from desktop.demo import MODELS
from desktop.demo.answers import AnswerBook
from desktop.demo.completion import Completion, RequestError, read_request

HOST = "127.0.0.1"
MAX_BODY_BYTES = 32 * 1024 * 1024
# Reading the prompt takes as long as writing this many tokens.
PROMPT_DELAY_TOKENS = 10
STOP_LIMIT_S = 1.0

_log = logging.getLogger(__name__)

Clock = Callable[[], float]
Wait = Callable[[threading.Event, float], bool]


class DemoServer:
    """The endpoint; each connection has a daemon thread of its own, so several answers stream at once.

    `clock` (seconds) and `wait` (an event, seconds to wait for it at most) set the pace; tests replace them.
    """

    def __init__(
        self, tokens_per_s: float = 40, *, clock: Clock = time.monotonic, wait: Wait = threading.Event.wait
    ) -> None:
        if tokens_per_s <= 0:
            raise ValueError("tokens_per_s must be above 0")
        self._tokens_per_s = tokens_per_s
        self._clock = clock
        self._wait = wait
        self._http: _HttpServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Listen on a free port of 127.0.0.1 and give the base URL, `http://127.0.0.1:PORT/v1`.

        Raises:
            OSError: no port can be opened.
            RuntimeError: it runs already.
        """
        if self._http is not None:
            raise RuntimeError("the demo server runs already")
        http = _HttpServer(self._tokens_per_s, self._clock, self._wait)
        self._http = http
        self._thread = threading.Thread(target=http.serve, name="demo-server", daemon=True)
        self._thread.start()
        return f"http://{HOST}:{http.port}/v1"

    def stop(self, limit_s: float = STOP_LIMIT_S) -> None:
        """End running answers at once, close every connection, and join the threads for `limit_s` in all."""
        http, thread = self._http, self._thread
        self._http = self._thread = None
        if http is not None and thread is not None:
            http.close(thread, time.monotonic() + limit_s)


class _HttpServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """The listening socket and the open connections.

    Not `http.server.HTTPServer`: that one looks its own name up when it binds, which can hang without a network.
    """

    request_queue_size = 64
    block_on_close = False

    def __init__(self, tokens_per_s: float, clock: Clock, wait: Wait) -> None:
        self.tokens_per_s = tokens_per_s
        self.clock = clock
        self.wait = wait
        self.book = AnswerBook()
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        super().__init__((HOST, 0), _Handler)
        self.port = int(self.socket.getsockname()[1])

    def serve(self) -> None:
        """Accept connections until `close`."""
        while not self.stopping.is_set():
            self.handle_request()

    def close(self, thread: threading.Thread, deadline: float) -> None:
        """End everything; `thread` runs `serve`, `deadline` is in seconds of `time.monotonic`."""
        self.stopping.set()
        # A connection of our own wakes `serve` from its accept.
        with suppress(OSError):
            socket.create_connection((HOST, self.port), timeout=max(0.0, deadline - time.monotonic())).close()
        thread.join(max(0.0, deadline - time.monotonic()))
        self.server_close()
        with self._lock:
            connections = dict(self._open)
        for connection in connections.values():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for worker in connections:
            if worker.is_alive():
                worker.join(max(0.0, deadline - time.monotonic()))

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return not self.stopping.is_set()

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), name="demo-connection", daemon=True
        )
        with self._lock:
            self._open[thread] = request
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(threading.current_thread(), None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that went away is no error.
        if not isinstance(sys.exception(), ConnectionError):
            _log.error("the demo server failed on a request", exc_info=True)


class _EndedError(Exception):
    """The client is gone, or the server stops."""


class _Handler(BaseHTTPRequestHandler):
    """One connection: `GET /v1/models` and `POST /v1/chat/completions`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HttpServer

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        # What http.server itself refuses gets an OpenAI error body too.
        self._send_json(code, RequestError(code, message or "The request was refused.").body, close=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of http.server
        # Nothing: what is asked here is a conversation, and those are not logged.
        return

    def version_string(self) -> str:
        return "lingdu-demo"

    def _answer(self, method: str) -> None:
        try:
            body = self._read_body()
            self._refuse_web_pages()
            path = self.path.partition("?")[0]
            match method, path:
                case "GET", "/v1/models":
                    self._send_json(200, self._models())
                case "POST", "/v1/chat/completions":
                    self._complete(body)
                case _, "/v1/models" | "/v1/chat/completions":
                    raise RequestError(405, f"{method} is not allowed for {path}.", code="method_not_allowed")
                case _:
                    raise RequestError(404, f"Unknown request URL: {method} {path}.", code="unknown_url")
        except RequestError as error:
            self._send_json(error.status, error.body)
        except (ConnectionError, _EndedError):
            self.close_connection = True

    def _read_body(self) -> bytes:
        """The whole body, read before anything is refused, so that the connection can be used again."""
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise RequestError(411, "The request must have a Content-Length.", code="length_required")
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            self.close_connection = True
            raise RequestError(400, "The Content-Length is not a number.", code="invalid_length")
        if len(length) > 12 or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            raise RequestError(413, f"The body is larger than {MAX_BODY_BYTES} bytes.", code="request_too_large")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise _EndedError
        return body

    def _refuse_web_pages(self) -> None:
        if self.headers.get_all("Host") not in [[f"{name}:{self.server.port}"] for name in (HOST, "localhost")]:
            raise RequestError(403, "This Host is not served here.", code="forbidden_host")
        if "Origin" in self.headers:
            raise RequestError(403, "Web pages may not use this endpoint.", code="forbidden_origin")

    def _models(self) -> dict[str, Any]:
        created = int(time.time())
        models = [{"id": name, "object": "model", "created": created, "owned_by": "lingdu"} for name in MODELS]
        return {"object": "list", "data": models}

    def _complete(self, body: bytes) -> None:
        request = read_request(body)
        completion = Completion(request, self.server.book.answer(request.messages), int(time.time()))
        started, tokens = self.server.clock(), 0
        if not request.stream:
            self._pause_until(started, len(completion.pieces))
            self._send_json(200, completion.whole())
            return
        is_chunked = self.request_version == "HTTP/1.1"
        self._begin(200, "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-cache")
        self.send_header(*(("Transfer-Encoding", "chunked") if is_chunked else ("Connection", "close")))
        self.end_headers()
        for count, chunk in completion.chunks():
            tokens += count
            self._pause_until(started, tokens)
            self._send_event(_json(chunk), is_chunked)
        self._send_event(b"[DONE]", is_chunked)
        if is_chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _pause_until(self, started: float, tokens: int) -> None:
        """Wait until `tokens` are due.

        Raises:
            _EndedError: there is nobody to send them to, or the server stops.
        """
        due = started + (PROMPT_DELAY_TOKENS + tokens) / self.server.tokens_per_s
        left = due - self.server.clock()
        if left > 0:
            self.server.wait(self.server.stopping, left)
        if self.server.stopping.is_set() or self._is_client_gone():
            raise _EndedError

    def _is_client_gone(self) -> bool:
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)

    def _send_event(self, data: bytes, is_chunked: bool) -> None:
        event = b"data: " + data + b"\n\n"
        self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event) if is_chunked else event)

    def _begin(self, status: int, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("X-Request-Id", f"req_{uuid4().hex}")

    def _send_json(self, status: int, value: object, *, close: bool = False) -> None:
        body = _json(value)
        close = close or self.close_connection
        self._begin(status, "application/json")
        self.send_header("Content-Length", str(len(body)))
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _json(value: object) -> bytes:
    # A lone surrogate of a request, quoted in an error, has no UTF-8.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
