"""`desktop.api.client`: how answers end, and what is waited for and for how long."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import aclosing

import pytest
from fakes.asking import KEY, PATIENT, ask, collect
from fakes.server import chunk, head, raw, reset, sse, stall, status, stream
from msgspec.structs import replace

from desktop import errors
from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.tap import Tap
from desktop.api.types import ChatRequest, Limits


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(server, code):
    server.script(status(code, b"", {"location": f"{server.base_url}/elsewhere"}))

    error = ask(server)[2]

    assert isinstance(error, errors.RedirectError)
    assert error.target.endswith("/elsewhere")
    assert len(server.requests) == 1


def test_after_the_finish_reason_usage_is_waited_for_and_not_longer(server):
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    server.script(sse("a", usage=usage, done=False, then=stall()), sse("b", done=False, then=stall()))
    limits = Limits(silence_s=30, grace_s=1.0)

    assert ask(server, limits=limits)[1].raw == usage
    text, none, error = ask(server, limits=limits)

    assert (text, none, error) == ("b", None, None)
    assert server.closed.wait(10)


def test_after_done_nothing_is_waited_for(server):
    server.script(sse("a", then=stall()))

    assert ask(server, limits=Limits(silence_s=30, grace_s=30))[::2] == ("a", None)


def test_comments_count_as_life_and_silence_does_not(server):
    pings = [b": ping\n\n"] * 8
    server.script(
        stream(*pings, chunk({"content": "a"}), b"data: [DONE]\n\n", pause_s=0.2),
        stream(chunk({"content": "b"}), then=stall()),
    )
    limits = replace(PATIENT, silence_s=1.2)

    assert ask(server, limits=limits)[::2] == ("a", None)
    text, _usage, error = ask(server, limits=limits)

    assert (text, type(error), error.reason) == ("b", errors.StreamError, "silence")


def test_a_reset_in_the_middle_keeps_the_text(server):
    server.script(stream(chunk({"content": "kept"}), then=reset()))

    text, _usage, error = ask(server)

    assert text in {"kept", ""}  # the kernel may drop what was not read before the RST
    assert error.interrupts


def test_a_chunked_body_that_is_not_ended_is_cut(server):
    piece = chunk({"content": "kept"})
    framed = b"%x\r\n%s\r\n" % (len(piece), piece)
    server.script(raw(head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"}), framed))

    text, _usage, error = ask(server)

    assert (text, error.reason) == ("kept", "cut")


def test_an_endless_error_body_is_read_for_a_moment_only(server):
    server.script(raw(head(500, {"content-type": "text/plain"}), b"words ", then=stall()))
    began = time.perf_counter()

    error = ask(server, limits=Limits(silence_s=30, error_body_s=1.0))[2]

    assert time.perf_counter() - began < 15
    assert (error.status, error.detail) == (500, "words")


def test_a_huge_error_body_is_read_to_64_kb_only(server):
    server.script(status(400, b'{"error":{"message":"' + b"x" * 5_000_000 + b'"}}'))

    assert 60_000 < len(ask(server)[2].detail) <= 64 * 1024


def test_an_unknown_coding_is_an_error_and_gzip_is_read(server):
    import gzip

    body = gzip.compress(chunk({"content": "a"}) + b"data: [DONE]\n\n")
    server.script(
        stream(body, headers={"content-encoding": "gzip"}),
        stream(b"xx", headers={"content-encoding": "br"}),
        stream(b"\x1f\x8bxx", headers={"content-encoding": "gzip"}),
    )

    assert ask(server)[::2] == ("a", None)
    assert (type(error := ask(server)[2]), error.reason) == (errors.ResponseError, "coding")
    assert ask(server)[2].reason == "coding"


def test_status_204_is_an_empty_answer(server):
    server.script(raw(head(204)))

    assert ask(server)[2].reason == "empty"


@pytest.fixture
def full_listener():
    """The port of a listener whose backlog is full: Linux drops the SYN, so a connection to it never comes about."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
            fillers.append(filler)
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


def test_an_error_says_where_the_request_went(server):
    server.script(status(404, b"{}"), sse("x", finish=None, done=False))

    assert ask(server)[2].url == f"{server.base_url}/chat/completions"
    assert ask(server)[2].url == f"{server.base_url}/chat/completions"


@pytest.mark.parametrize("phase", ["connect", "tls", "headers", "silence"])
def test_a_cancelled_request_ends_at_once_in_every_phase(server, full_listener, phase):
    """The limits are 30 s; the figure itself is the benchmark's."""
    server.script(stall() if phase == "headers" else stream(chunk({"content": "a"}), then=stall()))
    base_url = server.base_url.replace("http", "https", 1) if phase == "tls" else server.base_url

    if phase == "connect":
        base_url = f"http://127.0.0.1:{full_listener}/v1"

    async def run() -> float:
        client = ChatClient(lambda _endpoint: KEY, Limits(connect_s=30, silence_s=30))
        reached = asyncio.Event()

        class Watch(Tap):
            def phase(self, name, at_s):
                wanted = {"connect": "connect_tcp.started", "tls": "start_tls.started"}.get(phase, "headers.started")
                if name.endswith(wanted):
                    reached.set()

        async def stream_all() -> None:
            asked = ChatRequest(Endpoint(base_url), "m", [])
            async with aclosing(client.stream_chat(asked, Watch())) as chunks:
                async for _one in chunks:
                    reached.set()

        task = asyncio.create_task(stream_all())
        await asyncio.wait_for(reached.wait(), 20)
        done, _pending = await asyncio.wait([task], timeout=0.1)
        assert not done, "the phase did not last"
        began = time.perf_counter()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        took = time.perf_counter() - began
        await client.aclose()
        return took

    assert asyncio.run(run()) < 10
    if phase != "connect":
        assert server.closed.wait(10)


def test_a_server_that_takes_no_connection_was_not_sent_anything(full_listener):
    async def run(base_url):
        client = ChatClient(lambda _endpoint: KEY, Limits(connect_s=0.2))
        try:
            return (await collect(client, ChatRequest(Endpoint(base_url), "m", [])))[2]
        finally:
            await client.aclose()

    error = asyncio.run(run(f"http://127.0.0.1:{full_listener}/v1"))

    assert (type(error), error.reason, error.sent) == (errors.APITimeoutError, "connect", False)
