"""The connection: httpx's client on our own transport, with our rules for TLS, time, bounds and errors.

- httpx reads nothing from the environment: no `SSLKEYLOGFILE`, no `.netrc`; which proxy there is, `proxy.py` says
- certificates are checked by the operating system's trust store; there is no switch that turns it off
- every request has a connection of its own: with a kept one, a close by the server could not be told from a request
  that it took, so a failure there would have to be called "may be charged"
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import httpcore
import httpx
import truststore
from msgspec import Struct

from desktop.api.dialer import Dialer, ProxyError, RestingStream, TlsStream, causes, first_cause, keepalive
from desktop.api.proxy import Proxy
from desktop.api.tap import Tap, lookup_watch
from desktop.api.types import Limits
from desktop.errors import APIConnectionError, APITimeoutError, RequestNotSentError

WRITE_STEP = 64 * 1024


_SECRET = re.compile(r"auth|key|token|secret|cookie", re.IGNORECASE)


class Route(Struct, frozen=True):
    """How a host is reached: through a proxy or directly, and whose certificates count beside the system's.

    Attributes:
        ca_file: path of a PEM file; empty for none.
    """

    proxy: Proxy | None = None
    ca_file: str = ""


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
    """Sends requests over connections of their own; HTTP/1.1.

    Of a request's extensions `route` says how and `tap` who watches.

    Attributes:
        limits: those of the requests that begin from now on.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        # By route and the age of its CA file: a renewed one counts at once.
        self._pools: dict[tuple[Route, int], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        trace = _Trace(request)
        limits = self.limits
        pool = self._pool(request.extensions.get("route", Route()))
        timeout = {"connect": limits.connect_s, "read": limits.silence_s, "write": limits.write_s, "pool": None}
        url = request.url
        lookup_watch.set(request.extensions["tap"].phase)
        try:
            response = await pool.handle_async_request(
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
        stream = response.extensions.get("network_stream")
        if isinstance(stream, RestingStream | TlsStream):
            stream.head_done()
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response, trace, limits))

    async def phases(self, route: Route, scheme: str, host: str, port: int) -> AsyncGenerator[tuple[str, str], None]:
        """Connect as a request would, and close again without one.

        Yields:
            What has been reached and how: `tcp`, behind a proxy `proxy`, with https `tls`.

        Raises:
            APIConnectionError: the phase after the last one failed.
            RequestNotSentError: the CA file cannot be used.
        """
        limits = self.limits
        context = trust(route.ca_file)
        stream: httpcore.AsyncNetworkStream | None = None
        try:
            stream = await Dialer().connect_tcp(*_first_hop(route, host, port), limits.connect_s)
            yield "tcp", _peer(stream)
            if route.proxy is not None:
                await stream.aclose()
                stream = await Dialer(route.proxy, context).connect_tcp(host, port, limits.connect_s)
                yield "proxy", route.proxy.url
            if scheme == "https":
                stream = await stream.start_tls(context, host, limits.connect_s)
                yield "tls", str(stream.get_extra_info("ssl_object").version())
        except _FAILURES as error:
            raise connection_error(error, sent=False, limits=limits) from None
        finally:
            if stream is not None:
                await stream.aclose()

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    def _pool(self, route: Route) -> httpcore.AsyncConnectionPool:
        # On first use: the trust store takes longer to read than the window to open.
        place = (route, _age(route.ca_file))
        if place not in self._pools:
            context = trust(route.ca_file)
            self._pools[place] = httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=None,
                max_keepalive_connections=0,
                http1=True,
                http2=False,
                network_backend=Dialer(route.proxy, context),
                socket_options=keepalive(),
            )
        return self._pools[place]


def _age(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns if path else 0
    except OSError:
        return 0  # `trust` says why


def _first_hop(route: Route, host: str, port: int) -> tuple[str, int]:
    return (host, port) if route.proxy is None else (route.proxy.host, route.proxy.port)


def _peer(stream: httpcore.AsyncNetworkStream) -> str:
    """The address at the other end, as people write it."""
    address, port, *_ = stream.get_extra_info("server_addr")
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def trust(ca_file: str) -> ssl.SSLContext:
    """The operating system's trust, and that of `ca_file` where there is one.

    Raises:
        RequestNotSentError: the file cannot be read or holds no certificate.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # ssl.SSLError too
            words = error.strerror if not isinstance(error, ssl.SSLError) else "it holds no certificate in PEM form"
            raise RequestNotSentError(
                "the CA file cannot be used", reason="bad_ca_file", detail=f"{ca_file}: {words}"
            ) from error
    return context


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
    proxy = next((cause for cause in causes(error) if isinstance(cause, ProxyError)), None)
    if proxy is not None:
        reason = "proxy_login" if proxy.asks_login else "proxy"
        return APIConnectionError(f"no way through the proxy: {reason}", sent=False, reason=reason, detail=proxy.words)
    reason, words = first_cause(error)
    if not reason:
        reason = _protocol_reason(str(error)) if isinstance(error, httpcore.RemoteProtocolError) else ""
        reason = reason or ("reset" if sent else "connect")
        words = _protocol_words(error)
    return APIConnectionError(f"connection failed: {reason}", sent=sent, reason=reason, detail=words)


def _protocol_reason(words: str) -> str:
    """What h11 or `RestingStream` complains of: an end that came too soon, too large a head, or no HTTP at all."""
    if "too long" in words or "has no end" in words:
        return "headers"
    return "not_http" if words.startswith(("illegal status", "illegal request")) else "closed"


def _protocol_words(error: Exception) -> str:
    # Only words that are known to hold nothing of the request.
    text = str(error)
    if isinstance(error, httpcore.RemoteProtocolError):
        return text[:200]
    return type(error).__name__


async def _in_steps(content: bytes) -> AsyncIterator[bytes]:
    # The write limit is for a step: a picture over a slow line takes longer than one limit.
    for at in range(0, len(content), WRITE_STEP):
        yield content[at : at + WRITE_STEP]
