from __future__ import annotations

import pytest

from desktop.chat.usage import Figures
from desktop.settings.prices import ModelFacts
from desktop.ui.figure_words import count_words, money_words, price_words, short_count, short_money, token_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0"), (840, "840"), (999, "999"), (999.6, "1.0k"), (1_400, "1.4k"), (9_940, "9.9k"), (9_960, "10k"),
        (84_000, "84k"), (999_499, "999k"), (999_600, "1.0M"), (1_234_567, "1.2M"), (84_000_000, "84M"),
    ],
)  # fmt: skip
def test_short_counts_have_a_unit(count, words):
    assert short_count(count) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "$0.00"), (0.0067, "$0.0067"), (0.00001, "< $0.0001"), (1.2, "$1.20"), (1234.5, "$1,234.50")],
)
def test_money_has_as_many_decimals_as_it_needs(amount, words):
    assert money_words("$", amount) == words


@pytest.mark.parametrize(("amount", "words"), [(0, "¥0"), (0.8, "¥0.8"), (12.5, "¥12.5"), (1500, "¥1.5k")])
def test_money_on_an_axis_is_short(amount, words):
    assert short_money("¥", amount) == words


def test_counts_in_full_are_grouped():
    assert count_words(1436) == "1,436"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (Figures(1024, 412, 1436), "1,024 + 412 = 1,436 tokens"),
        (Figures(3, 4, 7, cached_tokens=2, reasoning_tokens=1), "3 + 4 = 7 tokens (2 cached, 1 reasoning)"),
        (Figures(1024, 412, 1436, cached_tokens=0, reasoning_tokens=0), "1,024 + 412 = 1,436 tokens"),
        (Figures(1024, 412), "1,024 + 412 tokens"),
        (Figures(total_tokens=7), "7 tokens"),
        (Figures(5, 2, estimated=True), "≈ 2 tokens"),
        (Figures(), ""),
    ],
)  # fmt: skip
def test_the_tokens_of_an_answer_are_one_phrase(figures, words):
    assert token_words(figures) == words


def test_a_price_is_of_the_servers_counts_alone():
    facts = ModelFacts(2.0, 8.0)

    assert price_words("$", facts, Figures(1_000_000, 1_000_000, 2_000_000)) == "$10.00"
    assert price_words("$", facts, Figures(1_000_000, 1_000_000, estimated=True)) == ""
    assert price_words("$", ModelFacts(), Figures(10, 10, 20)) == ""
