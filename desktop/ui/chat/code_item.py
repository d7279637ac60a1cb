"""A code block: a header with language and Copy, the text below it, colours once the fence is closed."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QWidget

from desktop.markup.highlight import Colour, colour_spans
from desktop.markup.inline import soft_broken
from desktop.ui.chat.buttons import FlatButton
from desktop.ui.chat.document import INDENT_PX, new_document
from desktop.ui.chat.items import Sideways
from desktop.ui.chat.lines import CodePiece
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem
from desktop.ui.code_blocks import clean_code

SLICE_S = 0.004
COLOUR_LIMIT_S = 1.0
_COPIED_MS = 1500
_HEADER_PX = 28


class CodeText(TextItem):
    """Code, every line on one line."""

    def __init__(self, style: ChatStyle) -> None:
        super().__init__(style, new_document(style.code_font, wrap=False))
        self._text: str | None = None
        self._formats = QTextCharFormat()
        self._formats.setFont(style.code_font)
        self._formats.setForeground(style.colour("text"))

    def set_text(self, text: str) -> None:
        """Show `text`; where it only grew, only the new part is laid out."""
        if text == self._text:
            return
        cursor = QTextCursor(self.document)
        if self._text is None or not text.startswith(self._text):
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.removeSelectedText()
            line_format = QTextBlockFormat()
            height = self.chat_style.line_height(self.chat_style.code_font, 1.55)
            line_format.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            cursor.setBlockFormat(line_format)
            added = text
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            added = text[len(self._text) :]
        cursor.insertText(soft_broken(added), self._formats)
        self._text = text
        self.update()

    def origin(self) -> QPointF:
        return QPointF(self.chat_style.px(14), self.chat_style.px(10))

    def fit(self, least_width: int) -> None:
        """Be as large as the text, at least `least_width` wide."""
        size = self.document.size()
        origin = self.origin()
        width = round(self.document.idealWidth() + 2 * origin.x())
        self.resize(max(least_width, width), round(size.height() + 2 * origin.y()))

    def colour(self, spans: list[tuple[int, int, Colour]]) -> None:
        """Tint stretches, given in characters as Python counts them; the layout stays as it is."""
        formats = {}
        for kind in ("keyword", "string", "comment", "function", "number"):
            formats[kind] = QTextCharFormat()
            formats[kind].setForeground(self.chat_style.colour(kind))
        units = _utf16_offsets(self._text or "")
        block = self.document.begin()
        ranges: list[QTextLayout.FormatRange] = []
        for start, length, kind in spans:
            first, last = units(start), units(start + length)
            while block.isValid() and first >= block.position() + block.length():
                block.layout().setFormats(ranges)
                ranges = []
                block = block.next()
            while block.isValid() and first < last:
                stop = min(last, block.position() + block.length() - 1)
                stretch = QTextLayout.FormatRange()
                stretch.start, stretch.length, stretch.format = first - block.position(), stop - first, formats[kind]
                ranges.append(stretch)
                first = block.position() + block.length()
                if first < last:
                    block.layout().setFormats(ranges)
                    ranges = []
                    block = block.next()
        if block.isValid():
            block.layout().setFormats(ranges)
        self.document.markContentsDirty(0, self.document.characterCount())
        self.update()


class CodeItem(QWidget):
    """Shows a `CodePiece`."""

    def __init__(self, style: ChatStyle, piece: CodePiece) -> None:
        super().__init__()
        self.piece = piece
        self._style = style
        self._width = 0
        self._height = 0
        self._tokens: Iterator[tuple[int, int, Colour]] | None = None
        self._spans: list[tuple[int, int, Colour]] = []
        self._used_s = 0.0
        self.text = CodeText(style)
        self._area = Sideways(self.text)
        self._area.setParent(self)
        self.copy_button = FlatButton("copyCodeButton", self.tr("Copy"), picture="copy")
        self.copy_button.setParent(self)
        self.copy_button.set_look(style, style.small_font, (4, 2))
        self.copy_button.clicked.connect(self.copy)
        self._colouring = QTimer(self)
        self._colouring.setInterval(0)
        self._colouring.timeout.connect(self._colour_slice)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(self._show_copy)
        self._show(piece)

    @property
    def margins(self) -> tuple[int, int]:
        """As in the design: 6 above, 12 below."""
        return 6, 12

    @property
    def text_items(self) -> tuple[TextItem, ...]:
        """What can be selected."""
        return (self.text,)

    def set_piece(self, piece: CodePiece) -> None:
        """Show more or other code."""
        if piece != self.piece:
            self._show(piece)

    def name(self) -> None:
        """Give a screen reader the code."""
        self.text.setAccessibleName(self.piece.code.text)
        words = self.tr("Copy code, {language}").format(language=self.piece.code.language or self.tr("plain text"))
        self.copy_button.setAccessibleName(words)

    def copy(self) -> None:
        """Put the code on the clipboard, without control characters."""
        QGuiApplication.clipboard().setText(clean_code(self.piece.code.text))
        self.copy_button.set_picture("check")
        self.copy_button.set_words(self.tr("Copied"))
        self._place_button()
        self._copied.start()

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""
        if width == self._width:
            return self._height
        self._width = width
        left, header = self._left(), self._style.px(_HEADER_PX)
        room = width - left - 2
        self.text.fit(room)
        bar = self._area.horizontalScrollBar().sizeHint().height() if self.text.width() > room else 0
        self._height = header + self.text.height() + bar + 2
        self._area.setGeometry(left + 1, header + 1, room, self.text.height() + bar)
        self._place_button()
        return self._height

    def _left(self) -> int:
        return self._style.px(INDENT_PX) * self.piece.indent

    def _place_button(self) -> None:
        size = self.copy_button.sizeHint()
        right = self._width - self._style.px(8)
        top = 1 + (self._style.px(_HEADER_PX) - size.height()) // 2
        self.copy_button.setGeometry(right - size.width(), top, size.width(), size.height())

    def _show(self, piece: CodePiece) -> None:
        self.piece = piece
        self._width = 0
        self.text.set_text(piece.code.text)
        self.update()
        if piece.code.closed and piece.code.language:
            self._tokens = colour_spans(piece.code.text, piece.code.language)
            self._spans = []
            self._used_s = 0.0

    def _colour_slice(self) -> None:
        began = perf_counter()
        while self._tokens is not None and perf_counter() - began < SLICE_S:
            span = next(self._tokens, None)
            if span is None:
                self._tokens = None
            else:
                self._spans.append(span)
        self._used_s += perf_counter() - began
        if self._tokens is None or self._used_s > COLOUR_LIMIT_S:
            self._colouring.stop()
            self._tokens = None
            self.text.colour(self._spans)

    def _show_copy(self) -> None:
        self.copy_button.set_picture("copy")
        self.copy_button.set_words(self.tr("Copy"))
        self.name()
        self._place_button()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Only code that is seen is coloured: a chat may hold thousands of blocks.
        if self._tokens is not None and not self._colouring.isActive():
            self._colouring.start()
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, header = self._left(), style.px(_HEADER_PX)
        box = QRectF(left + 0.5, 0.5, self.width() - left - 1, self.height() - 1)
        path = QPainterPath()
        path.addRoundedRect(box, style.px(8), style.px(8))
        painter.fillPath(path, style.colour("code"))
        painter.setClipPath(path)
        painter.fillRect(QRectF(left, 0, self.width(), header + 0.5), style.colour("code_head"))
        painter.setClipping(False)
        painter.setPen(style.colour("line"))
        painter.drawPath(path)
        painter.setFont(style.small_font)
        painter.setPen(style.colour("dim"))
        words = QRectF(left + style.px(13), 0, self.copy_button.x() - left - style.px(20), header)
        info = painter.fontMetrics().elidedText(self.piece.code.info, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, info)


class _utf16_offsets:  # noqa: N801  # used like a function
    """Code point offsets as UTF-16 offsets, asked in rising order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._same = not text or max(text) <= "\uffff"
        self._at = 0
        self._extra = 0

    def __call__(self, offset: int) -> int:
        if self._same:
            return offset
        if offset < self._at:
            self._at, self._extra = 0, 0
        self._extra += sum(character > "\uffff" for character in self._text[self._at : offset])
        self._at = offset
        return offset + self._extra
