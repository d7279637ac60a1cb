"""Streams that nobody thought of: `desktop.api.completion` on mutated and re-chunked answers.

No exception but one of the tree escapes, and how the network cuts an answer changes nothing of it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fakes.scenarios.chunks import CHUNKS
from fakes.scenarios.errors import STREAM_ERRORS
from fakes.scenarios.framing import ENDS, FRAMING
from fakes.server import Connection

from desktop.api.completion import StreamState
from desktop.api.tap import Tap
from desktop.chat.turn import Turn
from desktop.errors import APIError

RECORDINGS = Path(__file__).resolve().parents[1] / "data" / "recordings"
SPLICES = (
    b"data: ", b"\n", b"\r", b"\r\n\r\n", b": ping\n\n", b"[DONE]", b"\xef\xbb\xbf", b"\xff", b"\x00", b"{", b"}",
    b"[", b"]", b'"', b"\\ud83c", b"\\u0000", b"null", b"NaN", b"1e999", b"-0", b"error", b"event: error\n", b"<html>",
    b'"choices":', b'"delta":', b'"content":', b'"finish_reason":"stop"', b"\xe2\x80\xa8", b"9" * 400, b"<think>",
)  # fmt: skip


class Recorder:
    """A socket that keeps what an answer writes."""

    def __init__(self) -> None:
        self.data = b""

    def sendall(self, data: bytes) -> None:
        self.data += data


@cache
def corpus() -> tuple[bytes, ...]:
    """Bodies of recorded servers and of the scenarios."""
    bodies = [path.read_bytes() for path in sorted(RECORDINGS.glob("*.body"))]
    for scenario in (*FRAMING, *ENDS, *CHUNKS, *STREAM_ERRORS):
        recorder = Recorder()
        connection = Connection(recorder, None)
        connection.wait_for_close = connection.end = lambda: None
        try:
            scenario.answers[-1](connection)
        except AttributeError:
            continue  # it resets the connection: there is nothing to record
        bodies.append(recorder.data.partition(b"\r\n\r\n")[2])
    return tuple(body for body in bodies if body)


@dataclass(frozen=True)
class Read:
    """What came of a body."""

    text: str
    reasoning: str
    refusal: str
    tools: tuple[tuple[str, str], ...]
    finish: str
    error: str
    detail: str


def read(pieces: list[bytes]) -> Read:
    state, turn, finish, error = StreamState(Tap(), "text/event-stream", None), Turn("a", "q", "assistant"), "", None
    chunks = []
    for piece in pieces:
        chunks += state.feed(piece, 0.0)
        if state.ended:
            break
    else:
        state.end()
    chunks += state.rest()
    for chunk in chunks:
        for kind, words in (("text", chunk.content), ("reasoning", chunk.reasoning), ("refusal", chunk.refusal)):
            turn.append(kind, words)
        for call in chunk.tool_calls:
            turn.add_tool_call_delta(call)
        finish = chunk.finish_reason or finish
    try:
        state.check()
    except APIError as caught:
        error = caught
    # What leaves here can be stored and shown.
    (turn.text + turn.reasoning + turn.refusal + finish + (error.detail if error else "")).encode()
    tools = tuple((str(call["name"] or ""), str(call["arguments"])) for call in turn.tool_calls)
    name = f"{type(error).__name__}:{error.reason}" if error else ""
    return Read(turn.text, turn.reasoning, turn.refusal, tools, finish, name, error.detail if error else "")


def mutated(body: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at, end = sorted((chance.randint(0, len(body)), chance.randint(0, len(body))))
        end = min(end, at + 200)
        match chance.randrange(7):
            case 0:
                body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
            case 1:
                body = body[:at] + body[end:]
            case 2:
                body = body[:end] + body[at:end] + body[end:]
            case 3:
                body = body[:at] + chance.choice(SPLICES) + body[at:]
            case 4:
                body = body[:at]
            case 5:
                body = body[:at] + chance.choice(corpus())[at : at + 300] + body[at:]
            case _:
                body = body.replace(chance.choice(SPLICES), chance.choice(SPLICES), 2)
    return body


def rechunked(body: bytes, chance: random.Random) -> list[bytes]:
    size = chance.choice((1, 2, 3, 7, 64, 1500))
    pieces, at = [], 0
    while at < len(body):
        step = chance.randint(1, size)
        pieces.append(body[at : at + step])
        at += step
    return pieces


COUNTS = [
    pytest.param(500, id="500"),
    pytest.param(10_000, id="10,000", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
]


@pytest.mark.parametrize("count", COUNTS)
def test_no_mutated_stream_lets_an_exception_escape(count):
    chance = random.Random(20261124)
    ends: dict[str, int] = {}
    for _ in range(count):
        body = mutated(chance.choice(corpus()), chance)

        found = read(rechunked(body, chance) if len(body) < 4000 else [body])

        ends[found.error] = ends.get(found.error, 0) + 1
    # The mutations reach every kind of end.
    assert len(ends) >= 6, ends


@pytest.mark.parametrize("count", COUNTS)
def test_how_a_stream_is_cut_changes_nothing(count):
    chance = random.Random(42)
    whole = {body: read([body]) for body in corpus()}
    for _ in range(count):
        body = chance.choice(corpus())

        assert read(rechunked(body, chance)) == whole[body], body


def test_the_corpus_is_large():
    assert len(corpus()) > 90
