"""`desktop.api.dialer`: rests, and the way through real proxies on loopback to a real endpoint."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress

import httpcore
import pytest
from fakes.proxy import FakeProxy
from fakes.server import FakeServer, sse

from desktop.api.client import ChatClient
from desktop.api.dialer import FULL_READ, WAKE_S, RestingStream, keepalive
from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.api.tap import Tap
from desktop.api.types import ChatRequest, Limits
from desktop.errors import APIConnectionError, APIError

HOST = "http://api.example/v1"


class Source(httpcore.AsyncNetworkStream):
    """Gives pieces of these sizes."""

    def __init__(self, *sizes: int) -> None:
        self.sizes = list(sizes)

    async def read(self, max_bytes, timeout=None):  # noqa: ASYNC109  # httpcore's signature
        return b"x" * self.sizes.pop(0)


@pytest.mark.parametrize(
    ("sizes", "rests"),
    [
        ([10, 10, 10, 10], [False, False, True, True]),
        ([10, FULL_READ, FULL_READ, 10, 10], [False, False, False, False, True]),
    ],
)
def test_a_rest_comes_before_the_read_that_follows_a_small_one_but_not_before_the_first_of_a_body(
    monkeypatch, sizes, rests
):
    seen = []

    async def sleep(seconds):
        if seconds:  # 0 is a turn for others, and no rest
            seen.append(seconds)

    async def scene():
        stream = RestingStream(Source(*sizes))
        rested = []
        for _ in sizes:
            seen.clear()
            await stream.read(65536)
            rested.append(bool(seen))
        return rested

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: 100.0)

    assert asyncio.run(scene()) == rests


def test_a_read_that_comes_late_enough_does_not_rest(monkeypatch):
    now = [100.0]

    async def sleep(_seconds):
        pytest.fail("rested")

    async def scene():
        stream = RestingStream(Source(10, 10, 10))
        for _ in range(3):
            await stream.read(65536)
            now[0] += 0.02

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    asyncio.run(scene())


def test_what_came_while_the_computer_slept_is_read_although_the_limit_has_passed():
    class Woken(Source):
        async def read(self, max_bytes, timeout=None):  # noqa: ASYNC109  # httpcore's signature
            asked.append(timeout)
            if len(asked) == 1:
                raise httpcore.ReadTimeout
            return await super().read(max_bytes)

    asked: list[float | None] = []

    assert asyncio.run(RestingStream(Woken(10)).read(65536, 300)) == b"x" * 10
    assert asked == [300, WAKE_S]


class Sent(Tap):
    """Counts the requests that went out."""

    def __init__(self) -> None:
        self.count = 0

    def request_sent(self, url, headers, body):
        self.count += 1


def ask(
    proxy: ProxyChoice, base_url: str = HOST, *, password: str = "", ca_file: str = "", connect_s: float = 5
) -> tuple[str, APIError | None, int]:
    """The text, the error, and how many requests went out."""
    endpoint = Endpoint(base_url, "p", allow_plain_http=True, proxy=proxy, ca_file=ca_file)
    tap = Sent()

    async def run() -> tuple[str, APIError | None]:
        client = ChatClient(
            lambda owner: password if owner.profile == "p/proxy" else "", Limits(connect_s=connect_s, silence_s=5)
        )
        text = ""
        try:
            async for chunk in client.stream_chat(ChatRequest(endpoint, "m", []), tap):
                text += chunk.content
        except APIError as error:
            return text, error
        finally:
            await client.aclose()
        return text, None

    return *asyncio.run(run()), tap.count


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_an_answer_comes_through_a_proxy_that_looks_the_name_up_itself(server, kind):
    server.script(sse("Hi"))
    with FakeProxy(server.port, kind) as proxy:
        text, error, sent = ask(ProxyChoice("manual", proxy.url, bypass=""))

    assert (text, error, sent) == ("Hi", None, 1)
    assert proxy.asked == ["api.example:80"]
    assert server.requests[0].headers["host"] == "api.example"


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_gets_its_name_and_password(server, kind):
    server.script(sse("Hi"))
    with FakeProxy(server.port, kind, login="me:pass word") as proxy:
        text, error, _sent = ask(ProxyChoice("manual", proxy.url, "me", ""), password="pass word")

    assert (text, error) == ("Hi", None)
    assert proxy.logins == ["me:pass word"]
    assert "proxy-authorization" not in server.requests[0].headers


@pytest.mark.parametrize("kind", ["http", "socks5"])
@pytest.mark.parametrize("user", ["", "me"])
def test_a_proxy_that_wants_another_login_is_named_and_nothing_was_sent(server, kind, user):
    with FakeProxy(server.port, kind, login="me:right") as proxy:
        _text, error, sent = ask(ProxyChoice("manual", proxy.url, user, ""), password="wrong")

    assert isinstance(error, APIConnectionError)
    assert (error.reason, error.sent, sent) == ("proxy_login", False, 0)
    assert error.detail.startswith(proxy.url)
    assert "wrong" not in error.detail


@pytest.mark.parametrize(
    ("kind", "refusal", "words"),
    [
        ("http", b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>", "HTTP 502 Bad Gateway"),
        ("http", b"SSH-2.0-OpenSSH\r\n\r\n", "no HTTP proxy"),
        ("http", b"HTTP/1.1 200 OK\r\n\r\nmore", "more than its answer"),
        ("http", b"x" * 100_000, "has no end"),
        ("socks5", b"\x05\x05\x00\x01" + bytes(6), "connection refused"),
        ("socks5", b"\x05\x63\x00\x03\x04host" + bytes(2), "could not connect"),
        ("socks5", b"HTTP/1.1 400 Bad Request\r\n", "no SOCKS5 proxy"),
        ("socks5", b"\x05", "closed the connection"),
    ],
)
def test_what_a_proxy_refuses_with_is_said_and_nothing_was_sent(server, kind, refusal, words):
    with FakeProxy(server.port, kind, refusal=refusal) as proxy:
        _text, error, sent = ask(ProxyChoice("manual", proxy.url, bypass=""))

    assert isinstance(error, APIConnectionError)
    assert (error.reason, error.sent, error.may_be_charged, sent) == ("proxy", False, False, 0)
    assert words in error.detail
    assert server.requests == []


def test_a_proxy_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"

    _text, error, _sent = ask(ProxyChoice("manual", url, bypass=""))

    assert error.reason == "proxy"
    assert error.detail == f"{url}: Connection refused"


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_that_says_nothing_passes_the_limit(kind):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"{kind}://127.0.0.1:{deaf.getsockname()[1]}"

        _text, error, sent = ask(ProxyChoice("manual", url, bypass=""), connect_s=0.2)

    assert (error.reason, error.sent, sent) == ("connect", False, 0)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_tls_goes_through_the_proxy_to_the_endpoint(tmp_path, scheme):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path, "api.example")
    with FakeServer(server_context(certificate)) as server, FakeProxy(server.port, scheme) as proxy:
        server.script(sse("Hi"))

        text, error, sent = ask(
            ProxyChoice("manual", proxy.url, bypass=""), "https://api.example/v1", ca_file=str(certificate)
        )

        assert (text, error, sent) == ("Hi", None, 1)
        assert proxy.asked == ["api.example:443"]


@pytest.mark.parametrize("base_url", ["http://api.example/v1", "https://api.example/v1"])
def test_an_answer_comes_through_a_proxy_that_speaks_tls_itself(tmp_path, base_url):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path, "api.example")
    context = server_context(certificate)
    text = "word " * 200
    with (
        FakeServer(context if base_url.startswith("https") else None) as server,
        FakeProxy(server.port, "https", tls=context, login="me:pass word") as proxy,
    ):
        server.script(sse(*[text] * 1000))  # longer than any head may be

        got, error, sent = ask(
            ProxyChoice("manual", proxy.url, "me", ""), base_url, password="pass word", ca_file=str(certificate)
        )

        assert (error, sent, len(got)) == (None, 1, 1000 * len(text))
        assert proxy.logins == ["me:pass word"]


def test_tokens_through_two_layers_of_tls_rest_once(tmp_path):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path, "api.example")
    context = server_context(certificate)
    with FakeServer(context) as server, FakeProxy(server.port, "https", tls=context) as proxy:
        server.script(sse(*["a"] * 2000))  # a record each, in both layers
        began = time.monotonic()

        text, error, _sent = ask(
            ProxyChoice("manual", proxy.url, bypass=""), "https://api.example/v1", ca_file=str(certificate)
        )

    assert (text, error) == ("a" * 2000, None)
    assert time.monotonic() - began < 13  # with a rest after each record it takes 16 s


def test_a_proxy_with_a_certificate_that_nobody_trusts_is_named_and_nothing_was_sent(tmp_path):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    context = server_context(loopback_certificate(tmp_path, "api.example"))
    with FakeServer() as server, FakeProxy(server.port, "https", tls=context) as proxy:
        _text, error, sent = ask(ProxyChoice("manual", proxy.url, bypass=""))

    assert (error.reason, error.sent, sent) == ("proxy", False, 0)
    assert error.detail.startswith(f"{proxy.url}: ")
    assert "certificate" in error.detail
    assert server.requests == []


def test_without_the_ca_file_the_certificate_is_refused_behind_the_proxy_too(tmp_path):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path, "api.example")
    with FakeServer(server_context(certificate)) as server, FakeProxy(server.port) as proxy:
        _text, error, sent = ask(ProxyChoice("manual", proxy.url, bypass=""), "https://api.example/v1")

    assert (error.reason, sent) == ("tls", 0)


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_cancel_while_the_proxy_opens_the_way_closes_its_socket(kind):
    closed = []

    async def run(url: str, listener: socket.socket) -> None:
        client = ChatClient(lambda _owner: "", Limits(connect_s=30))
        endpoint = Endpoint(HOST, "p", allow_plain_http=True, proxy=ProxyChoice("manual", url, bypass=""))
        task = asyncio.create_task(client.list_models(endpoint))
        loop = asyncio.get_running_loop()
        listener.setblocking(False)
        connection, _address = await loop.sock_accept(listener)
        connection.setblocking(False)
        await loop.sock_recv(connection, 65536)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        closed.append(await asyncio.wait_for(loop.sock_recv(connection, 1), 2))
        connection.close()
        await client.aclose()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(run(f"{kind}://127.0.0.1:{listener.getsockname()[1]}", listener))

    assert closed == [b""]


def test_a_dead_connection_is_looked_for():
    """A sleeping laptop's connection dies unseen; without these options the silence limit alone would end it."""
    with socket.socket() as one:
        for level, option, value in keepalive():
            one.setsockopt(level, option, value)

        assert one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
