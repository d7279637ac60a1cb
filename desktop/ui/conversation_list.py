"""The conversations as rows: pinned ones, folders, then by day; the model, and how a row is painted."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.chat.store.store import ConversationSummary
from desktop.ui.icons import icon
from desktop.ui.line_edit import LineEdit
from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.theme import zoomed

UUID_ROLE = Qt.ItemDataRole.UserRole
BUSY_ROLE = Qt.ItemDataRole.UserRole + 1
WHEN_ROLE = Qt.ItemDataRole.UserRole + 2
FOLDER_ROLE = Qt.ItemDataRole.UserRole + 3
UNREAD_ROLE = Qt.ItemDataRole.UserRole + 4
DEPTH_ROLE = Qt.ItemDataRole.UserRole + 5
ROW_PX = 34
# A day of another year that is nearer than this is told without its year.
NEAR_DAYS = 183

_Index = QModelIndex | QPersistentModelIndex


class Folder(Struct, frozen=True):
    """A folder's row."""

    name: str
    count: int
    is_open: bool


class _Row(Struct, frozen=True):
    summary: ConversationSummary
    depth: int


class ConversationListModel(QAbstractListModel):
    """Group headers, folders and conversations, newest first. A header can be neither selected nor opened.

    Signals:
        renamed(uuid, title): the user gave a conversation a title in its row.
        folder_renamed(old, new): the user gave a folder another name.
    """

    renamed = Signal(str, str)
    folder_renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[ConversationSummary, ...] = ()
        self._busy: frozenset[str] = frozenset()
        self._temporary: frozenset[str] = frozenset()
        self._closed: set[str] = set()
        self._rows: list[str | Folder | _Row] = []
        self._places: dict[str, int] = {}

    def set_conversations(
        self,
        summaries: tuple[ConversationSummary, ...],
        busy: frozenset[str],
        temporary: tuple[ConversationSummary, ...] = (),
    ) -> None:
        """Show these conversations, those in memory only first; `busy` ones get the dot of an answer being made."""
        self._all, self._busy = (*temporary, *summaries), busy
        self._temporary = frozenset(one.uuid for one in temporary)
        self._rebuild()

    def toggle_folder(self, name: str) -> None:
        """Fold a folder or open it."""
        self._closed ^= {name}
        self._rebuild()

    def open_folder(self, name: str, is_open: bool) -> None:
        """Fold a folder, or open it."""
        if is_open == (name in self._closed):
            self.toggle_folder(name)

    def index_of(self, uuid: str) -> QModelIndex:
        """Where a conversation stands; an invalid index where it is not shown."""
        return self.index(self._places[uuid]) if uuid in self._places else QModelIndex()

    def index_of_folder(self, name: str) -> QModelIndex:
        """Where a folder stands."""
        for row, entry in enumerate(self._rows):
            if isinstance(entry, Folder) and entry.name == name:
                return self.index(row)
        return QModelIndex()

    def uuids(self) -> list[str]:
        """The conversations in the order shown."""
        return list(self._places)

    def retranslate(self) -> None:
        """Name the groups in the current language."""
        self._rebuild()

    def _rebuild(self) -> None:
        rows = self._made_rows()
        same = [_key(row) for row in rows] == [_key(row) for row in self._rows]
        if same:
            # Marks, titles, times: nothing moved, so selection, scroll place and an open editor stay.
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self._places = {row.summary.uuid: number for number, row in enumerate(rows) if isinstance(row, _Row)}
        self.endResetModel()

    def _made_rows(self) -> list[str | Folder | _Row]:
        kept = sorted((one for one in self._all if one.trashed_at is None), key=lambda one: -one.updated_at)
        rows: list[str | Folder | _Row] = []
        temporary = [one for one in kept if one.uuid in self._temporary]
        if temporary:
            rows += [self.tr("Temporary"), *(_Row(one, 0) for one in temporary)]
        pinned = [one for one in kept if one.pinned]
        if pinned:
            rows += [self.tr("Pinned"), *(_Row(one, 0) for one in pinned)]
        folders: dict[str, list[ConversationSummary]] = {}
        starts, group = _starts_of_groups(), 0
        groups: dict[int, list[ConversationSummary]] = {}
        for one in kept:
            while group < len(starts) and one.updated_at < starts[group]:
                group += 1
            if one.pinned or one.uuid in self._temporary:
                continue
            if one.folder:
                folders.setdefault(one.folder, []).append(one)
            else:
                groups.setdefault(group, []).append(one)
        if folders:
            rows.append(self.tr("Folders"))
        for name in sorted(folders, key=str.casefold):
            is_open = name not in self._closed
            rows.append(Folder(name, len(folders[name]), is_open))
            if is_open:
                rows += [_Row(one, 1) for one in folders[name]]
        names = (self.tr("Today"), self.tr("Yesterday"), self.tr("Last 7 days"), self.tr("Older"))
        for number in sorted(groups):
            rows += [names[number], *(_Row(one, 0) for one in groups[number])]
        return rows

    def _when(self, at: float) -> str:
        moment = QDateTime.fromSecsSinceEpoch(int(at))
        days = moment.date().daysTo(QDate.currentDate())
        locale = QLocale()
        if days <= 0:
            return locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
        if days == 1:
            return self.tr("Yesterday")
        is_this_year = moment.date().year() == QDate.currentDate().year()
        if is_this_year or days < NEAR_DAYS:
            pattern = self.tr("MMM d", "date in the sidebar, a QLocale format")
        else:
            pattern = self.tr("MMM yyyy", "date of another year in the sidebar, a QLocale format")
        return locale.toString(moment.date(), pattern)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if isinstance(entry, str):
            is_text = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return entry if is_text else None
        if isinstance(entry, Folder):
            return self._folder_data(entry, role)
        return self._conversation_data(entry, role)

    def _folder_data(self, folder: Folder, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return folder.name
            case Qt.ItemDataRole.AccessibleTextRole:
                words = self.tr("{name}, folder, open") if folder.is_open else self.tr("{name}, folder, closed")
                return words.format(name=folder.name)
            case _ if role == FOLDER_ROLE:
                return folder
        return None

    def _conversation_data(self, row: _Row, role: int) -> object:
        one = row.summary
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return one.title or self.tr("New chat")
            case Qt.ItemDataRole.AccessibleTextRole:
                title = one.title or self.tr("New chat")
                if one.uuid in self._temporary:
                    title = self.tr("{title}, temporary").format(title=title)
                if one.uuid in self._busy:
                    return self.tr("{title}, answering").format(title=title)
                return self.tr("{title}, not read yet").format(title=title) if one.unread else title
            case _ if role == UUID_ROLE:
                return one.uuid
            case _ if role == BUSY_ROLE:
                return one.uuid in self._busy
            case _ if role == UNREAD_ROLE:
                return one.unread
            case _ if role == WHEN_ROLE:
                return self._when(one.updated_at)
            case _ if role == DEPTH_ROLE:
                return row.depth
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self._rows[index.row()]
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or isinstance(entry, str):
            return False
        if isinstance(entry, Folder):
            self.folder_renamed.emit(entry.name, name)
        else:
            self.renamed.emit(entry.summary.uuid, name)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        entry = self._rows[index.row()]
        if isinstance(entry, str):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if isinstance(entry, _Row) and entry.summary.uuid in self._temporary:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable


def _starts_of_groups() -> list[float]:
    """Where today, yesterday and the last week begin: asking Qt's calendar for each of 10,000 rows takes 60 ms."""
    today = QDate.currentDate()
    return [float(today.addDays(-days).startOfDay().toSecsSinceEpoch()) for days in (0, 1, 6)]


def _key(row: str | Folder | _Row) -> object:
    if isinstance(row, _Row):
        return row.summary.uuid, row.depth
    return (row.name, row.is_open) if isinstance(row, Folder) else row


class RowDelegate(QStyledItemDelegate):
    """Paints a header, a folder or a conversation: title, elided, and at the right its time or its mark.

    Names are edited in a box of `host`, over the list: inside a list, an assistive technology finds the rows alone.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__()
        self.palette = LIGHT
        self._host = host

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, max(zoomed(ROW_PX), option.fontMetrics.lineSpacing() + 8))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = LineEdit(parent=self._host)
        editor.setObjectName("renameField")
        editor.setAccessibleName(self.tr("Name"))
        editor.setMaxLength(200)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        surface = option.widget.viewport() if isinstance(option.widget, QAbstractItemView) else self._host
        seen = option.rect.intersected(surface.rect())
        editor.setGeometry(QRect(surface.mapTo(self._host, seen.topLeft()), seen.size()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, LineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The delegate ends the editing by Enter, and so would the Enter that picks a word of an input method.
        if isinstance(watched, LineEdit) and watched.composing and event.type() == QEvent.Type.KeyPress:
            return False
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        inner = rect.adjusted(12, 0, -12, 0)
        folder = index.data(FOLDER_ROLE)
        if folder is not None:
            paint_ground(painter, option, self.palette)
            self._paint_folder(painter, inner, option.font, folder)
        elif index.data(UUID_ROLE):
            paint_ground(painter, option, self.palette)
            self._paint_conversation(painter, inner.adjusted(14 * index.data(DEPTH_ROLE), 0, 0, 0), option, index)
        else:
            self._paint_header(painter, inner, option.font, str(index.data()))
        painter.restore()

    def _paint_header(self, painter: QPainter, rect: QRect, font: QFont, text: str) -> None:
        painter.setFont(small(font))
        painter.setPen(QColor(self.palette.faint))
        painter.drawText(rect.adjusted(0, 0, 0, -4), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_folder(self, painter: QPainter, rect: QRect, font: QFont, folder: Folder) -> None:
        arrow = icon("chevron-down" if folder.is_open else "chevron-right", self.palette.dim)
        arrow.paint(painter, QRect(rect.left() - 2, rect.center().y() - 7, 14, 14))
        painter.setFont(small(font))
        painter.setPen(QColor(self.palette.faint))
        count = QLocale().toString(folder.count)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        room = rect.adjusted(18, 0, -painter.fontMetrics().horizontalAdvance(count) - 8, 0)
        painter.setFont(font)
        painter.setPen(QColor(self.palette.text))
        draw_elided(painter, room, folder.name)

    def _paint_conversation(self, painter: QPainter, inner: QRect, option: QStyleOptionViewItem, index: _Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        unread = bool(index.data(UNREAD_ROLE))
        right = 0
        if index.data(BUSY_ROLE) or unread:
            # Green while an answer is made, accent where one waits to be read.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.ok if index.data(BUSY_ROLE) else self.palette.accent))
            painter.drawEllipse(inner.right() - 9, inner.center().y() - 5, 10, 10)
            right = 18
        else:
            when = str(index.data(WHEN_ROLE))
            painter.setFont(small(option.font))
            width = painter.fontMetrics().horizontalAdvance(when) + 8
            # Where the text is zoomed far, the title needs the room more.
            if 2 * width <= inner.width():
                painter.setPen(QColor(self.palette.faint))
                painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
                right = width
        font = QFont(option.font)
        font.setBold(selected or unread)
        painter.setFont(font)
        painter.setPen(QColor(self.palette.accent_text if selected else self.palette.text))
        draw_elided(painter, inner.adjusted(0, 0, -right, 0), str(index.data()))


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, palette: Palette) -> None:
    """The ground of a row that is selected, hovered or has the focus."""
    rect: QRect = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft if selected else palette.hover))
        painter.drawRoundedRect(rect.adjusted(0, 0, 0, -1), 8, 8)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.accent), 1.5))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 8, 8)


def draw_elided(painter: QPainter, room: QRect, text: str) -> None:
    """One line of text from the left, cut with an ellipsis where it does not fit."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def line_height(metrics: QFontMetrics) -> int:
    """The height of a line, px; Chinese letters, which come from another font, are higher than the font says."""
    return max(metrics.lineSpacing(), metrics.size(0, "国").height())


def small(font: QFont) -> QFont:
    """The font of what stands beside a title."""
    found = QFont(font)
    found.setPixelSize(max(6, round(font.pixelSize() * 12 / 14)))
    return found
