"""The connection: httpx's client on our own transport, with our rules for TLS, time, bounds and errors.

- nothing is read from the environment: no proxy, no `SSLKEYLOGFILE`, no `.netrc`
- certificates are checked by the operating system's trust store; there is no switch that turns it off
- every request has a connection of its own: with a kept one, a close by the server could not be told from a request
  that it took, so a failure there would have to be called "may be charged"
- socket reads rest: at 1,000 chunks a second the wake-ups are the cost
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
import truststore

from desktop.api.tap import Tap
from desktop.api.tls import TlsChannel
from desktop.errors import APIConnectionError, APITimeoutError

REST_S = 0.008
FULL_READ = 16 * 1024
WRITE_STEP = 64 * 1024

_MANY = 1_000
_SECRET = re.compile(r"auth|key|token|secret|cookie", re.IGNORECASE)

SocketOptions = Iterable[tuple[Any, ...]]


@dataclass(frozen=True)
class Limits:
    """How long to wait, in seconds; there is no limit on the whole.

    Attributes:
        connect_s: for the connection, and once more for TLS.
        write_s: for the server to take a piece of the request.
        silence_s: without a single byte; comments count as life.
        grace_s: for usage, after the answer has its `finish_reason`.
        error_body_s: for the body of an error.
    """

    connect_s: float = 10
    write_s: float = 30
    silence_s: float = 300
    grace_s: float = 2
    error_body_s: float = 1


class RestingStream(httpcore.AsyncNetworkStream):
    """A socket that is read at most once in 8 ms while it brings little.

    The rest comes before the next read, never before the bytes that are there: a slow stream is not delayed, and a full
    buffer is read on at once. No rest comes before the answer begins (TLS, status and headers).
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._unrested = 1
        self._rest_until = 0.0

    def expect_head(self, reads: int) -> None:
        """Do not rest after the next `reads` reads."""
        self._unrested = reads

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        rest_s = self._rest_until - time.monotonic()
        if rest_s > 0:
            await asyncio.sleep(rest_s)
        data = await self._stream.read(max_bytes, timeout)
        if self._unrested:
            self._unrested -= 1
        elif len(data) < FULL_READ:
            self._rest_until = time.monotonic() + REST_S
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        stream = _TlsStream(self, ssl_context, server_hostname)
        self.expect_head(_MANY)
        try:
            async with asyncio.timeout(timeout):
                await stream.handshake()
        except TimeoutError as error:
            await self.aclose()
            raise httpcore.ConnectTimeout from error
        except BaseException:
            # httpcore does not know of the socket yet, so nobody else closes it, on a cancel in particular.
            await self.aclose()
            raise
        self.expect_head(2)  # session tickets, then status and headers
        return stream

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _TlsStream(httpcore.AsyncNetworkStream):
    """TLS on a resting socket."""

    def __init__(self, socket_stream: RestingStream, context: ssl.SSLContext, hostname: str | None) -> None:
        self._socket = socket_stream
        self._read_timeout: float | None = None
        self._write_timeout: float | None = None
        self._channel = TlsChannel(context, hostname, self._read_below, self._write_below)

    async def handshake(self) -> None:
        await self._channel.handshake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._read_timeout = timeout
        return await self._channel.read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._write_timeout = timeout
        await self._channel.write(buffer)

    async def aclose(self) -> None:
        await self._socket.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._channel.ssl_object if info == "ssl_object" else self._socket.get_extra_info(info)

    async def _read_below(self) -> bytes:
        return await self._socket.read(FULL_READ * 4, self._read_timeout)

    async def _write_below(self, data: bytes) -> None:
        await self._socket.write(data, self._write_timeout)


class _RestingBackend(httpcore.AsyncNetworkBackend):
    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return RestingStream(stream)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _Trace:
    """Watches the phases of one request, to know whether a byte of it has gone out."""

    def __init__(self, request: httpx.Request) -> None:
        self.sent = False
        self._request = request
        self._tap: Tap = request.extensions["tap"]

    async def __call__(self, name: str, _info: dict[str, Any]) -> None:
        if name.endswith("send_request_headers.started") and not self.sent:
            self.sent = True
            headers = {name: "***" if _SECRET.search(name) else value for name, value in self._request.headers.items()}
            self._tap.request_sent(str(self._request.url), headers, self._request.content)
        self._tap.phase(name, time.monotonic())


class _Body(httpx.AsyncByteStream):
    """The raw bytes of a response, its errors those of the tree."""

    def __init__(self, response: httpcore.Response, trace: _Trace, limits: Limits) -> None:
        self._response = response
        self._trace = trace
        self._limits = limits

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in self._response.aiter_stream():
                yield chunk
        except _FAILURES as error:
            raise connection_error(error, sent=True, limits=self._limits) from None

    async def aclose(self) -> None:
        await self._response.aclose()


class Transport(httpx.AsyncBaseTransport):
    """Sends requests over connections of their own; HTTP/1.1, no proxy."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        trace = _Trace(request)
        limits = self._limits
        timeout = {"connect": limits.connect_s, "read": limits.silence_s, "write": limits.write_s, "pool": None}
        url = request.url
        try:
            response = await self._open_pool().handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=_in_steps(request.content),
                    extensions={"timeout": timeout, "trace": trace},
                )
            )
        except _FAILURES as error:
            # `from None`: what the libraries say may hold a header's value.
            raise connection_error(error, sent=trace.sent, limits=limits) from None
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response, trace, limits))

    async def aclose(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    def _open_pool(self) -> httpcore.AsyncConnectionPool:
        # On first use: the trust store takes longer to read than the window to open.
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                max_connections=None,
                max_keepalive_connections=0,
                http1=True,
                http2=False,
                network_backend=_RestingBackend(),
            )
        return self._pool


_FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    OSError,
    UnicodeError,  # a host name that the idna codec refuses
)


def connection_error(error: Exception, *, sent: bool, limits: Limits) -> APIConnectionError:
    """What httpcore raised, as an error of the tree."""
    if isinstance(error, httpcore.ConnectTimeout):
        words = f"no connection within {limits.connect_s:g} s"
        return APITimeoutError(words, sent=sent, reason="connect", limit_s=limits.connect_s)
    if isinstance(error, httpcore.WriteTimeout):
        words = f"the server took nothing for {limits.write_s:g} s"
        return APITimeoutError(words, sent=sent, reason="write", limit_s=limits.write_s)
    if isinstance(error, httpcore.TimeoutException):
        words = f"the server was silent for {limits.silence_s:g} s"
        return APITimeoutError(words, sent=sent, reason="silence", limit_s=limits.silence_s)
    causes = tuple(_causes(error))
    reason, words = _cause(causes)
    if not reason:
        reason = _protocol_reason(str(error)) if isinstance(error, httpcore.RemoteProtocolError) else ""
        reason = reason or ("reset" if sent else "connect")
        words = _protocol_words(error)
    return APIConnectionError(f"connection failed: {reason}", sent=sent, reason=reason, detail=words)


def _cause(causes: tuple[BaseException, ...]) -> tuple[str, str]:
    """(reason, the system's words) of the first cause that says anything."""
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return "tls", getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or str(cause)
        if isinstance(cause, socket.gaierror | UnicodeError):
            return "dns", str(getattr(cause, "strerror", "") or cause)
        if isinstance(cause, ConnectionRefusedError):
            return "refused", "Connection refused"
        if isinstance(cause, ConnectionResetError | BrokenPipeError):
            return "reset", str(cause.strerror or "Connection reset by peer")
        if isinstance(cause, OSError) and cause.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}:
            return "unreachable", str(cause.strerror)
    return "", ""


def _protocol_reason(words: str) -> str:
    """What h11 complains of: an end that came too soon, headers over its bound of 100 KiB, or no HTTP at all."""
    if "too long" in words:
        return "headers"
    return "not_http" if words.startswith("illegal") else "closed"


def _protocol_words(error: Exception) -> str:
    # Only words that are known to hold nothing of the request.
    text = str(error)
    if isinstance(error, httpcore.RemoteProtocolError):
        return text[:200]
    return type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it came from, and what groups of them hold."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        one = todo.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions


async def _in_steps(content: bytes) -> AsyncIterator[bytes]:
    # The write limit is for a step: a picture over a slow line takes longer than one limit.
    for at in range(0, len(content), WRITE_STEP):
        yield content[at : at + WRITE_STEP]
