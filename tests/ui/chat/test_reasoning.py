from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt

from desktop.ui.chat.reasoning import ReasoningToggle, fold_words
from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK


@pytest.mark.parametrize(
    ("thinking", "seconds", "words"),
    [
        (True, None, "Thinking…"),
        (False, None, "Thoughts"),
        (False, 0.04, "Thought for 0.0 s"),
        (False, 9.94, "Thought for 9.9 s"),
        (False, 9.96, "Thought for 10 s"),
        (False, 12, "Thought for 12 s"),
        (False, 1234.4, "Thought for 1,234 s"),
    ],
)
def test_the_line_tells_how_long_the_model_thought(qapp, thinking, seconds, words):
    assert fold_words(thinking=thinking, seconds=seconds) == words


def test_numbers_are_those_of_the_language(qapp):
    QLocale.setDefault(QLocale("de"))

    assert fold_words(thinking=False, seconds=1.5) == "Thought for 1,5 s"


def test_the_line_is_a_button_that_is_on_while_the_text_is_shown(qtbot, style):
    toggle = ReasoningToggle(style)
    qtbot.addWidget(toggle)

    toggle.set_state("Thinking…", is_open=True)
    assert (toggle.text(), toggle.accessibleName(), toggle.isChecked()) == ("Thinking…", "Thinking…", True)
    toggle.set_state("Thought for 2 s", is_open=False)

    assert (toggle.text(), toggle.accessibleName(), toggle.isChecked()) == ("Thought for 2 s", "Thought for 2 s", False)


def test_the_triangle_and_the_focus_are_seen(qtbot, style):
    toggle = ReasoningToggle(style)
    qtbot.addWidget(toggle)
    toggle.resize(160, 21)
    with qtbot.waitActive(toggle):
        toggle.show()
    toggle.clearFocus()
    pictures = []

    for is_open in (False, True):
        toggle.set_state("Thoughts", is_open=is_open)
        pictures.append(toggle.grab().toImage())
    toggle.setFocus(Qt.FocusReason.TabFocusReason)
    pictures.append(toggle.grab().toImage())
    toggle.set_style(ChatStyle(DARK))
    pictures.append(toggle.grab().toImage())

    assert all(one != other for number, one in enumerate(pictures) for other in pictures[:number])


def test_it_is_as_wide_as_its_words(qtbot):
    small, large = ReasoningToggle(ChatStyle()), ReasoningToggle(ChatStyle(zoom_percent=200))
    for toggle in (small, large):
        qtbot.addWidget(toggle)
        toggle.set_state("Thoughts", is_open=False)

    assert large.sizeHint().width() > 1.7 * small.sizeHint().width()
    assert large.sizeHint().height() == 2 * small.sizeHint().height()
