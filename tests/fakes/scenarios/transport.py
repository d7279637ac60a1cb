"""Connections, codings and redirects: rows E of the survey."""

from __future__ import annotations

import gzip
import zlib

from fakes.scenarios.scenario import (
    DONE,
    HI,
    SILENT,
    STOP,
    Outcome,
    answered,
    chunked,
    cut,
    error_json,
    no_answer,
    refused,
    said,
    stream_head,
    whole,
)
from fakes.server import head, raw, reset, stall, status, stream

TRANSPORT = (
    answered("E2 gzip", whole(), stream(gzip.compress(HI + STOP + DONE), headers={"content-encoding": "gzip"})),
    answered(
        "E2 gzip flushed for each event",
        whole(),
        stream(*(gzip.compress(piece) for piece in (HI, STOP, DONE)), headers={"content-encoding": "gzip"}),
    ),
    answered("E2 deflate", whole(), stream(zlib.compress(HI + STOP + DONE), headers={"content-encoding": "deflate"})),
    answered(
        "E2 an unknown coding",
        no_answer("coding", "br"),
        stream(HI, STOP, headers={"content-encoding": "br"}),
        window=True,
    ),
    answered("E2 damaged gzip", cut("", "coding"), stream(b"\x1f\x8b", HI, STOP, headers={"content-encoding": "gzip"})),
    answered(
        "E2 an error body in gzip",
        refused(400, "BadRequestError:request", "boom"),
        status(400, gzip.compress(error_json("boom")), {"content-encoding": "gzip"}),
    ),
    said(b"".join([HI] * 50) + STOP + DONE, name="E3 the whole answer in one read", outcome=whole("Hi" * 50)),
    said(HI, name="E4 silence in the middle", outcome=cut(reason="silence"), limits=SILENT, then=stall()),
    answered(
        "E4 silence before the answer",
        Outcome("interrupted", error="APITimeoutError:silence", charged=True),
        stall(),
        window=True,
        limits=SILENT,
    ),
    said(
        *[b": ping\n\n"] * 8,
        HI,
        STOP,
        DONE,
        name="E5 pings for longer than the silence limit",
        limits=SILENT,
        pause_s=0.2,
    ),
    answered("E8 HTTP/1.0", whole(), raw(b"HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + HI + STOP)),
    answered(
        "E8 an event stream with its length",
        whole(),
        raw(stream_head(content_length=str(len(HI + STOP + DONE))) + HI + STOP + DONE),
    ),
    answered(
        "E8 chunk extensions",
        whole(),
        raw(stream_head(transfer_encoding="chunked") + chunked(HI, STOP, DONE, extension=b";x=1")),
    ),
    answered(
        "E8 103 before 200",
        whole(),
        raw(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + stream_head(connection="close") + HI + STOP + DONE),
    ),
    answered(
        "E8 60 KB of headers",
        whole(),
        raw(head(200, {f"x-{n}": "y" * 1000 for n in range(60)} | {"connection": "close"}) + HI + STOP + DONE),
    ),
    answered(
        "a reset before the answer",
        Outcome("interrupted", error="APIConnectionError:reset", charged=True),
        reset(),
        window=True,
    ),
    answered(
        "an end before the answer", Outcome("interrupted", error="APIConnectionError:closed", charged=True), raw()
    ),
    answered(
        "an end within the headers",
        Outcome("interrupted", error="APIConnectionError:closed", charged=True),
        raw(b"HTTP/1.1 200 OK\r\ncontent-ty"),
    ),
    answered(
        "no HTTP",
        Outcome("interrupted", error="APIConnectionError:closed", charged=True),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    ),
    answered(
        "headers without an end",
        Outcome("interrupted", error="APIConnectionError:headers", charged=True),
        raw(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 40_000),
    ),
    answered("204", cut("", "empty", status=204), raw(head(204))),
    said(
        b"data: " + b"x" * (1024 * 1024 + 10),
        name="a line over the bound",
        outcome=Outcome("interrupted", error="StreamLimitError:limit", charged=True),
    ),
    said(
        HI,
        *[b"data: " + b"y" * 600_000 + b"\n"] * 2,
        name="an event over the bound",
        outcome=Outcome("interrupted", "Hi", error="StreamLimitError:limit", charged=True),
    ),
)
