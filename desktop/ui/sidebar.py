"""The sidebar: New chat, a filter, and the conversations grouped by day."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from desktop.chat.store.store import ConversationSummary
from desktop.ui.icons import icon
from desktop.ui.labels import plain_label
from desktop.ui.theme import LIGHT, Palette

MARGIN_PX = 10
UUID_ROLE = Qt.ItemDataRole.UserRole
BUSY_ROLE = Qt.ItemDataRole.UserRole + 1
WHEN_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex


class ConversationListModel(QAbstractListModel):
    """Group headers and conversations, newest first. A header has no uuid and cannot be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[ConversationSummary, ...] = ()
        self._busy: frozenset[str] = frozenset()
        self._filter = ""
        self._rows: list[str | ConversationSummary] = []

    def set_conversations(self, summaries: tuple[ConversationSummary, ...], busy: frozenset[str]) -> None:
        """Show these conversations; those in `busy` get the dot of an answer being made."""
        self._all, self._busy = summaries, busy
        self._rebuild()

    def set_filter(self, text: str) -> None:
        """Show only the conversations whose title contains `text`, whatever its case."""
        self._filter = text.strip().casefold()
        self._rebuild()

    def index_of(self, uuid: str) -> QModelIndex:
        """Where a conversation stands; an invalid index where it is not shown."""
        for row, entry in enumerate(self._rows):
            if isinstance(entry, ConversationSummary) and entry.uuid == uuid:
                return self.index(row)
        return QModelIndex()

    def uuids(self) -> list[str]:
        """The conversations in the order shown."""
        return [entry.uuid for entry in self._rows if isinstance(entry, ConversationSummary)]

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = []
        shown = [one for one in self._all if one.trashed_at is None and self._filter in one.title.casefold()]
        shown.sort(key=lambda one: (not one.pinned, -one.updated_at))
        group = None
        for one in shown:
            name = self.tr("Pinned") if one.pinned else self._group(one.updated_at)
            if name != group:
                group = name
                self._rows.append(name)
            self._rows.append(one)
        self.endResetModel()

    def _group(self, at: float) -> str:
        days = QDateTime.fromSecsSinceEpoch(int(at)).date().daysTo(QDate.currentDate())
        if days <= 0:
            return self.tr("Today")
        if days == 1:
            return self.tr("Yesterday")
        return self.tr("Last 7 days") if days < 7 else self.tr("Older")

    def _when(self, at: float) -> str:
        moment = QDateTime.fromSecsSinceEpoch(int(at))
        days = moment.date().daysTo(QDate.currentDate())
        locale = QLocale()
        if days <= 0:
            return locale.toString(moment.time(), "HH:mm")
        if days == 1:
            return self.tr("Yesterday")
        pattern = self.tr("MMM d", "date in the sidebar, a QLocale format")
        return locale.toString(moment.date(), pattern)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._rows[index.row()]
        if isinstance(entry, str):
            is_text = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return entry if is_text else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title or self.tr("New chat")
            case Qt.ItemDataRole.AccessibleTextRole:
                title = entry.title or self.tr("New chat")
                return self.tr("{title}, answering").format(title=title) if entry.uuid in self._busy else title
            case _ if role == UUID_ROLE:
                return entry.uuid
            case _ if role == BUSY_ROLE:
                return entry.uuid in self._busy
            case _ if role == WHEN_ROLE:
                return self._when(entry.updated_at)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _RowDelegate(QStyledItemDelegate):
    """Paints a header or a conversation: title, elided, and at the right its time or the green dot."""

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, option.fontMetrics.lineSpacing() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        inner = rect.adjusted(12, 0, -12, 0)
        if not index.data(UUID_ROLE):
            self._paint_header(painter, inner, option.font, str(index.data()))
        else:
            self._paint_conversation(painter, rect, inner, option, index)
        painter.restore()

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPixelSize(max(6, round(font.pixelSize() * 12 / 14)))
        return small

    def _paint_header(self, painter: QPainter, rect: QRect, font: QFont, text: str) -> None:
        painter.setFont(self._small(font))
        painter.setPen(QColor(self.palette.faint))
        painter.drawText(rect.adjusted(0, 0, 0, -4), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_conversation(
        self, painter: QPainter, rect: QRect, inner: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.accent_soft if selected else self.palette.hover))
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, -1), 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.palette.accent), 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 8, 8)
        right = 0
        if index.data(BUSY_ROLE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.ok))
            painter.drawEllipse(inner.right() - 9, inner.center().y() - 5, 10, 10)
            right = 18
        else:
            when = str(index.data(WHEN_ROLE))
            painter.setFont(self._small(option.font))
            painter.setPen(QColor(self.palette.faint))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
            right = painter.fontMetrics().horizontalAdvance(when) + 8
        font = QFont(option.font)
        font.setBold(selected)
        painter.setFont(font)
        painter.setPen(QColor(self.palette.accent_text if selected else self.palette.text))
        room = inner.adjusted(0, 0, -right, 0)
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)


class Sidebar(QFrame):
    """Signals:
    new_chat_requested(): the button.
    conversation_chosen(uuid): a conversation was selected by mouse, keyboard or another program.
    """

    new_chat_requested = Signal()
    conversation_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(264)
        self.new_chat = QPushButton()
        self.new_chat.setObjectName("newChatButton")
        self._hint = plain_label("", "shortcutHint")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self.new_chat)
        inside.setContentsMargins(12, 0, 12, 0)
        inside.addStretch(1)
        inside.addWidget(self._hint)
        self.search = QLineEdit()
        self.search.setObjectName("searchField")
        self.search.setClearButtonEnabled(True)
        self.model = ConversationListModel()
        self._delegate = _RowDelegate()
        self.list = QListView()
        self.list.setObjectName("conversationList")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.empty = plain_label("", "sidebarEmpty", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 12, MARGIN_PX, 10)
        column.setSpacing(10)
        column.addWidget(self.new_chat)
        column.addWidget(self.search)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self._current = ""
        self._setting = False
        self.new_chat.clicked.connect(self.new_chat_requested)
        self.search.textChanged.connect(self._filter)
        # A selection made over AT-SPI changes the selection, not the current index.
        self.list.selectionModel().selectionChanged.connect(self._chosen)
        self.retranslate()

    def show_conversations(
        self, summaries: tuple[ConversationSummary, ...], busy: frozenset[str], current: str
    ) -> None:
        """Show the list, with `current` selected."""
        self._current = current
        self.model.set_conversations(summaries, busy)
        self._select_current()
        self._show_empty()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._delegate.palette = palette
        self.new_chat.setIcon(icon("plus", palette.text))
        self.list.viewport().update()
        self._fit_hint()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.new_chat.setText(self.tr("New chat"))
        self.new_chat.setAccessibleName(self.tr("New chat"))
        self._hint.setText(QKeySequence("Ctrl+N").toString(QKeySequence.SequenceFormat.NativeText))
        self._fit_hint()
        self.search.setPlaceholderText(self.tr("Filter chats by title"))
        self.search.setAccessibleName(self.tr("Filter chats by title"))
        self.list.setAccessibleName(self.tr("Conversations"))
        self._show_empty()

    def _fit_hint(self) -> None:
        """Show the shortcut only where it does not cover the words, as it would at a large zoom."""
        room = self.width() - 2 * MARGIN_PX
        self._hint.setVisible(self.new_chat.sizeHint().width() + self._hint.sizeHint().width() <= room)

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._select_current()
        self._show_empty()

    def _show_empty(self) -> None:
        has_rows = self.model.rowCount() > 0
        self.empty.setVisible(not has_rows)
        self.empty.setText(
            self.tr("No chat has this in its title.") if self.search.text() else self.tr("No chats yet.")
        )

    def _select_current(self) -> None:
        self._setting = True
        index = self.model.index_of(self._current)
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
        self._setting = False

    def _chosen(self) -> None:
        if self._setting:
            return
        for index in self.list.selectionModel().selectedIndexes():
            uuid = index.data(UUID_ROLE)
            if isinstance(uuid, str) and uuid != self._current:
                self.conversation_chosen.emit(uuid)
