"""How often `desktop.worker.stream_worker` sends: counted at the server, for each place where an answer can break."""

from __future__ import annotations

import socket

import pytest
from fakes.server import chunk, head, raw, reset, stream
from fakes.stream_workers import running_stream_worker

from desktop.api import dialer
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest, Limits


@pytest.fixture
def worker(qtbot):
    with running_stream_worker(Limits(connect_s=5, silence_s=5)) as worker:
        yield worker


def asked(base_url: str) -> ChatRequest:
    return ChatRequest(Endpoint(base_url), "m", [{"role": "user", "content": "hi"}])


def test_a_refused_connection_is_tried_three_times_and_nothing_is_sent(qtbot, worker, monkeypatch):
    attempts, sent, waits = [], [], []
    connect = dialer.Dialer.connect_tcp

    async def counted(self, *arguments, **options):
        attempts.append(arguments)
        return await connect(self, *arguments, **options)

    monkeypatch.setattr(dialer.Dialer, "connect_tcp", counted)
    worker.request_sent.connect(sent.append)
    worker.retrying.connect(lambda _turn, notice: waits.append(notice.delay_s))
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    with qtbot.waitSignal(worker.failed, timeout=10_000) as failed:
        worker.start(1, asked(f"http://127.0.0.1:{port}/v1"))

    assert (len(attempts), len(sent), waits) == (3, 0, [0.5, 1.0])
    assert (failed.args[1].reason, failed.args[1].may_be_charged) == ("refused", False)


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        raw(),
        raw(head(200, {"content-type": "text/event-stream", "content-length": "999"}), then=reset(), pause_s=0.02),
        raw(head(200, {"content-type": "text/event-stream", "content-length": "999"})),
        stream(chunk({"content": "Hi"}), then=reset(), pause_s=0.02),
        stream(chunk({"content": "Hi"})),
    ],
    ids=[
        "reset after the body was sent",
        "end after the body was sent",
        "reset after the headers",
        "end after the headers",
        "reset after the first token",
        "end after the first token",
    ],
)
def test_what_may_have_been_charged_is_sent_once(qtbot, server, worker, answer):
    server.script(answer)
    sent = []
    worker.request_sent.connect(sent.append)

    with qtbot.assertNotEmitted(worker.retrying), qtbot.waitSignal(worker.failed, timeout=5000) as failed:
        worker.start(1, asked(server.base_url))

    assert (len(server.requests), len(sent)) == (1, 1)
    assert failed.args[1].may_be_charged
