from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.api.sse import MAX_LINE, ServerSentEvent, SseDecoder

CASES = json.loads((Path(__file__).parents[1] / "data" / "sse_cases.json").read_text("utf-8"))["cases"]


def decode(pieces: list[bytes], decoder: SseDecoder | None = None):
    decoder = decoder or SseDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return events, decoder.finish()


def expected(entries: list[dict]) -> list[ServerSentEvent]:
    return [ServerSentEvent(one["event"], one["data"], one["id"], one["retry"]) for one in entries]


def splits(case: dict, data: bytes) -> list[list[bytes]]:
    found = [[data], [data[at : at + 1] for at in range(len(data))]]
    if "all-two-way" in case["split_modes"]:
        found += [[data[:at], data[at:]] for at in range(len(data) + 1)]
    if "chunks" in case["split_modes"]:
        pieces, at = [], 0
        for length in case["chunks"]:
            pieces.append(data[at : at + length])
            at += length
        found.append([*pieces, data[at:]])
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_known_case_in_every_split(case):
    data = base64.b64decode(case["bytes_base64"])

    for pieces in splits(case, data):
        events, tail = decode(pieces)

        assert events == expected(case["expected_events"])
        assert tail == expected(case["tail"])


STREAMS = st.lists(
    st.sampled_from(
        [b"data", b":", b" ", b"\r", b"\n", b"\r\n", b"event", b"id: 1", b"retry: 5", b"x", b"\xef\xbb\xbf", b"\0"]
        + [text.encode() for text in ("你好", "\u2028", "\u0085", "🌍", '{"a": 1}')]
        + [b"\xff", b"\xe4\xbd"]
    ),
    max_size=40,
).map(b"".join)


@settings(max_examples=400)
@given(STREAMS, st.data())
def test_any_chunking_gives_the_same_events(data, draw):
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=8)))
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]

    assert decode(pieces) == decode([data])


def test_an_event_is_given_out_with_the_carriage_return():
    decoder = SseDecoder()

    assert [event.data for event in decoder.feed(b"data: a\r\r")] == ["a"]
    assert decoder.feed(b"\n") == []
    assert [event.data for event in decoder.feed(b"data: b\n\n")] == ["b"]


@pytest.mark.parametrize("size", [1, 4096, 10**7])
def test_a_line_over_the_bound_keeps_what_came_before(size):
    data = b"data: kept\n\ndata: " + b"x" * (MAX_LINE + 1) + b"\n\ndata: after\n\n"
    decoder = SseDecoder(max_line=1000 if size == 1 else MAX_LINE)
    data = data if size > 1 else b"data: kept\n\ndata: " + b"x" * 1001 + b"\n\ndata: after\n\n"

    events, tail = decode([data[at : at + size] for at in range(0, len(data), size)], decoder)

    assert [event.data for event in events] == ["kept"]
    assert tail == []
    assert decoder.exceeded == "line"


def test_an_event_of_many_lines_over_the_bound_keeps_what_came_before():
    decoder = SseDecoder(max_event=1000)

    events, tail = decode([b"data: kept\n\n" + b"data: 0123456789\n" * 200 + b"\n"], decoder)

    assert [event.data for event in events] == ["kept"]
    assert tail == []
    assert decoder.exceeded == "event"


def test_a_line_without_a_field_name_is_remembered_where_it_looks_like_json():
    decoder = SseDecoder()

    decode([b'data: a\n\n{"error": "x"}\n'], decoder)

    assert decoder.stray == b'{"error": "x"}'


def test_a_line_in_single_bytes_is_joined_once():
    decoder = SseDecoder()
    for _ in range(200_000):
        decoder.feed(b"x")

    # Kept as pieces: joining at each byte would move 20 GB here.
    assert len(decoder._pieces) == 200_000
