"""One parameter in the form: its name, its box, and below it what it may be or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import ParameterError
from desktop.ui.kinds import set_kind
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.parameters.words import parameter_words
from desktop.ui.text_box import TextBox


class Field(QObject):
    """Reads its box with each change.

    Attributes:
        value: what the box says; None where that is nothing, or not valid.
        error: what is wrong with it, in words; empty where nothing is.

    Signals:
        changed(): value or error is another now.
    """

    changed = Signal()

    def __init__(self, name: str, box: QWidget, words: str, hint: str, read: Callable[[], Any]) -> None:
        super().__init__(box)
        self.value: Any = None
        self.error = ""
        self.box = box
        self._hint = hint
        self._read = read
        self._label = plain_label(words, f"{name}Label")
        self._label.setBuddy(_spoken(box))
        self._below = plain_label(hint, f"{name}Hint", wrap=True)
        box.setObjectName(f"{name}Field")
        box.setAccessibleName(words)
        _spoken(box).setAccessibleName(words)
        self.update()

    def add_to(self, grid: QGridLayout, beside: QWidget | None = None, below: QWidget | None = None) -> None:
        """Take the next row; two more boxes may belong to this one."""
        row = grid.rowCount()
        boxes = QHBoxLayout()
        boxes.addWidget(self.box, 1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(boxes)
        if beside is not None:
            boxes.addWidget(beside)
        if below is not None:
            column.addWidget(below)
        column.addWidget(self._below)
        grid.addWidget(self._label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column, row, 1)
        self._label.setContentsMargins(0, 8, 8, 0)

    def update(self) -> None:
        """Read the box again."""
        try:
            self.value, self.error = self._read(), ""
        except ParameterError as error:
            self.value, self.error = None, parameter_words(error)
        self._below.setText(self.error or self._hint)
        self._below.setVisible(bool(self._below.text()))
        set_kind(self._below, "err" if self.error else "")
        # A screen reader speaks it with the box.
        _spoken(self.box).setAccessibleDescription(self._below.text())
        self.changed.emit()

    @property
    def below(self) -> QLabel:
        """The line that says what is allowed, or what is wrong."""
        return self._below


def line(placeholder: str) -> QLineEdit:
    """A box of one line."""
    box = LineEdit()
    box.setPlaceholderText(placeholder)
    return box


def lines(placeholder: str, count: int) -> TextBox:
    """A box of `count` lines."""
    box = TextBox()
    box.setPlaceholderText(placeholder)
    box.setTabChangesFocus(True)
    box.setFixedHeight(count * box.fontMetrics().lineSpacing() + 14)
    return box


def _spoken(box: QWidget) -> QWidget:
    """What a screen reader asks for the name: QComboBox ignores its own on Linux."""
    if isinstance(box, QComboBox):
        return box.lineEdit() or box
    return box
