"""Where the program can be seen: its window, the tray and the quick-ask window; and whether closing ends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.settings.settings import Settings
from desktop.ui.font_box import fonts_of
from desktop.ui.main_window import MainWindow
from desktop.ui.palettes import Palette
from desktop.ui.system.tray import Tray
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.quick_ask import QuickAsk

AFTER_FIRST_PICTURE_MS = 300


class Presence(QObject):
    """Shows, hides and closes what the user sees of the program. It is never hidden where nothing can bring it back.

    Attributes:
        tray: the icon, where the system has a place for it.

    Signals:
        quit_requested(): the program is to end.
    """

    quit_requested = Signal()

    def __init__(self, qt: QApplication, window: MainWindow, workspace: Workspace, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._settings = settings
        self._palette: Palette | None = None
        self._quick: QuickAsk | None = None
        # The window was never shown since the program began with the quick-ask window alone.
        self._is_aside = False
        self._is_ending = False
        self._first_look = QTimer(self)
        self._first_look.setSingleShot(True)
        self._first_look.setInterval(AFTER_FIRST_PICTURE_MS)
        self._first_look.timeout.connect(self.take_setting)
        self.tray = Tray(self)
        self.tray.gone.connect(self._on_tray_gone)
        self.tray.came.connect(self._show_state)
        self.tray.pressed.connect(self.toggle_window)
        self.tray.chosen.connect(self._on_chosen)
        window.actions_.quick_ask.triggered.connect(self._toggle_quick_ask)
        window.closed.connect(self._on_closed)
        window.themed.connect(self._dress)
        window.retranslated.connect(self._retranslate)
        window.installEventFilter(self)
        workspace.list_changed.connect(self._show_state)
        if sys.platform == "darwin":
            # A click on the Dock makes the program active, whether it is already or not.
            qt.applicationStateChanged.connect(self._on_activated)

    def start(self, *, quick_ask: bool, must_show: bool) -> None:
        """Show the window, unless the quick-ask window is wanted alone or the tray is where it begins.

        Args:
            quick_ask: another program's hotkey wants the quick-ask window.
            must_show: there is something to do in the window first.
        """
        in_tray = self._settings.get_str("start_in") == "tray" and not must_show
        if in_tray:
            self.take_setting()
        else:
            # The first question whether there is a tray takes as long as a picture.
            self._first_look.start()
        if quick_ask:
            self._is_aside = True
            self.toggle_quick_ask()
        elif not in_tray or not self.tray.is_there:
            self._window.show()
        self._show_state()

    def end(self) -> None:
        """Take away the icon and the quick-ask window, whose words are kept; the window is others' work."""
        self._is_ending = True
        self._first_look.stop()
        self.tray.want(False)
        self.tray.watch_closely(False)
        if self._quick is not None:
            self._quick.keep_draft()
            self._quick.hide()

    def take_setting(self) -> None:
        """Show the icon in the tray, or not, as the settings say."""
        self.tray.want(self._settings.get_str("tray_icon") == "show")

    def show_window(self, token: str = "") -> None:
        """Bring the window to the front; `token` is the desktop's permission for that, where it gives such."""
        _use(token)
        self._is_aside = False
        self._window.bring_to_front()

    def toggle_window(self) -> None:
        """Hide the window where it can be seen, else bring it to the front."""
        if self._is_shown() and self.tray.is_there:
            self._window.hide()
        else:
            self.show_window()

    def toggle_quick_ask(self, token: str = "") -> None:
        """Show the quick-ask window, or hide it."""
        _use(token)
        self._toggle_quick_ask()

    def _toggle_quick_ask(self) -> None:
        self._quick_ask().toggle()

    def _quick_ask(self) -> QuickAsk:
        """The quick-ask window; made when it is first wanted, for most starts want none."""
        if self._quick is None:
            from desktop.ui.quick_ask import QuickAsk  # and the window shows sooner without it

            self._quick = QuickAsk(self._workspace)
            self._quick.open_requested.connect(self._open)
            self._quick.given.connect(self._attach)
            self._quick.elsewhere_requested.connect(self._on_elsewhere)
            if self._palette is not None:
                self._dress(self._palette)
        return self._quick

    def _open(self, uuid: str) -> None:
        self._workspace.open(uuid)
        self.show_window()

    def _attach(self, source: QMimeData) -> None:
        self._window.drops.take(source)

    def _on_elsewhere(self, action: str) -> None:
        actions = self._window.actions_
        wanted = {
            "open_parameters": actions.parameters,
            "open_key_settings": actions.key_settings,
            "diagnose": actions.diagnose,
        }[action]
        self._quick_ask().open_in_window()
        wanted.trigger()

    def _dress(self, palette: Palette) -> None:
        self._palette = palette
        if self._quick is not None:
            settings = self._settings
            ctrl_enter = settings.get_str("send_with") == "ctrl_enter"
            self._quick.set_theme(palette, settings.get_int("zoom_percent"), fonts_of(settings), ctrl_enter=ctrl_enter)

    def _retranslate(self) -> None:
        self.tray.retranslate()
        if self._quick is not None:
            self._quick.retranslate()

    def _is_shown(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized()

    def _show_state(self) -> None:
        unread = sum(one.unread and one.trashed_at is None for one in self._workspace.summaries)
        self.tray.show_state(len(self._workspace.busy), unread)
        self.tray.show_window_state(self._is_shown())
        self.tray.watch_closely(self._hangs_on_tray())

    def _hangs_on_tray(self) -> bool:
        """Whether the icon is the only way back to the window."""
        is_hidden = not self._window.isVisible() and not self._is_aside
        return is_hidden and not self._is_ending and sys.platform != "darwin"

    def _on_closed(self) -> None:
        # On macOS a program lives on without a window, and the Dock opens it again.
        if sys.platform == "darwin" or (self._settings.get_str("on_close") == "tray" and self.tray.is_there):
            self._workspace.save_draft()
            self._window.hide()
        else:
            self.quit_requested.emit()

    def _on_tray_gone(self) -> None:
        if self._hangs_on_tray():
            self._window.show()

    def _on_activated(self, state: Qt.ApplicationState) -> None:
        is_quick = self._quick is not None and self._quick.isVisible()
        if state == Qt.ApplicationState.ApplicationActive and not self._window.isVisible() and not is_quick:
            self.show_window()

    def _on_chosen(self, name: str) -> None:
        does: dict[str, Callable[[], object]] = {
            "toggle_window": self.toggle_window,
            "new_chat": self._new_chat,
            "quick_ask": self._toggle_quick_ask,
            "quit": self.quit_requested.emit,
        }
        does[name]()

    def _new_chat(self) -> None:
        self.show_window()
        self._window.new_chat()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange}:
            self._show_state()
        elif event.type() == QEvent.Type.WindowActivate:
            # Trays of the old kind come without a word too.
            self.tray.look()
        return super().eventFilter(watched, event)


def _use(token: str) -> None:
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt reads it from there, once
