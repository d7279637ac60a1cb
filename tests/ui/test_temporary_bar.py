"""The strip over a temporary chat."""

from __future__ import annotations

from desktop.ui.temporary_bar import TemporaryBar


def test_it_says_what_holds_and_offers_to_keep_or_to_end(qtbot):
    bar = TemporaryBar()
    qtbot.addWidget(bar)

    assert "in memory only" in bar.accessibleName()
    with qtbot.waitSignal(bar.keep_requested, timeout=10_000):
        bar.keep.click()
    with qtbot.waitSignal(bar.end_requested, timeout=10_000):
        bar.end.click()
