"""Connections below HTTP: sockets whose reads rest, TLS on them, and the way through a proxy.

Reads rest because at 1,000 chunks a second the wake-ups are the cost.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpcore

from desktop.api.proxy import Proxy
from desktop.api.sockets import SocketOptions, connect
from desktop.api.tls import TlsChannel
from desktop.api.tunnel import TunnelError, open_tunnel

REST_S = 0.012
FULL_READ = 16 * 1024
KEEPALIVE_S = 30
WAKE_S = 0.05

MAX_HEAD = 256 * 1024

_MANY = 1_000


class RestingStream(httpcore.AsyncNetworkStream):
    """A socket that is read at most once in 12 ms while it brings little.

    The rest comes before the next read, never before the bytes that are there: a slow stream is not delayed, and a full
    buffer is read on at once. No rest comes before the answer begins (TLS, status and headers).
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._unrested = 1
        self._rest_until = 0.0
        self._head_left: int | None = MAX_HEAD

    def expect_head(self, reads: int) -> None:
        """Do not rest after the next `reads` reads."""
        self._unrested = reads

    def head_done(self) -> None:
        """Status and headers have come: what follows is the body's own to bound."""
        self._head_left = None
        self._unrested = min(self._unrested, 1)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        rest_s = self._rest_until - time.monotonic()
        if rest_s > 0:
            await asyncio.sleep(rest_s)
        try:
            data = await self._stream.read(max_bytes, timeout)
        except httpcore.ReadTimeout:
            # A computer that wakes finds the limit passed before what came in its sleep has been looked at.
            data = await self._stream.read(max_bytes, WAKE_S)
        if self._head_left is not None:
            self._head_left -= len(data)
            if self._head_left < 0:
                # h11 bounds each head, but reads answers of 1xx for ever.
                raise httpcore.RemoteProtocolError("the head of the answer has no end")
        if self._unrested:
            self._unrested -= 1
        elif len(data) < FULL_READ:
            self._rest_until = time.monotonic() + REST_S
        else:
            await asyncio.sleep(0)  # a server that is faster than we are would leave nobody else a turn, nor Stop
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return await _with_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class TlsStream(httpcore.AsyncNetworkStream):
    """TLS on a resting socket, or on the TLS that leads to a proxy: the rests stay at the bottom."""

    def __init__(self, lower: RestingStream | TlsStream, context: ssl.SSLContext, hostname: str | None) -> None:
        self._lower = lower
        self._read_timeout: float | None = None
        self._write_timeout: float | None = None
        self._channel = TlsChannel(context, hostname, self._read_below, self._write_below)

    async def handshake(self) -> None:
        """Agree on keys and check the certificate."""
        await self._channel.handshake()

    def expect_head(self, reads: int) -> None:
        """See `RestingStream`."""
        self._lower.expect_head(reads)

    def head_done(self) -> None:
        """See `RestingStream`."""
        self._lower.head_done()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return await _with_tls(self, ssl_context, server_hostname, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._read_timeout = timeout
        return await self._channel.read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._write_timeout = timeout
        await self._channel.write(buffer)

    async def aclose(self) -> None:
        await self._lower.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._channel.ssl_object if info == "ssl_object" else self._lower.get_extra_info(info)

    async def _read_below(self) -> bytes:
        return await self._lower.read(FULL_READ * 4, self._read_timeout)

    async def _write_below(self, data: bytes) -> None:
        await self._lower.write(data, self._write_timeout)


async def _with_tls(
    lower: RestingStream | TlsStream, context: ssl.SSLContext, hostname: str | None, timeout: float | None
) -> TlsStream:
    stream = TlsStream(lower, context, hostname)
    lower.expect_head(_MANY)
    try:
        async with asyncio.timeout(timeout):
            await stream.handshake()
    except TimeoutError as error:
        await lower.aclose()
        raise httpcore.ConnectTimeout from error
    except BaseException:
        # httpcore does not know of the socket yet, so nobody else closes it, on a cancel in particular.
        await lower.aclose()
        raise
    lower.expect_head(2)  # session tickets, then status and headers
    return stream


class ProxyError(httpcore.ConnectError):
    """The way through a proxy did not open; `words` are safe to show."""

    def __init__(self, proxy: Proxy, words: str, *, asks_login: bool = False) -> None:
        super().__init__(words)
        self.words = f"{proxy.url}: {words}"
        self.asks_login = asks_login


class _ProxyChannel:
    """A connection to a proxy, read and written while it opens the way."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self) -> bytes:
        return await self._stream.read(FULL_READ)

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)


class Dialer(httpcore.AsyncNetworkBackend):
    """Makes connections, through a proxy where there is one: the pool above sees the host it asked for."""

    def __init__(self, proxy: Proxy | None = None, context: ssl.SSLContext | None = None) -> None:
        self._proxy = proxy
        self._context = context

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        proxy = self._proxy
        if proxy is None:
            return RestingStream(await connect(host, port, timeout, socket_options))
        try:
            stream = await connect(proxy.host, proxy.port, timeout, socket_options)
        except httpcore.ConnectError as error:
            raise ProxyError(proxy, first_cause(error)[1] or "no connection") from error
        return await self._through(proxy, RestingStream(stream), host, port, timeout)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _through(
        self, proxy: Proxy, stream: RestingStream | TlsStream, host: str, port: int, timeout: float | None
    ) -> httpcore.AsyncNetworkStream:
        try:
            if proxy.scheme == "https" and self._context is not None:
                stream = await _with_tls(stream, self._context, proxy.host, timeout)
            async with asyncio.timeout(timeout):
                await open_tunnel(_ProxyChannel(stream), proxy, host, port)
        except TimeoutError as error:
            await stream.aclose()
            raise httpcore.ConnectTimeout from error
        except TunnelError as error:
            await stream.aclose()
            raise ProxyError(proxy, str(error), asks_login=error.asks_login) from error
        except (httpcore.NetworkError, OSError) as error:
            await stream.aclose()
            raise ProxyError(proxy, first_cause(error)[1] or "the connection broke") from error
        except BaseException:
            # httpcore does not know of the socket yet, so nobody else closes it, on a cancel in particular.
            await stream.aclose()
            raise
        stream.expect_head(_MANY)
        return stream


def keepalive() -> list[tuple[int, int, int]]:
    """Socket options that find a dead connection, as a sleeping laptop leaves it, long before the silence limit.

    The kernel asks the other machine after 30 s of silence; a living server that only thinks answers it unseen.
    """
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    # macOS calls the first one TCP_KEEPALIVE.
    wanted = (("TCP_KEEPIDLE", KEEPALIVE_S), ("TCP_KEEPALIVE", KEEPALIVE_S), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
    for name, value in wanted:
        option = getattr(socket, name, None)
        if option is not None:
            options.append((socket.IPPROTO_TCP, option, value))
    return options


def first_cause(error: BaseException) -> tuple[str, str]:
    """(reason, the system's words) of the first cause that says anything; both empty where none does."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLError):
            return "tls", getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or str(cause)
        if isinstance(cause, socket.gaierror | UnicodeError):
            return "dns", str(getattr(cause, "strerror", "") or cause)
        if isinstance(cause, ConnectionRefusedError):
            return "refused", "Connection refused"
        if isinstance(cause, ConnectionResetError | BrokenPipeError):
            return "reset", str(cause.strerror or "Connection reset by peer")
        if isinstance(cause, OSError) and cause.errno == errno.ETIMEDOUT:
            return "lost", str(cause.strerror)
        if isinstance(cause, OSError) and cause.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}:
            return "unreachable", str(cause.strerror)
    return "", ""


def causes(error: BaseException) -> Iterator[BaseException]:
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
