"""The way through a proxy: what is said to it until it hands every byte on.

After RFC 9110, 9.3.6 (CONNECT), RFC 1928 and RFC 1929 (SOCKS5).
"""

from __future__ import annotations

import base64
import re
from typing import Protocol

from socksio import ProtocolError, SOCKS5AuthMethod, SOCKS5AuthMethodsRequest, SOCKS5CommandRequest, SOCKS5Connection
from socksio.socks5 import SOCKS5AuthReply, SOCKS5Command, SOCKS5UsernamePasswordReply, SOCKS5UsernamePasswordRequest

from desktop.api.error_body import plain
from desktop.api.proxy import Proxy

MAX_HEAD = 64 * 1024

_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: ([^\r\n]*))?")
# RFC 1928, 6; what a person can do with each.
_REPLIES = {
    b"\x02": "its rules do not allow this connection",
    b"\x03": "network unreachable",
    b"\x04": "host unreachable",
    b"\x05": "connection refused",
    b"\x06": "the connection took too long",
}


class TunnelError(Exception):
    """The proxy did not open the way; `str(error)` is its words. `asks_login`: it wants a name and password."""

    def __init__(self, words: str, *, asks_login: bool = False) -> None:
        super().__init__(words)
        self.asks_login = asks_login


class Channel(Protocol):
    """The connection to the proxy; `read` gives the next bytes, empty at their end."""

    async def read(self) -> bytes:
        """The next bytes."""

    async def write(self, data: bytes) -> None:
        """Send all of `data`."""


async def open_tunnel(channel: Channel, proxy: Proxy, host: str, port: int) -> None:
    """Let the proxy connect to a host; afterwards the channel is a connection to it.

    Raises:
        TunnelError: it refused, or what it says is neither protocol.
    """
    if proxy.scheme == "socks5":
        await _socks5(_Exactly(channel), proxy, host, port)
    else:
        await _connect(channel, proxy, host, port)


async def _connect(channel: Channel, proxy: Proxy, host: str, port: int) -> None:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.user or proxy.password:
        login = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode("ascii")
        lines.append(f"Proxy-Authorization: Basic {login}")
    await channel.write("\r\n".join([*lines, "", ""]).encode("ascii"))
    head = b""
    while b"\r\n\r\n" not in head:
        piece = await channel.read()
        if not piece or len(head) > MAX_HEAD:
            raise TunnelError("it closed the connection without an answer" if not piece else "its answer has no end")
        head += piece
    found = _STATUS.match(head)
    if found is None:
        raise TunnelError("it is no HTTP proxy")
    status = int(found.group(1))
    if not 200 <= status < 300:
        phrase = plain((found.group(2) or b"").decode("latin-1"))[:200]
        raise TunnelError(f"HTTP {status} {phrase}".strip(), asks_login=status == 407)
    if not head.endswith(b"\r\n\r\n"):
        # Nobody may speak before the client does; these bytes would be lost, or taken for the server's.
        raise TunnelError("it sent more than its answer")


async def _socks5(channel: _Exactly, proxy: Proxy, host: str, port: int) -> None:
    connection = SOCKS5Connection()
    login = bool(proxy.user or proxy.password)
    methods = [SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if login:
        methods.append(SOCKS5AuthMethod.USERNAME_PASSWORD)
    try:
        connection.send(SOCKS5AuthMethodsRequest(methods))
        await channel.write(connection.data_to_send())
        method = SOCKS5AuthReply.loads(await _received(connection, channel)).method
        if method == SOCKS5AuthMethod.USERNAME_PASSWORD and login:
            user, password = proxy.user.encode(), proxy.password.encode()
            if not (0 < len(user) < 256 and 0 < len(password) < 256):
                raise TunnelError("a name and password of a SOCKS5 proxy have 1 to 255 bytes", asks_login=True)
            connection.send(SOCKS5UsernamePasswordRequest(user, password))
            await channel.write(connection.data_to_send())
            if not SOCKS5UsernamePasswordReply.loads(await _received(connection, channel)).success:
                raise TunnelError("it does not accept the name or the password", asks_login=True)
        elif method != SOCKS5AuthMethod.NO_AUTH_REQUIRED:
            raise TunnelError("it asks for a name and password", asks_login=True)
        connect = SOCKS5Command.CONNECT
        connection.send(SOCKS5CommandRequest.from_address(connect, (host, port)))
        await channel.write(connection.data_to_send())
        answer = await _reply(channel)
        channel.expect_nothing()
    except (ProtocolError, ValueError) as error:
        raise TunnelError("it is no SOCKS5 proxy") from error
    if answer != b"\x00":
        raise TunnelError(_REPLIES.get(answer, "it could not connect"))


async def _received(connection: SOCKS5Connection, channel: _Exactly) -> bytes:
    """One answer of two bytes, which the connection has seen."""
    data = await channel.read(2)
    connection.receive_data(data)
    return data


async def _reply(channel: _Exactly) -> bytes:
    """The reply's code, its address read and dropped: some proxies write one there that is none."""
    start = await channel.read(4)
    if start[:1] != b"\x05":
        raise TunnelError("it is no SOCKS5 proxy")
    lengths = {b"\x01": 4, b"\x04": 16}
    length = lengths[start[3:4]] if start[3:4] in lengths else (await channel.read(1))[0]
    await channel.read(length + 2)
    return start[1:2]


class _Exactly:
    """Reads a number of bytes, as SOCKS does."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._held = b""

    async def read(self, count: int) -> bytes:
        while len(self._held) < count:
            piece = await self._channel.read()
            if not piece:
                raise TunnelError("it closed the connection without an answer")
            self._held += piece
        found, self._held = self._held[:count], self._held[count:]
        return found

    async def write(self, data: bytes) -> None:
        await self._channel.write(data)

    def expect_nothing(self) -> None:
        if self._held:
            raise TunnelError("it sent more than its answer")
