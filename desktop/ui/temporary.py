"""Chats that are kept in memory only: which they are, and what stands in the store's place for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.chat.conversation import Conversation, Part, Turn
from desktop.chat.store.charges import Charge
from desktop.chat.store.store import ConversationSummary
from desktop.errors import StoreError
from desktop.ui.library import summary_of
from desktop.worker.store_worker import StoreWorker


class TemporaryStore(QObject):
    """What a session of such a chat takes for the store: nothing is written until the chat is kept.

    What a request took is counted all the same, since it is paid: figures without the chat they are of.

    Attributes:
        is_kept: the chat was stored, and all that follows is.

    Signals:
        saved(ticket), failed(ticket, error): as those of the store.
    """

    saved = Signal(str)
    failed = Signal(str, StoreError)

    def __init__(self, conversation: Conversation, store: StoreWorker) -> None:
        super().__init__()
        self._conversation = conversation
        self._store = store
        self._whole: set[str] = set()
        self.is_kept = False

    def keep(self) -> None:
        """Store the chat with all that was said in it."""
        if self.is_kept:
            return
        self.is_kept = True
        self._store.saved.connect(self.saved)
        self._store.failed.connect(self.failed)
        turns = self._conversation.turns
        # What a session has not flushed yet is in its turn already.
        self._whole = set(turns)
        self._store.save(uuid4().hex, self._conversation, *turns.values())
        if self._conversation.draft_parts:
            self._store.save_draft_parts(uuid4().hex, self._conversation.uuid, self._conversation.draft_parts)

    def save(self, ticket: str, conversation: Conversation, *turns: Turn) -> None:
        """As the store's; in memory there is nothing to do, and `saved` follows at once."""
        if self.is_kept:
            self._store.save(ticket, conversation, *turns)
        else:
            QTimer.singleShot(0, self, lambda: self.saved.emit(ticket))

    def append_parts(self, ticket: str, turn_uuid: str, parts: Sequence[Part]) -> None:
        """As the store's; the first time after `keep` the turn is written whole: some of `parts` may be stored."""
        if not self.is_kept:
            return
        if turn_uuid in self._whole:
            self._whole.discard(turn_uuid)
            self._store.save(ticket, self._conversation, self._conversation.turns[turn_uuid])
        else:
            self._store.append_parts(ticket, turn_uuid, parts)

    def delete_turn(self, ticket: str, turn_uuid: str) -> None:
        """As the store's."""
        if self.is_kept:
            self._store.delete_turn(ticket, turn_uuid)

    def charge(self, ticket: str, charge: Charge) -> None:
        """As the store's; what is not kept leaves no trace of which chat it was."""
        self._store.charge(ticket, charge if self.is_kept else replace(charge, conversation=""))


TurnStore: TypeAlias = StoreWorker | TemporaryStore


class TemporaryChats:
    """The chats that nothing writes down, by their uuid."""

    def __init__(self, store: StoreWorker) -> None:
        self._store = store
        self._chats: dict[str, tuple[Conversation, TemporaryStore]] = {}

    def __contains__(self, uuid: str) -> bool:
        return uuid in self._chats

    @property
    def summaries(self) -> tuple[ConversationSummary, ...]:
        """A line for each that has something in it."""
        chats = [conversation for conversation, _ in self._chats.values()]
        return tuple(summary_of(one) for one in chats if one.turns or one.draft.strip() or one.draft_parts)

    def add(self, conversation: Conversation) -> TemporaryStore:
        """Keep a chat in memory only; what its session takes for the store."""
        store = TemporaryStore(conversation, self._store)
        self._chats[conversation.uuid] = conversation, store
        return store

    def keep(self, uuid: str) -> bool:
        """Store one; False where it is none of these."""
        chat = self._chats.pop(uuid, None)
        if chat is not None:
            chat[1].keep()
        return chat is not None

    def forget(self, uuid: str) -> bool:
        """Let one go; False where it is none of these."""
        return self._chats.pop(uuid, None) is not None
