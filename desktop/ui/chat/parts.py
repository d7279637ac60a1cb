"""The plain parts of a message: the bubble of a question, the caption of an answer, the quiet boxes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.lines import plain_piece
from desktop.ui.chat.lines_item import LinesItem
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle
from desktop.ui.chat.text_item import TextItem, rounded


class Bubble(QWidget):
    """A question: plain text with live links, as wide as it needs up to 560 px."""

    def __init__(self, style: ChatStyle, text: str) -> None:
        super().__init__()
        self._style = style
        self.text = text
        self._lines = self._made_lines()

    @property
    def text_items(self) -> list[TextItem]:
        """What can be selected."""
        return [self._lines]

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self._lines.set_piece(plain_piece(text))
        self._lines.name()

    def set_style(self, style: ChatStyle) -> None:
        """Draw in another theme or zoom."""
        self._style = style
        self._lines.setParent(None)
        self._lines.deleteLater()
        self._lines = self._made_lines()
        self._lines.show()

    def fit(self, room: int) -> None:
        """Take the size the text needs, at most `room` pixels wide."""
        style = self._style
        side, gap = style.px(14), style.px(9)
        most = min(room, max(BUBBLE_PX, style.px(BUBBLE_PX)))
        width = min(most - 2 * side, self._lines.ideal_width())
        height = self._lines.height_for(width)
        self._lines.setGeometry(side, gap, width, height)
        self.resize(width + 2 * side, height + 2 * gap)

    def _made_lines(self) -> LinesItem:
        lines = LinesItem(self._style, plain_piece(self.text))
        lines.name()
        lines.setParent(self)
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = bubble_path(QRectF(self.rect()), self._style.px(14), self._style.px(4))
        painter.fillPath(path, self._style.colour("bubble"))


class Caption(QWidget):
    """Who answers: a small square and a line of figures."""

    def __init__(self, style: ChatStyle) -> None:
        super().__init__()
        self._style = style
        self._text = ""

    def set_text(self, text: str) -> None:
        """Say another line."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def set_style(self, style: ChatStyle) -> None:
        """Draw in another theme or zoom."""
        self._style = style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = style.px(18)
        top = (self.height() - size) / 2
        shade = QLinearGradient(QPointF(0, top), QPointF(size, top + size))
        shade.setColorAt(0, QColor("#4aa3ff"))
        shade.setColorAt(1, QColor("#7de0ff"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(QRectF(0, top, size, size), style.px(6), style.px(6))
        painter.setFont(style.small_font)
        painter.setPen(style.colour("dim"))
        words = QRectF(style.px(26), 0, self.width() - style.px(26), self.height())
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class QuietBox(QWidget):
    """A titled text in a box: a tool the model asked for, a refusal. Nothing in it can be pressed."""

    def __init__(self, name: str, style: ChatStyle, title: str, text: str, *, code: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.shown = (title, text)
        self._style = style
        font: QFont = style.code_font if code else style.text_font
        self._title = LinesItem(style, plain_piece(title), style.fold_font, "dim")
        self._text = LinesItem(style, plain_piece(text), font)
        for lines in (self._title, self._text):
            lines.setParent(self)
            lines.name()
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}\n{text}" if text else title)

    @property
    def text_items(self) -> list[TextItem]:
        """What can be selected."""
        return [self._title, self._text] if self.shown[1] else [self._title]

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""
        side, y = self._style.px(14), self._style.px(9)
        for lines in self.text_items:
            if isinstance(lines, LinesItem):
                height = lines.height_for(width - 2 * side)
                lines.setGeometry(side, y, width - 2 * side, height)
                y += height
        return y + self._style.px(9)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style
        rounded(painter, QRectF(self.rect()), style.px(8), style.colour("code"), style.colour("line"))


def bubble_path(rect: QRectF, radius: float, small: float) -> QPainterPath:
    """A box with round corners, the lower right one less so."""
    radius = min(radius, rect.height() / 2)
    path = QPainterPath()
    path.moveTo(rect.left() + radius, rect.top())
    path.lineTo(rect.right() - radius, rect.top())
    path.arcTo(rect.right() - 2 * radius, rect.top(), 2 * radius, 2 * radius, 90, -90)
    path.lineTo(rect.right(), rect.bottom() - small)
    path.arcTo(rect.right() - 2 * small, rect.bottom() - 2 * small, 2 * small, 2 * small, 0, -90)
    path.lineTo(rect.left() + radius, rect.bottom())
    path.arcTo(rect.left(), rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 270, -90)
    path.lineTo(rect.left(), rect.top() + radius)
    path.arcTo(rect.left(), rect.top(), 2 * radius, 2 * radius, 180, -90)
    path.closeSubpath()
    return path
