from __future__ import annotations

import asyncio
import threading
import weakref

import pytest
from fakes.server import raw, sse, status

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead, Tap
from desktop.api.types import ChatRequest
from desktop.chat import recorder as module
from desktop.chat.recorder import Recorder, Recording
from desktop.errors import APIError


def ask(server, recorder, number=1, text="hi"):
    async def run():
        client = ChatClient(lambda _endpoint: "sk-SENTINEL-1234")
        request = ChatRequest(Endpoint(server.base_url), "m", [{"role": "user", "content": text}])
        try:
            async for _ in client.stream_chat(request, recorder.tap(number)):
                pass
        except APIError:
            pass
        finally:
            await client.aclose()

    asyncio.run(run())


def test_a_request_is_recorded_from_its_url_to_its_last_event(server):
    server.script(sse("Hel", "lo", usage={"total_tokens": 3}))
    recorder = Recorder()
    recorder.name(1, "turn", "chat")

    ask(server, recorder)

    (found,) = recorder.of("turn")
    assert found.url == f"{server.base_url}/chat/completions"
    assert found.proxy == ""
    assert found.body.encode() == server.requests[0].body
    assert dict(found.headers)["authorization"] == "***"
    assert found.head.status == 200
    assert [event.data for _, event in found.events][-1] == "[DONE]"
    assert len(found.gaps()) == len(found.events) == 6
    assert found.span("connect_tcp")[1] is not None
    assert found.span("receive_response_headers")[1] <= found.head_s + 0.1
    assert found.span("start_tls") is None
    assert found.head_s <= found.first_token_s <= found.ended_s


def test_the_body_of_an_error_is_recorded(server):
    server.script(status(400, b'{"error": {"message": "no such field"}}'))
    recorder = Recorder()
    recorder.name(1, "turn", "chat")

    ask(server, recorder)

    assert recorder.of("turn")[0].other_body == '{"error": {"message": "no such field"}}'
    assert recorder.of("turn")[0].events == ()


def test_each_request_of_an_answer_is_a_recording_of_its_own(server):
    refusal = status(400, b'{"error": {"message": "unknown field stream_options"}}')
    server.script(refusal, sse("a"))
    recorder = Recorder()
    recorder.name(1, "turn", "chat")

    ask(server, recorder)

    assert [one.head.status for one in recorder.of("turn")] == [400, 200]


def test_a_request_that_nobody_named_is_not_kept(server):
    server.script(sse("a"))
    recorder = Recorder()

    ask(server, recorder, number=7)

    assert recorder.of("") == ()


def fill(recorder, number, size=10, *, ended=True):
    recorder.name(number, f"turn {number}", f"chat {number}")
    tap = recorder.tap(number)
    tap.begins("https://api.example/v1/chat/completions", "", 100.0)
    tap.request_sent("https://api.example/v1/chat/completions", {}, b"x" * size)
    if ended:
        tap.ended(101.0)
    return tap


def kept(recorder):
    return [number for number in range(1, 10) if recorder.of(f"turn {number}")]


def test_only_the_last_answers_are_kept():
    recorder = Recorder(max_answers=3)

    for number in range(1, 6):
        fill(recorder, number)

    assert kept(recorder) == [3, 4, 5]


def test_a_recording_that_was_dropped_is_gone_though_its_tap_lives():
    """The network's objects keep the tap until garbage is collected, which is minutes later."""
    recorder = Recorder(max_answers=1)
    tap = fill(recorder, 1)
    gone = weakref.ref(recorder._answers[1].recordings[0])

    fill(recorder, 2)

    assert gone() is None
    assert isinstance(tap, Tap)


def test_the_oldest_go_where_all_are_too_large_and_the_last_stays():
    recorder = Recorder(max_bytes=1000)
    fill(recorder, 1, 500)
    fill(recorder, 2, 400)
    fill(recorder, 3, 400)
    assert kept(recorder) == [2, 3]

    fill(recorder, 4, 5000)
    assert kept(recorder) == [4]


def test_an_answer_that_is_being_made_is_not_dropped():
    recorder = Recorder(max_answers=1)
    fill(recorder, 1, ended=False)

    fill(recorder, 2)

    assert kept(recorder) == [1, 2]


def test_endless_events_are_counted_and_not_kept(monkeypatch):
    monkeypatch.setattr(module, "MAX_EVENT_BYTES", 1000)
    recorder = Recorder()
    tap = fill(recorder, 1, ended=False)

    for second in range(20):
        tap.event(ServerSentEvent("message", "x" * 100), 100.0 + second)

    (found,) = recorder.of("turn 1")
    assert len(found.events) + found.events_dropped == 20
    assert len(found.events) == 4
    assert found.ended_s is None


def test_what_is_erased_is_forgotten():
    recorder = Recorder()
    fill(recorder, 1)
    fill(recorder, 2)

    recorder.forget(["chat 1"])

    assert kept(recorder) == [2]


def test_a_recording_can_be_read_while_it_grows():
    recorder = Recorder()
    tap = fill(recorder, 1, ended=False)
    writer = threading.Thread(
        target=lambda: [tap.event(ServerSentEvent("message", "{}"), 100.0 + n) for n in range(5000)]
    )

    writer.start()
    while writer.is_alive():
        assert len(recorder.of("turn 1")[0].events) <= 5000
    writer.join()

    assert len(recorder.of("turn 1")[0].events) == 5000


def test_gaps_are_counted_from_the_head_of_the_answer():
    head = ResponseHead(200, (), None, "u")
    event = ServerSentEvent("message", "{}")
    one = Recording("u", "", 0.0, head=head, head_s=0.25, events=((0.5, event), (1.5, event)))

    assert one.gaps() == pytest.approx((0.25, 1.0))


def test_a_phase_that_did_not_end_has_only_a_begin():
    one = Recording("u", "", 0.0, phases=(("lookup.started", 0.1), ("connection.connect_tcp.started", 0.2)))

    assert one.span("lookup") == (0.1, None)
    assert one.span("connect_tcp") == (0.2, None)


def test_an_answer_that_is_no_http_is_recorded_all_the_same(server):
    server.script(raw(b"nonsense\r\n\r\n"))
    recorder = Recorder()
    recorder.name(1, "turn", "chat")

    ask(server, recorder)

    (found,) = recorder.of("turn")
    assert found.head is None
    assert found.ended_s is not None
