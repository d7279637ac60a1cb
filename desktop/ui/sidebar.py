"""The sidebar: New chat, search, the conversations or what was found, the trash."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from desktop.chat.store.store import ConversationSummary
from desktop.ui.conversation_list import FOLDER_ROLE, UUID_ROLE, ConversationListModel, Folder, RowDelegate
from desktop.ui.icons import set_icon
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.palettes import Palette
from desktop.ui.row_menu import ChoiceMenu, folder_menu, row_menu, temporary_menu
from desktop.ui.search import SearchResults
from desktop.ui.shortcut_hint import SIDE_PX, as_the_system_writes, hint_in
from desktop.ui.trash import TrashView
from desktop.ui.undo_bar import UndoBar

WIDTH_PX = 264
MIN_WIDTH_PX = 200
MAX_WIDTH_PX = 480
MARGIN_PX = 10


class ConversationList(QListView):
    """The list, with its keys.

    Signals:
        folder_toggled(name, is_open): a folder is to be opened or folded.
        action_requested(uuid, action): `rename`, `trash`; from a key.
        menu_requested(index, place): the menu of a row, at a global place.
    """

    folder_toggled = Signal(str, bool)
    action_requested = Signal(str, str)
    menu_requested = Signal(QModelIndex, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conversationList")
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._toggle(index)

    def _toggle(self, index: QModelIndex, is_open: bool | None = None) -> bool:
        folder = index.data(FOLDER_ROLE)
        if not isinstance(folder, Folder):
            return False
        wanted = not folder.is_open if is_open is None else is_open
        self.folder_toggled.emit(folder.name, wanted)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        uuid = index.data(UUID_ROLE) if index.isValid() else None
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self._toggle(index):
                return
            case Qt.Key.Key_Right if self._toggle(index, is_open=True):
                return
            case Qt.Key.Key_Left if self._toggle(index, is_open=False):
                return
            case Qt.Key.Key_F2 if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
                return
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if uuid:
                self.action_requested.emit(uuid, "trash")
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_requested.emit(index, self.viewport().mapToGlobal(place))


class Sidebar(QFrame):
    """Signals:
    new_chat_requested(): the button.
    conversation_chosen(uuid): a conversation was selected by mouse, keyboard or another program.
    result_chosen(uuid, turn, words): a search result was opened.
    search_changed(query): the words that are searched; empty where nothing is.
    action_requested(uuid, action): `pin`, `unpin`, `duplicate`, `trash`, `export`, or `folder:NAME`, `folder:`
        for none; of a temporary chat `keep`, `end`.
    renamed(uuid, title), folder_renamed(old, new): by hand, in the row.
    restore_requested(uuid), empty_trash_requested(): in the trash.
    """

    new_chat_requested = Signal()
    conversation_chosen = Signal(str)
    result_chosen = Signal(str, str, str)
    search_changed = Signal(str)
    action_requested = Signal(str, str)
    renamed = Signal(str, str)
    folder_renamed = Signal(str, str)
    restore_requested = Signal(str)
    empty_trash_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setMinimumWidth(MIN_WIDTH_PX)
        self.setMaximumWidth(MAX_WIDTH_PX)
        self.new_chat = QPushButton()
        self.new_chat.setObjectName("newChatButton")
        self._hint = hint_in(self.new_chat)
        self.search = LineEdit()
        self.search.setObjectName("searchField")
        self.search.setClearButtonEnabled(True)
        self._search_hint = hint_in(self.search)
        self.search.installEventFilter(self)
        self.model = ConversationListModel()
        self._delegate = RowDelegate(self)
        self.list = ConversationList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.results = SearchResults()
        self.trash = TrashView()
        self.empty = plain_label("", "sidebarEmpty", wrap=True)
        self.undo = UndoBar()
        self.open_trash = QPushButton()
        self.open_trash.setObjectName("trashButton")
        self.open_trash.setProperty("link", True)
        self._pages = QStackedWidget()
        for page in (self.list, self.results, self.trash):
            self._pages.addWidget(page)
        self._lay_out()
        self._current = ""
        self._folders: list[str] = []
        self._pinned: frozenset[str] = frozenset()
        self._temporary: frozenset[str] = frozenset()
        self._setting = False
        self._searching = False
        self._trouble = ""
        self._loading = True
        self._failed = False
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 12, MARGIN_PX, 10)
        column.setSpacing(10)
        for widget in (self.new_chat, self.search, self.empty):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        column.addWidget(self.undo)
        column.addWidget(self.open_trash)

    def _connect(self) -> None:
        self.new_chat.clicked.connect(self.new_chat_requested)
        self.search.textChanged.connect(self._on_search)
        # A selection made over AT-SPI changes the selection, not the current index.
        self.list.selectionModel().selectionChanged.connect(self._chosen)
        self.list.folder_toggled.connect(self._toggle_folder)
        self.list.action_requested.connect(self.action_requested)
        self.list.menu_requested.connect(self._show_menu)
        self.model.renamed.connect(self.renamed)
        self.model.folder_renamed.connect(self.folder_renamed)
        self.results.chosen.connect(self.result_chosen)
        self.results.left.connect(self.search.setFocus)
        self.open_trash.clicked.connect(self.show_trash)
        self.trash.closed.connect(self._leave_trash)
        self.trash.restore_requested.connect(self.restore_requested)
        self.trash.empty_requested.connect(self.empty_trash_requested)

    def show_conversations(
        self,
        summaries: tuple[ConversationSummary, ...],
        busy: frozenset[str],
        current: str,
        temporary: tuple[ConversationSummary, ...] = (),
    ) -> None:
        """Show the list, with `current` selected, and before it what is in memory only."""
        self._current = current
        self.model.set_conversations(summaries, busy, temporary)
        self._temporary = frozenset(one.uuid for one in temporary)
        kept = [one for one in summaries if one.trashed_at is None]
        self._folders = sorted({one.folder for one in kept if one.folder}, key=str.casefold)
        self._pinned = frozenset(one.uuid for one in kept if one.pinned)
        trashed = [one for one in summaries if one.trashed_at is not None]
        self.trash.show_trash(sorted(trashed, key=lambda one: -(one.trashed_at or 0)))
        self._select_current()
        self._show_empty()

    def show_ready(self) -> None:
        """The list is here: where nothing is shown, there is nothing."""
        self._loading = False
        self._show_empty()

    def show_failed(self) -> None:
        """The store failed; where that was before the list came, nothing is known of the chats."""
        self._failed = self._failed or self._loading
        self._show_empty()

    def show_search_ended(self, trouble: str = "") -> None:
        """No more results come; with `trouble`, because the search failed."""
        self._searching = False
        self._trouble = trouble
        self._show_empty()

    def clear_search(self) -> None:
        """Show the conversations again."""
        self.search.clear()

    def show_trash(self) -> None:
        """Show the trash in place of the conversations."""
        self._pages.setCurrentWidget(self.trash)
        self._show_empty()
        self.trash.focus_first()

    def rename(self, uuid: str) -> None:
        """Open the box for a conversation's title in its row."""
        index = self.model.index_of(uuid)
        if index.isValid():
            self._pages.setCurrentWidget(self.list)
            self.list.scrollTo(index)
            self.list.edit(index)

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._delegate.palette = palette
        set_icon(self.new_chat, "plus", palette.text)
        set_icon(self.open_trash, "trash", palette.dim)
        self.results.set_theme(palette)
        self.list.viewport().update()
        self._fit_words()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.new_chat.setText(self.tr("New chat"))
        self.new_chat.setAccessibleName(self.tr("New chat"))
        for hint, keys in ((self._hint, "Ctrl+N"), (self._search_hint, "Ctrl+K")):
            hint.setText(as_the_system_writes(keys))
        self.search.setPlaceholderText(self.tr("Search all chats"))
        self.search.setAccessibleName(self.tr("Search all chats"))
        self.list.setAccessibleName(self.tr("Conversations"))
        self.open_trash.setText(self.tr("Trash"))
        self.open_trash.setAccessibleName(self.tr("Trash"))
        for part in (self.model, self.results, self.trash):
            part.retranslate()
        self._fit_words()
        self._show_empty()

    def _fit_words(self) -> None:
        """Show shortcuts only where they cover no words, and words only where they fit, at a large zoom."""
        room = self.width() - 2 * MARGIN_PX
        for button in (self.new_chat, self.open_trash):
            button.setText(button.accessibleName())
            if button.sizeHint().width() > room:
                button.setText("")
        self._hint.setVisible(self.new_chat.sizeHint().width() + self._hint.sizeHint().width() <= room)
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        has_place = words + 3 * SIDE_PX + self._search_hint.sizeHint().width() <= room
        self._search_hint.setVisible(has_place and not self.search.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match None if self.search.composing else event.key():
                case Qt.Key.Key_Down:
                    if self._pages.currentWidget() is self.results:
                        self.results.focus_first()
                    else:
                        self.list.setFocus()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.results.choose(self.results.results.first())
                    return True
                case Qt.Key.Key_Escape if self.search.text():
                    self.clear_search()
                    return True
        return super().eventFilter(watched, event)

    def _on_search(self, text: str) -> None:
        self._searching = bool(text.strip())
        self._trouble = ""
        self._fit_words()
        self._pages.setCurrentWidget(self.results if self._searching else self.list)
        self.search_changed.emit(text.strip())
        self._show_empty()

    def _leave_trash(self) -> None:
        self._pages.setCurrentWidget(self.results if self.search.text().strip() else self.list)
        self._show_empty()
        self.list.setFocus()

    def _toggle_folder(self, name: str, is_open: bool) -> None:
        self._setting = True
        self.model.open_folder(name, is_open)
        self.list.setCurrentIndex(self.model.index_of_folder(name))
        self._setting = False

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = self.menu_for(index)
        if menu is not None:
            menu.popup(place)

    def menu_for(self, index: QModelIndex) -> ChoiceMenu | None:
        """The menu of a row; None for a header."""
        uuid, folder = index.data(UUID_ROLE), index.data(FOLDER_ROLE)
        if isinstance(uuid, str) and uuid in self._temporary:
            menu = temporary_menu(self)
            menu.chosen.connect(lambda action: self.act(uuid, action))
        elif isinstance(uuid, str):
            menu = row_menu(self, self._folders, pinned=uuid in self._pinned)
            menu.chosen.connect(lambda action: self.act(uuid, action))
        elif isinstance(folder, Folder):
            menu = folder_menu(self)
            menu.chosen.connect(lambda action: self.act_on_folder(folder.name, action))
        else:
            return None
        return menu

    def act(self, uuid: str, action: str) -> None:
        """Do what the menu of a chat's row offers; see `row_menu` and `temporary_menu`."""
        if action == "rename":
            self.rename(uuid)
        elif action == "new_folder":
            name = self._free_folder_name()
            self._pages.setCurrentWidget(self.list)
            self.action_requested.emit(uuid, f"folder:{name}")
            self.list.edit(self.model.index_of_folder(name))
        else:
            self.action_requested.emit(uuid, action)

    def _free_folder_name(self) -> str:
        name, number = self.tr("New folder"), 1
        while name in self._folders:
            number += 1
            name = f"{self.tr('New folder')} {number}"
        return name

    def act_on_folder(self, name: str, action: str) -> None:
        """Do what the menu of a folder's row offers; see `folder_menu`."""
        if action == "rename":
            self._pages.setCurrentWidget(self.list)
            self.list.edit(self.model.index_of_folder(name))
        else:
            self.folder_renamed.emit(name, "")

    def _show_empty(self) -> None:
        page = self._pages.currentWidget()
        words = ""
        if page is self.results and self.results.results.rowCount() == 0:
            words = self.tr("Searching…") if self._searching else self.tr("No chat has these words.")
            if self._trouble:
                words = self.tr("The search failed: {cause}").format(cause=self._trouble)
        elif page is self.list and self.model.rowCount() == 0:
            words = self.tr("Reading the chats…") if self._loading else self.tr("No chats yet.")
            if self._failed:
                words = self.tr("The chats could not be read.")
        self.empty.setVisible(bool(words))
        self.empty.setText(words)

    def _select_current(self) -> None:
        self._setting = True
        index = self.model.index_of(self._current)
        selection = self.list.selectionModel()
        if not index.isValid():
            self.list.clearSelection()
        elif not selection.isSelected(index):
            self.list.setCurrentIndex(index)
        self._setting = False

    def _chosen(self) -> None:
        if self._setting:
            return
        for index in self.list.selectionModel().selectedIndexes():
            uuid = index.data(UUID_ROLE)
            if isinstance(uuid, str) and uuid != self._current:
                self.conversation_chosen.emit(uuid)
