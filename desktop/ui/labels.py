"""Labels and tooltips that show text as it is.

QLabel and tooltips guess whether a text is rich, and Qt's rich text opens files that an `<img>` names. Every label of
the program comes from here.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSystemTrayIcon, QWidget


def plain_label(text: str = "", name: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that shows `text` literally; `name` is its object name, by which style sheet and tests find it."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    set_words(label, text)
    return label


def set_words(label: QLabel, text: str) -> None:
    """Set its text: the keyboard stops at one whose text can be selected only while there is something to select."""
    label.setText(text)
    if label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard:
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus if text else Qt.FocusPolicy.NoFocus)


def set_plain_tooltip(widget: QWidget | QSystemTrayIcon, text: str) -> None:
    """Give a widget, or the icon in the tray, a tooltip that shows `text` literally, lines kept."""
    widget.setToolTip(escape(text).replace("\n", "<br>") if text else "")
