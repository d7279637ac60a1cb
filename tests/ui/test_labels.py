from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.ui.labels import plain_label, set_plain_tooltip, set_words


def test_a_label_shows_markup_as_text(qtbot):
    label = plain_label("<img src='file:///etc/passwd'><b>x</b>", "name")
    qtbot.addWidget(label)

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<img src='file:///etc/passwd'><b>x</b>"
    assert label.objectName() == "name"


def test_the_keyboard_stops_at_a_selectable_label_only_while_it_says_something(qtbot):
    label = plain_label("", selectable=True)
    qtbot.addWidget(label)
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus

    set_words(label, "found")
    assert label.focusPolicy() == Qt.FocusPolicy.StrongFocus

    set_words(label, "")
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_tooltip_shows_markup_as_text(qtbot):
    label = plain_label()
    qtbot.addWidget(label)

    set_plain_tooltip(label, "<img src=x>\nline 2")

    assert label.toolTip() == "&lt;img src=x&gt;<br>line 2"
