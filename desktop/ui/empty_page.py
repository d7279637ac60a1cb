"""What an empty conversation shows: a quiet question and a few real starts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

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
        # The width at which the starts stand side by side is no least one.
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.setSpacing(6)
        rows.addStretch(2)
        rows.addWidget(self._title)
        rows.addWidget(self._where)
        rows.addSpacing(18)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        for number, chip in enumerate(self._chips):
            chip.setObjectName(f"startChip{number + 1}")
            chip.setProperty("chip", True)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.clicked.connect(lambda _=False, chip=chip: self.start_chosen.emit(chip.text()))
            self._row.addWidget(chip)
        rows.addLayout(self._row)
        rows.setAlignment(self._row, Qt.AlignmentFlag.AlignHCenter)
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

    def minimumSizeHint(self) -> QSize:
        return QSize(max(chip.minimumSizeHint().width() for chip in self._chips), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # words or their size have changed
        return super().event(event)

    def _fit(self) -> None:
        """Stand side by side where there is room, else one below the other."""
        gaps = (len(self._chips) - 1) * self._row.spacing()
        has_room = sum(chip.sizeHint().width() for chip in self._chips) + gaps <= self.contentsRect().width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if has_room else directions.TopToBottom)
