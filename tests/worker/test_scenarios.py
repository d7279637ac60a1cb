"""Every scenario of `tests/fakes/scenarios/`, from the socket through `desktop.worker.stream_worker`."""

from __future__ import annotations

import pytest
from fakes.scenarios.all import SCENARIOS
from fakes.scenarios.scenario import Outcome
from fakes.server import FakeServer
from fakes.stream_workers import running_stream_worker

from desktop.api.origin import Endpoint
from desktop.api.tap import ResponseHead
from desktop.api.types import ChatRequest
from desktop.chat.turn import Turn
from desktop.errors import APIError
from desktop.ui.error_record import state_after
from desktop.worker.stream_worker import StreamWorker


@pytest.fixture
def worker(qtbot):
    with running_stream_worker() as worker:
        yield worker


class Heard:
    """What one answer said, as an outcome."""

    def __init__(self, worker: StreamWorker) -> None:
        self.turn = Turn("a", "q", "assistant")
        self.total: int | None = None
        self.sent = 0
        self.head: ResponseHead | None = None
        worker.request_sent.connect(self._count)
        worker.head_received.connect(lambda _turn, head: setattr(self, "head", head))
        worker.delta_received.connect(lambda _turn, text: self.turn.append("text", text))
        worker.reasoning_received.connect(lambda _turn, text: self.turn.append("reasoning", text))
        worker.refusal_received.connect(lambda _turn, text: self.turn.append("refusal", text))
        worker.tool_call_received.connect(lambda _turn, delta: self.turn.add_tool_call_delta(delta))
        worker.usage_received.connect(lambda _turn, usage: setattr(self, "total", usage.total_tokens))

    def _count(self, _turn: int) -> None:
        self.sent += 1

    def outcome(self, error: APIError | None, finish: str, expected: Outcome) -> Outcome:
        detail = error.detail if error is not None else ""
        return Outcome(
            state=str(state_after(error)) if error is not None else "complete",
            text=self.turn.text,
            reasoning=self.turn.reasoning,
            refusal=self.turn.refusal,
            finish=finish,
            error=f"{type(error).__name__}:{error.reason}" if error is not None else "",
            detail=expected.detail if expected.detail in detail else detail,
            status=error.status if error is not None else None,
            request_id=error.request_id if error is not None else None,
            requests=self.sent,
            total=self.total,
            tools=tuple(call["name"] or "" for call in self.turn.tool_calls),
            charged=error.may_be_charged if error is not None else False,
        )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_what_servers_really_do_ends_as_it_should(qtbot, server: FakeServer, worker, scenario):
    server.script(*scenario.answers)
    worker._client().use_limits(scenario.limits)
    heard = Heard(worker)
    ends: list[tuple[APIError | None, str]] = []
    worker.finished.connect(lambda _turn, reason: ends.append((None, reason)))
    worker.failed.connect(lambda _turn, error: ends.append((error, "")))

    worker.start(1, ChatRequest(Endpoint(server.base_url), "m", [{"role": "user", "content": "hi"}]))
    qtbot.waitUntil(lambda: bool(ends), timeout=30_000)

    (end,) = ends
    assert heard.outcome(*end, scenario.outcome) == scenario.outcome
    assert len(server.requests) == scenario.outcome.requests


def test_the_scenarios_are_many_and_each_is_one_of_its_own():
    assert len(SCENARIOS) >= 100
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
