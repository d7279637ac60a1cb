from __future__ import annotations

import time

import pytest
from fakes.server import FakeServer, chunk, sse, stall, status, stream
from fakes.stream_workers import running_stream_worker

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.types import ChatRequest, Limits
from desktop.chat.recorder import Recorder
from desktop.errors import APIError, AuthenticationError
from desktop.worker.loop_thread import LoopThread
from desktop.worker.stream_worker import MAX_UNACKNOWLEDGED, StreamWorker


@pytest.fixture
def worker(qtbot):
    with running_stream_worker(Limits(connect_s=30, silence_s=30)) as worker:
        yield worker


def request(server: FakeServer) -> ChatRequest:
    return ChatRequest(Endpoint(server.base_url), "m", [{"role": "user", "content": "hi"}])


def record(worker: StreamWorker) -> list[tuple]:
    seen: list[tuple] = []
    for name in (
        "request_sent",
        "head_received",
        "model_received",
        "usage_received",
        "finished",
        "cancelled",
        "failed",
    ):
        getattr(worker, name).connect(lambda *args, name=name: seen.append((name, *args)))
    worker.delta_received.connect(lambda turn, text: seen.append(("delta", turn, text)))
    worker.reasoning_received.connect(lambda turn, text: seen.append(("reasoning", turn, text)))
    return seen


def test_an_answer_comes_as_signals_in_order(qtbot, server, worker):
    server.script(sse("<think>hm</think>", "Hel", "lo", usage={"total_tokens": 3}))
    seen = record(worker)

    with qtbot.waitSignal(worker.finished, timeout=5000) as finished:
        worker.start(7, request(server))

    assert finished.args == [7, "stop"]
    names = [entry[0] for entry in seen]
    assert names[:3] == ["request_sent", "head_received", "model_received"]
    assert names[-1] == "finished"
    assert "".join(entry[2] for entry in seen if entry[0] == "delta") == "Hello"
    assert "".join(entry[2] for entry in seen if entry[0] == "reasoning") == "hm"
    assert names.index("reasoning") < names.index("delta")


def test_five_thousand_deltas_arrive_unchanged_in_few_signals(qtbot, server, worker):
    deltas = [f"{number} 你🌍\n" for number in range(5000)]
    server.script(sse(*deltas))
    seen = record(worker)
    worker.delta_received.connect(lambda turn, text: worker.acknowledge(turn, len(text)))

    with qtbot.waitSignal(worker.finished, timeout=20_000):
        worker.start(1, request(server))

    texts = [entry[2] for entry in seen if entry[0] == "delta"]
    assert "".join(texts) == "".join(deltas)
    assert len(texts) < 2500


@pytest.mark.parametrize(
    "answer", [stall(), stream(chunk({"content": "Hel"}), then=stall())], ids=["headers", "silence"]
)
def test_cancel_ends_a_stalled_answer_at_once_and_the_server_sees_it(qtbot, server, worker, answer):
    server.script(answer)
    with qtbot.waitSignal(worker.request_sent, timeout=5000):
        worker.start(1, request(server))
    qtbot.waitUntil(lambda: len(server.requests) == 1, timeout=5000)

    asked = time.perf_counter()
    with qtbot.waitSignal(worker.cancelled, timeout=5000) as cancelled:
        worker.cancel(1)

    assert cancelled.args == [1]
    assert time.perf_counter() - asked < 10  # the limits are 30 s
    assert server.closed.wait(10)


def test_several_answers_stream_at_once(qtbot, server, worker):
    server.script(sse("a", finish=None, done=False, then=stall()), sse("b"))
    with qtbot.waitSignal(worker.delta_received, timeout=5000):
        worker.start(1, request(server))

    with qtbot.waitSignal(worker.finished, timeout=5000) as finished:
        worker.start(2, request(server))

    assert finished.args[0] == 2
    with qtbot.waitSignal(worker.cancelled, timeout=5000):
        worker.cancel(1)


def test_an_error_is_an_error_of_the_tree(qtbot, server, worker):
    server.script(status(401, b'{"error":{"message":"no"}}'))

    with qtbot.waitSignal(worker.failed, timeout=5000) as failed:
        worker.start(1, request(server))

    assert failed.args[0] == 1
    assert isinstance(failed.args[1], AuthenticationError)


def test_a_wait_before_another_try_is_announced_and_can_be_cancelled(qtbot, server, worker):
    server.script(status(429, b"{}", {"retry-after": "40"}))
    with qtbot.waitSignal(worker.retrying, timeout=5000) as retrying:
        worker.start(1, request(server))
    notice = retrying.args[1]
    assert (notice.delay_s, notice.attempt, notice.of) == (40, 1, 2)

    with qtbot.waitSignal(worker.cancelled, timeout=5000):
        worker.cancel(1)

    assert len(server.requests) == 1


def test_after_the_last_try_the_error_is_told(qtbot, server, worker):
    server.script(status(503, b"{}", {"retry-after-ms": "1"}))
    seen = record(worker)

    with qtbot.waitSignal(worker.failed, timeout=5000):
        worker.start(1, request(server))

    assert len(server.requests) == 3
    assert [entry[0] for entry in seen].count("request_sent") == 3


def test_what_the_window_does_not_take_is_not_read_and_a_stop_gets_through(qtbot, server, worker):
    # More than the limit and all the buffers of the sockets: the server would send it all to a reader.
    server.script(stream(*[chunk({"content": "x" * 60_000})] * 400, b"data: [DONE]\n\n"))
    taken: list[int] = []
    worker.delta_received.connect(lambda _turn, text: taken.append(len(text)))
    worker.start(1, request(server))
    qtbot.waitUntil(lambda: sum(taken) > MAX_UNACKNOWLEDGED, timeout=10_000)

    with qtbot.assertNotEmitted(worker.finished, wait=300):
        pass
    assert sum(taken) < 3 * MAX_UNACKNOWLEDGED

    with qtbot.waitSignal(worker.cancelled, timeout=5000):
        worker.cancel(1)


def test_taking_lets_the_reader_go_on(qtbot, server, worker):
    server.script(stream(*[chunk({"content": "x" * 60_000})] * 60, chunk(finish="stop"), b"data: [DONE]\n\n"))
    taken: list[int] = []

    def take(turn: int, text: str) -> None:
        taken.append(len(text))
        worker.acknowledge(turn, len(text))

    worker.delta_received.connect(take)
    with qtbot.waitSignal(worker.finished, timeout=20_000):
        worker.start(1, request(server))

    assert sum(taken) == 60 * 60_000


def test_a_defect_of_ours_is_logged_and_shown_not_swallowed(qtbot, server, worker, monkeypatch, expected_logs):
    expected_logs("unexpected error")

    async def broken(*_args: object):
        raise ZeroDivisionError("a defect")
        yield

    monkeypatch.setattr(worker._client(), "stream_chat", broken)

    with qtbot.waitSignal(worker.failed, timeout=5000) as failed:
        worker.start(1, request(server))

    assert isinstance(failed.args[1], APIError)
    assert "a defect" in failed.args[1].detail


def test_cancelling_what_has_ended_or_never_was_does_nothing(qtbot, server, worker):
    server.script(sse("x"))
    with qtbot.waitSignal(worker.finished, timeout=5000):
        worker.start(1, request(server))

    with qtbot.assertNotEmitted(worker.cancelled, wait=100):
        worker.cancel(1)
        worker.cancel(99)


def test_the_models_are_listed_or_the_failure_is_told(qtbot, server, worker):
    server.script(status(200, b'{"data":[{"id":"a"}]}'), status(404, b"{}"))
    with qtbot.waitSignal(worker.models_listed, timeout=5000) as listed:
        worker.list_models(5, Endpoint(server.base_url))
    assert (listed.args[0], [model.id for model in listed.args[1]]) == (5, ["a"])

    with qtbot.waitSignal(worker.models_failed, timeout=5000) as failed:
        worker.list_models(6, Endpoint(server.base_url))
    assert failed.args[0] == 6


def test_a_recorder_sees_each_request_with_the_look_up_of_its_name(qtbot, server):
    recorder = Recorder()
    recorder.name(7, "turn", "chat")
    thread = LoopThread()
    client = ChatClient(lambda _endpoint: "sk-SENTINEL-1", Limits(connect_s=30, silence_s=30))
    worker = StreamWorker(thread, lambda: client, RetryPolicy(jitter=lambda: 0), recorder.tap)
    thread.start()
    server.script(status(503), sse("Hi"))
    named = ChatRequest(Endpoint(server.base_url.replace("127.0.0.1", "localhost")), "m", [])

    with qtbot.waitSignal(worker.finished, timeout=5000):
        worker.start(7, named)

    assert thread.stop(10_000, client.aclose)
    refused, answered = recorder.of("turn")
    assert [refused.head.status, answered.head.status] == [503, 200]
    began, ended = answered.span("lookup")
    assert 0 <= began <= ended <= answered.head_s
    assert answered.ended_s is not None
