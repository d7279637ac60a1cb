"""The status bar: state and host on the left, what the answer took on the right."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from desktop.chat.usage import Figures
from desktop.ui.labels import plain_label


class UsageBar(QFrame):
    """Shows figures as the server reports them; estimates carry "≈", what is unknown is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usageBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.state = plain_label("", "stateLabel")
        self.host = plain_label("", "hostLabel")
        self.prompt = plain_label("", "promptTokensLabel")
        self.completion = plain_label("", "completionTokensLabel")
        self.total = plain_label("", "totalTokensLabel")
        self.first_token = plain_label("", "firstTokenLabel")
        self.speed = plain_label("", "speedLabel")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 5)
        row.setSpacing(18)
        row.addWidget(self.state)
        row.addWidget(self.host)
        row.addStretch(1)
        for label in self._figures():
            row.addWidget(label)
            label.hide()

    def show_state(self, text: str, kind: str) -> None:
        """Say what goes on; `kind` colours it: `live`, `idle` or `warn`."""
        self.state.setText(f"● {text}" if kind == "live" else text)
        self.state.setAccessibleName(text)
        self.state.setProperty("kind", kind)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def show_host(self, host: str) -> None:
        """Name the machine that questions go to."""
        self.host.setText(host)

    def show_figures(self, figures: Figures | None) -> None:
        """Show the figures of one answer, or none."""
        locale = QLocale()
        for label in self._figures():
            label.hide()
        if figures is None:
            return
        counts = (
            (self.prompt, figures.prompt_tokens, self.tr("Prompt {count}")),
            (self.completion, figures.completion_tokens, self.tr("Completion {count}")),
            (self.total, figures.total_tokens, self.tr("Total {count} tokens")),
        )
        for label, count, words in counts:
            if count is not None:
                sign = "≈ " if figures.estimated else ""
                self._show(label, words.format(count=sign + locale.toString(count)))
        if figures.first_token_s is not None:
            seconds = locale.toString(figures.first_token_s, "f", 2)
            self._show(self.first_token, self.tr("First token {seconds} s").format(seconds=seconds))
        if figures.tokens_per_s is not None:
            sign = "≈ " if figures.estimated else ""
            rate = locale.toString(round(figures.tokens_per_s))
            self._show(self.speed, sign + self.tr("{rate} tok/s").format(rate=rate))

    def _figures(self) -> tuple[QLabel, ...]:
        return (self.prompt, self.completion, self.total, self.first_token, self.speed)

    @staticmethod
    def _show(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(text)
        label.show()
