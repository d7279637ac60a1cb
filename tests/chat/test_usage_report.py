from __future__ import annotations

import csv
import io

import pytest

from desktop.chat.store.charges import UsageSum
from desktop.chat.usage_report import csv_text, days_between, report_rows, spent, stacked


def usage(day: str, model: str, tokens: int | None = 10, requests: int = 1, **fields: object) -> UsageSum:
    unreported = requests if tokens is None else 0
    return UsageSum(day, model, requests, unreported, tokens, tokens, tokens, None, None, None, **fields)


def cost(one: UsageSum) -> float | None:
    return None if one.model == "free" or one.prompt is None else one.prompt / 10


def test_every_day_of_a_range_has_its_place():
    assert days_between("2026-02-27", "2026-03-02") == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
    assert days_between("2026-02-27", "2026-02-27") == ["2026-02-27"]
    assert len(days_between("0001-01-01", "2026-01-01")) == 366 * 50


def test_bars_are_stacked_by_model_the_largest_first_and_the_rest_is_put_together():
    sums = [usage("d1", "small", 1), usage("d1", "large", 90), usage("d2", "middle", 20), usage("d2", "tiny", 1)]

    found = stacked(sums, ["d1", "d2"], lambda one: one.total, 2, "others")

    assert found == {"large": [90, 0], "middle": [0, 20], "others": [1, 1]}
    assert list(found) == ["large", "middle", "others"]


def test_a_day_out_of_range_and_a_price_that_is_not_known_make_no_bar():
    assert stacked([usage("d9", "m"), usage("d1", "free")], ["d1"], cost, 5, "others") == {}


def test_rows_are_by_day_and_model_by_model_or_by_chat():
    sums = [usage("d1", "a", 10), usage("d2", "a", 30), usage("d2", "free", 5)]

    by_day = report_rows(sums, "day", cost)
    by_model = report_rows(sums, "model", cost)

    assert [(row.day, row.model, row.sums.total, row.cost) for row in by_day] == [
        ("d2", "a", 30, 3.0),
        ("d2", "free", 5, None),
        ("d1", "a", 10, 1.0),
    ]
    assert [(row.model, row.sums.total, row.cost, row.unpriced) for row in by_model] == [
        ("a", 40, 4.0, 0),
        ("free", 5, None, 1),
    ]


def test_chats_of_the_same_title_stay_apart():
    sums = [
        usage("", "a", 10, conversation="1", title="hello"),
        usage("", "b", 20, conversation="1", title="hello"),
        usage("", "a", 40, conversation="2", title="hello"),
    ]

    rows = report_rows(sums, "chat", cost)

    assert [(row.chat, row.sums.total) for row in rows] == [("hello", 30), ("hello", 40)]


def test_what_was_spent_says_what_it_does_not_know():
    assert spent([usage("d", "a", 10), usage("d", "free", 10, 3), usage("d", "a", None, 2)], cost) == (1.0, 5)
    assert spent([], cost) == (0, 0)


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\tx", 'a"b,c\nd', "零度"])
def test_the_csv_file_gives_back_what_went_in_and_no_formula(name):
    rows = report_rows([usage("2026-11-20", name, 12, title=name)], "day", cost)

    (header, line) = csv.reader(io.StringIO(csv_text(rows, "¥").removeprefix("\ufeff"), newline=""))

    found = dict(zip(header, line, strict=True))
    assert found["model"].removeprefix("'") == name
    assert not found["model"].startswith(("=", "+", "-", "@", "\t"))
    assert (found["day"], found["total_tokens"], found["cached_tokens"]) == ("2026-11-20", "12", "")
    assert (found["price"], found["currency"], found["requests"]) == ("1.2", "¥", "1")
