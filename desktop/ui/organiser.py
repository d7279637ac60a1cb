"""What the sidebar asks for, done in the library: search, rows, trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.chat.store.store import Hit
from desktop.errors import StoreError
from desktop.ui.actions import Actions
from desktop.ui.chat_session import ChatSession
from desktop.ui.composer import Composer
from desktop.ui.search import message_results, title_results
from desktop.ui.sidebar import Sidebar
from desktop.ui.trash import EmptyTrashDialog
from desktop.ui.workspace import Workspace
from desktop.worker.store_worker import AUTOMATIC_BACKUP


class Organiser(QObject):
    """Joins the sidebar and the library.

    Signals:
        trouble(title, detail): something that nobody asked for just now failed.
    """

    trouble = Signal(str, str)

    def __init__(self, window: QWidget, sidebar: Sidebar, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._sidebar = sidebar
        self._workspace = workspace
        self._library = workspace.library
        self._number = 0
        # The chat whose message can be put back.
        self._changed: ChatSession | None = None
        library = self._library
        sidebar.action_requested.connect(self._on_action)
        sidebar.renamed.connect(library.rename)
        sidebar.folder_renamed.connect(library.rename_folder)
        sidebar.restore_requested.connect(library.restore)
        sidebar.empty_trash_requested.connect(self._ask_to_empty)
        sidebar.search_changed.connect(self._search)
        sidebar.result_chosen.connect(workspace.open)
        sidebar.conversation_chosen.connect(sidebar.undo.dismiss)
        workspace.current_changed.connect(self._on_current)
        library.found.connect(self._show_found)
        library.trashed.connect(self._offer_undo)
        library.work_failed.connect(self._on_work_failed)
        library.erase_failed.connect(self._on_erase_failed)

    def join(self, actions: Actions, composer: Composer) -> None:
        """Let the menus do what the buttons of the trash and of both lines with Undo do."""
        trash, undo = self._sidebar.trash, self._sidebar.undo

        def offer() -> None:
            actions.empty_trash.setEnabled(bool(self._library.trash))
            actions.restore_chats.setEnabled(trash.isVisible() and trash.restore.isEnabled())
            actions.bring_back.setEnabled(not undo.isHidden() or not composer.undo.isHidden())

        def bring_back() -> None:
            button = composer.undo if undo.isHidden() else undo.button
            button.click()

        actions.about_to_offer.connect(offer)
        actions.empty_trash.triggered.connect(self._ask_to_empty)
        actions.restore_chats.triggered.connect(trash.restore.click)
        actions.bring_back.triggered.connect(bring_back)

    def export(self, uuids: Sequence[str]) -> None:
        """Ask for a format and a folder, and write these chats."""
        from desktop.ui.transfer import ExportDialog  # the window shows sooner without it

        dialog = ExportDialog(self._window, self._library, uuids)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export_all(self) -> None:
        """Write all chats outside the trash."""
        self.export([one.uuid for one in self._library.summaries if one.trashed_at is None])

    def keep(self, uuid: str) -> None:
        """Store a chat that is in memory only."""
        self._workspace.keep(uuid)
        self._sidebar.undo.dismiss()

    def end_temporary(self, uuid: str) -> None:
        """Forget a chat that is in memory only, and say so; until something else is undone it can be brought back."""
        ended = self._workspace.end_temporary(uuid)
        if ended is not None:
            words = self.tr("The temporary chat has ended; nothing of it was kept.")
            self._sidebar.undo.offer(words, lambda: self._workspace.resume_temporary(ended))

    def offer_message_back(self, session: ChatSession, words: str, undo: Callable[[], None]) -> None:
        """Say that a message was deleted; as long as its chat is shown it can be put back."""
        self._sidebar.undo.offer(words, undo)
        self._changed = session

    def choose_backup(self) -> None:
        """Ask for a backup, and restore it; not while an answer arrives, which would be lost to the old database."""
        if self._workspace.busy:
            self.trouble.emit(self.tr("Stop the answers that are being made before you restore a backup"), "")
            return
        from desktop.ui.restore_backup import RestoreBackupDialog  # the window shows sooner without it

        self._workspace.save_draft()
        dialog = RestoreBackupDialog(self._window, self._library)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def choose_import(self) -> None:
        """Ask for a file, and import it."""
        dialog = QFileDialog(self._window, self.tr("Import chats"))
        dialog.setObjectName("importFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        exports = self.tr("Exports of Lingdu Chat, ChatGPT, Chatbox, Cherry Studio")
        dialog.setNameFilters([f"{exports} (*.json *.zip *.bak)", f"{self.tr('All files')} (*)"])
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Import a file, showing how far it is."""
        from desktop.ui.transfer import ImportDialog  # the window shows sooner without it

        dialog = ImportDialog(self._window, self._library.import_file(path), path.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_current(self, session: ChatSession) -> None:
        if self._changed is not None and session is not self._changed:
            self._changed = None
            self._sidebar.undo.dismiss()

    def _on_work_failed(self, ticket: str, error: StoreError) -> None:
        if not ticket:
            self._sidebar.show_search_ended(error.detail or str(error))
        elif ticket == AUTOMATIC_BACKUP:
            self.trouble.emit(self.tr("The automatic backup failed"), error.detail or str(error))

    def _on_erase_failed(self, error: StoreError) -> None:
        self.trouble.emit(self.tr("The trash could not be emptied"), error.detail or str(error))

    def _on_action(self, uuid: str, action: str) -> None:
        library = self._library
        match action:
            case "pin" | "unpin":
                library.set_pinned(uuid, action == "pin")
            case "duplicate":
                summary = library.get(uuid)
                title = summary.title if summary is not None else ""
                library.duplicate(uuid, self.tr("{title} (copy)").format(title=title or self.tr("New chat")))
            case "keep":
                self.keep(uuid)
            case "end" | "trash" if uuid in self._workspace.temporary:
                self.end_temporary(uuid)
            case "trash":
                library.move_to_trash(uuid)
            case "export":
                self.export([uuid])
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
