"""What a line of the benchmark's table is, and the arithmetic that judges it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

# How far a figure may lie over its goal and still be noise.
ALLOWANCE = {"×": 0.10, "^": 0.10, "ms": 0.25, "MB": 0.10}


class Verdict(StrEnum):
    """Whether a goal is met."""

    MET = "yes"
    NOISE = "within noise"
    MISSED = "NO"
    NO_GOAL = ""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        unit: `×` for a ratio of two things measured in turns, `^` for an exponent, `ms`, or `MB`.
        goal: at most this, in `unit`; None for a figure that is only there to compare with.
        worst: the largest sample counts, not the median.
    """

    name: str
    unit: str
    goal: float | None = None
    worst: bool = False


@dataclass(frozen=True)
class Samples:
    """What was measured for one row: `judged` is CPU time where nothing waits, and then `wall` stands beside it."""

    judged: Sequence[float]
    wall: Sequence[float] = ()


@dataclass(frozen=True)
class Probe:
    """A measurement and the rows that it fills, in the order of the samples it returns."""

    measure: Callable[[], Sequence[Samples]]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """What picks it on the command line, behind its group."""
        return self.measure.__name__


@dataclass
class Result:
    """A row and what came of it; `goal` is that of this machine, `trouble` why there is no value."""

    group: str
    row: Row
    value: float | None = None
    wall: float | None = None
    goal: float | None = None
    verdict: Verdict = Verdict.MISSED
    trouble: str = ""
    samples: Sequence[float] = field(default=(), repr=False)


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> list[float]:
    """One by the other, round by round: what slows a whole round down slows both."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def goal_here(row: Row, slowness: float) -> float | None:
    """The goal of a row on a machine that takes `slowness` times as long as the one that the goals were set on.

    Only times depend on it, and no machine is fast enough to make a goal harder.
    """
    if row.goal is None or row.unit != "ms":
        return row.goal
    return row.goal * max(1.0, slowness)


def judged(group: str, row: Row, samples: Samples, slowness: float) -> Result:
    """The result of one row."""
    figure = max if row.worst else median
    value = figure(samples.judged)
    wall = figure(samples.wall) if samples.wall else None
    goal = goal_here(row, slowness)
    return Result(group, row, value, wall, goal, verdict(value, goal, row.unit), samples=samples.judged)


def verdict(value: float, goal: float | None, unit: str) -> Verdict:
    """Whether `value` reaches `goal`, or lies over it by no more than noise."""
    if goal is None:
        return Verdict.NO_GOAL
    if value <= goal:
        return Verdict.MET
    return Verdict.NOISE if value <= goal * (1 + ALLOWANCE[unit]) else Verdict.MISSED


def exit_code(results: Iterable[Result]) -> int:
    """1 where a goal is missed by more than its allowance, or a row could not be measured."""
    return int(any(result.verdict is Verdict.MISSED for result in results))


def shown(value: float | None, unit: str) -> str:
    """A figure as the table prints it: three digits, small ratios as fractions."""
    if value is None:
        return "–"
    if unit == "×" and 0 < value < 0.5:
        return f"1/{1 / value:.1f}".removesuffix(".0")
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def header() -> str:
    """The first line of the table."""
    return _line("", "measured", "wall", "goal", "met")


def lines(results: Sequence[Result], group: str = "") -> str:
    """Further lines of the table, a heading for each group but the one that stands above already."""
    found = []
    for result in results:
        if result.group != group:
            group = result.group
            found.append(group)
        unit = result.row.unit
        goal = f"≤ {shown(result.goal, unit)}" if result.goal is not None else ""
        wall = shown(result.wall, unit) if result.wall is not None else ""
        met = f"{result.verdict} ({result.trouble})" if result.trouble else str(result.verdict)
        found.append(_line(f"  {result.row.name}", shown(result.value, unit), wall, goal, met))
    return "\n".join(found)


def _line(name: str, value: str, wall: str, goal: str, met: str) -> str:
    return f"{name:<78} {value:>10} {wall:>10} {goal:>11}  {met}".rstrip()
