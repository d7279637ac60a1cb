"""Counts and prices as people read them; estimates carry "≈"."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.chat.usage import Figures
from desktop.settings.prices import ModelFacts
from desktop.ui.words import tr

_SMALLEST = 0.0001


def count_words(count: int) -> str:
    """A count in full: `1,436`."""
    return QLocale().toString(count)


def short_count(count: float) -> str:
    """A count of at most four characters and a unit: `840`, `1.4k`, `84k`, `1.2M`."""
    locale = QLocale()
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        # Rounded up to the next unit, not to `1000k`.
        if count >= size * 0.9995:
            scaled = count / size
            return locale.toString(scaled, "f", 1 if scaled < 9.95 else 0) + unit
    return locale.toString(round(count))


def money_words(currency: str, amount: float) -> str:
    """An amount: `$12.30`, below one with four decimals, since an answer costs fractions of a cent."""
    if 0 < amount < _SMALLEST:
        return f"< {currency}{QLocale().toString(_SMALLEST, 'f', 4)}"
    return currency + QLocale().toString(float(amount), "f", 2 if amount >= 1 or amount == 0 else 4)


def short_money(currency: str, amount: float) -> str:
    """An amount with three digits that count, for an axis: `$0.8`, `$12.5`, `$1.2k`."""
    if amount >= 1000:
        return currency + short_count(amount)
    return currency + QLocale().toString(
        float(f"{amount:.3g}"), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest
    )


def price_words(currency: str, facts: ModelFacts, figures: Figures) -> str:
    """What an answer cost by the server's counts; empty where a count or a price is not known."""
    cost = facts.cost(figures.prompt_tokens, figures.reported_completion, figures.cached_tokens)
    return "" if cost is None else money_words(currency, cost)


def token_words(figures: Figures) -> str:
    """All counts of an answer in one phrase: `1,024 + 412 = 1,436 tokens (20 cached, 8 reasoning)`."""
    if figures.estimated:
        return tr("≈ {count} tokens").format(count=count_words(figures.completion_tokens or 0))
    counts = [count for count in (figures.prompt_tokens, figures.completion_tokens) if count is not None]
    words = " + ".join(count_words(count) for count in counts)
    if figures.total_tokens is not None:
        words = f"{words} = {count_words(figures.total_tokens)}" if words else count_words(figures.total_tokens)
    if not words:
        return ""
    parts = []
    if figures.cached_tokens:
        parts.append(tr("{count} cached").format(count=count_words(figures.cached_tokens)))
    if figures.reasoning_tokens:
        parts.append(tr("{count} reasoning").format(count=count_words(figures.reasoning_tokens)))
    words = tr("{counts} tokens").format(counts=words)
    return f"{words} ({', '.join(parts)})" if parts else words
