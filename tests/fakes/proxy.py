"""A proxy on loopback that leads every host to one port: HTTP CONNECT, over TLS too, and SOCKS5; with a login or a
refusal.
"""

from __future__ import annotations

import base64
import select
import socket
import ssl
import threading
from contextlib import closing, suppress
from typing import Self


class FakeProxy:
    """Attributes:
    asked: `host:port` of each connection that was asked for.
    logins: `user:password` as they came, empty where none came.
    url: what a profile would hold.
    """

    def __init__(
        self,
        target_port: int,
        kind: str = "http",
        *,
        login: str = "",
        refusal: bytes = b"",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.asked: list[str] = []
        self.logins: list[str] = []
        self._target_port = target_port
        self._kind = kind
        self._tls = tls
        self._login = login
        self._refusal = refusal
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{kind}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for one in (self._listener, *self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
        self._listener.close()

    def _spawn(self, work, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="fake proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self._sockets.append(connection)
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        with closing(connection), suppress(OSError, IndexError):  # IndexError: the client left within a message
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._sockets.append(connection)
            with closing(connection):
                opened = self._socks(connection) if self._kind == "socks5" else self._http(connection)
                if opened:
                    with socket.create_connection(("127.0.0.1", self._target_port)) as target:
                        self._sockets.append(target)
                        _hand_on(connection, target)

    def _http(self, connection: socket.socket) -> bool:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return False
            data += piece
        first, *lines = data.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.asked.append(first.split(" ")[1])
        given = headers.get("proxy-authorization", "").removeprefix("Basic ")
        self.logins.append(base64.b64decode(given).decode())
        if self._refusal:
            connection.sendall(self._refusal)
            return False
        if self.logins[-1] != self._login:
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
            return False
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return True

    def _socks(self, connection: socket.socket) -> bool:
        count = connection.recv(2)[1]
        methods = connection.recv(count)
        if self._login:
            if 2 not in methods:
                connection.sendall(b"\x05\xff")
                return False
            connection.sendall(b"\x05\x02")
            user = connection.recv(connection.recv(2)[1])
            password = connection.recv(connection.recv(1)[0])
            self.logins.append(f"{user.decode()}:{password.decode()}")
            good = self.logins[-1] == self._login
            connection.sendall(b"\x01\x00" if good else b"\x01\x01")
            if not good:
                return False
        else:
            connection.sendall(b"\x05\x00")
        kind = connection.recv(4)[3]
        if kind == 3:
            host = connection.recv(connection.recv(1)[0]).decode()
        else:
            family, length = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
            host = socket.inet_ntop(family, connection.recv(length))
        self.asked.append(f"{host}:{int.from_bytes(connection.recv(2), 'big')}")
        if self._refusal:
            connection.sendall(self._refusal)
            return False
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
        return True


def _hand_on(client: socket.socket, target: socket.socket) -> None:
    """Copy both ways until one side ends; in one thread, since OpenSSL takes no two at once."""
    others = {client: target, target: client}
    while True:
        held = isinstance(client, ssl.SSLSocket) and client.pending()
        ready = [client] if held else select.select(list(others), [], [], 10)[0]
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            others[source].sendall(data)
