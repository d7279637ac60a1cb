"""The shortcut at the end of a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.shortcut_hint import as_the_system_writes, hint_in


def test_it_stands_at_the_right_end_and_the_button_is_pressed_through_it(qtbot):
    button = QPushButton("Words")
    qtbot.addWidget(button)
    hint = hint_in(button)
    hint.setText(as_the_system_writes("Ctrl+K"))
    button.resize(300, 40)
    button.show()

    assert hint.text() == "Ctrl+K"
    assert hint.geometry().right() > 280
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=hint.geometry().center())
