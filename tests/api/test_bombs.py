"""Answers made to exhaust: `desktop.api.client` ends each with an error, soon, and with little memory."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import zlib
from contextlib import aclosing
from functools import cache
from pathlib import Path

import pytest
from fakes.server import Answer, Connection, chunk, head, stream

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest, Limits
from desktop.errors import APIError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")

MEGABYTE = 1024 * 1024
MANY = 64


def endless(start: bytes, piece: bytes, limit: int = MANY * MEGABYTE) -> Answer:
    """`piece` again and again, until the client hangs up."""

    def answer(connection: Connection) -> None:
        connection.send(start)
        sent = 0
        while sent < limit and not connection.server.closed.is_set() and not connection.server.stopping.is_set():
            connection.send(piece)
            sent += len(piece)

    return answer


@cache
def gzip_bomb(line: bytes) -> bytes:
    """64 MB of a line, in gzip."""
    block = line * (MEGABYTE // len(line))
    squeeze = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(squeeze.compress(block) for _ in range(MANY)), squeeze.flush()])


def gzipped(line: bytes, status: int = 200) -> Answer:
    return (
        stream(gzip_bomb(line), headers={"content-encoding": "gzip"})
        if status == 200
        else endless(head(status, {"content-encoding": "gzip", "content-type": "application/json"}), gzip_bomb(line))
    )


HEADERS, NO_REQUEST = "APIConnectionError:headers", "BadRequestError:request"
SSE = head(200, {"content-type": "text/event-stream"})
BLOCK = b"x" * MEGABYTE
BOMBS = {
    "gzip: one line": (lambda: gzipped(b"x"), "StreamLimitError:limit"),
    "gzip: heartbeats": (lambda: gzipped(b": ping\n\n"), "StreamLimitError:limit"),
    "gzip: empty lines": (lambda: gzipped(b"\n"), "StreamLimitError:limit"),
    "gzip: empty chunks": (lambda: gzipped(b"data: {}\n\n"), "StreamLimitError:limit"),
    "gzip: text": (lambda: gzipped(chunk({"content": "x" * 2000})), "StreamLimitError:limit"),
    "gzip: finish_reason without end": (lambda: gzipped(chunk(finish="stop")), "StreamLimitError:limit"),
    "gzip: usage without end": (lambda: gzipped(chunk(usage={"total_tokens": 1})), "StreamLimitError:limit"),
    "gzip: an error body": (lambda: gzipped(b"x", 400), NO_REQUEST),
    "an endless line": (lambda: endless(SSE, BLOCK), "StreamLimitError:limit"),
    "an endless event": (lambda: endless(SSE, b"data: " + b"x" * 60_000 + b"\n"), "StreamLimitError:limit"),
    "an endless answer": (lambda: endless(SSE, chunk({"content": "x" * 60_000})), "StreamLimitError:limit"),
    "endless reasoning": (lambda: endless(SSE, chunk({"reasoning": "x" * 60_000})), "StreamLimitError:limit"),
    "endless arguments of a tool": (
        lambda: endless(SSE, chunk({"tool_calls": [{"index": 0, "function": {"arguments": "x" * 60_000}}]})),
        "StreamLimitError:limit",
    ),
    "an endless JSON": (lambda: endless(head(200), b'{"choices":[' + BLOCK), "StreamLimitError:limit"),
    "an endless page": (lambda: endless(head(200), b"<html>" + BLOCK), "ResponseError:web_page"),
    "endless headers": (lambda: endless(b"HTTP/1.1 200 OK\r\n", b"x: " + b"y" * 60_000 + b"\r\n"), HEADERS),
    "an endless header": (lambda: endless(b"HTTP/1.1 200 OK\r\nx-a: ", BLOCK), HEADERS),
    "answers of 1xx without end": (lambda: endless(b"", b"HTTP/1.1 103 X\r\nx: y\r\n\r\n" * 2000), HEADERS),
    "an endless error body": (lambda: endless(head(400), BLOCK), NO_REQUEST),
    "a chunk size without end": (
        lambda: endless(head(200, {"transfer-encoding": "chunked"}), b"1" * MEGABYTE), "StreamError:cut",
    ),
}  # fmt: skip


def peak_kib() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def ask(base_url: str) -> tuple[str, float]:
    async def run() -> tuple[str, float]:
        client = ChatClient(lambda _endpoint: "", Limits(silence_s=5))
        began = time.perf_counter()
        found = ""
        try:
            async with aclosing(client.stream_chat(ChatRequest(Endpoint(base_url), "m", []))) as chunks:
                async for _chunk in chunks:
                    pass
        except APIError as error:
            found = f"{type(error).__name__}:{error.reason}"
        took = time.perf_counter() - began
        await client.aclose()
        return found, took

    return asyncio.run(run())


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_an_error_and_costs_little(server, bomb, record_property):
    make, expected = BOMBS[bomb]
    server.script(make())
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = peak_kib()

    found, took = ask(server.base_url)

    grown = (peak_kib() - before) / 1024
    record_property("seconds", round(took, 3))
    record_property("megabytes", round(grown, 1))
    print(f"{bomb}: {took:.3f} s, {grown:.1f} MB")
    assert found == expected
    assert grown < 50
    assert took < 10  # 1 s and less on an idle machine
