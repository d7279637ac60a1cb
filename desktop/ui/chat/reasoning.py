"""What the model thought: open while it thinks, folded by itself when the answer begins; a click decides for good."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.chat.lines import Line, TextPiece, plain_line, plain_piece
from desktop.ui.chat.lines_item import LinesItem
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem

_BAR_PX = 3
_INSET_PX = 15


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

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._style.fold_font)
        return QSize(metrics.horizontalAdvance(self.text()) + self._style.px(20), self._style.px(21))

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


class Reasoning(QWidget):
    """The fold with its text.

    Signals:
        resized(): the height is another one now.
    """

    resized = Signal()

    def __init__(self, style: ChatStyle) -> None:
        super().__init__()
        self._style = style
        self._source = ""
        self._thinking = False
        self._seconds: float | None = None
        self._chosen: bool | None = None
        self._stale = False
        # The complete lines so far; only what arrives is split.
        self._shown_lines: list[Line] = []
        self._partial = ""
        self.toggle = ReasoningToggle(style)
        self.toggle.setParent(self)
        self.toggle.clicked.connect(self._choose)
        self._lines = self._made_lines()

    @property
    def text(self) -> str:
        """The reasoning as it arrived."""
        return self._source

    @property
    def is_open(self) -> bool:
        """Whether the text is shown."""
        return self._thinking if self._chosen is None else self._chosen

    @property
    def text_items(self) -> list[TextItem]:
        """What can be selected."""
        return [self._lines] if self.is_open else []

    def set_text(self, text: str) -> None:
        """Show other reasoning, or more of it."""
        if text != self._source:
            added = text
            if self._source and text.startswith(self._source):
                added = text[len(self._source) :]
            else:
                self._shown_lines, self._partial = [], ""
                added = text.lstrip("\n")
            self._source = text
            *lines, self._partial = (self._partial + added).split("\n")
            self._shown_lines += [plain_line(line) for line in lines]
            self._stale = True
            self._show_lines()

    def set_state(self, *, thinking: bool, seconds: float | None) -> None:
        """Say whether the model still thinks, and how long it did."""
        self._thinking = thinking
        self._seconds = seconds
        self._show_words()

    def set_style(self, style: ChatStyle) -> None:
        """Draw in another theme or zoom."""
        self._style = style
        self.toggle.set_style(style)
        self._lines.setParent(None)
        self._lines.deleteLater()
        self._lines = self._made_lines()
        self._stale = True
        self._show_words()

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""
        style = self._style
        inset = style.px(_INSET_PX)
        head = self.toggle.sizeHint()
        self.toggle.setGeometry(inset, 1, min(head.width(), width - inset), head.height())
        if not self.is_open:
            return head.height() + 2
        height = self._lines.height_for(width - inset)
        self._lines.setGeometry(inset, head.height() + 3, width - inset, height)
        return head.height() + height + 6

    def _made_lines(self) -> LinesItem:
        lines = LinesItem(self._style, plain_piece(""), self._style.fold_font, "dim")
        lines.setParent(self)
        return lines

    def _choose(self) -> None:
        self._chosen = not self.is_open
        self._show_words()
        self.resized.emit()

    def _show_lines(self) -> None:
        if self._stale and self.is_open:
            self._stale = False
            last = [plain_line(self._partial)] if self._partial or not self._shown_lines else []
            self._lines.set_piece(TextPiece((*self._shown_lines, *last)))
            self._lines.name()

    def _show_words(self) -> None:
        if self._thinking:
            words = self.tr("Thinking…")
        elif self._seconds is None:
            words = self.tr("Thoughts")
        else:
            digits = 1 if self._seconds < 9.95 else 0
            words = self.tr("Thought for {seconds} s").format(seconds=QLocale().toString(self._seconds, "f", digits))
        self.toggle.setText(words)
        self.toggle.setAccessibleName(words)
        self.toggle.setChecked(self.is_open)
        self._show_lines()
        self._lines.setVisible(self.is_open)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self._style.px(_BAR_PX), self.height()), self._style.colour("line"))
