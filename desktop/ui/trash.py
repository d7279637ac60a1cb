"""The trash: what is in it, putting it back, emptying it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.chat.store.backup import is_aside
from desktop.chat.store.store import ConversationSummary
from desktop.ui.labels import plain_label

_Index = QModelIndex | QPersistentModelIndex


class TrashModel(QAbstractListModel):
    """The conversations in the trash."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ConversationSummary] = []

    def set_rows(self, rows: list[ConversationSummary]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.rows[index.row()].title or self.tr("New chat")
        return self.rows[index.row()].uuid if role == Qt.ItemDataRole.UserRole else None


class TrashView(QFrame):
    """Signals:
    restore_requested(uuid): a conversation is to be put back.
    empty_requested(): all of it is to be removed for good.
    closed(): back to the chats.
    """

    restore_requested = Signal(str)
    empty_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trashView")
        self.back = QPushButton()
        self.back.setObjectName("closeTrashButton")
        self.model = TrashModel()
        self.list = QListView()
        self.list.setObjectName("trashList")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = plain_label("", "trashEmpty", wrap=True)
        self.restore = QPushButton()
        self.restore.setObjectName("restoreButton")
        self.empty = QPushButton()
        self.empty.setObjectName("emptyTrashButton")
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore)
        buttons.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.back)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.back.clicked.connect(self.closed)
        self.restore.clicked.connect(self._restore)
        self.empty.clicked.connect(self.empty_requested)
        self.list.activated.connect(self._restore)
        self.list.selectionModel().selectionChanged.connect(self._show_state)
        leave = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)
        self.retranslate()

    def show_trash(self, rows: list[ConversationSummary]) -> None:
        """Show what is in the trash."""
        self.model.set_rows(rows)
        self.nothing.setVisible(not rows)
        self._show_state()

    def focus_first(self) -> None:
        """Take the focus, with the chat selected that was deleted last: Enter, or Restore, puts it back."""
        self.list.setFocus()
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))

    def retranslate(self) -> None:
        """Set all words in the current language."""
        for button, words in (
            (self.back, self.tr("‹ Back to the chats")),
            (self.restore, self.tr("Restore")),
            (self.empty, self.tr("Empty trash…")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self.nothing.setText(self.tr("The trash is empty."))
        self.list.setAccessibleName(self.tr("Trash"))

    def _show_state(self) -> None:
        self.restore.setEnabled(bool(self.list.selectionModel().selectedIndexes()))
        self.empty.setEnabled(bool(self.model.rows))

    def _restore(self) -> None:
        for uuid in [index.data(Qt.ItemDataRole.UserRole) for index in self.list.selectionModel().selectedIndexes()]:
            self.restore_requested.emit(uuid)
        self.focus_first()  # the button cannot be pressed any more, and would give the keyboard away


class EmptyTrashDialog(QDialog):
    """Asks once more, and names the copies that hold the same text.

    Signals:
        confirmed(renew): remove it all; with `renew` the automatic backups are made anew as well.
    """

    confirmed = Signal(bool)

    def __init__(self, parent: QWidget, count: int, copies: Sequence[Path]) -> None:
        super().__init__(parent)
        self.setObjectName("emptyTrashDialog")
        self.setWindowTitle(self.tr("Empty trash"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = plain_label(self.tr("%n chat(s) will be removed for good.", "", count), "emptyTrashWords", wrap=True)
        column = QVBoxLayout(self)
        column.addWidget(words)
        self.renew = QCheckBox(self.tr("Make a new backup and remove these"))
        self.renew.setObjectName("renewBackupsBox")
        self.renew.setAccessibleName(self.renew.text())
        aside = [path.name for path in copies if is_aside(path)]
        backups = [path.name for path in copies if not is_aside(path)]
        if backups:
            column.addWidget(plain_label(self.tr("These backups still hold their text:"), "emptyTrashBackups"))
            column.addWidget(plain_label("\n".join(backups), "emptyTrashNames", selectable=True))
            self.renew.setChecked(True)
            column.addWidget(self.renew)
        if aside:
            kept = self.tr("These files that were kept aside may hold it too; they stay until you delete them:")
            column.addWidget(plain_label(kept, "emptyTrashDamaged", wrap=True))
            column.addWidget(plain_label("\n".join(aside), "emptyTrashDamagedNames", selectable=True))
        buttons = QDialogButtonBox()
        remove = buttons.addButton(self.tr("Empty trash"), QDialogButtonBox.ButtonRole.AcceptRole)
        remove.setObjectName("confirmEmptyButton")
        remove.setAccessibleName(remove.text())
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancelEmptyButton")
        cancel.setAccessibleName(cancel.text())
        cancel.setDefault(True)
        column.addWidget(buttons)
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.reject)

    def _confirm(self) -> None:
        self.confirmed.emit(self.renew.isChecked())
        self.accept()
