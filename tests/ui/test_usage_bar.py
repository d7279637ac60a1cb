from __future__ import annotations

import pytest

from desktop.chat.usage import Figures
from desktop.ui.usage_bar import UsageBar


@pytest.fixture
def bar(qtbot):
    bar = UsageBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_server_figures_are_plain(bar):
    bar.show_figures(Figures(1024, 412, 1436, 0.62, 84.2))

    shown = [bar.prompt.text(), bar.completion.text(), bar.total.text(), bar.first_token.text(), bar.speed.text()]
    assert shown == ["Prompt 1,024", "Completion 412", "Total 1,436 tokens", "First token 0.62 s", "84 tok/s"]


def test_an_estimate_is_marked(bar):
    bar.show_figures(Figures(completion_tokens=99, tokens_per_s=40.0, estimated=True))

    assert bar.completion.text() == "Completion ≈ 99"
    assert bar.speed.text() == "≈ 40 tok/s"


def test_what_is_unknown_is_not_shown(bar):
    bar.show_figures(Figures(completion_tokens=5))
    assert not bar.prompt.isVisible()
    assert not bar.total.isVisible()
    assert not bar.first_token.isVisible()

    bar.show_figures(None)
    assert not bar.completion.isVisible()


def test_the_state_is_a_word_and_a_colour(bar):
    bar.show_state("Receiving", "live")
    bar.show_host("api000.com")

    assert bar.state.text() == "● Receiving"
    assert bar.state.accessibleName() == "Receiving"
    assert bar.host.text() == "api000.com"


def test_only_the_completion_is_ever_marked_as_an_estimate(bar):
    bar.show_figures(Figures(5, 2, tokens_per_s=3.0, estimated=True))

    assert bar.prompt.text() == "Prompt 5"
    assert bar.completion.text() == "Completion ≈ 2"


def test_cached_and_reasoning_tokens_and_the_price_are_shown_where_known(bar):
    bar.show_figures(Figures(10, 5, 15, cached_tokens=4, reasoning_tokens=2), "$0.0067")

    assert [bar.cached.text(), bar.reasoning.text(), bar.price.text()] == ["Cached 4", "Reasoning 2", "$0.0067"]
    bar.show_figures(Figures(10, 5, 15))
    assert [bar.cached.text(), bar.reasoning.text(), bar.price.text()] == ["", "", ""]


def test_where_there_is_no_room_what_matters_less_gives_way_and_the_tooltip_has_it(bar):
    figures = Figures(1024, 412, 1436, 0.62, 84.2, cached_tokens=4, reasoning_tokens=2)
    bar.resize(1200, 30)
    bar.show_figures(figures, "$0.0067")
    assert bar.cached.isVisible()

    bar.resize(420, 30)

    assert bar.total.isVisible()
    assert bar.price.isVisible()
    assert not bar.cached.isVisible()
    assert "Cached 4" in bar.figures.toolTip()
    assert bar.minimumSizeHint().width() < 420


def test_the_totals_ask_for_more(qtbot, bar):
    assert not bar.totals.isVisible()
    bar.show_totals("Today 12k tokens", "This chat: …")

    with qtbot.waitSignal(bar.usage_requested):
        bar.totals.click()

    assert bar.totals.toolTip() == "This chat: …"
    bar.show_totals("", "")
    assert not bar.totals.isVisible()
