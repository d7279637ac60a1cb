"""A plain HTTP client of the demo endpoint, and a clock that nobody waits for."""

from __future__ import annotations

import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

from desktop.demo import MODELS

LIMIT_S = 10
PATH = "/v1/chat/completions"


class FakeClock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, _event: threading.Event, seconds: float) -> bool:
        self.now_s += seconds
        return False


def connect(base_url: str) -> http.client.HTTPConnection:
    """A connection; it opens with its first request."""
    parts = urlsplit(base_url)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LIMIT_S)


def demo_threads() -> list[threading.Thread]:
    """The threads of every demo server."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("demo-")]


def send(
    connection: http.client.HTTPConnection,
    question: str = "hello",
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> http.client.HTTPResponse:
    """Put a question."""
    asked = {"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": question}], **fields}
    headers = {"Content-Type": "application/json", **(headers or {})}
    connection.request("POST", PATH, json.dumps(asked), headers)
    return connection.getresponse()


def events(response: http.client.HTTPResponse) -> list[Any]:
    """The JSON of all events; the last must be the end mark, which is left out."""
    *data, end, rest = response.read().decode().split("\n\n")
    assert (end, rest) == ("data: [DONE]", "")
    return [json.loads(one.removeprefix("data: ")) for one in data]


def text_of(chunks: list[Any], field: str = "content") -> str:
    """The text of all chunks."""
    return "".join(choice["delta"].get(field) or "" for chunk in chunks for choice in chunk["choices"])


def error_of(response: http.client.HTTPResponse) -> Any:
    """The error object of a response."""
    return json.loads(response.read())["error"]
