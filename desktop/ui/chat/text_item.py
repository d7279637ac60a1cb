"""A stretch of text in the chat: one QTextDocument, painted; selected through the message that holds it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.document import selected_text
from desktop.ui.chat.style import ChatStyle
from desktop.ui.labels import set_plain_tooltip


class TextItem(QWidget):
    """Paints a document, a selection and the caret of a stream.

    It takes no focus and handles no press itself: mouse events go up to the message, which selects across its items.
    Positions count UTF-16 units, as Qt does.
    """

    def __init__(self, style: ChatStyle, document: QTextDocument) -> None:
        super().__init__()
        self.chat_style = style
        self.document = document
        self._selection = (0, 0)
        self._caret = False
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def length(self) -> int:
        """The last position of the text."""
        return self.document.characterCount() - 1

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected; equal where nothing is."""
        return self._selection

    def select(self, start: int, end: int) -> None:
        """Mark the text between two positions."""
        selection = (min(start, end), max(start, end)) if start != end else (0, 0)
        if selection != self._selection:
            self._selection = selection
            self.update()

    def set_caret(self, on: bool) -> None:
        """Show the block that stands where the stream goes on."""
        if on != self._caret:
            self._caret = on
            self.update()

    def selected_text(self) -> str:
        """The marked text."""
        start, end = self._clamped()
        return selected_text(self.document, start, end) if start != end else ""

    def position_at(self, point: QPointF) -> int:
        """The position in the text nearest to a point of this widget."""
        hit = self.document.documentLayout().hitTest(point - self.origin(), Qt.HitTestAccuracy.FuzzyHit)
        return max(0, hit)

    def word_at(self, position: int) -> tuple[int, int]:
        """Start and end of the word around a position."""
        return self._unit_at(position, QTextCursor.SelectionType.WordUnderCursor)

    def line_at(self, position: int) -> tuple[int, int]:
        """Start and end of the paragraph around a position."""
        return self._unit_at(position, QTextCursor.SelectionType.BlockUnderCursor)

    def link_at(self, point: QPointF) -> str:
        """The address under a point, empty where there is none."""
        return self.document.documentLayout().anchorAt(point - self.origin())

    def origin(self) -> QPointF:
        """Where the document begins in this widget."""
        return QPointF(0, 0)

    def caret_rect(self, position: int) -> QRectF:
        """Where a position stands, as a rectangle of no width."""
        block = self.document.findBlock(position)
        return self._rect_in(block, position - block.position())

    def height_for(self, width: int) -> int:
        """Lay the text out for a width; the height it takes, in pixels."""
        if self.document.textWidth() != width:
            self.document.setTextWidth(width)
        return round(self.document.size().height() + 0.49)

    def _unit_at(self, position: int, unit: QTextCursor.SelectionType) -> tuple[int, int]:
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position, self.length))
        cursor.select(unit)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if unit == QTextCursor.SelectionType.BlockUnderCursor and start and start < end:
            start += 1
        return start, end

    def _clamped(self) -> tuple[int, int]:
        return min(self._selection[0], self.length), min(self._selection[1], self.length)

    def _rect_in(self, block: QTextBlock, offset: int) -> QRectF:
        layout = block.layout()
        rect = self.document.documentLayout().blockBoundingRect(block)
        line = layout.lineForTextPosition(offset)
        if not line.isValid():
            return QRectF(rect.left(), rect.top(), 0, max(rect.height(), 1))
        # PySide gives the place and the position it was rounded to.
        x = cast("tuple[float, int]", line.cursorToX(offset))[0]
        return QRectF(layout.position().x() + x, layout.position().y() + line.y(), 0, line.height())

    def _paint_caret(self, painter: QPainter) -> None:
        style = self.chat_style
        rect = self._rect_in(self.document.lastBlock(), self.document.lastBlock().length() - 1)
        height = min(style.px(15), rect.height())
        origin = self.origin()
        box = QRectF(
            origin.x() + rect.left() + 1, origin.y() + rect.top() + (rect.height() - height) / 2, style.px(8), height
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("accent"))
        painter.drawRoundedRect(box, 2, 2)

    def paint_under(self, painter: QPainter) -> None:
        """Draw what stands behind or beside the text; nothing here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_under(painter)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self.chat_style.colour("text"))
        start, end = self._clamped()
        if start != end:
            marked = QAbstractTextDocumentLayout.Selection()
            marked.cursor = QTextCursor(self.document)
            marked.cursor.setPosition(start)
            marked.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setBackground(self.chat_style.colour("accent"))
            look.setForeground(self.chat_style.colour("on_accent"))
            marked.format = look
            context.selections = [marked]
        origin = self.origin()
        context.clip = QRectF(event.rect()).translated(-origin)
        painter.translate(origin)
        painter.setClipRect(context.clip)
        self.document.documentLayout().draw(painter, context)
        painter.translate(-origin)
        if self._caret:
            painter.setClipping(False)
            self._paint_caret(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()
        if event.buttons() != Qt.MouseButton.NoButton:
            return
        link = self.link_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.IBeamCursor)
        set_plain_tooltip(self, self._tip_at(event.position()) if link else "")

    def _tip_at(self, point: QPointF) -> str:
        position = self.document.documentLayout().hitTest(point - self.origin(), Qt.HitTestAccuracy.FuzzyHit)
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position + 1, self.length))
        return cursor.charFormat().toolTip()


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor, line: QColor | None) -> None:
    """A filled box with round corners and a hairline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(line)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
