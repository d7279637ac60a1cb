"""The open conversations: which exist, which is shown, which generate."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.chat.conversation import Conversation, new_conversation
from desktop.chat.store.store import ConversationSummary, StoreStatus
from desktop.errors import SettingsError, StoreError
from desktop.settings.prices import Prices
from desktop.settings.settings import Settings
from desktop.ui.chat_session import ChatSession
from desktop.ui.drafts import Drafts
from desktop.ui.key_form import FALLBACK_MODEL
from desktop.ui.library import Library
from desktop.ui.model_lists import ModelLists
from desktop.ui.parameters.preset_book import PresetBook
from desktop.ui.profile_book import ProfileBook
from desktop.ui.services import Services
from desktop.ui.temporary import TemporaryChats

SHOWN_CHAT = "shown_chat"  # the section of the settings file with the uuid of the chat that was shown last

_log = logging.getLogger(__name__)


class Workspace(QObject):
    """Opens conversations and keeps the sessions that are shown or generate.

    Signals:
        list_changed(): conversations came, went, moved or changed their state.
        current_changed(session): another conversation is shown.
        revealed(turn, words): the shown conversation is to show this turn, and where these words stand in it.
        session_changed(session): the shown conversation's busy state changed.
        store_opened(status): the database is open, perhaps read-only.
        ready(): the list is here, once; what was used last is about to be shown.
        settings_failed(error): a choice holds for this session, but could not be saved.
        store_failed(error): something could not be written.
        leaving(): another session is about to be shown; what is still being composed belongs to this one's draft.
        refused(session, error): a question could not be saved, so it was not sent; it is the session's draft again.
        temporary_ended(uuid): a chat that was in memory only is there no more.
        answered(session): an answer of this session, shown or not, has ended.
        idle(): the last answer that was being made has ended.
    """

    list_changed = Signal()
    leaving = Signal()
    current_changed = Signal(object)
    revealed = Signal(str, str)
    session_changed = Signal(object)
    store_opened = Signal(object)
    ready = Signal()
    settings_failed = Signal(SettingsError)
    store_failed = Signal(StoreError)
    refused = Signal(object, StoreError)
    temporary_ended = Signal(str)
    answered = Signal(object)
    idle = Signal()

    def __init__(self, services: Services, profiles: ProfileBook, settings: Settings) -> None:
        super().__init__()
        self._services = services
        self.profiles = profiles
        self.library = Library(services.store)
        self.presets = PresetBook(settings)
        self.models = ModelLists(profiles, services.keys, services.stream)
        self._sessions: dict[str, ChatSession] = {}
        self.temporary = TemporaryChats(services.store)
        self.drafts = Drafts(services.store, self.library, self.temporary)
        self._wanted = ""
        self._to_reveal: tuple[str, str] | None = None
        self._settings = settings
        self.prices = Prices(settings)
        # Who has a word before anything is sent: it calls what it is given, at once or later or never.
        self.before_sending: Callable[[Callable[[], object]], object] = lambda go: go()
        self._listed = False
        self.current: ChatSession | None = None
        self._aside: ChatSession | None = None
        store = services.store
        store.opened.connect(self._on_opened)
        store.listed.connect(self._on_listed)
        store.loaded.connect(self._on_loaded)
        store.failed.connect(self._on_store_failed)
        self.library.changed.connect(self.list_changed)
        self.library.altered.connect(self._on_altered)
        self.library.trashed.connect(self._on_trashed)
        self.library.backup_restored.connect(self._on_restored)

    def start(self) -> None:
        """Open the database and the list; what was used last is shown."""
        self._services.store.open()

    @property
    def is_ready(self) -> bool:
        """Whether the list is here; nothing can be saved before."""
        return self._listed

    @property
    def busy(self) -> frozenset[str]:
        """The conversations in which an answer is being made."""
        return frozenset(uuid for uuid, session in self._sessions.items() if session.busy)

    @property
    def summaries(self) -> tuple[ConversationSummary, ...]:
        """All conversations that are stored."""
        return self.library.summaries

    @property
    def sessions(self) -> tuple[ChatSession, ...]:
        """All sessions that live."""
        return tuple(self._sessions.values())

    @property
    def picture_side(self) -> int:
        """The longest side of a picture that is attached, in pixels; 0 for its own size."""
        side = self._settings.get_str("picture_side")
        return int(side) if side.isdecimal() else 0

    def new_chat(self, model: str = "", *, temporary: bool = False) -> ChatSession:
        """Show an empty conversation; it is stored with its first question or a draft, a `temporary` one never."""
        return self._show(self._empty_session(model, temporary=temporary))

    def new_aside(self) -> ChatSession:
        """An empty conversation for another window; it lives until the next one, whatever the main window shows."""
        before, self._aside = self._aside, self._empty_session()
        if before is not None and before is not self.current and not before.busy:
            self._drop(before)
        return self._aside

    def _empty_session(self, model: str = "", *, temporary: bool = False) -> ChatSession:
        profile = self.profiles.get(self.profiles.default_id())
        last = self._settings.get_str("last_model")
        chosen = model or (last if last in profile.models else "") or profile.default_model
        conversation = new_conversation(profile.id, chosen or FALLBACK_MODEL)
        return self._session(conversation, temporary=temporary)

    def keep(self, uuid: str) -> None:
        """Store a chat that was in memory only."""
        session = self._sessions.get(uuid)
        if session is not None and self.temporary.keep(uuid):
            self.library.put(session.conversation)
            if session is self.current:
                self.current_changed.emit(session)

    def end_temporary(self, uuid: str) -> Conversation | None:
        """Forget a chat that was in memory only; what it was, so that it can be shown again."""
        session = self._sessions.get(uuid)
        if session is None or not self.temporary.forget(uuid):
            return None
        session.stop()
        session.abandon()
        del self._sessions[uuid]
        session.deleteLater()
        self.temporary_ended.emit(uuid)
        if session is self.current:
            self.current = None
            self._show_last()
        self.list_changed.emit()
        return session.conversation

    def resume_temporary(self, conversation: Conversation) -> None:
        """Show a chat again that was ended, in memory only as before."""
        self._show(self._session(conversation, temporary=True))

    def endpoint_changed(self) -> None:
        """Another endpoint or key is set: an empty chat takes it, and another chat is shown anew."""
        self.models.forget()
        if self.current is None or not self.current.conversation.turns:
            self.new_chat(temporary=self.current is not None and self.current.conversation.uuid in self.temporary)
        else:
            self.current_changed.emit(self.current)

    def open(self, uuid: str, turn: str = "", words: str = "") -> None:
        """Show a conversation; it is read from the database where it is not open.

        With `turn`, that message is shown, where `words` stand in it, on whatever branch it is.
        """
        self._to_reveal = (turn, words) if turn else None
        session = self._sessions.get(uuid)
        if session is not None:
            self._show(session)
        else:
            self._wanted = uuid
            self._services.store.load(uuid)

    def step(self, uuids: list[str], by: int) -> None:
        """Show the next or previous of `uuids`, around the ends."""
        if not uuids:
            return
        shown = self.current.conversation.uuid if self.current else ""
        at = uuids.index(shown) + by if shown in uuids else 0
        self.open(uuids[at % len(uuids)])

    def choose_model(self, name: str) -> None:
        """Use another model for the next question of the shown conversation, and for new chats."""
        try:
            self._settings.set("last_model", name)
        except SettingsError as error:
            self.settings_failed.emit(error)
        if self.current is None:
            return
        self.current.conversation.model = name
        self.drafts.save_row(self.current.conversation)
        self.current_changed.emit(self.current)

    def choose_profile(self, profile_id: str) -> None:
        """Ask another endpoint from the next question of the shown conversation on; an empty chat's choice is kept."""
        session = self.current
        if session is None or session.busy or session.conversation.profile == profile_id:
            return
        profile = self.profiles.get(profile_id)
        session.conversation.profile = profile.id
        if session.conversation.model not in profile.models:
            session.conversation.model = profile.default_model or next(iter(profile.models), session.conversation.model)
        if not session.conversation.turns:
            self.profiles.prefer(profile.id)
        self.drafts.save_row(session.conversation)
        self.current_changed.emit(session)

    def set_request(self, system_prompt: str, parameters: dict[str, Any]) -> None:
        """What the next question of the shown conversation is asked with; a new chat keeps it with its first words."""
        if self.current is None:
            return
        conversation = self.current.conversation
        conversation.system_prompt, conversation.parameters = system_prompt, parameters
        self.drafts.save_row(conversation)
        self.current_changed.emit(self.current)

    def set_draft(self, text: str) -> None:
        """Keep what stands in the composer with the shown conversation."""
        if self.current is not None:
            self.drafts.set_text(self.current.conversation, text)

    def save_draft(self) -> None:
        """Write the draft of the shown conversation now."""
        if self.current is not None:
            self.drafts.keep(self.current.conversation)

    def leave(self, draft: str) -> None:
        """The program ends: keep the draft, and which chat is shown; the next start shows it again."""
        self.set_draft(draft)
        self.save_draft()
        shown = self.current.conversation.uuid if self.current is not None else ""
        if self._settings.section(SHOWN_CHAT) == shown:
            return
        try:
            self._settings.set_section(SHOWN_CHAT, shown)
        except SettingsError as error:
            _log.info("the chat that is shown is not kept: %s", error)

    def stop_all(self) -> None:
        """End every answer that is being made."""
        for session in self._sessions.values():
            session.stop()

    def abandon_all(self) -> None:
        """Give every answer its final state now, without waiting for the network thread."""
        for session in self._sessions.values():
            session.abandon()

    def _session(self, conversation: Conversation, *, temporary: bool = False) -> ChatSession:
        store = self.temporary.add(conversation) if temporary else self._services.store
        session = ChatSession(conversation, self._services, store)
        session.busy_changed.connect(lambda _busy: self._on_busy(session))
        session.refused.connect(lambda text, error: self._on_refused(session, text, error))
        self._sessions[conversation.uuid] = session
        return session

    def _show(self, session: ChatSession) -> ChatSession:
        # A chat that is still being read must not take the place of this one when it comes.
        self._wanted = ""
        if session is self.current:
            self.current_changed.emit(session)
            self._reveal(session)
            return session
        self.leaving.emit()
        self.save_draft()
        self.current = session
        for other in self.sessions:
            if other is not session and not other.busy:
                self._drop(other)
        self.library.set_unread(session.conversation.uuid, False)
        self.current_changed.emit(session)
        self.list_changed.emit()
        self._reveal(session)
        return session

    def _reveal(self, session: ChatSession) -> None:
        wanted, self._to_reveal = self._to_reveal, None
        if wanted is None or wanted[0] not in session.conversation.turns:
            return
        if wanted[0] not in {turn.uuid for turn in session.conversation.path()}:
            session.select(wanted[0])
        self.revealed.emit(*wanted)

    def _on_busy(self, session: ChatSession) -> None:
        conversation = session.conversation
        if conversation.uuid in self.temporary:
            self.list_changed.emit()
        else:
            self.library.put(conversation)
        if not session.busy and not conversation.turns and not conversation.draft and not conversation.draft_parts:
            self.library.forget(conversation.uuid)
        elif not session.busy and session is not self.current and conversation.turns:
            self.library.set_unread(conversation.uuid, True)
        if not session.busy and conversation.turns:
            self.answered.emit(session)
        if session is self.current:
            self.session_changed.emit(session)
        elif not session.busy:
            self._drop(session)
        if not self.busy:
            self.idle.emit()

    def _drop(self, session: ChatSession) -> None:
        """Forget a session that is neither shown nor busy; one with a draft stays: it may be nowhere but here.

        So does the one of the other window. Where another chat was shown while its answer ended, it is forgotten
        already.
        """
        conversation = session.conversation
        uuid = conversation.uuid
        kept = conversation.draft or conversation.draft_parts or (uuid in self.temporary and conversation.turns)
        if not kept and session is not self._aside and self._sessions.get(uuid) is session:
            del self._sessions[uuid]
            self.temporary.forget(uuid)
            session.deleteLater()

    def _on_refused(self, session: ChatSession, text: str, error: StoreError) -> None:
        words = (text, session.conversation.draft)
        session.conversation.draft = "\n".join(part for part in words if part)
        self.refused.emit(session, error)

    def _on_opened(self, status: StoreStatus) -> None:
        self.store_opened.emit(status)
        self._services.store.list_conversations()

    def _on_listed(self, summaries: tuple[ConversationSummary, ...]) -> None:
        self.library.show_all(summaries)
        if not self._listed:
            self._listed = True
            if self.current is None:
                self._show_last(str(self._settings.section(SHOWN_CHAT)))
            self.ready.emit()
        elif self.current is None:
            self._show_last()

    def _show_last(self, shown: str = "") -> None:
        """Show what was `shown` last, else what was changed last, or an empty chat where there is nothing."""
        kept = [one for one in self.library.summaries if one.trashed_at is None]
        if kept:
            self.open(max(kept, key=lambda one: (one.uuid == shown, one.updated_at)).uuid)
        else:
            self.new_chat()

    def _on_restored(self, _ticket: str) -> None:
        """Let go of everything that was open: it is of the database that was there before."""
        self.drafts.forget()
        for uuid, session in list(self._sessions.items()):
            if uuid not in self.temporary:
                session.abandon()
                session.deleteLater()
                del self._sessions[uuid]
        self._wanted, self._aside = "", None
        if self.current not in self.sessions:
            self.current = None
        self._services.store.list_conversations()

    def _on_loaded(self, conversation: Conversation) -> None:
        if conversation.uuid == self._wanted:
            self._show(self._sessions.get(conversation.uuid) or self._session(conversation))

    def _on_altered(self, uuid: str, changes: dict[str, object]) -> None:
        session = self._sessions.get(uuid)
        if session is not None:
            for name, value in changes.items():
                setattr(session.conversation, name, value)
            if session is self.current and "title" in changes:
                self.current_changed.emit(session)

    def _on_trashed(self, uuid: str, _title: str) -> None:
        session = self._sessions.get(uuid)
        if session is None:
            return
        session.stop()
        if session is self.current:
            self._show_last()

    def _on_store_failed(self, ticket: str, error: StoreError) -> None:
        _log.warning("the store failed: %s", error)
        self.store_failed.emit(error)
        if not ticket and not self._listed:
            self._on_listed(())
        elif ticket and ticket == self._wanted and self.current is None:
            # What was used last cannot be read; the window is of use all the same.
            self.new_chat()
