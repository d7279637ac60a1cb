"""What an empty conversation shows: a quiet question and a few real starts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.labels import plain_label


class EmptyPage(QWidget):
    """Chips that put a start into the composer.

    Signals:
        start_chosen(text): a chip was pressed.
    """

    start_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("emptyPage")
        self._title = plain_label("", "emptyTitle")
        self._where = plain_label("", "emptyWhere")
        for label in (self._title, self._where):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chips = [QPushButton() for _ in range(3)]
        rows = QVBoxLayout(self)
        rows.setSpacing(6)
        rows.addStretch(2)
        rows.addWidget(self._title)
        rows.addWidget(self._where)
        rows.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for number, chip in enumerate(self._chips):
            chip.setObjectName(f"startChip{number + 1}")
            chip.setProperty("chip", True)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.clicked.connect(lambda _=False, chip=chip: self.start_chosen.emit(chip.text()))
            row.addWidget(chip)
        row.addStretch(1)
        rows.addLayout(row)
        rows.addStretch(3)
        self.retranslate()

    def show_where(self, model: str, host: str) -> None:
        """Name the model and the host that a question will go to."""
        self._where.setText(" · ".join(part for part in (model, host) if part))

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._title.setText(self.tr("What shall we talk about?"))
        texts = (
            self.tr("Tell me a programmer joke"),
            self.tr("Translate this into Chinese"),
            self.tr("Explain this code"),
        )
        for chip, text in zip(self._chips, texts, strict=True):
            chip.setText(text)
            chip.setAccessibleName(text)
