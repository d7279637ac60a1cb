"""What the sidebar asks for, done in the library: search, rows, trash."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.chat.store.store import Hit
from desktop.ui.search import message_results, title_results
from desktop.ui.sidebar import Sidebar
from desktop.ui.trash import EmptyTrashDialog
from desktop.ui.workspace import Workspace


class Organiser(QObject):
    """Joins the sidebar and the library."""

    def __init__(self, window: QWidget, sidebar: Sidebar, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._sidebar = sidebar
        self._workspace = workspace
        self._library = workspace.library
        self._number = 0
        library = self._library
        sidebar.action_requested.connect(self._on_action)
        sidebar.renamed.connect(library.rename)
        sidebar.folder_renamed.connect(library.rename_folder)
        sidebar.restore_requested.connect(library.restore)
        sidebar.empty_trash_requested.connect(self._ask_to_empty)
        sidebar.search_changed.connect(self._search)
        sidebar.result_chosen.connect(workspace.open)
        sidebar.conversation_chosen.connect(sidebar.undo.dismiss)
        library.found.connect(self._show_found)
        library.trashed.connect(self._offer_undo)

    def _on_action(self, uuid: str, action: str) -> None:
        library = self._library
        match action:
            case "pin" | "unpin":
                library.set_pinned(uuid, action == "pin")
            case "duplicate":
                summary = library.get(uuid)
                title = summary.title if summary is not None else ""
                library.duplicate(uuid, self.tr("{title} (copy)").format(title=title or self.tr("New chat")))
            case "trash":
                library.move_to_trash(uuid)
            case _ if action.startswith("folder:"):
                library.move(uuid, action.removeprefix("folder:"))

    def _offer_undo(self, uuid: str, title: str) -> None:
        words = self.tr("Moved to trash: {title}").format(title=title or self.tr("New chat"))

        def undo() -> None:
            self._library.restore(uuid)
            self._workspace.open(uuid)

        self._sidebar.undo.offer(words, undo)

    def _search(self, query: str) -> None:
        results = self._sidebar.results.results
        if not query:
            results.begin([])
            return
        results.begin(title_results(self._library.summaries, query))
        self._number = self._library.search(query)

    def _show_found(self, number: int, hits: tuple[Hit, ...], finished: bool) -> None:
        if number != self._number:
            return
        if hits:
            self._sidebar.results.results.add(message_results(hits))
        if finished:
            self._sidebar.show_search_ended()

    def _ask_to_empty(self) -> None:
        trash = self._library.trash
        if not trash:
            return
        uuids = [one.uuid for one in trash]
        dialog = EmptyTrashDialog(self._window, len(uuids), self._library.copies())
        dialog.confirmed.connect(lambda renew: self._library.erase(uuids, renew_backups=renew))
        dialog.open()
