from __future__ import annotations

import io
import json
import zipfile

from desktop.api.sse import ServerSentEvent, SseDecoder
from desktop.api.tap import ResponseHead
from desktop.chat.bundle import bundle, description, events_text
from desktop.chat.recorder import Recording
from desktop.chat.request_code import as_curl

EVENTS = (
    (0.5, ServerSentEvent("message", '{"a": "零度"}')),
    (0.6, ServerSentEvent("error", "two\nlines")),
    (0.7, ServerSentEvent("message", "[DONE]")),
)
ONE = Recording(
    "https://api.example/v1/chat/completions",
    "http://proxy:3128",
    1.7e9,
    headers=(("authorization", "***"),),
    body='{"model": "m", "messages": []}',
    phases=(("lookup.started", 0.1),),
    head=ResponseHead(200, (("server", "x"),), "req_1", "u"),
    head_s=0.4,
    events=EVENTS,
    ended_s=0.8,
)


def read(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_bundle_holds_the_request_its_programs_and_every_event():
    files = read(bundle([ONE], {"finish_reason": "stop"}))

    assert files["1/request.json"] == ONE.body
    assert files["1/curl.sh"] == as_curl(ONE)
    assert {"1/request.py", "1/request.mjs"} <= set(files)
    assert "1/response-body.txt" not in files
    about = json.loads(files["answer.json"])
    assert (about["format"], about["answer"]) == ("lingdu-recording", {"finish_reason": "stop"})
    found = json.loads(files["1/recording.json"])
    assert (found["url"], found["proxy"], found["request_id"]) == (ONE.url, "http://proxy:3128", "req_1")
    assert [event["second"] for event in found["events"]] == [0.5, 0.6, 0.7]


def test_the_events_are_a_stream_again():
    events = SseDecoder().feed(events_text(ONE).encode())

    assert events == [event for _, event in EVENTS]


def test_a_request_that_was_never_sent_is_bundled_without_programs():
    empty = Recording("https://api.example/v1/chat/completions", "", 1.7e9, other_body="words")

    files = read(bundle([ONE, empty], {}))

    assert "2/curl.sh" not in files
    assert files["2/response-body.txt"] == "words"
    assert description(empty)["status"] is None
