"""The window: sidebar, banner, the chat or the first-run screen, status bar; its actions and what they reach."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.chat.exports import markdown
from desktop.errors import StoreError
from desktop.ui.actions import Actions
from desktop.ui.banner import Banner
from desktop.ui.chat.clipboard import write_out
from desktop.ui.chat_page import ChatPage
from desktop.ui.chat_session import ChatSession
from desktop.ui.crash_bar import CrashBar
from desktop.ui.current_chat import CurrentChat
from desktop.ui.dialogs import confirm
from desktop.ui.drops import Drops
from desktop.ui.edit_commands import EditCommands
from desktop.ui.key_form import KeyServices
from desktop.ui.message_commands import MessageCommands
from desktop.ui.organiser import Organiser
from desktop.ui.palettes import Palette
from desktop.ui.request_setup import RequestSetup
from desktop.ui.sidebar import MAX_WIDTH_PX, MIN_WIDTH_PX, WIDTH_PX, Sidebar
from desktop.ui.store_words import cause_words
from desktop.ui.system.placement import SidebarPlace
from desktop.ui.theme import SYSTEM_FONTS, Fonts
from desktop.ui.usage_bar import UsageBar
from desktop.ui.welcome import WelcomePage
from desktop.ui.workspace import Workspace


class MainWindow(QMainWindow):
    """Lays out the parts and connects them.

    Signals:
        closed(): the user closed the window.
        zoom_requested(steps): Ctrl+wheel, larger (1) or smaller (-1).
        themed(palette): other colours or sizes hold from now on.
        retranslated(): the words are in another language now.
    """

    closed = Signal()
    zoom_requested = Signal(int)
    themed = Signal(object)
    retranslated = Signal()

    def __init__(self, workspace: Workspace, key_services: KeyServices) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.resize(self._first_size())
        self.setMinimumSize(560, 420)
        self._workspace = workspace
        self.actions_ = Actions(self)
        self.sidebar = Sidebar()
        self.crash = CrashBar()
        self.banner = Banner()
        self.welcome = WelcomePage(key_services)
        self.usage = UsageBar()
        self.chat = ChatPage(workspace, self.actions_.menu, self.usage)
        self._screens = QStackedWidget()
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        if sys.platform == "darwin":
            # The bar at the top of the screen; elsewhere the ⋯ menu holds everything.
            self.actions_.fill_bar(self.menuBar())
        self._lay_out()
        self._connect()
        self.retranslate()

    def _first_size(self) -> QSize:
        wanted = QSize(1200, 800)
        if QGuiApplication.platformName() == "offscreen":
            return wanted  # its screen is a made-up one, and a picture of the window is what it is for
        # The frame that the window manager adds must fit the screen too.
        return wanted.boundedTo(self.screen().availableSize() - QSize(0, 40))

    def _lay_out(self) -> None:
        self._screens.addWidget(self.chat)
        self._screens.addWidget(self.welcome)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.crash)
        right.addWidget(self.banner)
        right.addWidget(self._screens, 1)
        beside = QWidget()
        beside.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        self._panes.setObjectName("panes")
        self._panes.setChildrenCollapsible(False)
        self._panes.addWidget(self.sidebar)
        self._panes.addWidget(beside)
        self.sidebar.lower()  # a splitter has its children from right to left; they are read in the order they stand in
        # What the window gains or loses in width is the chat's.
        self._panes.setStretchFactor(0, 0)
        self._panes.setStretchFactor(1, 1)
        self.place_sidebar(SidebarPlace(WIDTH_PX, is_shown=True))
        centre = QWidget()
        centre.setObjectName("centre")
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._panes, 1)
        rows.addWidget(self.usage)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        workspace, actions, chat = self._workspace, self.actions_, self.chat
        workspace.list_changed.connect(self._show_list)
        workspace.current_changed.connect(self._show_busy)
        workspace.session_changed.connect(self._show_busy)
        workspace.ready.connect(self.sidebar.show_ready)
        workspace.store_failed.connect(self.sidebar.show_failed)
        workspace.refused.connect(self._on_refused)
        chat.title_changed.connect(self._show_title)
        self.sidebar.new_chat_requested.connect(actions.new_chat.trigger)
        self.sidebar.conversation_chosen.connect(workspace.open)
        self.organiser = Organiser(self, self.sidebar, workspace)
        chat.message_removed.connect(self.organiser.offer_message_back)
        self.current_chat = CurrentChat(actions, self.sidebar, workspace)
        self.edit_commands = EditCommands(actions, chat.view, chat.composer.edit)
        self.message_commands = MessageCommands(actions, chat.view)
        self.drops = Drops(self, chat.composer, chat.attachments, self.organiser)
        actions.new_chat.triggered.connect(self.new_chat)
        actions.new_temporary.triggered.connect(self.new_temporary_chat)
        chat.temporary.keep_requested.connect(actions.keep_chat.trigger)
        chat.temporary.end_requested.connect(lambda: self._for_current(self.organiser.end_temporary))
        actions.search.triggered.connect(self._focus_search)
        chat.header.rename_requested.connect(actions.rename.trigger)
        actions.show_trash.triggered.connect(self._show_trash)
        self.organiser.join(actions, chat.composer)
        actions.export_all.triggered.connect(self.organiser.export_all)
        actions.import_chats.triggered.connect(self.organiser.choose_import)
        actions.copy_chat.triggered.connect(self._copy_chat)
        actions.restore_backup.triggered.connect(self.organiser.choose_backup)
        actions.print.triggered.connect(self._print)
        actions.save_pdf.triggered.connect(self._save_pdf)
        self.organiser.trouble.connect(self.banner.show_message)
        actions.next_chat.triggered.connect(lambda: workspace.step(self.sidebar.model.uuids(), 1))
        actions.previous_chat.triggered.connect(lambda: workspace.step(self.sidebar.model.uuids(), -1))
        actions.find.triggered.connect(chat.open_find)
        actions.find_next.triggered.connect(lambda: chat.find_step(1))
        actions.find_previous.triggered.connect(lambda: chat.find_step(-1))
        actions.next_message.triggered.connect(lambda: chat.view.walk.step_message(1))
        actions.previous_message.triggered.connect(lambda: chat.view.walk.step_message(-1))
        actions.next_block.triggered.connect(lambda: chat.view.walk.step_block(1))
        actions.previous_block.triggered.connect(lambda: chat.view.walk.step_block(-1))
        actions.chat_end.triggered.connect(chat.view.jump_to_end)
        actions.send.triggered.connect(chat.composer.submit)
        actions.stop.triggered.connect(chat.stop)
        actions.regenerate.triggered.connect(chat.regenerate_last)
        actions.edit_last.triggered.connect(chat.edit_last)
        actions.copy_answer.triggered.connect(chat.copy_last_answer)
        actions.copy_code.triggered.connect(chat.copy_last_code)
        actions.show_source.triggered.connect(chat.view.toggle_source_in_use)
        actions.focus_composer.triggered.connect(chat.composer.edit.setFocus)
        actions.model_picker.triggered.connect(chat.header.model.setFocus)
        actions.earlier_prompt.triggered.connect(lambda: chat.step_prompt(-1))
        actions.later_prompt.triggered.connect(lambda: chat.step_prompt(1))
        for place, action in enumerate(actions.numbered_chats):
            action.triggered.connect(lambda _checked=False, place=place: self._open_numbered(place))
        actions.commands.triggered.connect(self._show_commands)
        actions.shortcuts.triggered.connect(self._show_shortcuts)
        self.request_setup = RequestSetup(self, workspace)
        self.request_setup.failed.connect(
            lambda words: self.banner.show_message(self.tr("The preset could not be saved"), words)
        )
        for signal in (actions.parameters.triggered, chat.header.parameters_requested):
            signal.connect(self.request_setup.open_parameters)
        for signal in (actions.system_prompt.triggered, chat.header.system_prompt_requested):
            signal.connect(self.request_setup.open_system_prompt)
        actions.attach.triggered.connect(chat.attachments.choose)
        actions.model_menu.addMenu(chat.header.profiles)
        actions.sidebar.toggled.connect(self.sidebar.setVisible)
        self._panes.splitterMoved.connect(self._on_sidebar_moved)
        self.usage.usage_requested.connect(actions.usage.trigger)
        actions.close.triggered.connect(self.close)
        actions.minimise.triggered.connect(self.showMinimized)
        actions.full_screen.triggered.connect(self._toggle_full_screen)

    @property
    def sidebar_place(self) -> SidebarPlace:
        """The width that the user gave the sidebar, and whether it is to be shown."""
        return SidebarPlace(self._sidebar_px, self.actions_.sidebar.isChecked())

    def place_sidebar(self, place: SidebarPlace) -> None:
        """Show the sidebar or not, and give it a width within its limits."""
        self._sidebar_px = min(MAX_WIDTH_PX, max(MIN_WIDTH_PX, place.width_px))
        self._panes.setSizes([self._sidebar_px, max(1, self.width() - self._sidebar_px)])
        self.actions_.sidebar.setChecked(place.is_shown)

    def bring_to_front(self) -> None:
        """Show the window, wherever it is, and give it the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_welcome(self, shown: bool) -> None:
        """Show the first-run screen, or the chat."""
        self._screens.setCurrentWidget(self.welcome if shown else self.chat)
        self.sidebar.setVisible(not shown and self.actions_.sidebar.isChecked())
        if shown:
            self.welcome.form.key.setFocus()
        else:
            self.chat.composer.edit.setFocus()

    def set_theme(self, palette: Palette, zoom_percent: int, fonts: Fonts = SYSTEM_FONTS) -> None:
        """Take colours and sizes."""
        self.sidebar.set_theme(palette)
        self.chat.set_theme(palette, zoom_percent, fonts)
        self.themed.emit(palette)

    def new_chat(self) -> None:
        """Show an empty conversation."""
        self._workspace.new_chat()
        self.chat.composer.edit.setFocus()

    def new_temporary_chat(self) -> None:
        """Show an empty conversation that is kept in memory only."""
        self._workspace.new_chat(temporary=True)
        self.chat.composer.edit.setFocus()

    def leave(self, go: Callable[[], object]) -> None:
        """Call `go`, which ends the program; before that ask, where a chat would be lost."""
        lost = [one.uuid for one in self._workspace.temporary.summaries]
        if not lost:
            go()
            return
        if not self.isVisible():
            self.bring_to_front()

        def end() -> None:
            for uuid in lost:
                self._workspace.end_temporary(uuid)
            go()

        title = self.tr("End the temporary chat?")
        confirm(
            self, title, self.tr("It is in memory only and goes with the program."), self.tr("End it and quit"), end
        )

    def end(self) -> None:
        """Be seen no more, and print no more: a device that goes while it is painted on takes the process with it."""
        from desktop.ui.paper.printout import Printout

        for printout in self.findChildren(Printout):
            printout.stop()
        write_out()
        self.hide()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.actions_.retranslate()
        for part in (self.sidebar, self.crash, self.welcome, self.chat):
            part.retranslate()
        self._show_list()
        self.retranslated.emit()

    def _show_title(self, title: str) -> None:
        name = self.tr("Lingdu Chat")
        self.setWindowTitle(f"{title} — {name}" if title else name)

    def _show_list(self) -> None:
        current = self._workspace.current
        uuid = current.conversation.uuid if current else ""
        workspace = self._workspace
        self.sidebar.show_conversations(workspace.summaries, workspace.busy, uuid, workspace.temporary.summaries)

    def _show_busy(self, session: ChatSession) -> None:
        self.actions_.stop.setEnabled(session.busy)
        self.actions_.regenerate.setEnabled(not session.busy)

    def _for_current(self, act: Callable[[str], None]) -> None:
        current = self._workspace.current
        if current is not None:
            act(current.conversation.uuid)

    def _open_numbered(self, place: int) -> None:
        uuids = self.sidebar.model.uuids()
        if place < len(uuids):
            self._workspace.open(uuids[place])

    # What a start does not need is loaded where it opens, so that the window shows sooner.

    def _show_commands(self) -> None:
        from desktop.ui.command_palette import CommandPalette

        self.actions_.about_to_offer.emit()
        palette = CommandPalette(self.actions_.menu, self)
        self.edit_commands.offer_all()
        palette.open()

    def _show_shortcuts(self) -> None:
        from desktop.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self.actions_.menu, ctrl_enter=self.chat.composer.ctrl_enter, parent=self).open()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _on_sidebar_moved(self, place: int, _handle: int) -> None:
        self._sidebar_px = place

    def _copy_chat(self) -> None:
        from desktop.ui.transfer import labels

        if self._workspace.current is not None:
            QGuiApplication.clipboard().setText(markdown(self._workspace.current.conversation, labels()))

    def _print(self) -> None:
        from desktop.ui.paper.print_dialog import print_chat

        if self._workspace.current is not None:
            print_chat(self, self._workspace.current.conversation, self._on_print_failed)

    def _save_pdf(self) -> None:
        from desktop.ui.paper.print_dialog import save_chat_as_pdf

        if self._workspace.current is not None:
            save_chat_as_pdf(self, self._workspace.current.conversation, self._on_print_failed)

    def _on_print_failed(self) -> None:
        self.banner.show_message(self.tr("Not printed: the printer or the file cannot be written"))

    def _show_trash(self) -> None:
        self.actions_.sidebar.setChecked(True)
        self.sidebar.show_trash()

    def _focus_search(self) -> None:
        self.actions_.sidebar.setChecked(True)
        self.sidebar.search.setFocus()
        self.sidebar.search.selectAll()

    def _on_refused(self, _session: ChatSession, error: StoreError) -> None:
        self.banner.show_message(self.tr("Not sent: the question could not be saved"), cause_words(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        # The program ends in stages; the window goes at once, the answers are stored behind it. Over a chat that would
        # be lost it stays, for the question whether to; who hears of the close may hide it all the same.
        event.setAccepted(not self._workspace.temporary.summaries)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_.full_screen.setChecked(self.isFullScreen())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
