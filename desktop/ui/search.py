"""What a search found: chats by their titles, messages with the words around the hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.chat.store.store import ConversationSummary, Hit
from desktop.ui.conversation_list import draw_elided, line_height, paint_ground, small
from desktop.ui.palettes import LIGHT, Palette

MAX_TITLES = 20
RESULT_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


class Result(Struct, frozen=True):
    """One row: a chat whose title fits, or a message (`turn` is then its uuid).

    `before`, `match`, `after` are the second line, `found` what to look for in the message.
    """

    conversation: str
    title: str
    turn: str = ""
    before: str = ""
    match: str = ""
    after: str = ""
    found: str = ""


def title_results(summaries: Sequence[ConversationSummary], query: str) -> list[Result]:
    """The chats outside the trash whose titles hold every word of the query, the last changed first."""
    words = query.casefold().split()
    found = [
        one
        for one in summaries
        if words and one.trashed_at is None and all(word in one.title.casefold() for word in words)
    ]
    found.sort(key=lambda one: -one.updated_at)
    return [Result(one.uuid, one.title) for one in found[:MAX_TITLES]]


def message_results(hits: Sequence[Hit]) -> list[Result]:
    """Messages as rows."""
    return [Result(hit.conversation, hit.title, hit.turn, hit.before, hit.match, hit.after, hit.found) for hit in hits]


class ResultModel(QAbstractListModel):
    """Headers and results."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: list[Result] = []
        self._messages: list[Result] = []
        self._rows: list[str | Result] = []

    def begin(self, titles: list[Result]) -> None:
        """Show these chats; messages follow by `add`."""
        self._titles, self._messages = titles, []
        self._rebuild()

    def add(self, messages: list[Result]) -> None:
        """Show more messages."""
        self._messages += messages
        self._rebuild()

    def first(self) -> QModelIndex:
        """The first row that can be chosen; invalid where there is none."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Result):
                return self.index(number)
        return QModelIndex()

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = []
        if self._titles:
            self._rows += [self.tr("Chats"), *self._titles]
        if self._messages:
            self._rows += [self.tr("Messages"), *self._messages]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title or self.tr("New chat")
            case Qt.ItemDataRole.AccessibleTextRole:
                place = row.before + row.match + row.after
                return f"{row.title}: {place}" if row.turn else row.title
            case _ if role == RESULT_ROLE:
                return row
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _ResultDelegate(QStyledItemDelegate):
    """Paints the title, and below it the place with the words marked. Text is drawn, never interpreted."""

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        result = index.data(RESULT_ROLE)
        lines = 2 if isinstance(result, Result) and result.turn else 1
        return QSize(0, lines * line_height(option.fontMetrics) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        inner = rect.adjusted(12, 6, -12, -6)
        result = index.data(RESULT_ROLE)
        if not isinstance(result, Result):
            painter.setFont(small(option.font))
            painter.setPen(QColor(self.palette.faint))
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, str(index.data()))
        else:
            paint_ground(painter, option, self.palette)
            line = line_height(option.fontMetrics)
            painter.setPen(QColor(self.palette.text))
            painter.setFont(option.font)
            draw_elided(painter, QRect(inner.left(), inner.top(), inner.width(), line), str(index.data()))
            if result.turn:
                below = QRect(inner.left(), inner.top() + line, inner.width(), line)
                self._paint_place(painter, below, option.font, result)
        painter.restore()

    def _paint_place(self, painter: QPainter, room: QRect, font: QFont, result: Result) -> None:
        plain, strong = small(font), small(font)
        strong.setBold(True)
        for text, run_font, colour in (
            (result.before[-14:], plain, self.palette.dim),
            (result.match, strong, self.palette.accent_text),
            (result.after, plain, self.palette.dim),
        ):
            painter.setFont(run_font)
            painter.setPen(QColor(colour))
            draw_elided(painter, room, text)
            room = room.adjusted(painter.fontMetrics().horizontalAdvance(text), 0, 0, 0)
            if room.width() <= 0:
                return


class SearchResults(QListView):
    """Signals:
    chosen(conversation, turn, words): a result was opened; `turn` is empty for a chat.
    left(): the key up was pressed on the first row.
    """

    chosen = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("searchResults")
        self.results = ResultModel()
        self._delegate = _ResultDelegate()
        self.setModel(self.results)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._by_hand = False
        self.clicked.connect(self.choose)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.retranslate()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._delegate.palette = palette
        self.viewport().update()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.setAccessibleName(self.tr("Search results"))

    def focus_first(self) -> None:
        """Take the focus, on the first result."""
        first = self.results.first()
        if first.isValid():
            self.setFocus()
            with self._moving():
                self.setCurrentIndex(first)

    def choose(self, index: QModelIndex) -> None:
        """Open the result of a row."""
        result = index.data(RESULT_ROLE) if index.isValid() else None
        if isinstance(result, Result):
            self.chosen.emit(result.conversation, result.turn, result.found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose(self.currentIndex())
        elif key == Qt.Key.Key_Up and self.currentIndex() == self.results.first():
            self.left.emit()
        else:
            with self._moving():
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        with self._moving():
            super().mousePressEvent(event)

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """The selection moves by hand, and Enter or the end of a click opens what is selected then."""
        self._by_hand = True
        try:
            yield
        finally:
            self._by_hand = False

    def _on_selected(self, selected: QItemSelection) -> None:
        # Over AT-SPI a row can be selected and not be activated.
        if not self._by_hand and not selected.isEmpty():
            self.choose(selected.indexes()[0])
