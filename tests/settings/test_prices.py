from __future__ import annotations

import pytest

from desktop.errors import SettingsError
from desktop.settings.prices import Budget, ModelFacts, Prices
from desktop.settings.settings import Settings


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def test_tables_and_budget_come_back_from_the_file(path):
    facts = ModelFacts(2.5, 10.0, 1.25, 128_000)

    Prices(Settings(path)).replace("$", {"gpt-4o": facts, "local": ModelFacts(context_tokens=4096)}, Budget("day", 3.0))

    again = Prices(Settings(path))
    assert again.currency == "$"
    assert again.models == {"gpt-4o": facts, "local": ModelFacts(context_tokens=4096)}
    assert again.budget == Budget("day", 3.0)


def test_nothing_is_known_at_first(path):
    prices = Prices(Settings(path))

    assert prices.models == {}
    assert prices.get("gpt-4o", None) == ModelFacts()
    assert prices.get("gpt-4o").cost(1000, 1000) is None
    assert prices.budget.period == "none"


def test_a_price_is_for_a_million_tokens_and_cached_ones_have_their_own():
    facts = ModelFacts(prompt=2.0, completion=8.0, cached=0.5)

    assert facts.cost(1_000_000, 500_000) == pytest.approx(6.0)
    assert facts.cost(1_000_000, 0, 400_000) == pytest.approx(1.4)
    assert facts.cost(10, 0, 9999) == pytest.approx(10 * 0.5 / 1e6)
    assert ModelFacts(prompt=2.0, completion=8.0).cost(1_000_000, 0, 400_000) == pytest.approx(2.0)


@pytest.mark.parametrize("facts", [ModelFacts(), ModelFacts(prompt=1.0), ModelFacts(completion=1.0)])
def test_where_a_price_is_not_known_none_is_given(facts):
    assert facts.cost(10, 10) is None


@pytest.mark.parametrize("counts", [(None, 10), (10, None)])
def test_where_a_count_is_not_known_no_price_is_given(counts):
    assert ModelFacts(1.0, 1.0).cost(*counts) is None


def test_the_first_name_that_is_in_the_table_counts(path):
    prices = Prices(Settings(path))
    prices.replace("¥", {"b": ModelFacts(1.0, 1.0), "c": ModelFacts(2.0, 2.0)}, Budget())

    assert prices.get("a", None, "b", "c").prompt == 1.0


@pytest.mark.parametrize(
    ("currency", "models", "budget"),
    [
        ("€", {}, Budget()),
        ("¥", {" ": ModelFacts()}, Budget()),
        ("¥", {"m\n": ModelFacts()}, Budget()),
        ("¥", {"m": ModelFacts(prompt=-1.0)}, Budget()),
        ("¥", {"m": ModelFacts(completion=float("nan"))}, Budget()),
        ("¥", {"m": ModelFacts(context_tokens=0)}, Budget()),
        ("¥", {}, Budget("day", -1.0)),
    ],
)
def test_what_may_not_be_changes_nothing(path, currency, models, budget):
    prices = Prices(Settings(path))
    prices.replace("$", {"m": ModelFacts(1.0, 1.0)}, Budget("month", 5.0))

    with pytest.raises(SettingsError):
        prices.replace(currency, models, budget)

    assert (prices.currency, prices.models, prices.budget) == ("$", {"m": ModelFacts(1.0, 1.0)}, Budget("month", 5.0))


@pytest.mark.parametrize(
    "section",
    [
        [],
        {"currency": 5, "models": [], "budget": []},
        {"models": {"m": None}, "budget": {"period": "year", "amount": 1}},
        {"budget": {"period": "day", "amount": True}},
        {"budget": {"period": "day", "amount": 10**400}},
    ],
)
def test_a_file_that_makes_no_sense_gives_the_defaults(path, section):
    settings = Settings(path)
    settings.set_section("prices", section)

    prices = Prices(settings)

    assert (prices.currency, prices.models, prices.budget) == ("¥", {}, Budget())


def test_single_values_that_make_no_sense_are_left_out(path):
    settings = Settings(path)
    facts = {"prompt": "2", "cached": 10**400, "completion": 8, "context_tokens": -1}
    settings.set_section("prices", {"models": {"m": facts, "n": {"context_tokens": True}}})

    assert Prices(settings).models == {"m": ModelFacts(completion=8.0), "n": ModelFacts()}
