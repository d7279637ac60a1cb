"""What models cost and hold, and the budget: tables that the user fills in. No price is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from desktop.errors import SettingsError
from desktop.settings.settings import Settings

CURRENCIES = ("¥", "$")
PER_TOKENS = 1_000_000

_SECTION = "prices"
MAX_PRICE = 1e6
MAX_CONTEXT = 10**9
MAX_NAME = 200

Period = Literal["none", "day", "month"]


class ModelFacts(Struct, frozen=True):
    """What is known of a model; None where it is not.

    Attributes:
        prompt, completion: price of a million tokens, in the table's currency.
        cached: price of a million prompt tokens that the server had in its cache; None: as any other.
        context_tokens: how many tokens it takes at most.
    """

    prompt: float | None = None
    completion: float | None = None
    cached: float | None = None
    context_tokens: int | None = None

    def cost(self, prompt: int | None, completion: int | None, cached: int | None = None) -> float | None:
        """The price of these counts; None where a price or a count is not known."""
        if self.prompt is None or self.completion is None or prompt is None or completion is None:
            return None
        from_cache = min(cached or 0, prompt)
        cached_price = self.prompt if self.cached is None else self.cached
        tokens = (prompt - from_cache) * self.prompt + from_cache * cached_price + completion * self.completion
        return tokens / PER_TOKENS


class Budget(Struct, frozen=True):
    """What may be spent in a day or a month before a question is asked; `period` is `none` where there is none."""

    period: Period = "none"
    amount: float = 0.0


class Prices:
    """The table of models by their name, the currency of all its prices, and the budget, in the settings file.

    Entries of the file that make no sense are left out.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        stored = settings.section(_SECTION)
        kept: dict[str, Any] = stored if isinstance(stored, dict) else {}
        currency = kept.get("currency")
        self.currency = currency if currency in CURRENCIES else CURRENCIES[0]
        models = kept.get("models")
        self._models: dict[str, ModelFacts] = {}
        if isinstance(models, dict):
            self._models = {str(name): facts for name, one in models.items() if (facts := _read(one)) is not None}
        self.budget = _read_budget(kept.get("budget"))

    @property
    def models(self) -> Mapping[str, ModelFacts]:
        """Every model that something is known of, by name."""
        return dict(self._models)

    def get(self, *names: str | None) -> ModelFacts:
        """What is known of the first of these names that is in the table."""
        return next((self._models[name] for name in names if name in self._models), ModelFacts())

    def replace(self, currency: str, models: Mapping[str, ModelFacts], budget: Budget) -> None:
        """Keep other tables.

        Raises:
            SettingsError: a name, a price or the amount may not be so, and nothing changed; or the file cannot be
                written, and the tables hold for this session.
        """
        if currency not in CURRENCIES:
            raise SettingsError(f"The currency is one of {', '.join(CURRENCIES)}.")
        for name, facts in models.items():
            _check(name, facts)
        if budget.period not in {"none", "day", "month"} or not is_price(budget.amount):
            raise SettingsError("The budget is an amount from 0 to 1,000,000 for a day or a month.")
        self.currency, self._models, self.budget = currency, dict(models), budget
        self._settings.set_section(
            _SECTION,
            {
                "currency": currency,
                "models": {name: _written(facts) for name, facts in models.items()},
                "budget": {"period": budget.period, "amount": budget.amount},
            },
        )


def is_name(name: str) -> bool:
    """Whether a model may be called so in the table."""
    return bool(name.strip()) and name.isprintable() and len(name) <= MAX_NAME


def is_price(value: object) -> bool:
    """Whether it is a price of a million tokens, or the amount of a budget."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_PRICE


def is_context(value: object) -> bool:
    """Whether it is a number of tokens that a model may take."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_CONTEXT


def _check(name: str, facts: ModelFacts) -> None:
    if not is_name(name):
        raise SettingsError(f"A model's name is one line of 1 to {MAX_NAME} characters.")
    if not all(price is None or is_price(price) for price in (facts.prompt, facts.completion, facts.cached)):
        raise SettingsError(f"A price of {name} is no number from 0 to 1,000,000.")
    if facts.context_tokens is not None and not is_context(facts.context_tokens):
        raise SettingsError(f"The context of {name} is no whole number of tokens.")


def _written(facts: ModelFacts) -> dict[str, float]:
    fields = ("prompt", "completion", "cached", "context_tokens")
    return {name: value for name in fields if (value := getattr(facts, name)) is not None}


def _read(entry: object) -> ModelFacts | None:
    if not isinstance(entry, dict):
        return None
    prices = {name: entry.get(name) for name in ("prompt", "completion", "cached")}
    context = entry.get("context_tokens")
    return ModelFacts(
        **{name: float(price) for name, price in prices.items() if price is not None and is_price(price)},
        context_tokens=context if is_context(context) else None,
    )


def _read_budget(entry: object) -> Budget:
    match entry:
        case {"period": "day" | "month" as period, "amount": amount} if is_price(amount):
            return Budget(period, float(amount))
    return Budget()
