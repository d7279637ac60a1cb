"""TLS without a socket: the server's end is a second SSLObject in memory."""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import aclosing, suppress

import pytest

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.tls import TlsChannel
from desktop.api.types import ChatRequest

pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")

from fakes.certificate import loopback_certificate, server_context
from fakes.server import FakeServer, chunk, stream


@pytest.fixture
def certificate(tmp_path):
    return loopback_certificate(tmp_path)


class Peer:
    """A server's end, and how many bytes went each way."""

    def __init__(self, certificate):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = server_context(certificate).wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.reads = 0
        self.left = False

    async def read(self):
        """What the client reads from below: the server goes on as far as it can."""
        self.reads += 1
        if not self.left:
            self.shake()
        return self.outgoing.read()

    def shake(self):
        with suppress(ssl.SSLWantReadError):
            self.tls.do_handshake()

    async def write(self, data):
        self.incoming.write(data)

    def received(self):
        data = b""
        while True:
            try:
                data += self.tls.read(65536)
            except ssl.SSLWantReadError:
                return data


def connect(certificate, *, trusted=True):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusted:
        context.load_verify_locations(certificate)
    peer = Peer(certificate)
    channel = TlsChannel(context, "127.0.0.1", peer.read, peer.write)
    return channel, peer


async def shaken(certificate):
    channel, peer = connect(certificate)
    await channel.handshake()
    peer.shake()
    return channel, peer


def test_one_read_gives_every_record_that_is_here(certificate):
    async def scene():
        channel, peer = await shaken(certificate)
        for number in range(500):
            peer.tls.write(b"data: %d\n\n" % number)
        before = peer.reads
        return await channel.read(65536), peer.reads - before

    data, reads = asyncio.run(scene())

    assert data == b"".join(b"data: %d\n\n" % number for number in range(500))
    assert reads == 1


def test_a_read_gives_no_more_than_was_asked_for_and_loses_nothing(certificate):
    async def scene():
        channel, peer = await shaken(certificate)
        peer.tls.write(b"x" * 10_000)
        peer.tls.write(b"y" * 10_000)
        return [await channel.read(size) for size in (1, 9_999, 5_000, 65_536)]

    assert [len(piece) for piece in asyncio.run(scene())] == [1, 9_999, 5_000, 5_000]


def test_much_is_written_whole(certificate):
    async def scene():
        channel, peer = await shaken(certificate)
        await channel.write(b"z" * 1_000_000)
        return peer.received()

    assert asyncio.run(scene()) == b"z" * 1_000_000


@pytest.mark.parametrize("announced", [True, False])
def test_the_end_is_empty_whether_it_was_announced_or_not(certificate, announced):
    async def scene():
        channel, peer = await shaken(certificate)
        peer.tls.write(b"last")
        if announced:
            with pytest.raises(ssl.SSLWantReadError):
                peer.tls.unwrap()
        return await channel.read(100), await channel.read(100), await channel.read(100)

    assert asyncio.run(scene()) == (b"last", b"", b"")


def test_a_certificate_that_is_not_trusted_is_an_error(certificate):
    channel, _peer = connect(certificate, trusted=False)

    with pytest.raises(ssl.SSLCertVerificationError):
        asyncio.run(channel.handshake())


def test_an_end_within_the_handshake_is_an_error(certificate):
    channel, peer = connect(certificate)
    peer.left = True

    with pytest.raises(ssl.SSLError):
        asyncio.run(channel.handshake())


def test_a_thousand_small_records_are_not_slowed_by_the_rests(certificate, monkeypatch):
    """At a record each 12 ms they would take 12 s."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    deltas = [chunk({"content": "a"})] * 1_000

    async def text(base_url):
        client = ChatClient(lambda _endpoint: "sk-test")
        try:
            async with aclosing(client.stream_chat(ChatRequest(Endpoint(base_url), "m", []))) as chunks:
                return "".join([one.content async for one in chunks])
        finally:
            await client.aclose()

    with FakeServer(tls=server_context(certificate)) as server:
        server.script(stream(*deltas, b"data: [DONE]\n\n"))
        began = time.perf_counter()
        found = asyncio.run(text(server.base_url))

    assert found == "a" * 1_000
    assert time.perf_counter() - began < 9


def test_what_breaks_below_is_not_taken_for_a_failure_of_tls(certificate):
    async def broken():
        raise ConnectionResetError("Connection reset by peer")

    async def scene():
        channel, _peer = await shaken(certificate)
        channel._read_below = broken
        with pytest.raises(ConnectionResetError) as error:
            await channel.read(65536)
        return error.value.__context__

    assert asyncio.run(scene()) is None
