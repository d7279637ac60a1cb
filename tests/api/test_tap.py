from __future__ import annotations

from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead, Tap


def test_a_tap_may_look_away():
    tap = Tap()

    assert tap.request_sent("u", {}, b"") is None
    assert tap.phase("connect_tcp.started", 1.0) is None
    assert tap.head(ResponseHead(200, (), None, "u")) is None
    assert tap.event(ServerSentEvent("message", "x"), 1.0) is None
