"""`desktop.api.tunnel` with a proxy that is a list of answers, cut anywhere."""

from __future__ import annotations

import asyncio

import pytest

from desktop.api.proxy import Proxy
from desktop.api.tunnel import TunnelError, open_tunnel


class Script:
    """Gives these pieces, and keeps what was written."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)
        self.written: list[bytes] = []

    async def read(self) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    async def write(self, data: bytes) -> None:
        self.written.append(data)


def tunnel(script: Script, scheme: str, host: str = "api.example", user: str = "", password: str = "") -> list[bytes]:
    asyncio.run(open_tunnel(script, Proxy(scheme, "p", 1, user, password), host, 443))
    return script.written


def bytewise(data: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in data]


def test_connect_names_the_host_and_reads_an_answer_in_pieces():
    written = tunnel(Script(*bytewise(b"HTTP/1.0 200 OK\r\nvia: x\r\n\r\n")), "http")

    assert written == [b"CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n"]


def test_connect_writes_an_ipv6_address_in_brackets():
    assert tunnel(Script(b"HTTP/1.1 200\r\n\r\n"), "http", "fd00::1")[0].startswith(b"CONNECT [fd00::1]:443 ")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("api.example", b"\x03\x0bapi.example"),
        ("192.0.2.1", b"\x01\xc0\x00\x02\x01"),
        ("::1", b"\x04" + bytes(15) + b"\x01"),
    ],
)
def test_socks_names_the_host_and_reads_answers_in_pieces(host, address):
    written = tunnel(Script(*bytewise(b"\x05\x00\x05\x00\x00\x01" + bytes(6))), "socks5", host)

    assert written == [b"\x05\x01\x00", b"\x05\x01\x00" + address + b"\x01\xbb"]


def test_a_socks_reply_with_any_address_in_it_is_read():
    tunnel(Script(b"\x05\x00", b"\x05\x00\x00\x03\x05proxy\x00\x01"), "socks5")
    tunnel(Script(b"\x05\x00", b"\x05\x00\x00\x04" + bytes(18)), "socks5")


def test_bytes_behind_a_socks_reply_are_not_lost_unsaid():
    with pytest.raises(TunnelError, match="more than its answer"):
        tunnel(Script(b"\x05\x00", b"\x05\x00\x00\x01" + bytes(6) + b"x"), "socks5")


@pytest.mark.parametrize("user", ["", "x" * 256])
def test_a_login_that_socks_cannot_carry_is_said(user):
    with pytest.raises(TunnelError) as error:
        tunnel(Script(b"\x05\x02"), "socks5", user=user, password="p")

    assert error.value.asks_login


@pytest.mark.parametrize("answer", [b"\x04\x00", b"\x05\x09", b"HT", b"\x00\x00"])
def test_what_is_no_socks_proxy_is_said(answer):
    with pytest.raises(TunnelError):
        tunnel(Script(answer), "socks5")
