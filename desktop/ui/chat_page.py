"""One chat as the window shows it: header, messages, composer, and the figures of its last answer."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QVBoxLayout

from desktop.errors import StoreError
from desktop.settings.profiles import Profile
from desktop.ui.answer_announcer import AnswerAnnouncer
from desktop.ui.attachment_desk import AttachmentDesk
from desktop.ui.chat.view import ChatView
from desktop.ui.chat_session import ChatSession
from desktop.ui.code_blocks import last_code
from desktop.ui.composer import Composer
from desktop.ui.empty_page import EmptyPage
from desktop.ui.find_bar import FindBar
from desktop.ui.header import Header
from desktop.ui.host_consent import with_consent
from desktop.ui.palettes import Palette
from desktop.ui.session_view import SessionView
from desktop.ui.temporary_bar import TemporaryBar
from desktop.ui.theme import SYSTEM_FONTS, Fonts
from desktop.ui.turn_views import price_of, turn_figures
from desktop.ui.usage_bar import UsageBar
from desktop.ui.workspace import Workspace


class ChatPage(QFrame):
    """Shows the workspace's current session and hands on what the user does to it.

    Signals:
        title_changed(title): the name of the chat; empty for a new one.
        key_settings_requested(): a card's button asks for the key settings.
        diagnosis_requested(): a card's button asks for a look at the connection.
        message_removed(session, words, undo): see `SessionView.removed`.
    """

    title_changed = Signal(str)
    key_settings_requested = Signal()
    diagnosis_requested = Signal()
    message_removed = Signal(object, str, object)

    def __init__(self, workspace: Workspace, menu: QMenu, usage: UsageBar) -> None:
        super().__init__()
        self.setObjectName("chatScreen")
        self._workspace = workspace
        self._usage = usage
        self._session: ChatSession | None = None
        self.header = Header(menu)
        self.view = ChatView()
        self._messages = SessionView(self.view, workspace, self)
        self.empty = EmptyPage()
        self.composer = Composer()
        self.attachments = AttachmentDesk(self, self.composer, workspace)
        self._announcer = AnswerAnnouncer(self.view, self.composer)
        self.find_bar = FindBar()
        self.temporary = TemporaryBar()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.temporary)
        column.addWidget(self.find_bar)
        column.addWidget(self._pages, 1)
        column.addWidget(self.composer)
        workspace.leaving.connect(self.composer.edit.finish_composing)
        workspace.current_changed.connect(self._show_session)
        workspace.session_changed.connect(self._show_busy)
        workspace.refused.connect(self._on_refused)
        workspace.revealed.connect(self.view.reveal)
        self.header.model_chosen.connect(workspace.choose_model)
        self.header.profile_chosen.connect(workspace.choose_profile)
        self.header.settings_requested.connect(self.key_settings_requested)
        self.header.models_wanted.connect(self._refresh_models)
        workspace.models.changed.connect(self._on_models)
        workspace.models.told.connect(self._on_models_told)
        self.composer.send_requested.connect(self.send)
        self.composer.stop_requested.connect(self.stop)
        self.composer.edit_last_requested.connect(self.edit_last)
        self.composer.text_changed.connect(lambda: workspace.set_draft(self.composer.text))
        self.empty.start_chosen.connect(self._start_with)
        self.header.find_requested.connect(self.open_find)
        self.find_bar.changed.connect(self.view.finder.search)
        self.find_bar.stepped.connect(self.view.finder.step)
        self.find_bar.closed.connect(self._end_find)
        self.view.finder.changed.connect(self.find_bar.show_count)
        self._messages.path_shown.connect(self._show_path)
        self._messages.removed.connect(self.message_removed)
        self._messages.progressed.connect(self._show_progress)
        self._messages.elsewhere_requested.connect(self._on_elsewhere)

    @property
    def session(self) -> ChatSession | None:
        """The session that is shown."""
        return self._session

    def send(self, text: str) -> None:
        """Send a question; the composer is emptied."""
        session = self._session
        if session is None or session.busy or not self.attachments.are_ready():
            return

        written = self.composer.text

        def go() -> None:
            # What is asked of the user or the ledger first may take time: the question of a chat that was left in it
            # stays there as its draft, and what was typed on meanwhile stays in the box.
            if session is not self._session:
                return
            if session.busy:
                # Enter was pressed again, and the first was taken: what was written after it stays, and hears why.
                if self.composer.text.strip():
                    self.composer.submit()
                return
            now = self.composer.text
            rest = "" if now == written else now.removeprefix(written)
            # Before it is asked: a question that cannot be saved comes back at once.
            session.conversation.draft = rest
            self.composer.set_text(rest)
            session.ask(text, attachments=self.attachments.take_all())
            self.view.jump_to_end()

        with_consent(self, self._workspace, session, go)

    def step_prompt(self, direction: int) -> None:
        """Show the question before (-1) or after (1) in the composer."""
        if self._session is None:
            return
        path = self._session.conversation.path()
        self.composer.step_history([turn.text for turn in path if turn.role == "user"], direction)

    def stop(self) -> None:
        """End the answer."""
        if self._session is not None:
            self._session.stop()

    def regenerate_last(self) -> None:
        """Ask for another last answer."""
        uuid = self._last("assistant")
        if uuid is not None:
            self._messages.act(uuid, "regenerate")

    def edit_last(self) -> None:
        """Open the last question for editing."""
        uuid = self._last("user")
        if uuid is not None and self._session is not None and not self._session.busy:
            self.view.start_edit(uuid)

    def copy_last_answer(self) -> None:
        """Put the last answer's Markdown into the clipboard."""
        uuid = self._last("assistant")
        if uuid is not None:
            self._messages.act(uuid, "copy")

    def copy_last_code(self) -> None:
        """Put the last code block of the last answer into the clipboard."""
        uuid = self._last("assistant")
        if uuid is not None and self._session is not None:
            code = last_code(self._session.conversation.turns[uuid].text)
            if code:
                QGuiApplication.clipboard().setText(code)

    def keep_place(self) -> None:
        """Remember with the chat where its reader is."""
        if self._session is None:
            return
        conversation, place = self._session.conversation, self.view.reading_place()
        if place != conversation.scroll:
            conversation.scroll = place
            self._workspace.library.keep_place(conversation.uuid, place)

    def open_find(self) -> None:
        """Find words in this chat, those that are selected first."""
        self.find_bar.open_with(self.view.selected_line())

    def find_step(self, direction: int) -> None:
        """Go to the next hit (1) or the one before (-1)."""
        if self.find_bar.isVisible():
            self.view.finder.step(direction)
        else:
            self.open_find()

    def set_theme(self, palette: Palette, zoom_percent: int, fonts: Fonts = SYSTEM_FONTS) -> None:
        """Take colours and sizes."""
        self.header.set_theme(palette)
        self.find_bar.set_theme(palette)
        self.composer.set_theme(palette)
        self.view.set_theme(palette, zoom_percent, fonts)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send with Ctrl+Enter in the composer and in the box of an edited question."""
        self.composer.set_ctrl_enter(on)
        self.view.set_ctrl_enter(on)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        for part in (self.header, self.temporary, self.find_bar, self.composer, self.empty):
            part.retranslate()
        self.view.setAccessibleName(self.tr("Chat"))
        if self._session is not None:
            self._show_session(self._session)
        else:
            self._show_title("")
            self._usage.show_state(self.tr("Ready"), "idle")

    def _end_find(self) -> None:
        self.view.finder.search("")
        self.view.setFocus()

    def _show_title(self, title: str) -> None:
        self.header.show_title(title or self.tr("New chat"))
        self.title_changed.emit(title)

    def _show_session(self, session: ChatSession) -> None:
        is_other = session is not self._session
        if is_other:
            if self._session is not None:
                self.keep_place()
            self._session = session
            self.composer.set_text(session.conversation.draft)
            self.attachments.show_draft(session.conversation)
        profile = self._workspace.profiles.get(session.conversation.profile)
        self._show_profile(session, profile)
        self.temporary.setVisible(session.conversation.uuid in self._workspace.temporary)
        self.composer.set_model(session.conversation.model)
        self.empty.show_where(session.conversation.model, profile.endpoint.host)
        self._usage.show_host(profile.endpoint.host)
        self._messages.show(session)
        if is_other and session.conversation.scroll is not None:
            self.view.go_to_reading_place(session.conversation.scroll)
        elif is_other:
            self.view.jump_to_end()
        self._show_busy(session)

    def _show_profile(self, session: ChatSession, profile: Profile) -> None:
        self.header.show_models(profile.models, session.conversation.model, profile.name or profile.endpoint.host)
        names = {one.id: one.name or one.endpoint.host for one in self._workspace.profiles.choices()}
        self.header.show_profiles(names, profile.id)
        self.header.show_models_note(self._workspace.models.words(profile.id))
        self.header.show_request(session.conversation.system_prompt, len(session.conversation.parameters))

    def _refresh_models(self) -> None:
        if self._session is not None:
            self._workspace.models.refresh(self._workspace.profiles.get(self._session.conversation.profile))

    def _on_models_told(self, profile_id: str) -> None:
        if self._session is not None and self._session.conversation.profile == profile_id:
            self.header.show_models_note(self._workspace.models.words(profile_id))

    def _on_models(self, profile_id: str) -> None:
        if self._session is not None and self._session.conversation.profile == profile_id:
            self._show_profile(self._session, self._workspace.profiles.get(profile_id))

    def _show_path(self) -> None:
        session = self._session
        if session is None:
            return
        self._pages.setCurrentWidget(self.view if session.conversation.path() else self.empty)
        self._show_title(session.conversation.title)
        self._show_figures()

    def _show_progress(self) -> None:
        self._show_figures()
        self._show_state()

    def _show_busy(self, session: ChatSession) -> None:
        self.composer.set_busy(session.busy)

    def _show_figures(self) -> None:
        session = self._session
        if session is None:
            return
        answers = [turn for turn in session.conversation.path() if turn.role == "assistant"]
        if not answers:
            self._usage.show_figures(None)
            return
        meter = session.meter(answers[-1].uuid)
        figures = meter.figures(time.monotonic()) if meter is not None else turn_figures(answers[-1])
        self._usage.show_figures(figures, price_of(answers[-1], figures, self._workspace.prices))

    def _show_state(self) -> None:
        session = self._session
        if session is None:
            return
        turn = session.answering
        if turn is None:
            self._usage.show_state(self.tr("Ready"), "idle")
        elif session.retry is not None:
            self._usage.show_state(self.tr("Waiting to send again"), "warn")
        elif turn.first_token_at is not None:
            self._usage.show_state(self.tr("Receiving"), "live")
        elif session.heard_at:
            seconds = math.floor(time.monotonic() - session.heard_at)
            self._usage.show_state(self.tr("Waiting %n s for the first token", "", seconds), "live")
        else:
            self._usage.show_state(self.tr("Connecting"), "live")

    def _on_refused(self, session: ChatSession, _error: StoreError) -> None:
        if session is self._session:
            self.composer.set_text(session.conversation.draft)
            self.attachments.show_draft(session.conversation)

    def _on_elsewhere(self, action: str) -> None:
        match action:
            case "open_parameters":
                self.header.parameters_requested.emit()
            case "diagnose":
                self.diagnosis_requested.emit()
            case "open_key_settings":
                self.key_settings_requested.emit()

    def _start_with(self, text: str) -> None:
        self.composer.set_text(text)
        self._workspace.set_draft(text)
        self.composer.edit.setFocus()

    def _last(self, role: str) -> str | None:
        if self._session is None:
            return None
        turns = [turn for turn in self._session.conversation.path() if turn.role == role]
        return turns[-1].uuid if turns else None
