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
