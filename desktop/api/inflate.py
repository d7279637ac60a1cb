"""Bodies that arrive compressed although `identity` was asked for, inflated in bounded steps.

httpx's own decoding is unbounded: 1.8 KB on the wire became 2 GB of memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

STEP = 64 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
# What servers write there of a body that has no coding.
_NONE = frozenset({"", "identity", "none", "utf-8", "utf8", "chunked", "aws-chunked"})


class UnknownCodingError(Exception):
    """The body has a content coding that is not read; `str(error)` names it."""


class Inflater:
    """Undoes one content coding, at most 64 KiB at a time.

    Raises:
        UnknownCodingError: the coding is neither identity, gzip nor deflate.
    """

    def __init__(self, coding: str) -> None:
        names = [name for one in coding.split(",") if (name := one.strip().lower()) not in _NONE]
        self._plain = not names
        self._deflate = names == ["deflate"]
        if names and names not in (["gzip"], ["x-gzip"], ["deflate"]):
            raise UnknownCodingError(coding.strip()[:80])
        self._stream = zlib.decompressobj(zlib.MAX_WBITS if self._deflate else zlib.MAX_WBITS | 16)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes that `data` stands for, in pieces.

        Raises:
            zlib.error: it is not what its coding says.
        """
        if not self._begun and data:
            self._begun = True
            self._decide(data[0])
        if self._plain:
            yield data
            return
        while True:
            piece = self._stream.decompress(data, STEP)
            data = self._stream.unconsumed_tail
            if piece:
                yield piece
            if self._stream.eof:
                data = self._stream.unused_data
                if self._deflate or not data.startswith(_GZIP_MAGIC):
                    return
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)  # a gzip member for each flush is legal
            elif not data and len(piece) < STEP:
                # A full step may have more behind it although all input is taken.
                return

    def _decide(self, first: int) -> None:
        """Proxies inflate and leave the header there, or compress and set none: the first byte is right."""
        if not self._deflate:
            self._plain = first != _GZIP_MAGIC[0]  # a control character, which begins no text
        elif (first & 0x0F) != 8:
            # "deflate" without its zlib header, as some servers send it.
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
