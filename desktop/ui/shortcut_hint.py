"""The shortcut that stands at the right end of a button or a text box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.ui.labels import plain_label

SIDE_PX = 12


def hint_in(widget: QWidget) -> QLabel:
    """An empty label inside `widget`, through which the mouse goes."""
    hint = plain_label("", "shortcutHint")
    hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    inside = QHBoxLayout(widget)
    inside.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
    inside.addStretch(1)
    inside.addWidget(hint)
    return hint


def as_the_system_writes(keys: str) -> str:
    """`Ctrl+K` as it is, and as `⌘K` on macOS."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
