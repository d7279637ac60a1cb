"""`desktop.api.sockets` on real sockets of loopback."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing, contextmanager, suppress

import httpcore
import pytest

from desktop.api import sockets
from desktop.api.sockets import SocketStream, connect


@contextmanager
def listening():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener, listener.getsockname()[1]


def scene(work):
    """Run `work(stream, peer)` on a connected pair."""

    async def run():
        with listening() as (listener, port):
            stream = await connect("127.0.0.1", port, 5)
            peer, _address = listener.accept()
            with closing(peer):
                try:
                    return await work(stream, peer)
                finally:
                    await stream.aclose()

    return asyncio.run(run())


def test_what_is_there_is_read_at_once_and_the_end_is_empty():
    async def work(stream, peer):
        peer.sendall(b"one")
        first = await stream.read(65536, 5)
        peer.close()
        return first, await stream.read(65536, 5)

    assert scene(work) == (b"one", b"")


def test_a_read_that_passed_its_limit_loses_nothing():
    async def work(stream, peer):
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(65536, 0.01)
        peer.sendall(b"late")
        return await stream.read(65536, 5)

    assert scene(work) == b"late"


def test_bytes_and_the_limit_in_the_same_turn_of_the_loop_lose_nothing():
    async def work(stream, peer):
        loop = asyncio.get_running_loop()
        found = b""
        for _ in range(50):
            loop.call_later(0.001, peer.sendall, b"x")
            with suppress(httpcore.ReadTimeout):
                found += await stream.read(65536, 0.001)
        while len(found) < 50:
            found += await stream.read(65536, 5)
        return found

    assert scene(work) == b"x" * 50


def test_a_reset_that_a_write_met_first_is_still_the_cause_for_the_reader():
    async def work(stream, peer):
        peer.sendall(b"said before")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        # The kernel tells of a reset once: to the write here, and httpcore passes over errors of writes.
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x", 5)
        said = await stream.read(65536, 5)
        with pytest.raises(httpcore.ReadError) as error:
            await stream.read(65536, 5)
        return said, type(error.value.__cause__)

    assert scene(work) == (b"said before", ConnectionResetError)


def test_a_write_of_nothing_does_not_take_the_reset_away_from_the_reader():
    async def work(stream, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        await stream.write(b"", 5)
        with pytest.raises(httpcore.ReadError) as error:
            await stream.read(65536, 5)
        return type(error.value.__cause__)

    assert scene(work) is ConnectionResetError


def test_a_reset_is_a_read_error_with_its_cause():
    async def work(stream, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        with pytest.raises(httpcore.ReadError) as error:
            await stream.read(65536, 5)
        return type(error.value.__cause__)

    assert scene(work) is ConnectionResetError


def test_a_peer_that_takes_nothing_passes_the_limit_of_a_write():
    async def work(stream, _peer):
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x" * 50_000_000, 0.1)

    scene(work)


def test_a_cancelled_read_leaves_the_socket_closed():
    async def work(stream, peer):
        task = asyncio.create_task(stream.read(65536, 30))
        await asyncio.sleep(0.01)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await stream.aclose()
        peer.settimeout(5)
        return peer.recv(1), len(asyncio.all_tasks())

    assert scene(work) == (b"", 1)


def test_an_end_that_nobody_reads_is_no_unexpected_error():
    async def work(stream, peer):
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(65536, 0.01)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        await asyncio.sleep(0.01)

    scene(work)


def test_a_refused_connection_and_an_unknown_name_say_why():
    with listening() as (_listener, port):
        pass

    with pytest.raises(httpcore.ConnectError) as refused:
        asyncio.run(connect("127.0.0.1", port, 5))
    with pytest.raises(httpcore.ConnectError) as unknown:
        asyncio.run(connect("nobody.invalid", 80, 5))

    assert isinstance(refused.value.__cause__, ConnectionRefusedError)
    assert isinstance(unknown.value.__cause__, socket.gaierror)


def addresses(*ports: int):
    async def look_up(_self, _host, _port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]

    return look_up


def test_the_next_address_is_taken_where_the_first_refuses(monkeypatch):
    with listening() as (_gone, refusing):
        pass
    with listening() as (_listener, port):
        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", addresses(refusing, port))

        async def run():
            stream = await connect("host", 1, 5)
            place = stream.get_extra_info("server_addr")
            await stream.aclose()
            return place

        assert asyncio.run(run()) == ("127.0.0.1", port)


def test_an_address_that_does_not_answer_holds_nobody_up(monkeypatch):
    closed = []
    attempt = sockets._attempt

    async def slow_or_real(address, options):
        if address[4][1] == 1:
            try:
                await asyncio.sleep(30)
            finally:
                closed.append(True)
        return await attempt(address, options)

    monkeypatch.setattr(sockets, "_attempt", slow_or_real)
    monkeypatch.setattr(sockets, "STAGGER_S", 0.01)
    with listening() as (_listener, port):
        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", addresses(1, port))

        async def run():
            stream = await connect("host", 1, 5)
            await stream.aclose()
            await asyncio.sleep(0)

        asyncio.run(run())

    assert closed == [True]


def test_where_every_address_refuses_each_of_them_is_told(monkeypatch):
    with listening() as (_one, first), listening() as (_other, second):
        pass
    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", addresses(first, second))

    with pytest.raises(httpcore.ConnectError) as error:
        asyncio.run(connect("host", 1, 5))

    assert [type(one) for one in error.value.__cause__.exceptions] == [ConnectionRefusedError] * 2


def test_the_limit_of_a_connection_counts_the_look_up_too(monkeypatch):
    async def never(*_arguments, **_options):
        await asyncio.sleep(30)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", never)

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(connect("host", 1, 0.05))


def test_both_families_get_their_turn():
    six, four = (socket.AF_INET6,), (socket.AF_INET,)

    assert sockets._by_turns([six, six, six, four, four]) == [six, four, six, six, four]
    assert sockets._by_turns([four, four]) == [four, four]
    assert sockets._by_turns([four, six]) == [four, six]


def test_a_stream_is_one_of_httpcores():
    with socket.socket() as one:
        assert SocketStream(one).get_extra_info("is_readable") is None
