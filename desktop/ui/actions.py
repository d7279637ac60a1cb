"""Every action of the window once: words, shortcut, icon; the menus are made from them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class Actions(QObject):
    """The actions as attributes; `menu` holds them all, grouped.

    `retranslate` sets the words, so that the language can change while the window lives.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.new_chat = self._make("newChat", "Ctrl+N")
        self.search = self._make("searchChats", "Ctrl+K")
        self.next_chat = self._make("nextChat", "Ctrl+Tab")
        self.previous_chat = self._make("previousChat", "Ctrl+Shift+Tab")
        self.find = self._make("findInChat", "Ctrl+F")
        self.find_next = self._make("findNext", "F3")
        self.find_previous = self._make("findPrevious", "Shift+F3")
        self.next_message = self._make("nextMessage", "Alt+Down")
        self.previous_message = self._make("previousMessage", "Alt+Up")
        self.next_block = self._make("nextBlock", "Alt+Shift+Down")
        self.previous_block = self._make("previousBlock", "Alt+Shift+Up")
        self.rename = self._make("renameChat", "")
        self.trash_chat = self._make("trashChat", "")
        self.show_trash = self._make("showTrash", "")
        self.export_chat = self._make("exportChat", "")
        self.export_all = self._make("exportAll", "")
        self.import_chats = self._make("importChats", "")
        self.print = self._make("printChat", "Ctrl+P")
        self.save_pdf = self._make("savePdf", "")
        self.stop = self._make("stop", "Esc")
        self.regenerate = self._make("regenerate", "Ctrl+R")
        self.edit_last = self._make("editLastQuestion", "")
        self.copy_answer = self._make("copyLastAnswer", "Ctrl+Shift+C")
        self.copy_code = self._make("copyLastCode", "Ctrl+Shift+;")
        self.focus_composer = self._make("focusComposer", "Ctrl+L")
        self.model_picker = self._make("modelPickerAction", "Ctrl+M")
        self.sidebar = self._make("toggleSidebar", "Ctrl+B")
        self.sidebar.setCheckable(True)
        self.sidebar.setChecked(True)
        self.zoom_in = self._make("zoomIn", "")
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._make("zoomOut", "Ctrl+-")
        self.zoom_reset = self._make("zoomReset", "Ctrl+0")
        self.key_settings = self._make("keySettings", "Ctrl+,")
        self.diagnose = self._make("diagnoseConnection", "")
        self.log_folder = self._make("openLogFolder", "")
        self.about = self._make("about", "")
        self.close = self._make("closeWindow", "Ctrl+W")
        self.quit = self._make("quit", "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.key_settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.theme = self._choices("theme", ("system", "light", "dark"))
        self.language = self._choices("language", ("system", "zh_CN", "en"))
        self.send_with = self._choices("send_with", ("enter", "ctrl_enter"))
        self.menu = QMenu(window)
        self.menu.setObjectName("mainMenu")
        self._submenus: list[tuple[QMenu, Callable[[], str]]] = []
        self._fill()
        self.retranslate()

    def _make(self, name: str, shortcut: str) -> QAction:
        action = QAction(self._window)
        action.setObjectName(name)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action

    def _choices(self, name: str, values: tuple[str, ...]) -> QActionGroup:
        group = QActionGroup(self)
        for value in values:
            action = group.addAction("")
            action.setObjectName(f"{name}_{value}")
            action.setData(value)
            action.setCheckable(True)
        return group

    def _fill(self) -> None:
        groups: tuple[tuple[QAction, ...], ...] = (
            (self.new_chat, self.search, self.next_chat, self.previous_chat),
            (self.find, self.find_next, self.find_previous),
            (self.next_message, self.previous_message, self.next_block, self.previous_block),
            (self.rename, self.trash_chat, self.show_trash),
            (self.export_chat, self.export_all, self.import_chats, self.print, self.save_pdf),
            (self.stop, self.regenerate, self.edit_last, self.copy_answer, self.copy_code),
            (self.focus_composer, self.model_picker, self.sidebar),
            (self.zoom_in, self.zoom_out, self.zoom_reset),
        )
        for group in groups:
            self.menu.addActions(list(group))
            self.menu.addSeparator()
        for choices, words in (
            (self.theme, lambda: self.tr("Theme")),
            (self.language, lambda: self.tr("Language")),
            (self.send_with, lambda: self.tr("Send with")),
        ):
            submenu = self.menu.addMenu("")
            submenu.addActions(choices.actions())
            self._submenus.append((submenu, words))
        self.menu.addSeparator()
        self.menu.addActions([self.key_settings, self.diagnose, self.log_folder, self.about])
        self.menu.addSeparator()
        self.menu.addActions([self.close, self.quit])

    def retranslate(self) -> None:
        """Set all words in the current language."""
        for action, words in (
            (self.new_chat, self.tr("New chat")),
            (self.search, self.tr("Search all chats")),
            (self.rename, self.tr("Rename chat")),
            (self.trash_chat, self.tr("Move to trash")),
            (self.show_trash, self.tr("Show trash")),
            (self.export_chat, self.tr("Export this chat…")),
            (self.export_all, self.tr("Export all chats…")),
            (self.import_chats, self.tr("Import chats…")),
            (self.print, self.tr("Print…")),
            (self.save_pdf, self.tr("Save as PDF…")),
            (self.next_chat, self.tr("Next chat")),
            (self.previous_chat, self.tr("Previous chat")),
            (self.find, self.tr("Find in this chat")),
            (self.find_next, self.tr("Next hit")),
            (self.find_previous, self.tr("Previous hit")),
            (self.next_message, self.tr("Next message")),
            (self.previous_message, self.tr("Previous message")),
            (self.next_block, self.tr("Next block")),
            (self.previous_block, self.tr("Previous block")),
            (self.stop, self.tr("Stop")),
            (self.regenerate, self.tr("Regenerate")),
            (self.edit_last, self.tr("Edit last question")),
            (self.copy_answer, self.tr("Copy last answer")),
            (self.copy_code, self.tr("Copy last code block")),
            (self.focus_composer, self.tr("Go to the message box")),
            (self.model_picker, self.tr("Choose model")),
            (self.sidebar, self.tr("Sidebar")),
            (self.zoom_in, self.tr("Zoom in")),
            (self.zoom_out, self.tr("Zoom out")),
            (self.zoom_reset, self.tr("Original size")),
            (self.key_settings, self.tr("Connection settings…")),
            (self.diagnose, self.tr("Connection doctor…")),
            (self.log_folder, self.tr("Open log folder")),
            (self.about, self.tr("About Lingdu Chat")),
            (self.close, self.tr("Close window")),
            (self.quit, self.tr("Quit")),
        ):
            action.setText(words)
        choices = {
            "theme_system": self.tr("System"),
            "theme_light": self.tr("Light"),
            "theme_dark": self.tr("Dark"),
            "language_system": self.tr("System"),
            "language_zh_CN": "简体中文",
            "language_en": "English",
            "send_with_enter": self.tr("Enter"),
            "send_with_ctrl_enter": self.tr("Ctrl+Enter"),
        }
        for group in (self.theme, self.language, self.send_with):
            for action in group.actions():
                action.setText(choices[action.objectName()])
        for submenu, name in self._submenus:
            submenu.setTitle(name())
            submenu.menuAction().setText(name())


def check(group: QActionGroup, value: object) -> None:
    """Mark the action of a group that stands for `value`."""
    for action in group.actions():
        action.setChecked(action.data() == value)
