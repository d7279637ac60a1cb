from __future__ import annotations

import pytest

from desktop.ui.chat.reasoning import Reasoning


@pytest.fixture
def reasoning(qtbot, style):
    reasoning = Reasoning(style)
    qtbot.addWidget(reasoning)
    return reasoning


def test_growing_text_is_shown_line_by_line(reasoning):
    reasoning.set_state(thinking=True, seconds=None)

    for text in ("\n", "\none", "\none\ntw", "\none\ntwo\n", "\none\ntwo\n\nthree"):
        reasoning.set_text(text)

    assert reasoning.text_items[0].document.toPlainText() == "one\ntwo\n\nthree"
    assert reasoning.text_items[0].accessibleName() == "one\ntwo\n\nthree"


def test_folded_it_is_one_line_high(reasoning):
    reasoning.set_text("one\ntwo\nthree")
    reasoning.set_state(thinking=True, seconds=None)
    tall = reasoning.height_for(700)

    reasoning.set_state(thinking=False, seconds=3.14)

    assert reasoning.height_for(700) < tall
    assert reasoning.toggle.text() == "Thought for 3.1 s"
    assert reasoning.toggle.accessibleName() == "Thought for 3.1 s"
    assert reasoning.text_items == []


def test_another_text_replaces_the_old_one(reasoning):
    reasoning.set_state(thinking=True, seconds=None)
    reasoning.set_text("old\nlines")

    reasoning.set_text("new")

    assert reasoning.text_items[0].document.toPlainText() == "new"


def test_without_a_time_it_says_thoughts(reasoning):
    reasoning.set_text("one")
    reasoning.set_state(thinking=False, seconds=None)

    assert reasoning.toggle.text() == "Thoughts"
