"""Joins the flight recorder to the window: which answer it shows, where its bundle goes, what is sent again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.chat.bundle import bundle
from desktop.chat.recorder import Recorder
from desktop.chat.request_code import body_fields
from desktop.chat.store.files import write_file
from desktop.errors import StoreError
from desktop.ui.chat_session import ChatSession
from desktop.ui.dialogs import confirm
from desktop.ui.host_consent import with_consent
from desktop.ui.main_window import MainWindow
from desktop.ui.palettes import Palette
from desktop.ui.recorder.texts import answer_facts
from desktop.ui.workspace import Workspace
from desktop.worker.store_worker import StoreWorker

if TYPE_CHECKING:
    from desktop.ui.recorder.dock import RecorderDock

FIRST_WIDTH_PX = 440


class Flight(QObject):
    """Opens the dock from an answer's buttons or the menu, and does what its buttons ask for.

    The dock is made for the first who looks at it or at the menus, which do what it does: most starts need none.
    """

    def __init__(self, window: MainWindow, workspace: Workspace, store: StoreWorker, recorder: Recorder) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._store = store
        self._recorder = recorder
        self._writing = ""
        self._dock: RecorderDock | None = None
        self._palette: Palette | None = None
        window.chat.view.action_requested.connect(self._on_message_action)
        window.actions_.recorder.triggered.connect(self.toggle)
        window.actions_.about_to_offer.connect(self._offer)
        window.themed.connect(self._on_themed)
        workspace.current_changed.connect(self._on_current)
        workspace.session_changed.connect(self._on_session)
        workspace.library.erase_begun.connect(self._recorder.forget)
        workspace.temporary_ended.connect(lambda uuid: self._recorder.forget((uuid,)))
        store.done.connect(self._on_done)
        store.work_failed.connect(self._on_failed)

    @property
    def dock(self) -> RecorderDock:
        """The dock, made now if nobody looked before."""
        if self._dock is None:
            self._dock = self._make_dock()
        return self._dock

    def _make_dock(self) -> RecorderDock:
        from desktop.ui.recorder.dock import RecorderDock

        dock = RecorderDock(self._recorder, self._window)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
        if self._palette is not None:
            dock.set_theme(self._palette)
        self._window.retranslated.connect(dock.retranslate)
        dock.save_requested.connect(self._choose_file)
        dock.send_again_requested.connect(self._ask_again)
        actions = self._window.actions_
        actions.recorder_menu.addMenu(dock.copy.menu())
        actions.save_recording.triggered.connect(dock.save.click)
        actions.send_again.triggered.connect(dock.send_again.click)
        return dock

    def _offer(self) -> None:
        """Let the menus do what the dock's buttons do, while it is open."""
        dock, actions = self.dock, self._window.actions_
        for action, button in ((actions.save_recording, dock.save), (actions.send_again, dock.send_again)):
            action.setEnabled(dock.isVisible() and button.isEnabled())
        copy_menu = dock.copy.menu()
        copy_menu.setEnabled(dock.isVisible() and dock.copy.isEnabled())
        copy_menu.setTitle(dock.copy.text())

    def _on_themed(self, palette: Palette) -> None:
        self._palette = palette
        if self._dock is not None:
            self._dock.set_theme(palette)

    def show(self, uuid: str) -> None:
        """Show an answer of the shown chat."""
        session = self._workspace.current
        if session is None or uuid not in session.conversation.turns:
            return
        is_first = not self.dock.isVisible()
        self.dock.show()
        if is_first:
            self._window.resizeDocks([self.dock], [FIRST_WIDTH_PX], Qt.Orientation.Horizontal)
        self.dock.show_answer(session.conversation.turns[uuid])

    def toggle(self) -> None:
        """Show the last answer of the shown chat, or put the dock away."""
        if self.dock.isVisible():
            self.dock.hide()
            return
        self.dock.show()
        self._window.resizeDocks([self.dock], [FIRST_WIDTH_PX], Qt.Orientation.Horizontal)
        self._show_last()

    def save_bundle(self, path: Path) -> None:
        """Write what the dock shows into a file; the banner says where it went wrong."""
        turn = self.dock.turn
        if turn is None:
            return
        recordings, facts = tuple(self.dock.recordings), answer_facts(turn)
        self._writing = uuid4().hex
        self._store.ask(self._writing, lambda _store: write_file(path, bundle(recordings, facts)))

    def _show_last(self) -> None:
        session = self._workspace.current
        answers = [turn for turn in session.conversation.path() if turn.role == "assistant"] if session else []
        self.dock.show_answer(answers[-1] if answers else None)

    def _on_message_action(self, uuid: str, action: str) -> None:
        if action == "recorder":
            self.show(uuid)

    def _on_current(self, session: ChatSession) -> None:
        dock = self._dock
        if dock is None or not dock.isVisible():
            return
        if dock.turn is None or dock.turn.uuid not in session.conversation.turns:
            self._show_last()

    def _on_session(self, session: ChatSession) -> None:
        """An answer begins or has ended: while the dock is open it goes along."""
        dock = self._dock
        if dock is None or not dock.isVisible():
            return
        if session.answering is not None:
            dock.show_answer(session.answering)
        else:
            dock.refresh()

    def _choose_file(self, _uuid: str) -> None:
        dialog = QFileDialog(self._window, self.tr("Save the recording"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("lingdu-recording.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_bundle(Path(name)))
        dialog.open()

    def _ask_again(self, uuid: str) -> None:
        recording = self.dock.recording
        if recording is None:
            return
        body = body_fields(recording)
        words = self.tr("The same request goes to {host} for another answer beside this one. It costs again.")
        session = self._workspace.current
        if session is None or not isinstance(body.get("model"), str) or not isinstance(body.get("messages"), list):
            return
        host = self._workspace.profiles.get(session.conversation.profile).endpoint.host
        confirm(
            self._window,
            self.tr("Send again?"),
            words.format(host=host),
            self.tr("Send again"),
            lambda: with_consent(self._window, self._workspace, session, lambda: session.regenerate(uuid, body)),
        )

    def _on_done(self, ticket: str, result: object) -> None:
        if ticket == self._writing and ticket:
            self._writing = ""
            self._window.banner.show_message(self.tr("The recording was saved"), str(result))

    def _on_failed(self, ticket: str, error: StoreError) -> None:
        if ticket == self._writing and ticket:
            self._writing = ""
            self._window.banner.show_message(self.tr("The recording was not saved"), error.detail or str(error))
