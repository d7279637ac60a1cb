"""The window: lays out the widgets and connects them; what happens in a chat is `ChatSession`'s."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.actions import Actions
from desktop.ui.banner import Banner
from desktop.ui.chat.messages import Notice
from desktop.ui.chat.view import ChatView
from desktop.ui.chat_session import ChatSession
from desktop.ui.code_blocks import last_code
from desktop.ui.composer import Composer
from desktop.ui.empty_page import EmptyPage
from desktop.ui.error_record import error_record
from desktop.ui.header import Header
from desktop.ui.key_form import KeyServices
from desktop.ui.notices import retry_notice
from desktop.ui.sidebar import Sidebar
from desktop.ui.system.links import open_url
from desktop.ui.theme import Palette
from desktop.ui.turn_views import message_view, turn_figures
from desktop.ui.usage_bar import UsageBar
from desktop.ui.welcome import WelcomePage
from desktop.ui.workspace import Workspace
from desktop.worker.stream_worker import RetryNotice


class MainWindow(QMainWindow):
    """Sidebar, header, chat, composer and status bar.

    Signals:
        closed(): the user closed the window.
        zoom_requested(steps): Ctrl+wheel, larger (1) or smaller (-1).
        key_settings_requested(): a card's button asks for the key settings.
    """

    closed = Signal()
    zoom_requested = Signal(int)
    key_settings_requested = Signal()

    def __init__(self, workspace: Workspace, key_services: KeyServices) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        # The frame that the window manager adds must fit the screen too.
        self.resize(QSize(1200, 800).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        self.setMinimumSize(560, 420)
        self._workspace = workspace
        self._session: ChatSession | None = None
        self._receiving = ""
        self._retry: tuple[str, RetryNotice, float] | None = None
        self.actions_ = Actions(self)
        self.sidebar = Sidebar()
        self.header = Header(self.actions_.menu)
        self.banner = Banner()
        self.view = ChatView()
        self.empty = EmptyPage()
        self.welcome = WelcomePage(key_services)
        self.composer = Composer()
        self.usage = UsageBar()
        self._chat = QFrame()
        self._pages = QStackedWidget()
        self._screens = QStackedWidget()
        self._lay_out()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick)
        self.retranslate()

    def _lay_out(self) -> None:
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        chat = self._chat
        chat.setObjectName("chatScreen")
        column = QVBoxLayout(chat)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        column.addWidget(self.composer)
        self._screens.addWidget(chat)
        self._screens.addWidget(self.welcome)
        right = QVBoxLayout()
        right.addWidget(self.banner)
        right.addWidget(self._screens, 1)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.sidebar)
        top.addLayout(right, 1)
        centre = QWidget()
        centre.setObjectName("centre")
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(top, 1)
        rows.addWidget(self.usage)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        workspace, actions = self._workspace, self.actions_
        workspace.list_changed.connect(self._show_list)
        workspace.current_changed.connect(self._show_session)
        workspace.session_changed.connect(self._show_busy)
        workspace.refused.connect(self._on_refused)
        self.sidebar.new_chat_requested.connect(actions.new_chat.trigger)
        self.sidebar.conversation_chosen.connect(workspace.open)
        self.header.model_chosen.connect(workspace.choose_model)
        self.composer.send_requested.connect(self.send)
        self.composer.stop_requested.connect(self.stop)
        self.composer.edit_last_requested.connect(actions.edit_last.trigger)
        self.composer.text_changed.connect(lambda: workspace.set_draft(self.composer.text))
        self.empty.start_chosen.connect(self._start_with)
        self.view.action_requested.connect(self._on_message_action)
        self.view.edited.connect(self._on_edited)
        self.view.link_activated.connect(open_url)
        actions.new_chat.triggered.connect(self.new_chat)
        actions.search.triggered.connect(self._focus_search)
        actions.next_chat.triggered.connect(lambda: workspace.step(self.sidebar.model.uuids(), 1))
        actions.previous_chat.triggered.connect(lambda: workspace.step(self.sidebar.model.uuids(), -1))
        actions.stop.triggered.connect(self.stop)
        actions.regenerate.triggered.connect(self._regenerate_last)
        actions.edit_last.triggered.connect(self._edit_last)
        actions.copy_answer.triggered.connect(self._copy_last_answer)
        actions.copy_code.triggered.connect(self._copy_last_code)
        actions.focus_composer.triggered.connect(self.composer.edit.setFocus)
        actions.model_picker.triggered.connect(self.header.model.setFocus)
        actions.sidebar.toggled.connect(self.sidebar.setVisible)
        actions.close.triggered.connect(self.close)

    def show_welcome(self, shown: bool) -> None:
        """Show the first-run screen, or the chat."""
        self._screens.setCurrentWidget(self.welcome if shown else self._chat)
        self.sidebar.setVisible(not shown and self.actions_.sidebar.isChecked())
        if shown:
            self.welcome.form.key.setFocus()
        else:
            self.composer.edit.setFocus()

    def set_theme(self, palette: Palette, zoom_percent: int) -> None:
        """Take colours and sizes."""
        self.sidebar.set_theme(palette)
        self.header.set_theme(palette)
        self.composer.set_theme(palette)
        self.view.set_theme(palette, zoom_percent)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send with Ctrl+Enter in the composer and in the box of an edited question."""
        self.composer.set_ctrl_enter(on)
        self.view.set_ctrl_enter(on)

    def send(self, text: str) -> None:
        """Send a question in the shown conversation; the composer is emptied."""
        if self._session is None or self._session.busy:
            return
        # Before it is asked: a question that cannot be saved comes back at once.
        self._session.conversation.draft = ""
        self.composer.clear()
        self._session.ask(text)
        self.view.jump_to_end()

    def stop(self) -> None:
        """End the answer of the shown conversation."""
        if self._session is not None:
            self._session.stop()

    def new_chat(self) -> None:
        """Show an empty conversation."""
        self._workspace.new_chat()
        self.composer.edit.setFocus()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.actions_.retranslate()
        for part in (self.sidebar, self.header, self.composer, self.empty, self.welcome):
            part.retranslate()
        self.view.setAccessibleName(self.tr("Chat"))
        self._show_list()
        if self._session is not None:
            self._show_session(self._session)
        else:
            self._show_title("")
            self.usage.show_state(self.tr("Ready"), "idle")

    def _show_title(self, title: str) -> None:
        self.header.show_title(title or self.tr("New chat"))
        name = self.tr("Lingdu Chat")
        self.setWindowTitle(f"{title} — {name}" if title else name)

    def _show_list(self) -> None:
        current = self._session.conversation.uuid if self._session else ""
        self.sidebar.show_conversations(self._workspace.summaries, self._workspace.busy, current)

    def _show_session(self, session: ChatSession) -> None:
        if session is not self._session:
            if self._session is not None:
                self._disconnect(self._session)
            self._session = session
            session.path_changed.connect(self._show_path)
            session.text_added.connect(self.view.append_text)
            session.reasoning_added.connect(self.view.append_reasoning)
            session.text_added.connect(self._on_text)
            session.reasoning_added.connect(self._on_text)
            session.turn_changed.connect(self._show_turn)
            session.retry_waiting.connect(self._on_retry_waiting)
            self.composer.set_text(session.conversation.draft)
        profile = self._workspace.profiles.get(session.conversation.profile)
        self.header.show_models(profile.models, session.conversation.model, profile.name or profile.endpoint.host)
        self.composer.set_model(session.conversation.model)
        self.empty.show_where(session.conversation.model, profile.endpoint.host)
        self.usage.show_host(profile.endpoint.host)
        self._retry = None
        self._show_path()
        self.view.jump_to_end()
        self._show_busy(session)

    def _disconnect(self, session: ChatSession) -> None:
        session.path_changed.disconnect(self._show_path)
        session.text_added.disconnect(self.view.append_text)
        session.reasoning_added.disconnect(self.view.append_reasoning)
        session.text_added.disconnect(self._on_text)
        session.reasoning_added.disconnect(self._on_text)
        session.turn_changed.disconnect(self._show_turn)
        session.retry_waiting.disconnect(self._on_retry_waiting)

    def _show_path(self) -> None:
        session = self._session
        if session is None:
            return
        path = session.conversation.path()
        self._pages.setCurrentWidget(self.view if path else self.empty)
        self.view.set_messages([message_view(session.conversation, turn, busy=session.busy) for turn in path])
        self._show_title(session.conversation.title)
        self._show_figures()

    def _show_turn(self, uuid: str) -> None:
        session = self._session
        if session is None or uuid not in session.conversation.turns:
            return
        if self._retry is not None:
            self._retry = None
        turn = session.conversation.turns[uuid]
        self.view.update_message(message_view(session.conversation, turn, busy=session.busy))
        self._show_figures()
        self._show_state()

    def _show_busy(self, session: ChatSession) -> None:
        self.composer.set_busy(session.busy)
        self.actions_.stop.setEnabled(session.busy)
        self.actions_.regenerate.setEnabled(not session.busy)
        if session.busy:
            self._tick.start()
        else:
            self._tick.stop()
            for turn in session.conversation.path():
                self.view.update_message(message_view(session.conversation, turn))
        self._show_figures()
        self._show_state()

    def _show_figures(self) -> None:
        session = self._session
        if session is None:
            return
        answers = [turn for turn in session.conversation.path() if turn.role == "assistant"]
        if not answers:
            self.usage.show_figures(None)
            return
        meter = session.meter(answers[-1].uuid)
        live = meter is not None and session.answering is answers[-1]
        self.usage.show_figures(meter.figures(time.monotonic()) if meter and live else turn_figures(answers[-1]))

    def _show_state(self) -> None:
        session = self._session
        if session is None:
            return
        turn = session.answering
        if turn is None:
            self.usage.show_state(self.tr("Ready"), "idle")
        elif self._retry is not None:
            self.usage.show_state(self.tr("Waiting to send again"), "warn")
        elif turn.first_token_at is not None:
            self.usage.show_state(self.tr("Receiving"), "live")
        elif turn.sent_at is not None:
            seconds = max(0, math.floor(time.time() - turn.sent_at))
            self.usage.show_state(self.tr("Waiting %n s for the first token", "", seconds), "live")
        else:
            self.usage.show_state(self.tr("Connecting"), "live")

    def _on_text(self, uuid: str, _text: str) -> None:
        if self._receiving != uuid:
            self._receiving = uuid
            self._show_state()

    def _on_tick(self) -> None:
        self._show_figures()
        self._show_retry()
        self._show_state()

    def _on_retry_waiting(self, uuid: str, notice: RetryNotice) -> None:
        self._retry = (uuid, notice, time.monotonic() + notice.delay_s)
        self._show_retry()
        self._show_state()

    def _show_retry(self) -> None:
        session = self._session
        if self._retry is None or session is None:
            return
        uuid, notice, at = self._retry
        left_s = max(0, math.ceil(at - time.monotonic()))
        card = retry_notice(notice, left_s, error_record(notice.error))
        self._update_card(session, uuid, card)

    def _update_card(self, session: ChatSession, uuid: str, card: Notice) -> None:
        turn = session.conversation.turns[uuid]
        self.view.update_message(message_view(session.conversation, turn, card, busy=session.busy))

    def _on_refused(self, text: str, error: Exception) -> None:
        kept = self.composer.text
        self.composer.set_text(f"{text}\n{kept}" if kept else text)
        self.banner.show_message(self.tr("Not sent: the question could not be saved"), str(error))

    def _on_message_action(self, uuid: str, action: str) -> None:
        session = self._session
        if session is None or uuid not in session.conversation.turns:
            return
        turn = session.conversation.turns[uuid]
        match action:
            case "copy":
                QGuiApplication.clipboard().setText(turn.text)
            case "regenerate" | "retry":
                session.regenerate(uuid)
            case "continue":
                session.continue_answer(uuid)
            case "cancel":
                session.stop()
            case "open_key_settings":
                self.key_settings_requested.emit()
            case "previous_sibling" | "next_sibling":
                siblings = [one.uuid for one in session.conversation.siblings(uuid)]
                at = siblings.index(uuid) + (1 if action == "next_sibling" else -1)
                if 0 <= at < len(siblings):
                    session.select(siblings[at])

    def _on_edited(self, uuid: str, text: str) -> None:
        if self._session is not None and text.strip():
            self._session.ask(text, sibling_of=uuid)

    def _start_with(self, text: str) -> None:
        self.composer.set_text(text)
        self.composer.edit.setFocus()

    def _focus_search(self) -> None:
        self.actions_.sidebar.setChecked(True)
        self.sidebar.search.setFocus()
        self.sidebar.search.selectAll()

    def _last(self, role: str) -> str | None:
        if self._session is None:
            return None
        turns = [turn for turn in self._session.conversation.path() if turn.role == role]
        return turns[-1].uuid if turns else None

    def _regenerate_last(self) -> None:
        uuid = self._last("assistant")
        if uuid is not None and self._session is not None:
            self._session.regenerate(uuid)

    def _edit_last(self) -> None:
        uuid = self._last("user")
        if uuid is not None and self._session is not None and not self._session.busy:
            self.view.start_edit(uuid)

    def _copy_last_answer(self) -> None:
        uuid = self._last("assistant")
        if uuid is not None:
            self._on_message_action(uuid, "copy")

    def _copy_last_code(self) -> None:
        uuid = self._last("assistant")
        if uuid is not None and self._session is not None:
            code = last_code(self._session.conversation.turns[uuid].text)
            if code:
                QGuiApplication.clipboard().setText(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        # The program ends in stages; the window goes at once, the answers are stored behind it.
        event.accept()
        self.closed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
