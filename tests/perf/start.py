"""`start`: CPU and time to a window that can be used, beside a bare QMainWindow."""

from __future__ import annotations

import time

from perf.measure import ROUNDS, apart
from perf.rows import Probe, Row, Samples, ratios
from perf.started import bare_window, program_started


def first_window() -> list[Samples]:
    # Once each for what the disk has to bring.
    apart(program_started, time.time(), limit_s=60)
    apart(bare_window, time.time())
    ours, bare = [], []
    for _ in range(2 * ROUNDS):
        ours.append(apart(program_started, time.time(), limit_s=60))
        bare.append(apart(bare_window, time.time()))
    cpu, wall = (ratios([one[at] for one in ours], [one[at] for one in bare]) for at in (0, 1))
    return [
        Samples(cpu, wall),
        Samples([one[0] for one in bare], [one[1] for one in bare]),
        Samples([one[1] for one in ours]),
    ]


PROBES = (
    Probe(
        first_window,
        (
            Row("CPU to the first usable window against a bare QMainWindow", "×", 2.0),
            Row("… of the bare QMainWindow", "ms"),
            Row("launch → usable, warm", "ms", 400),
        ),
    ),
)
