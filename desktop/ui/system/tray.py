"""The program's icon in the system's tray, where there is one."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher
from PySide6.QtGui import QAction, QColor, QIcon, QPainter
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.assets import path
from desktop.ui.labels import set_plain_tooltip

# Of the Linux desktops: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
WATCHER = "org.kde.StatusNotifierWatcher"
POLL_MS = 5000
SIZES_PX = (16, 22, 24, 32, 48, 64)
# Seen on light and on dark panels alike, whatever the program's own theme.
LIVE = "#1fa971"
UNREAD = "#2f86eb"


class Tray(QObject):
    """Shows the icon while the system has a tray and it is wanted; trays come and go while the program runs.

    Signals:
        came(): there is an icon now.
        gone(): there is none any more.
        pressed(): the icon was clicked.
        chosen(name): an entry of the menu: `toggle_window`, `new_chat`, `quick_ask` or `quit`.
        message_pressed(): what `show_message` showed was clicked.
    """

    came = Signal()
    gone = Signal()
    pressed = Signal()
    chosen = Signal(str)
    message_pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._is_wanted = False
        self._answering = self._unread = 0
        self._is_window_shown = True
        self._menu = QMenu()
        self._menu.setObjectName("trayMenu")
        self._entries = {name: self._entry(name) for name in ("toggle_window", "new_chat", "quick_ask", "quit")}
        self._menu.insertSeparator(self._entries["quit"])
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look)
        self._watcher: QDBusServiceWatcher | None = None
        self.retranslate()

    def _entry(self, name: str) -> QAction:
        action = self._menu.addAction("")
        action.setObjectName(f"tray_{name}")
        action.triggered.connect(lambda: self.chosen.emit(name))
        return action

    @property
    def is_there(self) -> bool:
        """Whether the icon can be seen; asked of the system now."""
        self.look()
        return self._icon is not None

    def want(self, wanted: bool) -> None:
        """Show the icon wherever that is possible, or never."""
        self._is_wanted = wanted
        if wanted and self._watcher is None and sys.platform == "linux":
            # Qt says whether there is a tray, but not when that changes.
            mode = QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange
            self._watcher = QDBusServiceWatcher(WATCHER, QDBusConnection.sessionBus(), mode, self)
            self._watcher.serviceOwnerChanged.connect(self._on_owner)
        self.look()

    def watch_closely(self, closely: bool) -> None:
        """Look every few seconds: trays of the old kind go without a word, and the window may hang on it."""
        if closely and not self._poll.isActive():
            self._poll.start()
        elif not closely:
            self._poll.stop()

    def look(self) -> None:
        """Make or take away the icon, as the system has a tray or not."""
        is_possible = self._is_wanted and QSystemTrayIcon.isSystemTrayAvailable()
        if is_possible and self._icon is None:
            self._make_icon()
            self.came.emit()
        elif not is_possible and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
            self.gone.emit()

    def show_state(self, answering: int, unread: int) -> None:
        """Tell how many chats are being answered, and how many answers nobody has seen."""
        if (answering, unread) != (self._answering, self._unread):
            self._answering, self._unread = answering, unread
            self._show_state()

    def show_window_state(self, shown: bool) -> None:
        """Whether the window can be seen: what the first entry of the menu offers."""
        self._is_window_shown = shown
        self._entries["toggle_window"].setText(self.tr("Hide window") if shown else self.tr("Show window"))

    def show_message(self, title: str, words: str) -> bool:
        """Show a message beside the icon, which comes for it where it is not wanted otherwise; False without a tray."""
        icon = self._icon
        if icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            icon = self._make_icon()
        if icon is not None:
            icon.showMessage(title, words)
        return icon is not None

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._entries["new_chat"].setText(self.tr("New chat"))
        self._entries["quick_ask"].setText(self.tr("Quick ask"))
        self._entries["quit"].setText(self.tr("Quit"))
        self.show_window_state(self._is_window_shown)
        self._show_state()

    def _make_icon(self) -> QSystemTrayIcon:
        # Anew each time: Qt does not register one that was there before the tray.
        icon = QSystemTrayIcon(self)
        icon.setObjectName("trayIcon")
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self.message_pressed)
        icon.setContextMenu(self._menu)
        self._icon = icon
        self._show_state()
        icon.show()
        return icon

    def _show_state(self) -> None:
        if self._icon is None:
            return
        words = [self.tr("Lingdu Chat")]
        if self._answering:
            words.append(self.tr("%n answer(s) being written", "", self._answering))
        if self._unread:
            words.append(self.tr("%n answer(s) not seen yet", "", self._unread))
        set_plain_tooltip(self._icon, " · ".join(words))
        self._icon.setIcon(tray_icon(LIVE if self._answering else UNREAD if self._unread else ""))

    def _on_owner(self, _name: str, _old: str, new: str) -> None:
        # One that another took over knows nothing of our icon.
        if new and self._icon is not None:
            self._icon.hide()
            self._icon.show()
        self.look()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On macOS every click opens the menu.
        if reason == QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self.pressed.emit()


@cache
def tray_icon(dot: str) -> QIcon:
    """The program's icon, with a dot of a colour (`#rrggbb`) at its lower right; plain where that is empty."""
    plain = QIcon(str(path("icons/lingdu.svg")))
    icon = QIcon()
    for size in SIZES_PX:
        picture = plain.pixmap(size, size)
        if dot:
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = size * 0.24
            centre = QPointF(size - radius - 0.5, size - radius - 0.5)
            painter.setPen(QColor("white"))
            painter.setBrush(QColor(dot))
            painter.drawEllipse(centre, radius, radius)
            painter.end()
        icon.addPixmap(picture)
    return icon
