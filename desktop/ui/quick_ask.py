"""The quick-ask window: one line for a question, its answer below, above all other windows."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop.errors import StoreError
from desktop.ui.attachment_desk import LONG_PASTE
from desktop.ui.chat.view import ChatView
from desktop.ui.chat_session import ChatSession
from desktop.ui.host_consent import with_consent
from desktop.ui.icons import set_icon
from desktop.ui.labels import plain_label
from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.prompt_edit import PromptEdit
from desktop.ui.session_view import SessionView
from desktop.ui.store_words import cause_words
from desktop.ui.theme import SYSTEM_FONTS, Fonts
from desktop.ui.workspace import Workspace

WIDTH_EM = 46
HEIGHT_EM = 38
TOP_SHARE = 0.18


class QuickAsk(QWidget):
    """A window for a question in passing; it is a conversation like any other, which the main window can open.

    Hiding it ends nothing: the answer goes on, and what is written stays.

    Signals:
        open_requested(uuid): the conversation is wanted in the main window.
        given(source): more than a line of text was pasted or dropped, which the main window attaches; the conversation
            was asked for there just before.
        elsewhere_requested(action): see `SessionView`.
    """

    open_requested = Signal(str)
    given = Signal(QMimeData)
    elsewhere_requested = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.setObjectName("quickAsk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._workspace = workspace
        self._session: ChatSession | None = None
        self._palette = LIGHT
        self._refusal = ""
        # Enter was pressed before the database was open.
        self._is_waiting = False
        self.edit = PromptEdit()
        self.edit.setObjectName("quickAskField")
        self.edit.set_taker(self)
        self.send_button = self._button("quickAskSendButton")
        self.send_button.setProperty("primary", True)
        self.model = plain_label("", "quickAskModel")
        self.hint = plain_label("", "quickAskHint", wrap=True)
        self.new_button = self._button("quickAskNewButton", is_link=True)
        self.open_button = self._button("quickAskOpenButton", is_link=True)
        self.view = ChatView()
        self.view.setObjectName("quickAskView")
        self._messages = SessionView(self.view, workspace, self)
        self._lay_out()
        self.edit.submitted.connect(self._submit)
        self.edit.textChanged.connect(self._show_state)
        self.send_button.clicked.connect(self._press)
        self.new_button.clicked.connect(self.begin)
        self.open_button.clicked.connect(self.open_in_window)
        self._messages.path_shown.connect(self._show_state)
        self._messages.progressed.connect(self._show_state)
        self._messages.elsewhere_requested.connect(self.elsewhere_requested)
        workspace.ready.connect(self._on_ready)
        workspace.refused.connect(self._on_refused)
        workspace.answered.connect(self._on_answered)
        workspace.library.trashed.connect(self._on_trashed)
        workspace.library.erase_begun.connect(self._on_erased)
        workspace.library.backup_restored.connect(self.begin)
        self.retranslate()

    def _button(self, name: str, *, is_link: bool = False) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("link", is_link)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        box = QFrame()
        box.setObjectName("quickAskBox")
        line = QHBoxLayout(box)
        line.setContentsMargins(12, 8, 8, 8)
        line.addWidget(self.edit, 1)
        line.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.model)
        tools.addWidget(self.hint, 1)
        tools.addWidget(self.new_button)
        tools.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(6)
        column.addWidget(box)
        column.addWidget(self.view, 1)
        column.addLayout(tools)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.view.hide()

    @property
    def session(self) -> ChatSession | None:
        """The session of its conversation; None until the database is open."""
        return self._session

    def toggle(self) -> None:
        """Hide the window where it can be seen, else show it."""
        if self.isVisible() and not self.isMinimized():
            self.hide()
        else:
            self.bring_to_front()

    def bring_to_front(self) -> None:
        """Show the window on the screen where the mouse is, and give its line the keyboard."""
        if self._session is None or not self._session.conversation.turns:
            # Another endpoint or model may be the one of new chats by now.
            self.begin()
        if not self.isVisible():
            self._place()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.edit.setFocus()
        self._mark_seen()

    def begin(self) -> None:
        """Turn to an empty conversation; what was asked before is in the list of chats, what is written stays."""
        if not self._workspace.is_ready:
            return
        self._session = self._workspace.new_aside()
        self._messages.show(self._session)
        self._show_state()
        self.edit.setFocus()

    def open_in_window(self) -> None:
        """Show the conversation in the main window, with what is written here, and begin another one here."""
        session = self._session
        if session is None:
            return
        if text := self.edit.toPlainText():
            session.conversation.draft = text
            self.edit.replace_text("")
        self.hide()
        self.open_requested.emit(session.conversation.uuid)
        self.begin()

    def keep_draft(self) -> None:
        """Keep what is written here as the draft of its conversation, when the program ends."""
        if self._session is not None and self.edit.toPlainText().strip():
            self._session.conversation.draft = self.edit.toPlainText()
            self._workspace.drafts.keep(self._session.conversation)

    def can_take(self, source: QMimeData) -> bool:
        """Whether there is something in it that the main window would attach."""
        return source.hasUrls() or source.hasImage()

    def take(self, source: QMimeData) -> bool:
        """Hand on to the main window what does not go into a line; False for text that does."""
        text = source.text() if source.hasText() else ""
        if self._session is None or (len(text) <= LONG_PASTE if text else not self.can_take(source)):
            return False
        self.open_in_window()
        self.given.emit(source)
        return True

    def take_plain(self, text: str) -> bool:
        """Hand on to the main window what does not go into a line; False for text that does."""
        if self._session is None or len(text) <= LONG_PASTE:
            return False
        self.open_in_window()
        source = QMimeData()
        source.setText(text)
        self.given.emit(source)
        return True

    def set_theme(self, palette: Palette, zoom_percent: int, fonts: Fonts = SYSTEM_FONTS, *, ctrl_enter: bool) -> None:
        """Take colours, sizes and the key that sends."""
        self._palette = palette
        self.view.set_theme(palette, zoom_percent, fonts)
        self.view.set_ctrl_enter(ctrl_enter)
        self.edit.set_ctrl_enter(ctrl_enter)
        self._show_state()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.setWindowTitle(self.tr("Quick ask"))
        self.setAccessibleName(self.tr("Quick ask"))
        self.edit.setPlaceholderText(self.tr("Ask anything…"))
        self.edit.setAccessibleName(self.tr("Question"))
        self.view.setAccessibleName(self.tr("Chat"))
        for button, words in (
            (self.new_button, self.tr("New question")),
            (self.open_button, self.tr("Open in window")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self._show_state()

    def _place(self) -> None:
        free = _room_at(QCursor.pos())
        self.resize(self._wanted_size(free.size()))
        self.move(free.topLeft() + QPoint((free.width() - self.width()) // 2, round(free.height() * TOP_SHARE)))

    def _wanted_size(self, free: QSize) -> QSize:
        em = self.fontInfo().pixelSize()
        width = min(WIDTH_EM * em, free.width() - 2 * em)
        if self.view.isHidden():
            return QSize(width, self.sizeHint().height())
        return QSize(width, min(HEIGHT_EM * em, round(free.height() * (1 - TOP_SHARE)) - em))

    def _fit(self) -> None:
        """Take the height that is needed; one that the user gave it by hand stays while there is an answer."""
        wanted = self._wanted_size(_room_at(self.geometry().center()).size())
        if self.view.isHidden() or self.height() < wanted.height():
            self.resize(self.width(), wanted.height())

    def _press(self) -> None:
        if self._session is not None and self._session.busy:
            self._session.stop()
        else:
            self._submit()

    def _submit(self) -> None:
        text, session = self.edit.toPlainText(), self._session
        if not text.strip():
            return
        if session is None:
            self._is_waiting = True
            return
        if session.busy:
            self.hint.setText(self.tr("The answer is still being written; stop it first, or wait."))
            return

        def go() -> None:
            if session.busy:
                return
            self._refusal = ""
            session.conversation.draft = ""
            # What was typed on while the user or the ledger was asked stays.
            now = self.edit.toPlainText()
            self.edit.replace_text("" if now == text else now.removeprefix(text))
            session.ask(text)
            self.view.jump_to_end()

        with_consent(self, self._workspace, session, go)

    def _show_state(self) -> None:
        session = self._session
        is_busy = session is not None and session.busy
        has_turns = session is not None and bool(session.conversation.turns)
        words = self.tr("Stop") if is_busy else self.tr("Send")
        self.send_button.setText(words)
        self.send_button.setAccessibleName(words)
        self.send_button.setEnabled(is_busy or bool(self.edit.toPlainText().strip()))
        colour = self._palette.on_accent if self.send_button.isEnabled() else self._palette.faint
        set_icon(self.send_button, "stop" if is_busy else "send", colour)
        if session is not None:
            host = self._workspace.profiles.get(session.conversation.profile).endpoint.host
            self.model.setText(f"{session.conversation.model} · {host}")
        self.hint.setText(self._refusal or self.tr("Esc hides this window"))
        self.new_button.setVisible(has_turns)
        if self.view.isHidden() == has_turns:
            self.view.setVisible(has_turns)
        self._fit()

    def _on_ready(self) -> None:
        if self._session is None:
            self.begin()
        if self._is_waiting:
            self._is_waiting = False
            self._submit()

    def _on_refused(self, session: ChatSession, error: StoreError) -> None:
        if session is self._session:
            self.edit.replace_text(session.conversation.draft)
            self._refusal = self.tr("Not sent, it could not be saved: {cause}").format(cause=cause_words(error))
            self._show_state()

    def _on_answered(self, session: ChatSession) -> None:
        if session is self._session and self.isActiveWindow():
            self._mark_seen()

    def _mark_seen(self) -> None:
        if self._session is not None and self._session.conversation.uuid in self._workspace.library:
            self._workspace.library.set_unread(self._session.conversation.uuid, False)

    def _on_trashed(self, uuid: str, _title: str) -> None:
        if self._session is not None and self._session.conversation.uuid == uuid:
            self.begin()

    def _on_erased(self, uuids: tuple[str, ...]) -> None:
        if self._session is not None and self._session.conversation.uuid in uuids:
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Close):
            self.hide()
        elif event.matches(QKeySequence.StandardKey.New):
            self.begin()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # There is no title bar to move it by.
        handle = self.windowHandle()
        if event.button() == Qt.MouseButton.LeftButton and handle is not None:
            handle.startSystemMove()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()


def _room_at(point: QPoint) -> QRect:
    """The room on the screen at a point, or on the first one.

    Not asked of the widget: after one that had given its screen to Python was collected, PySide6 6.11.3 died of a
    screen that was no more, in the constructor of the next window.
    """
    screen = QGuiApplication.screenAt(point) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
