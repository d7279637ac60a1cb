"""Widgets of dialogs, with their names for machines and for people."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QPushButton


def named_button(name: str, text: str) -> QPushButton:
    """A button that Enter in a field beside it does not press."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setAutoDefault(False)
    return button


def named_box(name: str, text: str) -> QComboBox:
    """An empty choice; `text` says what is chosen."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(text)
    return box
