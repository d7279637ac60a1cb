"""All conversations as the sidebar knows them, and what is done to them without opening one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.chat.conversation import Conversation
from desktop.chat.exports import Exported, Labels
from desktop.chat.store.backup import Generation, copies_of, generations_of
from desktop.chat.store.store import ConversationSummary, Hit
from desktop.errors import StoreError
from desktop.worker.import_worker import ImportWorker
from desktop.worker.store_worker import StoreWorker


class Library(QObject):
    """Keeps the list in memory and in the store; what is changed here shows at once.

    Signals:
        changed(): conversations came, went, moved or changed their marks.
        altered(uuid, changes): fields of one conversation have new values, by name.
        trashed(uuid, title): a conversation was moved to the trash; it can be restored.
        erase_begun(uuids): conversations are being removed for good, from wherever they are.
        erased(count): conversations were removed for good.
        erase_failed(error): they could not all be.
        backup_restored(ticket): a backup is in the place of what was there.
        exported(ticket, result): an export has ended; an `Exported`.
        progressed(ticket, count, total): how far long work is.
        work_failed(ticket, error): long work of the store did not end well.
        found(number, hits, finished): some results of the search with this number.
    """

    changed = Signal()
    altered = Signal(str, object)
    trashed = Signal(str, str)
    erase_begun = Signal(object)
    erased = Signal(int)
    erase_failed = Signal(StoreError)
    backup_restored = Signal(str)
    exported = Signal(str, object)
    progressed = Signal(str, int, int)
    work_failed = Signal(str, StoreError)
    found = Signal(int, object, bool)

    def __init__(self, store: StoreWorker) -> None:
        super().__init__()
        self._store = store
        self._summaries: dict[str, ConversationSummary] = {}
        self._erasing: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._restoring = ""
        self._search = 0
        # Since the list was asked for last.
        self._touched: set[str] = set()
        self._importing: list[ImportWorker] = []
        store.done.connect(self._on_done)
        store.progressed.connect(self.progressed)
        store.work_failed.connect(self._on_work_failed)
        store.found.connect(self._on_found)

    @property
    def summaries(self) -> tuple[ConversationSummary, ...]:
        """All conversations that are stored, those in the trash too."""
        return tuple(self._summaries.values())

    @property
    def folders(self) -> list[str]:
        """The folders that hold a conversation outside the trash, by name."""
        names = {one.folder for one in self._summaries.values() if one.folder and one.trashed_at is None}
        return sorted(names, key=str.casefold)

    @property
    def trash(self) -> list[ConversationSummary]:
        """What is in the trash, the last moved there first."""
        found = [one for one in self._summaries.values() if one.trashed_at is not None]
        return sorted(found, key=lambda one: one.trashed_at or 0, reverse=True)

    def __contains__(self, uuid: str) -> bool:
        return uuid in self._summaries

    def get(self, uuid: str) -> ConversationSummary | None:
        """A conversation's line; None where it is not stored."""
        return self._summaries.get(uuid)

    def show_all(self, summaries: Sequence[ConversationSummary]) -> None:
        """Take the list that the store gave; what changed here since it was asked for stays as it is here."""
        fresh = {one.uuid: one for one in summaries if one.uuid not in self._touched}
        kept = {uuid: one for uuid, one in self._summaries.items() if uuid in self._touched}
        self._summaries = fresh | kept
        self.changed.emit()

    def put(self, conversation: Conversation) -> None:
        """Take a conversation's line from itself."""
        self._touched.add(conversation.uuid)
        self._summaries[conversation.uuid] = summary_of(conversation)
        self.changed.emit()

    def forget(self, uuid: str) -> None:
        """Take a conversation out that was not stored after all."""
        self._touched.add(uuid)
        if self._summaries.pop(uuid, None) is not None:
            self.changed.emit()

    def rename(self, uuid: str, title: str) -> None:
        """Give a conversation a title; white space is collapsed, and an empty one changes nothing."""
        if name := " ".join(title.split()):
            self._change(uuid, title=name)

    def set_pinned(self, uuid: str, pinned: bool) -> None:
        """Keep a conversation at the top, or no longer."""
        self._change(uuid, pinned=pinned)

    def set_unread(self, uuid: str, unread: bool) -> None:
        """Mark a conversation as one whose answer was not seen yet."""
        self._change(uuid, unread=unread)

    def move(self, uuid: str, folder: str) -> None:
        """Put a conversation into a folder; into none where it is empty."""
        self._change(uuid, folder=" ".join(folder.split()))

    def rename_folder(self, old: str, new: str) -> None:
        """Give a folder another name; an empty one puts its conversations outside."""
        for uuid in [one.uuid for one in self._summaries.values() if one.folder == old]:
            self.move(uuid, new)

    def keep_place(self, uuid: str, place: tuple[str, int, int] | None) -> None:
        """Keep where the reader was; see `Conversation.scroll`."""
        if uuid in self._summaries:
            self._store.change(uuid4().hex, uuid, scroll=None if place is None else json.dumps(place))

    def move_to_trash(self, uuid: str) -> None:
        """Put a conversation into the trash."""
        summary = self._summaries.get(uuid)
        if summary is not None and summary.trashed_at is None:
            self._change(uuid, trashed_at=time.time())
            self.trashed.emit(uuid, summary.title)

    def restore(self, uuid: str) -> None:
        """Take a conversation out of the trash."""
        self._change(uuid, trashed_at=None)

    def duplicate(self, uuid: str, title: str) -> None:
        """Store a copy with all turns under another title; the list shows it when it is on disk."""
        self._touched.clear()
        self._store.duplicate(uuid4().hex, uuid, title)

    def erase(self, uuids: Sequence[str], *, renew_backups: bool) -> None:
        """Remove conversations for good; with `renew_backups` from the automatic backups too."""
        ticket = uuid4().hex
        self._erasing[ticket] = tuple(uuids), renew_backups
        self.erase_begun.emit(tuple(uuids))
        self._store.erase(ticket, uuids)

    def export(self, uuids: Sequence[str], folder: Path, labels: Labels | None) -> str:
        """Write chats into new files, Markdown with `labels`, else JSON; the ticket comes back with `exported`."""
        ticket = uuid4().hex
        self._store.export(ticket, uuids, folder, labels)
        return ticket

    def cancel(self, ticket: str) -> None:
        """Give up long work."""
        self._store.cancel(ticket)

    def import_file(self, path: Path) -> ImportWorker:
        """Import another program's export, or ours; the list shows what came when it has ended.

        The worker does not run yet: a short file is read before anybody could listen to it.
        """
        worker = ImportWorker(path, self._store)
        self._importing.append(worker)
        worker.ended.connect(self._on_imported)
        worker.finished.connect(lambda: self._importing.remove(worker))
        return worker

    def stop(self, limit_ms: int) -> bool:
        """Give up every import, before the store closes; True where that took at most `limit_ms`."""
        for worker in self._importing:
            worker.cancel()
        return all(worker.cancel_and_wait(limit_ms) for worker in list(self._importing))

    def copies(self) -> list[Path]:
        """The files that may still hold the text of what is erased."""
        return copies_of(self._store.path)

    def backups(self) -> tuple[Generation, ...]:
        """The backups that can be restored, the newest first."""
        return generations_of(self._store.path)

    def restore_backup(self, backup: Path) -> str:
        """Put a backup in the place of all conversations; the ticket comes back with `backup_restored`."""
        self._restoring = uuid4().hex
        self._store.restore_backup(self._restoring, backup)
        return self._restoring

    def search(self, query: str) -> int:
        """Look for messages; the number comes back with `found`."""
        self._search += 1
        self._store.search(self._search, query)
        return self._search

    def _change(self, uuid: str, **changes: object) -> None:
        summary = self._summaries.get(uuid)
        if summary is None or all(getattr(summary, name) == value for name, value in changes.items()):
            return
        self._touched.add(uuid)
        self._summaries[uuid] = replace(summary, **changes)
        self._store.change(uuid4().hex, uuid, **_columns(changes))
        self.altered.emit(uuid, changes)
        self.changed.emit()

    def _on_done(self, ticket: str, result: object) -> None:
        if isinstance(result, Exported):
            self.exported.emit(ticket, result)
        if ticket == self._restoring:
            self._restoring = ""
            # Nothing that was done here holds of what came back.
            self._touched.clear()
            self.backup_restored.emit(ticket)
        if ticket in self._erasing:
            uuids, renew_backups = self._erasing.pop(ticket)
            if renew_backups:
                self._store.back_up(uuid4().hex, renew=True)
            for uuid in uuids:
                self._touched.add(uuid)
                self._summaries.pop(uuid, None)
            self.changed.emit()
            self.erased.emit(len(uuids))

    def _on_work_failed(self, ticket: str, error: StoreError) -> None:
        if self._erasing.pop(ticket, None) is not None:
            self.erase_failed.emit(error)
            self._list_again()
        self.work_failed.emit(ticket, error)

    def _on_imported(self, _report: object) -> None:
        self._list_again()

    def _list_again(self) -> None:
        self._touched.clear()
        self._store.list_conversations()

    def _on_found(self, number: int, hits: tuple[Hit, ...], finished: bool) -> None:
        if number == self._search:
            self.found.emit(number, hits, finished)


def _columns(changes: Mapping[str, object]) -> dict[str, object]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in changes.items()}


def summary_of(conversation: Conversation) -> ConversationSummary:
    """A conversation's line in the list."""
    return ConversationSummary(**{name: getattr(conversation, name) for name in ConversationSummary.__struct_fields__})
