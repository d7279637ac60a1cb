"""What is dropped anywhere on the window: attached, written into the message, or offered for import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.attachment_desk import AttachmentDesk, files_in
from desktop.ui.composer import Composer
from desktop.ui.dialogs import confirm
from desktop.ui.labels import plain_label
from desktop.ui.organiser import Organiser
from desktop.worker.export_look import ExportLook

EXPORT_SUFFIX = ".json"


class Drops(QObject):
    """Takes what is dropped on a window, and what is pasted into its message box.

    An export of this program is asked about: it can be imported, or attached like any other file.
    """

    def __init__(self, window: QWidget, composer: Composer, desk: AttachmentDesk, organiser: Organiser) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._desk = desk
        self._organiser = organiser
        self._look = ExportLook()
        self._look.setParent(self)
        self._look.sorted.connect(self._on_sorted)
        self._hint = plain_label("", "dropHint")
        self._hint.setParent(window)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.hide()
        composer.edit.set_taker(self)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def can_take(self, source: QMimeData) -> bool:
        """Whether there is something in it that is no text for the message box."""
        return self._desk.can_take(source)

    def take(self, source: QMimeData) -> bool:
        """Attach what is no text, or ask about it; False for text that belongs into the message box."""
        files = files_in(source)
        if any(file.suffix.lower() == EXPORT_SUFFIX for file in files):
            self._look.start(files)
            return True
        return self._desk.take(source)

    def take_plain(self, text: str) -> bool:
        """Attach what is too much for the message box; False for text that belongs there."""
        return self._desk.take_plain(text)

    def _on_sorted(self, exports: tuple[Path, ...], others: tuple[Path, ...]) -> None:
        self._desk.add_files(others)
        if not exports:
            return
        names = ", ".join(file.name for file in exports)
        confirm(
            self._window,
            self.tr("Import these chats?"),
            self.tr("{names}: chats that Lingdu Chat exported. They can be imported, or attached as text.").format(
                names=names
            ),
            self.tr("Import"),
            lambda: self._import(exports),
            instead=(self.tr("Attach"), lambda: self._desk.add_files(exports)),
        )

    def _import(self, exports: tuple[Path, ...]) -> None:
        for file in exports:
            self._organiser.import_file(file)

    def _wants(self, event: QDropEvent) -> bool:
        # What is dragged out of a chat and let go over it was not meant to go anywhere.
        origin, source = event.source(), event.mimeData()
        is_own = isinstance(origin, QWidget) and self._window.isAncestorOf(origin)
        return not is_own and self._composer.isVisible() and (self.can_take(source) or source.hasText())

    def _show_hint(self, source: QMimeData) -> None:
        is_file = self.can_take(source)
        self._hint.setText(self.tr("Drop to attach") if is_file else self.tr("Drop to write it into the message"))
        self._hint.adjustSize()
        self._hint.move(self._window.rect().center() - self._hint.rect().center())
        self._hint.show()
        self._hint.raise_()

    def _drop(self, source: QMimeData) -> None:
        if not self.take(source) and source.hasText():
            self._composer.edit.insertPlainText(source.text())
        self._composer.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A drop event is a drag-enter event too, for Qt's classes.
        if isinstance(event, QDropEvent) and watched is self._window:
            if not self._wants(event):
                return False
            if event.type() == QEvent.Type.Drop:
                self._hint.hide()
                self._drop(event.mimeData())
            elif isinstance(event, QDragEnterEvent):
                self._show_hint(event.mimeData())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        if event.type() == QEvent.Type.DragLeave and watched is self._window:
            self._hint.hide()
        return super().eventFilter(watched, event)
