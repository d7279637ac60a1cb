from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fakes.certificate import loopback_certificate
from fakes.server import FakeServer, head, raw, reset, silent, status
from msgspec.structs import replace

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.proxy import Proxy
from desktop.api.transport import Route, Transport, connection_error, trust
from desktop.api.types import ChatRequest, Limits
from desktop.errors import APIConnectionError, APITimeoutError, RequestNotSentError, StreamError

# Long enough for a busy machine; a test that waits for one to pass has its own.
PATIENT = Limits(connect_s=20, write_s=20, silence_s=20)


def caught(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        try:
            if cause is not None:
                raise cause
        except type(cause) as inner:
            raise error from inner
        raise error
    except type(error) as outer:
        return outer


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "dns"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "refused"),
        (ssl.SSLCertVerificationError(1, "bad certificate"), "tls"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "unreachable"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "reset"),
        (OSError("something else"), "connect"),
    ],
)
def test_every_cause_of_a_failed_connection_has_its_word(cause, reason):
    error = connection_error(caught(httpcore.ConnectError("x"), cause), sent=False, limits=Limits())

    assert (error.reason, error.sent, error.may_be_charged) == (reason, False, False)


@pytest.mark.parametrize(
    ("kind", "reason", "limit_s"),
    [
        (httpcore.ConnectTimeout, "connect", 10),
        (httpcore.WriteTimeout, "write", 30),
        (httpcore.ReadTimeout, "silence", 300),
    ],
)
def test_every_limit_that_passed_is_named(kind, reason, limit_s):
    error = connection_error(kind("x"), sent=True, limits=Limits())

    assert isinstance(error, APITimeoutError)
    assert (error.reason, error.limit_s) == (reason, limit_s)


@contextmanager
def certified_server(folder: Path) -> Iterator[int]:
    """A TLS server on loopback with a certificate of its own making; gives its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            connection, _address = listener.accept()
            with connection, context.wrap_socket(connection, server_side=True) as wrapped:
                wrapped.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        thread.join(20)


async def models(base_url: str, limits: Limits = PATIENT) -> None:
    client = ChatClient(lambda _endpoint: "", limits)
    try:
        await client.list_models(Endpoint(base_url))
    finally:
        await client.aclose()


def failed(base_url: str, limits: Limits = PATIENT) -> APIConnectionError:
    with pytest.raises(APIConnectionError) as error:
        asyncio.run(models(base_url, limits))
    return error.value


def test_nothing_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    error = failed(f"http://127.0.0.1:{port}/v1")

    assert (error.reason, error.sent) == ("refused", False)


def test_a_certificate_that_the_system_does_not_trust_is_refused_before_anything_is_sent(tmp_path):
    with certified_server(tmp_path) as port:
        error = failed(f"https://127.0.0.1:{port}/v1", Limits(connect_s=5))

    assert (error.reason, error.sent) == ("tls", False)
    assert "self-signed" in error.detail


def test_a_server_that_speaks_no_tls_was_not_sent_anything():
    def answer(listener: socket.socket) -> None:
        connection, _address = listener.accept()
        with connection:
            connection.recv(1)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        error = failed(f"https://127.0.0.1:{listener.getsockname()[1]}/v1", Limits(connect_s=5))
        thread.join(20)

    assert (error.reason, error.sent) == ("tls", False)


def test_a_tls_handshake_that_never_ends_passes_the_limit():
    with socket.create_server(("127.0.0.1", 0)) as server:
        error = failed(f"https://127.0.0.1:{server.getsockname()[1]}/v1", replace(PATIENT, connect_s=0.3))

    assert (error.reason, error.sent) == ("connect", False)


def test_a_server_that_never_answers_may_have_the_request():
    with FakeServer() as server:
        server.script(silent())
        error = failed(server.base_url, replace(PATIENT, silence_s=0.3))

    assert (error.reason, error.sent, error.interrupts) == ("silence", True, True)


def test_a_reset_instead_of_an_answer_may_be_charged():
    with FakeServer() as server:
        server.script(reset())
        error = failed(server.base_url, Limits())

    assert (error.sent, error.may_be_charged) == (True, True)
    assert error.reason in {"reset", "closed"}


def test_headers_of_60_kb_are_read_and_of_200_kb_are_an_error():
    with FakeServer() as server:
        server.script(status(200, b"[]", {"x-big": "x" * 60_000}), status(200, b"[]", {"x-big": "x" * 200_000}))
        asyncio.run(models(server.base_url, Limits()))

        error = failed(server.base_url, Limits())

    assert (error.sent, error.reason, error.interrupts) == (True, "headers", True)


def test_what_is_no_http_is_an_error():
    with FakeServer() as server:
        server.script(raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))

        error = failed(server.base_url, Limits())

    assert (error.reason, error.interrupts) == ("not_http", False)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
def test_this_machine_is_asked_directly_whatever_the_environment_says(monkeypatch, name):
    monkeypatch.setenv(name, "socks://127.0.0.1:9")
    monkeypatch.setenv("SSLKEYLOGFILE", "/nonexistent/keys")
    with FakeServer() as server:
        server.script(status(200, b"[]"))

        asyncio.run(models(server.base_url, Limits()))

        assert len(server.requests) == 1


def test_every_request_has_a_connection_of_its_own():
    with FakeServer() as server:
        server.script(status(200, b"[]"))

        async def twice() -> None:
            client = ChatClient(lambda _endpoint: "")
            await client.list_models(Endpoint(server.base_url))
            await client.list_models(Endpoint(server.base_url))
            await client.aclose()

        asyncio.run(twice())

        assert len(server.requests) == 2
        assert len(server._connections) == 2


def test_bytes_that_trickle_in_are_all_read():
    with FakeServer() as server:
        body = b'{"data":[{"id":"a"}]}'
        server.script(
            raw(head(200, {"content-length": str(len(body))}), *(body[at : at + 1] for at in range(len(body))))
        )

        asyncio.run(models(server.base_url, Limits()))


def test_a_connection_that_the_kernel_gave_up_is_lost_and_may_be_charged():
    """What a laptop finds after its sleep."""
    error = connection_error(
        caught(httpcore.ReadError("x"), OSError(errno.ETIMEDOUT, "Connection timed out")), sent=True, limits=Limits()
    )

    assert (error.reason, error.may_be_charged, error.interrupts) == ("lost", True, True)


@pytest.mark.parametrize(("content", "words"), [(None, "No such file"), (b"no certificate", "PEM")])
def test_a_ca_file_that_is_none_is_said_before_anything_is_sent(tmp_path, content, words):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(RequestNotSentError) as error:
        trust(str(path))

    assert error.value.reason == "bad_ca_file"
    assert words in error.value.detail


def test_limits_hold_from_the_next_request_on():
    with FakeServer() as server:
        server.script(silent())

        async def ask() -> float:
            client = ChatClient(lambda _endpoint: "", Limits(silence_s=60))
            client.use_limits(Limits(silence_s=0.1))
            with pytest.raises(APITimeoutError) as error:
                await client.list_models(Endpoint(server.base_url))
            await client.aclose()
            return error.value.limit_s

        assert asyncio.run(ask()) == 0.1


def test_one_pool_serves_each_route():
    async def pools() -> tuple[object, ...]:
        transport = Transport(Limits())
        found = (transport._pool(Route()), transport._pool(Route()), transport._pool(Route(Proxy("http", "p", 1))))
        await transport.aclose()
        return found

    one, same, other = asyncio.run(pools())
    assert one is same
    assert one is not other


def test_a_renewed_ca_file_counts_at_once(tmp_path):
    path = loopback_certificate(tmp_path)

    async def pools() -> tuple[object, ...]:
        transport = Transport(Limits())
        one = transport._pool(Route(ca_file=str(path)))
        os.utime(path, (1, 1))
        found = (one, transport._pool(Route(ca_file=str(path))))
        await transport.aclose()
        return found

    one, other = asyncio.run(pools())
    assert one is not other


def test_the_write_limit_is_for_a_step_and_not_for_the_whole():
    """A picture over a slow line takes longer than one limit."""
    size, read = 24_000_000, []

    def slowly(listener: socket.socket, gate: threading.Event) -> None:
        connection, _address = listener.accept()
        with connection:
            while sum(read) < size:
                read.append(len(connection.recv(1_000_000)))
                gate.wait(0.08)
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            connection.recv(65536)

    async def ask(base_url: str) -> None:
        client = ChatClient(lambda _endpoint: "", Limits(write_s=1.0))
        asked = ChatRequest(Endpoint(base_url), "m", [{"role": "user", "content": "x" * size}])
        try:
            with pytest.raises(StreamError):
                [one async for one in client.stream_chat(asked)]
        finally:
            await client.aclose()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=slowly, args=(listener, threading.Event()))
        thread.start()
        asyncio.run(ask(f"http://127.0.0.1:{listener.getsockname()[1]}/v1"))
        thread.join(20)

    assert sum(read) > size
