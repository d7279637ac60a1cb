"""The line above what the model thought: it folds and unfolds the text, and tells how long that took."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from desktop.ui.chat.style import ChatStyle

FOLD_PX = 21


def fold_words(*, thinking: bool, seconds: float | None) -> str:
    """What the line says; `seconds` is how long the model thought, None where nobody measured."""
    if thinking:
        return QCoreApplication.translate("Reasoning", "Thinking…")
    if seconds is None:
        return QCoreApplication.translate("Reasoning", "Thoughts")
    words = QCoreApplication.translate("Reasoning", "Thought for {seconds} s")
    return words.format(seconds=QLocale().toString(float(seconds), "f", 1 if seconds < 9.95 else 0))


class ReasoningToggle(QPushButton):
    """The line that folds and unfolds, with a triangle before its words."""

    def __init__(self, style: ChatStyle) -> None:
        super().__init__()
        self._style = style
        self.setObjectName("reasoningToggle")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        self.update()

    def set_state(self, words: str, *, is_open: bool) -> None:
        """Say whether the text is shown, and what is known of it."""
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
        if is_open != self.isChecked():
            self.setChecked(is_open)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._style.fold_font)
        return QSize(metrics.horizontalAdvance(self.text()) + self._style.px(20), self._style.px(FOLD_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = style.colour("text" if self.underMouse() else "dim")
        unit, middle = style.px(10) / 10, self.height() / 2 + 0.5
        shape = ((1, -2), (7, -2), (4, 2)) if self.isChecked() else ((1.5, -3), (1.5, 3), (6.5, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon([QPointF(x * unit, middle + y * unit) for x, y in shape])
        painter.setFont(style.fold_font)
        painter.setPen(colour)
        words = QRectF(style.px(10), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(style.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
