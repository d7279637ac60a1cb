"""Takes what is chosen, dropped and pasted, has it read, and keeps it with the draft of the shown chat."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.chat.attachments import MAX_ATTACHMENTS, Attachment, attachments_in, paste_as_text, text_attachment
from desktop.chat.conversation import Conversation
from desktop.chat.text_file import MAX_CHARACTERS
from desktop.errors import AttachmentError
from desktop.ui.attachments.sources import from_file, from_image
from desktop.ui.attachments.words import error_words
from desktop.ui.composer import Composer
from desktop.ui.workspace import Workspace
from desktop.worker.attachment_worker import AttachmentWorker, Reading

# A longer paste becomes a file.
LONG_PASTE = 5000
# What is attached is written whole; so while more is being read, only so often.
KEEP_MS = 1000

# With more, a key in the text box takes longer than a tenth of a second.
MAX_IN_BOX = 50_000

T = TypeVar("T")

_numbers = itertools.count(1)


class AttachmentDesk(QObject):
    """Joins the composer's tray with the worker that reads, and with the workspace that keeps."""

    def __init__(self, page: QWidget, composer: Composer, workspace: Workspace) -> None:
        super().__init__(page)
        self._page = page
        self._composer = composer
        self._tray = composer.tray
        self._workspace = workspace
        self._worker = AttachmentWorker()
        self._worker.setParent(self)
        self._worker.ready.connect(self._on_ready)
        self._worker.failed.connect(self._on_failed)
        self._tray.changed.connect(self._on_changed)
        self._tray.text_wanted.connect(self._put_back)
        self._tray.removed.connect(self._offer_back)
        self._removed: Attachment | None = None
        self._conversation: Conversation | None = None
        self._kept: tuple[Attachment, ...] = ()
        # What is read belongs to the chat it was attached in, even if another is shown by then.
        self._reading: dict[int, Conversation] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        composer.undo_requested.connect(self._bring_back)
        composer.attach_requested.connect(self.choose)
        composer.edit.set_taker(self)

    def choose(self) -> None:
        """Ask for files and attach them."""
        dialog = QFileDialog(self._page, self.tr("Attach files"), str(Path.home()))
        dialog.setObjectName("attachDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files."""
        for path in paths:
            self._begin(from_file(path, self._workspace.picture_side))

    def add_image(self, image: QImage) -> None:
        """Attach a picture that was copied."""
        name = self.tr("Pasted picture") + ".png"
        self._begin(from_image(name, image, self._workspace.picture_side))

    def add_text(self, text: str) -> None:
        """Attach a long paste as a file."""
        self._add_paste(text_attachment(self.tr("Pasted text") + ".txt", text, pasted=True))

    def are_ready(self) -> bool:
        """Whether a question may be sent now; where something is still being read, the composer says so."""
        if self._tray.is_reading:
            self._composer.say(self.tr("An attachment is still being read; send again in a moment."))
            return False
        return True

    def take_all(self) -> tuple[Attachment, ...]:
        """What is attached, which leaves the tray."""
        found = self._tray.attachments
        self._tray.clear()
        self.keep()
        return found

    def keep(self) -> None:
        """Write down what is attached to the shown draft, where that is another than before."""
        self._timer.stop()
        attachments = self._tray.attachments
        if self._conversation is not None and attachments != self._kept:
            self._kept = attachments
            self._workspace.drafts.keep_attachments(self._conversation, attachments)

    def show_draft(self, conversation: Conversation) -> None:
        """Show what is attached to the draft of a chat."""
        if conversation is not self._conversation:
            self.keep()
        self._conversation = None
        self._tray.clear()
        for attachment in attachments_in(conversation.draft_parts):
            self._show(attachment)
        self._timer.stop()
        self._conversation, self._kept = conversation, self._tray.attachments

    def can_take(self, source: QMimeData) -> bool:
        """Whether there are files or a picture in what is pasted or dropped."""
        return bool(files_in(source)) or source.hasImage()

    def take(self, source: QMimeData) -> bool:
        """Attach what is pasted or dropped; False for text that belongs into the box."""
        if files := files_in(source):
            self.add_files(files)
            return True
        text = source.text() if source.hasText() else ""
        if text:
            # Office programs put a picture of the text beside it.
            if len(text) <= LONG_PASTE and self._has_box_room(text):
                return False
            self.add_text(text)
            return True
        image = source.imageData() if source.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            self.add_image(image)
            return True
        return False

    def take_plain(self, text: str) -> bool:
        """Make a chip of a text for which the box has no room, which is sent as text; False for one that has it."""
        if self._has_box_room(text):
            return False
        self._add_paste(paste_as_text(text))
        return True

    def _add_paste(self, attachment: Attachment) -> None:
        number = next(_numbers)
        if not self._has_room(number, attachment.name):
            return
        if len(attachment.text) > MAX_CHARACTERS:
            name, limit = attachment.name, MAX_CHARACTERS
            error = AttachmentError("the text is too long", reason="too_long", name=name, limit=limit)
            self._tray.show_error(number, error_words(error))
        else:
            self._tray.show_ready(number, attachment)

    def _begin(self, reading: Reading[T]) -> None:
        number = next(_numbers)
        if self._has_room(number, reading.name) and self._conversation is not None:
            self._reading[number] = self._conversation
            self._worker.start(number, reading)

    def _has_room(self, number: int, name: str) -> bool:
        """Show a chip; False where it is one too many, which it says."""
        is_full = self._tray.count >= MAX_ATTACHMENTS
        self._tray.add(number, name)
        if is_full:
            error = AttachmentError("too many", reason="too_many", name=name, limit=MAX_ATTACHMENTS)
            self._tray.show_error(number, error_words(error))
        return not is_full

    def _on_ready(self, number: int, attachment: Attachment) -> None:
        conversation, shown = self._reading.pop(number, None), self._conversation
        if number in self._tray:
            self._tray.show_ready(number, attachment)
        elif conversation is not None and shown is not None and conversation.uuid == shown.uuid:
            self._show(attachment)
        elif conversation is not None:
            kept = attachments_in(conversation.draft_parts)
            self._workspace.drafts.keep_attachments(conversation, (*kept, attachment))

    def _on_failed(self, number: int, error: AttachmentError) -> None:
        conversation = self._reading.pop(number, None)
        if conversation is self._conversation and conversation is not None and number not in self._tray:
            self._tray.add(number, error.name)
        self._tray.show_error(number, error_words(error))

    def _put_back(self, number: int) -> None:
        """Make a long paste text: in the box where that can hold it, else as a chip that is sent as text; and back."""
        attachment = self._tray.attachment(number)
        if attachment is None:
            return
        if attachment.as_text:
            name = self.tr("Pasted text") + ".txt"
            self._tray.show_ready(number, text_attachment(name, attachment.text, pasted=True))
        elif self._has_box_room(attachment.text):
            self._tray.remove(number)
            self._composer.edit.insertPlainText(attachment.text)
            self._composer.edit.setFocus()
        else:
            self._tray.show_ready(number, paste_as_text(attachment.text))

    def _has_box_room(self, text: str) -> bool:
        return len(self._composer.text) + len(text) <= MAX_IN_BOX

    def _show(self, attachment: Attachment) -> None:
        number = next(_numbers)
        self._tray.add(number, attachment.name)
        self._tray.show_ready(number, attachment)

    def _offer_back(self, number: int, attachment: Attachment | None) -> None:
        self._reading.pop(number, None)
        if attachment is None:
            return
        self._removed = attachment
        self._composer.offer_undo(self.tr("Undo: {name}").format(name=attachment.name))

    def _bring_back(self) -> None:
        removed, self._removed = self._removed, None
        self._composer.offer_undo("")
        if removed is not None:
            self._show(removed)

    def _on_changed(self) -> None:
        if self._conversation is not None and self._tray.is_reading:
            self._timer.start()
        elif self._conversation is not None:
            self.keep()


def files_in(source: QMimeData) -> list[Path]:
    """The files of this machine in it; none where one of the addresses is of another kind, as a copied link is."""
    urls = source.urls()
    if not urls or not all(url.isLocalFile() for url in urls):
        return []
    return [Path(url.toLocalFile()) for url in urls]
