"""What is written and attached but not sent yet, kept with its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer

from desktop.chat.attachments import Attachment, part_of
from desktop.chat.conversation import Conversation
from desktop.ui.library import Library
from desktop.ui.temporary import TemporaryChats
from desktop.worker.store_worker import StoreWorker

DRAFT_MS = 800


class Drafts(QObject):
    """Writes drafts: words a moment after the last key, attachments at once."""

    def __init__(self, store: StoreWorker, library: Library, temporary: TemporaryChats) -> None:
        super().__init__()
        self._store = store
        self._library = library
        self._temporary = temporary
        self._waiting: Conversation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self._on_pause)

    def set_text(self, conversation: Conversation, text: str) -> None:
        """Take what stands in a composer."""
        if conversation.draft != text:
            conversation.draft = text
            self._waiting = conversation
            self._timer.start()

    def keep(self, conversation: Conversation) -> None:
        """Write a conversation's draft now."""
        if self._waiting is conversation:
            self.forget()
        if conversation.draft.strip() and not self._is_known(conversation.uuid):
            # A new chat with words in its composer is one that can be lost.
            self._library.put(conversation)
        self.save_row(conversation)

    def keep_attachments(self, conversation: Conversation, attachments: Sequence[Attachment]) -> None:
        """Keep what is attached to a conversation's draft; it may be all there is of it."""
        conversation.draft_parts = [part_of(one) for one in attachments]
        if attachments and not self._is_known(conversation.uuid):
            self._library.put(conversation)
            self.save_row(conversation)
        if conversation.uuid in self._library:
            self._store.save_draft_parts(uuid4().hex, conversation.uuid, conversation.draft_parts)

    def save_row(self, conversation: Conversation) -> None:
        """Write what a stored conversation is besides its turns."""
        if conversation.uuid in self._library:
            self._store.save(uuid4().hex, conversation)

    def forget(self) -> None:
        """Write nothing of what waits."""
        self._waiting = None
        self._timer.stop()

    def _on_pause(self) -> None:
        if self._waiting is not None:
            self.keep(self._waiting)

    def _is_known(self, uuid: str) -> bool:
        """Whether a chat is stored already, or never to be."""
        return uuid in self._library or uuid in self._temporary
