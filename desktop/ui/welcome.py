"""The first run: one screen, one field that matters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.key_form import KeyForm, KeyServices
from desktop.ui.labels import plain_label

MIN_WIDTH = 480
WIDTH_EM = 40


class WelcomePage(QWidget):
    """Shown until an endpoint is set up.

    Signals:
        accepted(base_url, models): see `KeyForm`.
        demo_requested(): see `KeyForm`.
    """

    accepted = Signal(str, object)
    demo_requested = Signal()

    def __init__(self, services: KeyServices) -> None:
        super().__init__()
        self.setObjectName("welcomePage")
        self.form = KeyForm(services)
        self._title = plain_label("", "welcomeTitle", wrap=True)
        self._words = plain_label("", "welcomeWords", wrap=True)
        card = QFrame()
        card.setObjectName("welcomeCard")
        card.setMinimumWidth(MIN_WIDTH)
        self._card = card
        column = QVBoxLayout(card)
        column.setContentsMargins(26, 22, 26, 22)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(14)
        column.addWidget(self.form)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 1_000)  # all there is up to its own width, which zooms
        row.addStretch(1)
        rows.addLayout(row)
        rows.addStretch(1)
        # In a small window or at a large zoom the form is taller than its place.
        scroll = QScrollArea()
        scroll.setObjectName("welcomeScroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.form.accepted.connect(self.accepted)
        self.form.demo_requested.connect(self.demo_requested)
        self._fit()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._card.setMaximumWidth(max(MIN_WIDTH, WIDTH_EM * self.fontInfo().pixelSize()))

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._title.setText(self.tr("Welcome to Lingdu Chat"))
        self._words.setText(
            self.tr("Enter an API key to begin. The key is kept in the system keyring and written to no file.")
        )
        self.form.retranslate()
