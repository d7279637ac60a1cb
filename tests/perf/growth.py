"""`growth`: what 10 and 100 times the work cost, as the exponent of the cost: 1 is linear, 0 costs nothing more.

Each row is the larger of the two steps: what is worse than linear shows at the end that users reach last.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log10
from statistics import median
from typing import Any

from perf.ingest import client
from perf.measure import ROUNDS, apart
from perf.rows import Probe, Row, Samples
from perf.server import body, serving
from perf.store import conversation_shown
from perf.view import chat_opened, chat_resized, tail_frame


def exponent(costs: list[float]) -> float:
    """The steeper of the steps between the costs of 1, 10 and 100 times the work."""
    return max(log10(larger / smaller) for smaller, larger in pairwise(costs))


def stream_read() -> list[Samples]:
    sizes = (10_000, 100_000, 1_000_000)
    counts = [len(body(size)[0]) for size in sizes]
    with serving() as url:
        rounds = [
            [apart(client, url, f"{size}@0", count) * count for size, count in zip(sizes, counts, strict=True)]
            for _ in range(ROUNDS)
        ]
    return _samples(rounds)


def frame() -> list[Samples]:
    return _exponents(tail_frame, 10_000)


def resized() -> list[Samples]:
    return _exponents(chat_resized, 10_000)


def chat_shown() -> list[Samples]:
    return _exponents(chat_opened, 50)


def chat_loaded() -> list[Samples]:
    return _exponents(conversation_shown, 50)


def _exponents(cost: Callable[[int], Any], work: int) -> list[Samples]:
    return _samples([[apart(cost, work * times)[0] for times in (1, 10, 100)] for _ in range(ROUNDS)])


def _samples(rounds: list[list[float]]) -> list[Samples]:
    # The cost of each size first: a single round of the smallest is all noise.
    return [Samples([exponent([median(costs) for costs in zip(*rounds, strict=True)])])]


def _row(text: str, goal: float) -> tuple[Row, ...]:
    return (Row(text, "^", goal),)


PROBES = (
    Probe(stream_read, _row("a stream of 10 KB … 1 MB read", 1.0)),
    Probe(frame, _row("a frame behind 10 KB … 1 MB of answer", 0.1)),
    Probe(resized, _row("a resize with 10 KB … 1 MB of answer", 1.0)),
    Probe(chat_shown, _row("a chat of 50 … 5,000 messages shown", 1.0)),
    Probe(chat_loaded, _row("a chat of 50 … 5,000 messages read from the database and shown", 1.0)),
)
