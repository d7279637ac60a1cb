"""The benchmark's own arithmetic, `tests/perf`: a wrong verdict there would let the program grow slow unseen."""

from __future__ import annotations

import json
import sys

import pytest
from perf import __main__ as bench
from perf import soak, texts
from perf.growth import exponent
from perf.measure import ApartError, apart
from perf.rows import Probe, Row, Samples, Verdict, exit_code, goal_here, judged, lines, ratios, shown, verdict

RATIO = Row("a against b", "×", 1.2)
TIME = Row("a frame", "ms", 8)


@pytest.mark.parametrize(
    ("value", "goal", "unit", "expected"),
    [
        (1.2, 1.2, "×", Verdict.MET),
        (1.32, 1.2, "×", Verdict.NOISE),
        (1.33, 1.2, "×", Verdict.MISSED),
        (10, 8, "ms", Verdict.NOISE),
        (10.1, 8, "ms", Verdict.MISSED),
        (77, 70, "MB", Verdict.NOISE),
        (77.1, 70, "MB", Verdict.MISSED),
        (1e9, None, "ms", Verdict.NO_GOAL),
    ],
)
def test_a_goal_is_met_within_the_noise_or_missed(value, goal, unit, expected):
    assert verdict(value, goal, unit) is expected


def test_the_median_counts_so_one_disturbed_round_changes_nothing():
    result = judged("view", RATIO, Samples([1.1, 1.0, 99.0, 1.1, 1.2], wall=[2, 3, 4]), slowness=1)

    assert (result.value, result.wall, result.verdict) == (1.1, 3, Verdict.MET)


def test_the_worst_counts_where_the_row_says_so():
    result = judged("stop", Row("stop", "ms", 50, worst=True), Samples([1, 2, 70]), slowness=1)

    assert (result.value, result.verdict) == (70, Verdict.MISSED)


def test_a_ratio_is_taken_round_by_round():
    assert ratios([2, 30], [1, 10]) == [2, 3]


@pytest.mark.parametrize(("row", "slowness", "goal"), [(TIME, 1.5, 12), (TIME, 0.5, 8), (RATIO, 1.5, 1.2)])
def test_a_slow_machine_gets_time_but_no_other_ratio_and_a_fast_one_no_harder_goal(row, slowness, goal):
    assert goal_here(row, slowness) == goal


def test_the_exit_code_tells_of_a_missed_goal_and_of_nothing_less():
    within = judged("view", TIME, Samples([9]), slowness=1)
    free = judged("view", Row("reference", "ms"), Samples([900]), slowness=1)
    missed = judged("view", TIME, Samples([11]), slowness=1)

    assert exit_code([within, free]) == 0
    assert exit_code([within, missed, free]) == 1


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1 / 12, "×", "1/12"), (0.052, "×", "1/19.2"), (1.2, "×", "1.20 ×"), (123.4, "ms", "123 ms"), (None, "ms", "–")],
)
def test_figures_are_shown_as_the_goals_are_written(value, unit, text):
    assert shown(value, unit) == text


def test_the_table_has_a_heading_for_each_group_and_every_verdict():
    results = [
        judged("view", RATIO, Samples([1.25]), slowness=1),
        judged("view", TIME, Samples([20]), slowness=1),
        judged("stop", TIME, Samples([2]), slowness=1),
    ]

    printed = lines(results).splitlines()

    assert [line for line in printed if not line.startswith(" ")] == ["view", "stop"]
    assert lines(results, "view").splitlines() == printed[1:]
    assert printed[1].split() == ["a", "against", "b", "1.25", "×", "≤", "1.20", "×", "within", "noise"]
    assert printed[2].endswith("NO")


@pytest.mark.parametrize(
    ("costs", "power"), [([3, 30, 300], 1), ([1, 1, 100], 2), ([5, 5, 5], 0), ([1, 1000, 1000], 3)]
)
def test_growth_is_the_steeper_of_its_two_steps(costs, power):
    assert exponent(costs) == pytest.approx(power)


def test_an_endurance_run_compares_its_last_quarter_with_the_second():
    memory = [10, 20, 100, 100, 105, 105, 125, 125]
    spent = [9, 9, 1, 1, 1, 1, 1.4, 1.4]

    found = soak.results(memory, spent, 5.2, slow=1)

    assert [result.value for result in found] == [25, 1.4, 5.2]
    assert [result.verdict for result in found] == [Verdict.MISSED, Verdict.MISSED, Verdict.NOISE]


def measured() -> list[Samples]:
    return [Samples([1.0, 1.1])]


def broken() -> list[Samples]:
    raise ApartError("chat_opened: exit code 1: no words")


@pytest.mark.parametrize(("probe", "code"), [(measured, 0), (broken, 1)])
def test_a_run_prints_writes_its_figures_where_it_is_called_and_ends_with_its_verdict(
    tmp_path, monkeypatch, capsys, probe, code
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench, "GROUPS", {"view": (Probe(probe, (RATIO,)),)})

    assert bench.main(["view"]) == code

    written = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert written["machine"]["processor"]
    assert [row["verdict"] for row in written["rows"]] == ["NO" if code else "yes"]
    assert ("no words" in capsys.readouterr().out) == bool(code)


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        bench.main(["views"])

    assert ended.value.code == 2
    assert "there is no 'views'" in capsys.readouterr().err


def test_every_promised_group_is_there():
    assert list(bench.GROUPS) == ["ingest", "view", "latency", "start", "memory", "store", "stop", "growth"]


def test_work_in_a_process_of_its_own_gives_its_result_or_says_why_not():
    assert apart(texts.unbroken, 30) == texts.unbroken(30)
    with pytest.raises(ApartError, match="unbroken: exit code 1: TypeError"):
        apart(texts.unbroken, "thirty")
    with pytest.raises(ApartError, match="no end within 0 s"):
        apart(texts.unbroken, 30, limit_s=0.01)


def test_texts_are_the_same_each_time_and_of_the_size_asked_for():
    once, again = (texts.markdown(50_000, long_block_every=20_000) for _ in range(2))

    assert once == again != texts.markdown(50_000, seed=2, long_block_every=20_000)
    assert 50_000 <= len(once.encode()) < 75_000
    assert "".join(texts.deltas(once)) == once
    assert len(texts.unbroken(1_000).encode()) == 1_000
    assert "\n" not in texts.unbroken(1_000)


def test_nothing_of_the_benchmark_is_imported_by_the_tests_of_the_program():
    """What it compares with is installed for it alone."""
    assert "openai" not in sys.modules
