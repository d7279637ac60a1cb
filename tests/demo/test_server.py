from __future__ import annotations

import http.client
import json
import math
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakes.demo import LIMIT_S, PATH, FakeClock, connect, demo_threads, error_of, events, send, text_of
from markdown_it import MarkdownIt

from desktop.demo import MODELS
from desktop.demo.answers import texts_for
from desktop.demo.server import PROMPT_DELAY_TOKENS, DemoServer
from desktop.demo.tokens import count_tokens

Start = Callable[..., http.client.HTTPConnection]


@pytest.fixture
def servers() -> Iterator[list[DemoServer]]:
    started: list[DemoServer] = []
    yield started
    for server in started:
        server.stop()
    assert not demo_threads()


@pytest.fixture
def start(servers: list[DemoServer]) -> Iterator[Start]:
    """Start a server and give a connection to it."""
    connections: list[http.client.HTTPConnection] = []

    def start_server(tokens_per_s: float = math.inf, **options: Any) -> http.client.HTTPConnection:
        server = DemoServer(tokens_per_s, **options)
        servers.append(server)
        connection = connect(server.start())
        connections.append(connection)
        return connection

    yield start_server
    for connection in connections:
        connection.close()


def test_an_answer_streams_as_server_sent_events_with_usage_at_the_end(start: Start):
    connection = start()

    response = send(connection, "这个程序能做什么？", stream_options={"include_usage": True})

    assert response.status == 200
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["X-Request-Id"].startswith("req_")
    chunks = events(response)
    assert text_of(chunks) == texts_for("overview", "zh")[0]
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["completion_tokens"] == count_tokens(text_of(chunks))


def test_without_stream_the_answer_comes_in_one_piece(start: Start):
    connection = start()

    whole = json.loads(send(connection, stream=False).read())

    assert whole["object"] == "chat.completion"
    assert whole["choices"][0]["message"] == {"role": "assistant", "content": texts_for("hello", "en")[0]}
    assert whole["usage"]["total_tokens"] > 0


def test_a_token_limit_ends_the_stream_with_length(start: Start):
    connection = start()

    chunks = events(send(connection, max_tokens=3))

    assert count_tokens(text_of(chunks)) == 3
    assert chunks[-1]["choices"][0]["finish_reason"] == "length"


def test_the_thinking_model_streams_its_reasoning_first(start: Start):
    connection = start()

    chunks = events(send(connection, model=MODELS[1]))

    assert text_of(chunks, "reasoning_content").startswith("The question is in English")
    assert text_of(chunks) == texts_for("hello", "en")[0]


def test_both_models_are_listed(start: Start):
    connection = start()

    connection.request("GET", "/v1/models")
    listed = json.loads(connection.getresponse().read())

    assert listed["object"] == "list"
    assert tuple(model["id"] for model in listed["data"]) == MODELS


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/", None, 404, "unknown_url"),
        ("POST", "/v1/completions", b"{}", 404, "unknown_url"),
        ("GET", PATH, None, 405, "method_not_allowed"),
        ("POST", "/v1/models", b"{}", 405, "method_not_allowed"),
        ("POST", PATH, b"{", 400, "invalid_json"),
        ("POST", PATH, b'{"model": "gpt-4o"}', 404, "model_not_found"),
        ("POST", PATH, b'{"model": "\\ud83c"}', 404, "model_not_found"),
        ("OPTIONS", PATH, None, 501, None),
    ],
)
def test_a_refused_request_gets_an_openai_error_and_the_server_goes_on(
    start: Start, method: str, path: str, body: bytes | None, status: int, code: str | None
):
    connection = start()

    connection.request(method, path, body)
    response = connection.getresponse()
    error = error_of(response)

    assert response.status == status
    assert (error["type"], error["code"]) == ("invalid_request_error", code)
    assert error["message"]
    assert send(connection).status == 200


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content-Length": str(64 * 1024 * 1024)}, 413, "request_too_large"),
        ({"Content-Length": "9" * 5000}, 413, "request_too_large"),
        ({"Content-Length": "-1"}, 400, "invalid_length"),
        ({"Transfer-Encoding": "chunked"}, 411, "length_required"),
    ],
)
def test_a_body_of_no_known_or_too_great_length_is_not_read(
    start: Start, headers: dict[str, str], status: int, code: str
):
    connection = start()

    connection.request("POST", PATH, headers=headers)
    response = connection.getresponse()

    assert response.status == status
    assert response.headers["Connection"] == "close"
    assert error_of(response)["code"] == code


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Origin": "https://example.com"}, "forbidden_origin"),
        ({"Origin": "null"}, "forbidden_origin"),
        ({"Host": "example.com"}, "forbidden_host"),
        ({"Host": "127.0.0.1"}, "forbidden_host"),
    ],
)
def test_web_pages_are_refused(start: Start, method: str, headers: dict[str, str], code: str):
    connection = start()

    connection.request(method, "/v1/models" if method == "GET" else PATH, headers=headers)
    response = connection.getresponse()

    assert response.status == 403
    assert error_of(response)["code"] == code
    assert "Access-Control-Allow-Origin" not in response.headers


def test_localhost_is_served_too(start: Start):
    connection = start()

    response = send(connection, headers={"Host": f"localhost:{connection.port}"})

    assert response.status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127.0.0.0/8 by itself")
def test_it_listens_on_one_loopback_address_only(start: Start):
    connection = start()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", connection.port), timeout=LIMIT_S)


def test_an_http_1_0_client_gets_the_stream_unchunked(start: Start):
    connection = start()
    asked = json.dumps({"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": "hi"}]})
    head = f"POST {PATH} HTTP/1.0\r\nHost: 127.0.0.1:{connection.port}\r\nContent-Length: {len(asked)}\r\n\r\n"

    with socket.create_connection(("127.0.0.1", connection.port), timeout=LIMIT_S) as client:
        client.sendall((head + asked).encode())
        received = b"".join(iter(lambda: client.recv(65536), b""))

    head_text, _, body = received.decode().partition("\r\n\r\n")
    assert "Transfer-Encoding" not in head_text
    assert body.startswith("data: {")
    assert body.endswith("data: [DONE]\n\n")


@pytest.mark.parametrize("stream", [True, False])
def test_tokens_are_sent_at_the_pace_that_was_asked(start: Start, stream: bool):
    clock = FakeClock()
    connection = start(40, clock=clock, wait=clock.wait)

    send(connection, stream=stream).read()

    tokens = count_tokens(texts_for("hello", "en")[0])
    assert clock.now_s == pytest.approx((PROMPT_DELAY_TOKENS + tokens) / 40)


@pytest.mark.parametrize("question", ["a long answer", "来一篇长的"])
def test_the_long_answer_streams_for_over_20_seconds(start: Start, question: str):
    clock = FakeClock()
    connection = start(clock=clock, wait=clock.wait, tokens_per_s=40)

    send(connection, question).read()

    assert clock.now_s > 20


def test_several_answers_stream_at_once(servers: list[DemoServer]):
    together = threading.Barrier(2, timeout=LIMIT_S)

    def wait_for_the_other(_event: threading.Event, _seconds: float) -> bool:
        together.wait()
        return False

    server = DemoServer(40, clock=lambda: 0.0, wait=wait_for_the_other)
    servers.append(server)
    base_url = server.start()
    texts: list[str] = []

    def ask() -> None:
        connection = connect(base_url)
        texts.append(text_of(events(send(connection))))
        connection.close()

    clients = [threading.Thread(target=ask) for _ in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(LIMIT_S)

    assert texts == [texts_for("hello", "en")[0]] * 2


def test_the_server_notices_that_the_client_is_gone(servers: list[DemoServer]):
    waiting, go_on = threading.Event(), threading.Event()
    waits: list[float] = []

    def wait(_event: threading.Event, seconds: float) -> bool:
        waits.append(seconds)
        waiting.set()
        return go_on.wait(LIMIT_S)

    server = DemoServer(40, clock=lambda: 0.0, wait=wait)
    servers.append(server)
    connection = connect(server.start())
    response = send(connection, "a long answer")
    assert waiting.wait(LIMIT_S)
    (worker,) = [thread for thread in demo_threads() if thread.name == "demo-connection"]

    response.close()
    connection.close()
    go_on.set()
    worker.join(LIMIT_S)

    assert not worker.is_alive()
    assert len(waits) == 1


def test_stop_ends_a_running_answer_at_once(start: Start, servers: list[DemoServer]):
    response = send(start(0.001), "a long answer")
    asked = time.monotonic()

    servers[0].stop(LIMIT_S)

    assert time.monotonic() - asked < LIMIT_S / 2  # the next token is due in hours
    assert not demo_threads()
    with pytest.raises(http.client.IncompleteRead):
        response.read()


def test_stop_closes_connections_that_wait_for_their_next_request(start: Start, servers: list[DemoServer]):
    connection = start()
    send(connection).read()

    servers[0].stop(LIMIT_S)

    assert not demo_threads()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        send(connection)


def test_a_stopped_server_accepts_nobody_and_can_be_started_again(servers: list[DemoServer]):
    server = DemoServer(math.inf)
    servers.append(server)
    first = server.start()
    server.stop()
    server.stop()

    with pytest.raises(ConnectionError):
        send(connect(first))
    again = connect(server.start())

    assert send(again).status == 200
    again.close()


def test_a_running_server_is_not_started_twice(servers: list[DemoServer]):
    server = DemoServer()
    servers.append(server)
    server.start()

    with pytest.raises(RuntimeError):
        server.start()


def test_a_pace_of_nothing_is_refused():
    with pytest.raises(ValueError, match="tokens_per_s"):
        DemoServer(0)


def test_a_request_cut_in_its_body_ends_quietly(start: Start):
    connection = start()
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{connection.port}\r\nContent-Length: 100\r\n\r\n{{"

    with socket.create_connection(("127.0.0.1", connection.port), timeout=LIMIT_S) as client:
        client.sendall(head.encode())
        client.shutdown(socket.SHUT_WR)
        received = client.recv(65536)

    assert received == b""
    assert send(connection).status == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_code_that_the_demo_shows_reads_the_demo(start: Start, capsys: pytest.CaptureFixture[str], language: str):
    connection = start()
    tokens = MarkdownIt("commonmark").parse(texts_for("code", language)[0])
    code = next(token.content for token in tokens if token.type == "fence")
    names = {
        "url": f"http://127.0.0.1:{connection.port}{PATH}",
        "body": {"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": "你好"}]},
        "auth": {"Authorization": "Bearer none"},
    }

    exec(code, names)

    assert capsys.readouterr().out == texts_for("hello", "zh")[0]
