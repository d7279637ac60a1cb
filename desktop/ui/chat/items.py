"""The widgets of one answer's blocks: lines, code, table, rule. Each has margins, a height for a width, text items."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.ui.chat.document import INDENT_PX, new_document, write_table
from desktop.ui.chat.lines import RulePiece, TablePiece, text_of
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem


class Item(Protocol):
    """What the body of a message stacks; every item is a QWidget."""

    @property
    def margins(self) -> tuple[int, int]:
        """Space above and below in design pixels; neighbours share the larger one."""

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""

    def name(self) -> None:
        """Give a screen reader the text."""


class Sideways(QScrollArea):
    """Scrolls its widget sideways only; the wheel's up and down go to the page."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() if abs(delta.x()) > abs(delta.y()) else 0
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            sideways = delta.x() or delta.y()
        bar = self.horizontalScrollBar()
        if not sideways or bar.maximum() == 0:
            event.ignore()
            return
        bar.setValue(bar.value() - sideways)
        event.accept()


class TableText(TextItem):
    """The text of a table."""

    def __init__(self, style: ChatStyle) -> None:
        super().__init__(style, new_document(style.table_font))

    def natural_width(self) -> float:
        """The width at which no cell breaks a line."""
        self.document.setTextWidth(-1)
        return self.document.idealWidth()


class TableItem(QWidget):
    """A table that is as wide as it needs, breaks its cells in the column, and scrolls where even that is too wide."""

    def __init__(self, style: ChatStyle, piece: TablePiece) -> None:
        super().__init__()
        self.piece = piece
        self._style = style
        self.text = TableText(style)
        self._area = Sideways(self.text)
        self._area.setParent(self)
        self._width = 0
        self._height = 0
        self._written = False
        self.set_piece(piece)

    @property
    def margins(self) -> tuple[int, int]:
        """As in the design: 4 above, 10 below."""
        return 4, 10

    @property
    def text_items(self) -> tuple[TextItem, ...]:
        """What can be selected."""
        return (self.text,)

    def set_piece(self, piece: TablePiece) -> None:
        """Show another table."""
        if self._written and piece == self.piece:
            return
        self.piece = piece
        self._written = True
        self._width = 0
        write_table(self.text.document, piece.table, self._style, self._style.table_font)
        self.text.update()

    def name(self) -> None:
        """Give a screen reader the cells."""
        self.text.setAccessibleName(text_of(self.piece))

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""
        if width == self._width:
            return self._height
        self._width = width
        left = self._style.px(INDENT_PX) * self.piece.indent
        room = width - left
        natural = self.text.natural_width()
        if natural > room:
            self.text.document.setTextWidth(room)
        size = self.text.document.size()
        wide = round(size.width() + 1) > room
        self.text.resize(round(size.width() + 1), round(size.height() + 1))
        bar = self._area.horizontalScrollBar().sizeHint().height() if wide else 0
        self._height = round(size.height() + 1) + bar
        self._area.setGeometry(left, 0, room, self._height)
        return self._height


class RuleItem(QWidget):
    """A thematic break."""

    def __init__(self, style: ChatStyle, piece: RulePiece) -> None:
        super().__init__()
        self.piece = piece
        self._style = style

    @property
    def margins(self) -> tuple[int, int]:
        """Space above and below."""
        return 12, 14

    @property
    def text_items(self) -> tuple[TextItem, ...]:
        """Nothing to select."""
        return ()

    def set_piece(self, piece: RulePiece) -> None:
        """Take another place."""
        self.piece = piece
        self.update()

    def name(self) -> None:
        """A rule says nothing."""

    def height_for(self, width: int) -> int:
        """Always one pixel."""
        return 1 if width >= 0 else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._style.colour("line"))
        left = self._style.px(INDENT_PX) * self.piece.indent
        painter.drawLine(QPointF(left, 0.5), QPointF(self.width(), 0.5))
