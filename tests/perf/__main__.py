"""`sh start.sh bench [NAME…]`: measures the program beside its references and judges every figure.

Names are groups (`view`) or one measurement of a group (`view.resize`). `bench.json` goes into the current folder, with
`--profile NAME` also `NAME.profile.txt`: where the time of that measurement goes.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pstats
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from perf import growth, ingest, latency, measure, memory, path, start, stop, store, view
from perf.child import PROFILE_FOLDER
from perf.measure import ApartError, calibrate, machine, slowness
from perf.rows import ALLOWANCE, Probe, Result, exit_code, header, judged, lines

GROUPS: Mapping[str, Sequence[Probe]] = {
    "ingest": ingest.PROBES,
    "view": view.PROBES,
    "latency": (*latency.PROBES, *path.PROBES),
    "start": start.PROBES,
    "memory": memory.PROBES,
    "store": store.PROBES,
    "stop": stop.PROBES,
    "growth": growth.PROBES,
}

# In the caller's folder.
_FIGURES = Path("bench.json")


def main(arguments: Sequence[str]) -> int:
    given = _parsed(arguments)
    about = machine()
    _say("  ".join(f"{name}: {value}" for name, value in about.items()))
    calibrate()
    results: list[Result] = []
    print(header(), flush=True)
    for group, probe in given.probes:
        _say(f"{group}.{probe.name} …")
        with _profile(f"{group}.{probe.name}" if given.profile in {group, f"{group}.{probe.name}"} else ""):
            found = _results(group, probe)
        # Line by line: the whole takes its time, and what is cut short keeps what it has.
        print(lines(found, results[-1].group if results else ""), flush=True)
        results += found
        _write(about, results)
    allowed = ", ".join(f"{allowance:.0%} for {unit}" for unit, allowance in ALLOWANCE.items())
    print(f"\n{measure.ROUNDS} rounds in turns, medians; the wall clock beside the CPU time that is judged.")
    print(f"Noise allowance: {allowed}. This machine takes {slowness():.2f} times as long as that of the goals in ms.")
    _say(f"figures: {_FIGURES.absolute()}")
    return exit_code(results)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    known = {f"{group}.{probe.name}": (group, probe) for group, probes in GROUPS.items() for probe in probes}
    names = [*GROUPS, *known]
    parser = argparse.ArgumentParser(
        prog="start.sh bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {' '.join(names)}; without one: all")
    parser.add_argument(
        "--profile", metavar="NAME", default="", help="write NAME.profile.txt (it slows what it measures)"
    )
    given = parser.parse_args(arguments)
    wanted = given.names or ([given.profile] if given.profile else list(GROUPS))
    for name in [*wanted, *([given.profile] if given.profile else [])]:
        if name not in names:
            parser.error(f"there is no {name!r}; names are: {' '.join(names)}")
    given.probes = [pair for name, pair in known.items() if name in wanted or pair[0] in wanted]
    return given


def _results(group: str, probe: Probe) -> list[Result]:
    try:
        samples = probe.measure()
    except ApartError as error:
        return [Result(group, row, goal=row.goal, trouble=str(error)) for row in probe.rows]
    finally:
        calibrate()
    return [judged(group, row, one, slowness()) for row, one in zip(probe.rows, samples, strict=True)]


@contextmanager
def _profile(name: str) -> Iterator[None]:
    """Everything that is measured meanwhile, in its processes, is profiled into one text."""
    if not name:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ[PROFILE_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[PROFILE_FOLDER]
        target = Path(f"{name}.profile.txt")
        with target.open("w", encoding="utf-8") as text:
            # Ours and each reference for itself, all rounds together.
            for function in sorted({path.name.partition("-")[0] for path in Path(folder).iterdir()}):
                text.write(f"==== {function}\n")
                stats = pstats.Stats(*map(str, Path(folder).glob(f"{function}-*.prof")), stream=text)
                stats.sort_stats("tottime").print_stats(60)
                stats.sort_stats("cumulative").print_stats(60)
        _say(f"profile: {target.absolute()}")


def _write(about: Mapping[str, object], results: Sequence[Result]) -> None:
    content = {"machine": about, "slowness": slowness(), "rows": [dataclasses.asdict(result) for result in results]}
    _FIGURES.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
