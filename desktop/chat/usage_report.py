"""From sums of the ledger to what the usage window shows: stacked bars, the table behind them, a CSV file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from desktop.chat.store.charges import UsageSum, total_of

Grouping = Literal["day", "model", "chat"]
# The price of a sum of one model; None where it is not known.
Cost = Callable[[UsageSum], float | None]

_MAX_DAYS = 366 * 50
_COUNTS = ("prompt", "completion", "total", "cached", "reasoning")


class ReportRow(Struct, frozen=True):
    """A line of the table.

    Attributes:
        day, model, chat: what the line is about; empty where it is a sum over them.
        sums: the counts.
        cost: the price of those whose price is known; None where none is.
        unpriced: how many requests no price is known for.
    """

    day: str
    model: str
    chat: str
    sums: UsageSum
    cost: float | None
    unpriced: int


def days_between(first: str, last: str) -> list[str]:
    """Every day from `first` to `last`, `YYYY-MM-DD`; at most the last 50 years of them."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    count = min((end - begin).days + 1, _MAX_DAYS)
    return [(end - timedelta(days=back)).isoformat() for back in range(count - 1, -1, -1)]


def stacked(
    sums: Sequence[UsageSum], days: Sequence[str], value: Callable[[UsageSum], float | None], limit: int, others: str
) -> dict[str, list[float]]:
    """One series of values for each model, the largest first; those behind the first `limit` are put together."""
    at = {day: number for number, day in enumerate(days)}
    series: dict[str, list[float]] = {}
    for one in sums:
        amount = value(one)
        if amount and one.day in at:
            series.setdefault(one.model, [0.0] * len(days))[at[one.day]] += amount
    ordered = sorted(series.items(), key=lambda item: (-sum(item[1]), item[0]))
    shown = dict(ordered[:limit])
    for _name, values in ordered[limit:]:
        rest = shown.setdefault(others, [0.0] * len(days))
        shown[others] = [one + other for one, other in zip(rest, values, strict=True)]
    return shown


def report_rows(sums: Sequence[UsageSum], grouping: Grouping, cost: Cost) -> list[ReportRow]:
    """The lines of the table: by day and model the last day first, by model the largest first, by chat as they came."""
    groups: dict[tuple[str, str, str], list[UsageSum]] = {}
    for one in sums:
        day = one.day if grouping == "day" else ""
        model = one.model if grouping != "chat" else ""
        groups.setdefault((day, model, one.conversation if grouping == "chat" else ""), []).append(one)
    found = []
    for (day, model, _chat), group in groups.items():
        costs = [(one, cost(one)) for one in group]
        known = [amount for _, amount in costs if amount is not None]
        unpriced = sum(one.requests if amount is None else one.unreported for one, amount in costs)
        title = group[0].title if grouping == "chat" else ""
        found.append(ReportRow(day, model, title, total_of(group), sum(known) if known else None, unpriced))
    if grouping == "day":
        found.sort(key=lambda row: row.day, reverse=True)
    elif grouping == "model":
        found.sort(key=lambda row: -row.sums.tokens)
    return found


def csv_text(rows: Sequence[ReportRow], currency: str) -> str:
    """The lines as CSV with names in the first one; a byte order mark, so that Excel reads Chinese.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    import csv  # most starts never need it

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = ["day", "model", "chat", "requests", "requests_without_usage", *(f"{name}_tokens" for name in _COUNTS)]
    writer.writerow([*names, "estimated_completion_tokens", "price", "currency", "requests_without_price"])
    for row in rows:
        counts = [getattr(row.sums, name) for name in (*_COUNTS, "estimated")]
        shown = ["" if count is None else count for count in counts]
        price = "" if row.cost is None else f"{row.cost:.8f}".rstrip("0").rstrip(".")
        texts = [_no_formula(text) for text in (row.day, row.model, row.chat)]
        end = [price, currency if price else "", row.unpriced]
        writer.writerow([*texts, row.sums.requests, row.sums.unreported, *shown, *end])
    return "\ufeff" + out.getvalue()


def spent(sums: Sequence[UsageSum], cost: Cost) -> tuple[float, int]:
    """What all of it cost as far as prices are known, and how many requests no price is known for."""
    rows = report_rows(sums, "model", cost)
    return sum(row.cost or 0.0 for row in rows), sum(row.unpriced for row in rows)


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
