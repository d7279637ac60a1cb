"""A chat view that shows one conversation at work, and does what is pressed on its messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.chat.attachments import whole_text
from desktop.chat.conversation import State, Turn
from desktop.ui.chat.messages import MessageView, Notice
from desktop.ui.chat.view import ChatView
from desktop.ui.chat_session import ChatSession
from desktop.ui.dialogs import show_text
from desktop.ui.host_consent import with_consent
from desktop.ui.live_card import live_card
from desktop.ui.system.links import open_url
from desktop.ui.turn_views import message_view, outline
from desktop.ui.workspace import Workspace

TICK_MS = 1000


class SessionView(QObject):
    """Joins a view with a session, one after another; `parent` is whom its questions to the user belong to.

    Signals:
        path_shown(): the turns that are shown are others now.
        progressed(): text of an answer came for the first time, its state changed, or a second of waiting went by.
        removed(session, words, undo): a message was deleted; `words` say so, and calling `undo` puts it back.
        elsewhere_requested(action): a card's button asks for `open_parameters`, `open_key_settings` or `diagnose`.
    """

    path_shown = Signal()
    progressed = Signal()
    elsewhere_requested = Signal(str)
    removed = Signal(object, str, object)

    def __init__(self, view: ChatView, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._view = view
        self._workspace = workspace
        self._session: ChatSession | None = None
        self._receiving = ""
        self._waiting_card = False
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        view.action_requested.connect(self.act)
        view.edited.connect(self._on_edited)
        view.link_activated.connect(open_url)

    @property
    def session(self) -> ChatSession | None:
        """The session that is shown."""
        return self._session

    def show(self, session: ChatSession) -> None:
        """Show a session, this one or another."""
        if session is not self._session:
            if self._session is not None:
                for signal, slot in self._connections(self._session):
                    signal.disconnect(slot)
            self._session = session
            for signal, slot in self._connections(session):
                signal.connect(slot)
        self._show_path()
        self._show_busy(session.busy)

    def act(self, uuid: str, action: str) -> None:
        """Do what a message's button says; see `ChatView.action_requested`."""
        session = self._session
        if session is None or uuid not in session.conversation.turns:
            return
        match action:
            case "copy":
                QGuiApplication.clipboard().setText(whole_text(session.conversation.turns[uuid]))
            case "regenerate" | "retry":
                with_consent(self._parent, self._workspace, session, lambda: session.regenerate(uuid))
            case "continue":
                with_consent(self._parent, self._workspace, session, lambda: session.continue_answer(uuid))
            case "cancel":
                session.stop()
            case "details":
                error = session.conversation.turns[uuid].error or {}
                show_text(self._parent, self.tr("The server's words"), str(error.get("detail") or ""))
            case "delete":
                self._remove(session, uuid)
            case "open_parameters" | "diagnose" | "open_key_settings":
                self.elsewhere_requested.emit(action)
            case "previous_sibling" | "next_sibling":
                siblings = [one.uuid for one in session.conversation.siblings(uuid)]
                at = siblings.index(uuid) + (1 if action == "next_sibling" else -1)
                if 0 <= at < len(siblings):
                    session.select(siblings[at])

    def _remove(self, session: ChatSession, uuid: str) -> None:
        is_question = session.conversation.turns[uuid].role == "user"
        undo = session.remove(uuid)
        if undo is not None:
            words = self.tr("The question was deleted.") if is_question else self.tr("The answer was deleted.")
            self.removed.emit(session, words, undo)

    def _connections(self, session: ChatSession) -> list[tuple[SignalInstance, Callable[..., None]]]:
        """What is heard of the session that is shown; text is appended before it is looked at."""
        return [
            (session.path_changed, self._show_path),
            (session.text_added, self._view.append_text),
            (session.reasoning_added, self._view.append_reasoning),
            (session.text_added, self._on_text),
            (session.reasoning_added, self._on_text),
            (session.turn_changed, self._show_turn),
            (session.busy_changed, self._show_busy),
        ]

    def _show_path(self) -> None:
        session = self._session
        if session is not None:
            turns = session.conversation.path()
            self._view.set_messages(
                [self._view_of(session, turn) if turn.state is State.STREAMING else outline(turn) for turn in turns],
                lambda message: self._view_of(session, session.conversation.turns[message.uuid]),
            )
            self.path_shown.emit()

    def _show_turn(self, uuid: str) -> None:
        session = self._session
        if session is None or uuid not in session.conversation.turns:
            return
        turn = session.conversation.turns[uuid]
        card = live_card(session, turn)
        self._waiting_card = card is not None
        self._view.update_message(self._view_of(session, turn, card))
        self.progressed.emit()

    def _view_of(self, session: ChatSession, turn: Turn, card: Notice | None = None) -> MessageView:
        return message_view(session.conversation, turn, card, busy=session.busy, prices=self._workspace.prices)

    def _show_busy(self, busy: bool) -> None:
        session = self._session
        if session is None:
            return
        if busy:
            self._tick.start()
            self._on_tick()
        else:
            self._tick.stop()
            for turn in session.conversation.path():
                if self._view.was_near(turn.uuid):
                    self._view.update_message(self._view_of(session, turn))
            self.progressed.emit()

    def _on_text(self, uuid: str, _text: str) -> None:
        if self._waiting_card:
            self._show_turn(uuid)
        if self._receiving != uuid:
            self._receiving = uuid
            self.progressed.emit()

    def _on_tick(self) -> None:
        session = self._session
        answering = session.answering if session is not None else None
        if session is not None and answering is not None and live_card(session, answering) is not None:
            self._show_turn(answering.uuid)  # the countdown, or how long it waits
        else:
            self.progressed.emit()

    def _on_edited(self, uuid: str, text: str) -> None:
        session = self._session
        if session is not None and text.strip():
            with_consent(self._parent, self._workspace, session, lambda: session.ask(text, sibling_of=uuid))
