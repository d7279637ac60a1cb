from __future__ import annotations

import pytest
from fakes.server import sse, stall, status

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.types import Limits
from desktop.worker.doctor_worker import DoctorWorker
from desktop.worker.loop_thread import LoopThread


@pytest.fixture
def worker(qtbot):
    thread = LoopThread()
    client = ChatClient(lambda _endpoint: "sk-test", Limits(connect_s=30, silence_s=30))
    worker = DoctorWorker(thread, lambda: client)
    thread.start()
    yield worker
    assert thread.stop(10_000, client.aclose)


def test_the_steps_come_as_signals_and_then_the_end(qtbot, server, worker):
    server.script(status(200, b"[]"))
    seen = []
    worker.stepped.connect(lambda ticket, step: seen.append((ticket, step.name, step.state)))

    with qtbot.waitSignal(worker.ended, timeout=5000) as ended:
        worker.examine(3, Endpoint(server.base_url))

    assert ended.args == [3]
    assert seen[:2] == [(3, "dns", "ok"), (3, "tcp", "ok")]
    assert (3, "models", "ok") in seen


def test_a_token_is_asked_for_alone(qtbot, server, worker):
    server.script(sse("One"))

    with qtbot.waitSignal(worker.stepped, timeout=5000) as stepped:
        worker.ask_for_token(4, Endpoint(server.base_url), "m")

    assert (stepped.args[0], stepped.args[1].state) == (4, "ok")


def test_an_examination_can_be_ended(qtbot, server, worker):
    server.script(stall())
    with qtbot.waitSignal(worker.stepped, timeout=5000):
        worker.examine(5, Endpoint(server.base_url))
    qtbot.waitUntil(lambda: len(server.requests) == 1, timeout=5000)

    with qtbot.waitSignal(worker.ended, timeout=10_000) as ended:
        worker.cancel()

    assert ended.args == [5]
    assert server.closed.wait(10)


def test_cancelling_nothing_does_nothing(qtbot, worker):
    with qtbot.assertNotEmitted(worker.ended, wait=50):
        worker.cancel()
