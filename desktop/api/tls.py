"""TLS over any way to read and write bytes, so that reads can be paced below it.

One read of a TLS library gives one record, and a streaming server sends a record for each token. Rests above TLS would
therefore let 125 tokens a second through (measured); rests below it let through all that one socket read brought.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

_Result = TypeVar("_Result")

_STEP = 64 * 1024


class TlsChannel:
    """The client's end of one TLS connection.

    `read` gives the next bytes from below, empty at their end; `write` sends bytes below. What they raise passes
    through. One call at a time, as HTTP/1.1 makes them.

    Raises:
        ssl.SSLError: the peer, its certificate or what it sends is not right.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        hostname: str | None,
        read: Callable[[], Awaitable[bytes]],
        write: Callable[[bytes], Awaitable[None]],
    ) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        self._read_below = read
        self._write_below = write

    async def handshake(self) -> None:
        """Agree on keys and check the certificate."""
        await self._run(self.ssl_object.do_handshake)

    async def read(self, max_bytes: int) -> bytes:
        """What has come, of as many records as are here; empty at the end, announced or not."""
        pieces = []
        left = max_bytes
        piece = await self._run(partial(self._decrypt, max_bytes))
        while piece:
            pieces.append(piece)
            left -= len(piece)
            try:
                piece = self._decrypt(left) if left else b""
            except ssl.SSLWantReadError:
                break
        return b"".join(pieces)

    async def write(self, data: bytes) -> None:
        """Send all of `data`."""
        view = memoryview(data)
        while view:
            part = view[:_STEP]
            view = view[await self._run(partial(self.ssl_object.write, part)) :]

    def _decrypt(self, max_bytes: int) -> bytes:
        try:
            return self.ssl_object.read(max_bytes)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            # Whether the answer is whole is for HTTP and the end mark to say; servers often leave TLS unannounced.
            return b""

    async def _run(self, step: Callable[[], _Result]) -> _Result:
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                pass  # read below, outside of this block: what fails there has no TLS error in its context
            else:
                await self._flush()
                return result
            await self._flush()
            data = await self._read_below()
            if data:
                self._incoming.write(data)
            else:
                self._incoming.write_eof()

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._write_below(self._outgoing.read())
