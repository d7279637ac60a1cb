"""Sockets of the running event loop, as httpcore takes them.

A read takes what is there at once and waits only where nothing is. A transport of asyncio turns the loop twice more for
each read, which is a quarter of what a stream of 1,000 chunks a second costs.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

# After RFC 8305, 5: so long has an address until the next one is tried beside it.
STAGGER_S = 0.25

SocketOptions = Iterable[tuple[Any, ...]]

_Address = tuple[Any, ...]


class SocketStream(httpcore.AsyncNetworkStream):
    """One connected socket; used from one task."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        # A read that passed its limit goes on for the next one: cancelled, it might lose what it has just read.
        self._waiting: asyncio.Task[bytes] | None = None
        # The kernel tells of a reset once. httpcore passes over a write that failed and reads what the server may have
        # said, so the reader has to learn from here why there is nothing.
        self._write_error: OSError | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = await self._read(max_bytes, timeout)
        except OSError as error:
            raise httpcore.ReadError from error
        if not data and self._write_error is not None:
            raise httpcore.ReadError from self._write_error
        return data

    async def _read(self, max_bytes: int, timeout: float | None) -> bytes:
        if self._waiting is None:
            try:
                return self._socket.recv(max_bytes)
            except (BlockingIOError, InterruptedError):
                loop = asyncio.get_running_loop()
                self._waiting = loop.create_task(loop.sock_recv(self._socket, max_bytes))
        await asyncio.wait((self._waiting,), timeout=timeout)
        if not self._waiting.done():
            raise httpcore.ReadTimeout
        waited, self._waiting = self._waiting, None
        return waited.result()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return  # h11 ends a request with nothing; to send nothing tells of a reset all the same
        try:
            async with asyncio.timeout(timeout):
                await asyncio.get_running_loop().sock_sendall(self._socket, buffer)
        except TimeoutError as error:
            raise _timed_out(error, httpcore.WriteTimeout, httpcore.WriteError) from error
        except OSError as error:
            self._write_error = error
            raise httpcore.WriteError from error

    async def aclose(self) -> None:
        waiting, self._waiting = self._waiting, None
        try:
            if waiting is not None:
                waiting.cancel()
                # Before the socket is closed, the loop must have taken its number off its list.
                await asyncio.wait((waiting,))
                if not waiting.cancelled():
                    waiting.exception()  # looked at, or it is logged as one that nobody looked at
        finally:
            self._socket.close()

    def get_extra_info(self, info: str) -> Any:
        return self._socket.getpeername() if info == "server_addr" else None


async def connect(host: str, port: int, timeout: float | None, options: SocketOptions | None = None) -> SocketStream:
    """Connect to the first address of a host that takes the connection.

    Raises:
        httpcore.ConnectTimeout: none did within `timeout` seconds.
        httpcore.ConnectError: none did, or the name is not known; the cause says why.
    """
    try:
        async with asyncio.timeout(timeout):
            addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
            return SocketStream(await _first_connected(_by_turns(addresses), tuple(options or ())))
    except TimeoutError as error:
        raise _timed_out(error, httpcore.ConnectTimeout, httpcore.ConnectError) from error
    except (OSError, ExceptionGroup) as error:
        raise httpcore.ConnectError from error


def _timed_out(error: TimeoutError, limit: type[Exception], broken: type[Exception]) -> Exception:
    """ETIMEDOUT is a `TimeoutError` too, but the kernel's: it has a number and no limit of ours."""
    return broken() if error.errno else limit()


def _by_turns(addresses: list[_Address]) -> list[_Address]:
    """The system's order, with the best address of another family in the second place."""
    other = next((at for at, one in enumerate(addresses) if one[0] != addresses[0][0]), 0)
    return addresses if other < 2 else [addresses[0], addresses[other], *addresses[1:other], *addresses[other + 1 :]]


async def _first_connected(addresses: list[_Address], options: tuple[tuple[Any, ...], ...]) -> socket.socket:
    """Each address gets a head start over the next one.

    Raises:
        OSError: the only address refused.
        ExceptionGroup: all of them did.
    """
    errors: list[OSError] = []
    running: set[asyncio.Task[socket.socket]] = set()
    waiting = list(addresses)
    winner: asyncio.Task[socket.socket] | None = None
    try:
        while winner is None and (waiting or running):
            if waiting:
                running.add(asyncio.create_task(_attempt(waiting.pop(0), options)))
            done, _ = await asyncio.wait(
                running, timeout=STAGGER_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                running.discard(task)
                error = task.exception()
                if error is None and winner is None:
                    winner = task
                elif error is None:
                    task.result().close()
                elif isinstance(error, OSError):
                    errors.append(error)
                else:
                    raise error
    finally:
        for task in running:
            task.cancel()
            task.add_done_callback(_close_late)
    if winner is not None:
        return winner.result()
    if len(errors) == 1:
        raise errors[0]
    raise ExceptionGroup("no address took the connection", errors)


async def _attempt(address: _Address, options: tuple[tuple[Any, ...], ...]) -> socket.socket:
    family, kind, protocol, _name, place = address
    one = socket.socket(family, kind, protocol)
    try:
        one.setblocking(False)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for option in options:
            one.setsockopt(*option)
        await asyncio.get_running_loop().sock_connect(one, place)
    except BaseException:
        one.close()
        raise
    return one


def _close_late(task: asyncio.Task[socket.socket]) -> None:
    """A connection that came while another one had won already."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
