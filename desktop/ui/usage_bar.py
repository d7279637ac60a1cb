"""The status bar: state and host on the left, what the answer took on the right."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.chat.usage import Figures
from desktop.ui.figure_label import FigureLabel
from desktop.ui.kinds import set_kind
from desktop.ui.labels import plain_label, set_plain_tooltip

GAP_PX = 18


class _FigureRow(QWidget):
    """Labels from the right edge leftwards; where there is no room for all, those that matter less give way."""

    def __init__(self, labels: list[FigureLabel], less_needed_first: list[FigureLabel]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._labels = labels
        self._order = less_needed_first
        for label in labels:
            label.setParent(self)
            label.hide()

    def place(self) -> None:
        """Show what has words and fits."""
        shown = [label for label in self._labels if label.text()]
        for label in self._order:
            if self._width(shown) <= self.width():
                break
            if label in shown:
                shown.remove(label)
        x = self.width() - self._width(shown)
        for label in self._labels:
            label.setVisible(label in shown)
            if label in shown:
                width = label.sizeHint().width()
                label.setGeometry(x, 0, width, self.height())
                x += width + GAP_PX

    @staticmethod
    def _width(labels: list[FigureLabel]) -> int:
        return sum(label.sizeHint().width() + GAP_PX for label in labels) - GAP_PX if labels else 0

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._labels), max(label.sizeHint().height() for label in self._labels))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


class UsageBar(QFrame):
    """Shows figures as the server reports them; estimates carry "≈", what is unknown is not shown.

    Signals:
        usage_requested(): the totals were clicked; more of them is wanted.
    """

    usage_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usageBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.state = plain_label("", "stateLabel")
        self.host = plain_label("", "hostLabel")
        self.prompt = FigureLabel("promptTokensLabel")
        self.completion = FigureLabel("completionTokensLabel")
        self.total = FigureLabel("totalTokensLabel")
        self.cached = FigureLabel("cachedTokensLabel")
        self.reasoning = FigureLabel("reasoningTokensLabel")
        self.first_token = FigureLabel("firstTokenLabel")
        self.speed = FigureLabel("speedLabel")
        self.price = FigureLabel("priceLabel")
        self.totals = QPushButton()
        self.totals.setObjectName("usageButton")
        self.totals.setProperty("link", True)
        self.totals.hide()
        self.totals.clicked.connect(self.usage_requested)
        self._figures = [
            self.prompt, self.completion, self.total, self.cached, self.reasoning,
            self.first_token, self.speed, self.price,
        ]  # fmt: skip
        less_needed_first = [
            self.cached, self.reasoning, self.first_token, self.speed, self.prompt, self.completion, self.price,
            self.total,
        ]  # fmt: skip
        self.figures = _FigureRow(self._figures, less_needed_first)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 5)
        row.setSpacing(GAP_PX)
        row.addWidget(self.state)
        row.addWidget(self.host)
        row.addWidget(self.figures, 1)
        row.addWidget(self.totals)

    def show_state(self, text: str, kind: str) -> None:
        """Say what goes on; `kind` colours it: `live`, `idle` or `warn`."""
        self.state.setText(f"● {text}" if kind == "live" else text)
        self.state.setAccessibleName(text)
        set_kind(self.state, kind)

    def show_host(self, host: str) -> None:
        """Name the machine that questions go to."""
        self.host.setText(host)

    def show_totals(self, text: str, details: str) -> None:
        """What was used in all, in few words; `details` are those of the tooltip."""
        self.totals.setText(text)
        self.totals.setAccessibleName(text)
        self.totals.setVisible(bool(text))
        set_plain_tooltip(self.totals, details)

    def show_figures(self, figures: Figures | None, price: str = "") -> None:
        """Show the figures of one answer and its price, or none."""
        locale = QLocale()
        words = dict.fromkeys(self._figures, "")
        if figures is not None:
            sign = "≈ " if figures.estimated else ""
            # Only the completion is ever an estimate, and what is counted from it.
            counts = (
                (self.prompt, figures.prompt_tokens, "", self.tr("Prompt {count}")),
                (self.completion, figures.completion_tokens, sign, self.tr("Completion {count}")),
                (self.total, figures.total_tokens, "", self.tr("Total {count} tokens")),
                (self.cached, figures.cached_tokens, "", self.tr("Cached {count}")),
                (self.reasoning, figures.reasoning_tokens, "", self.tr("Reasoning {count}")),
            )
            for label, count, mark, text in counts:
                if count is not None:
                    words[label] = text.format(count=mark + locale.toString(count))
            if figures.first_token_s is not None:
                seconds = locale.toString(figures.first_token_s, "f", 2)
                words[self.first_token] = self.tr("First token {seconds} s").format(seconds=seconds)
            if figures.tokens_per_s is not None:
                rate = locale.toString(round(figures.tokens_per_s))
                words[self.speed] = sign + self.tr("{rate} tok/s").format(rate=rate)
            words[self.price] = price
        for label, text in words.items():
            if label.text() != text:
                label.setText(text)
                label.setAccessibleName(text)
        self.figures.place()
        set_plain_tooltip(self.figures, "\n".join(text for text in words.values() if text))
