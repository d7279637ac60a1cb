"""Putting an automatic backup in the place of all conversations."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.chat.store.backup import Generation
from desktop.ui.labels import plain_label
from desktop.ui.library import Library
from desktop.ui.transfer import TicketDialog


class RestoreBackupDialog(TicketDialog):
    """Names the backups with their date and size, and restores the one that is chosen."""

    def __init__(self, parent: QWidget, library: Library) -> None:
        super().__init__(parent, library, "restoreBackupDialog")
        self.setWindowTitle(self.tr("Restore a backup"))
        found = library.backups()
        if found:
            words = self.tr(
                "All chats become those of the backup. What is there now is kept as a file; nothing is deleted."
            )
        else:
            words = self.tr("There is no backup yet. One is made each day by itself.")
        self.list = QListWidget()
        self.list.setObjectName("backupList")
        self.list.setAccessibleName(self.tr("Backups"))
        for backup in found:
            item = QListWidgetItem(backup_words(backup))
            item.setData(Qt.ItemDataRole.UserRole, str(backup.path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.start.setText(self.tr("Restore"))
        self.start.setObjectName("restoreStartButton")
        self.start.setAccessibleName(self.tr("Restore"))
        self.start.setEnabled(bool(found))
        self.column.addWidget(plain_label(words, "restoreWords", wrap=True))
        self.column.addWidget(self.list)
        self.add_end()
        self.row.addWidget(self.start)
        self.start.clicked.connect(self._restore)
        library.backup_restored.connect(self._on_restored)

    def _restore(self) -> None:
        chosen = self.list.currentItem()
        if chosen is not None:
            self.begun(self._library.restore_backup(Path(chosen.data(Qt.ItemDataRole.UserRole))))

    def _on_restored(self, ticket: str) -> None:
        if ticket == self.ticket:
            self.ended(self.tr("The backup was restored."))

    def failure_words(self, cause: str) -> str:
        return self.tr("Not restored, everything is as it was: {cause}").format(cause=cause)


def backup_words(backup: Generation) -> str:
    """When it was made and how large it is."""
    locale = QLocale()
    when = locale.toString(QDateTime.fromSecsSinceEpoch(int(backup.made_at)), QLocale.FormatType.ShortFormat)
    return f"{when} · {locale.formattedDataSize(backup.size)}"
