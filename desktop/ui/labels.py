"""Labels and tooltips that show text as it is.

QLabel and tooltips guess whether a text is rich, and Qt's rich text opens files that an `<img>` names. Every label of
the program comes from here.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class _SelectableLabel(QLabel):
    """The keyboard stops at it only while there is something to select."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if text else Qt.FocusPolicy.NoFocus)


def plain_label(text: str = "", name: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that shows `text` literally; `name` is its object name, by which style sheet and tests find it."""
    label = _SelectableLabel() if selectable else QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    label.setText(text)
    return label


def set_plain_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows `text` literally, lines kept."""
    widget.setToolTip(escape(text).replace("\n", "<br>") if text else "")
