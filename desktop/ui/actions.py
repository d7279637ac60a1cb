"""Every action of the window once: words, shortcut, place in the menus."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui.key_words import in_words

NUMBERED_CHATS = 9
# Qt's Ctrl is ⌘ on macOS, where these keys are the system's own; what Qt calls Meta there is the Control key.
ON_MACOS = {"Ctrl+Tab": "Meta+Tab", "Ctrl+Shift+Tab": "Meta+Shift+Tab", "Ctrl+M": "Ctrl+Shift+M"}

_Words = Callable[[], str]


class Actions(QObject):
    """The actions as attributes; `menu` holds them all.

    `retranslate` sets the words, so that the language can change while the window lives.

    Attributes:
        menu: the window's one menu.
        menus: its submenus in order, for a bar.
        numbered_chats: the first to ninth chat of the sidebar.
        folder_menu: where the open chat can be moved to; the folders come before `no_folder`.
        is_pinned: whether `pin` would unpin.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words: list[tuple[QAction, _Words]] = []
        self.is_pinned = False
        self._make_chat_actions()
        self._make_answer_actions()
        self._make_window_actions()
        self.theme = self._choices(
            "theme",
            {
                "system": lambda: self.tr("System"),
                "light": lambda: self.tr("Light"),
                "dark": lambda: self.tr("Dark"),
                "contrast_light": lambda: self.tr("High contrast, light"),
                "contrast_dark": lambda: self.tr("High contrast, dark"),
            },
        )
        self.language = self._choices(
            "language",
            {"system": lambda: self.tr("System"), "zh_CN": lambda: "简体中文", "en": lambda: "English"},
        )
        self.send_with = self._choices(
            "send_with", {"enter": lambda: in_words("Enter"), "ctrl_enter": lambda: in_words("Ctrl+Enter")}
        )
        self.menu = QMenu(window)
        self.menu.setObjectName("mainMenu")
        self.menus: list[QMenu] = []
        self._fill()
        self.retranslate()

    def _make_chat_actions(self) -> None:
        make = self._make
        self.new_chat = make("newChat", "Ctrl+N", lambda: self.tr("New chat"))
        self.new_temporary = make("newTemporaryChat", "Ctrl+Shift+N", lambda: self.tr("New temporary chat"))
        self.quick_ask = make("quickAskAction", "Ctrl+Shift+Space", lambda: self.tr("Quick ask"))
        self.keep_chat = make("keepChat", "", lambda: self.tr("Keep this chat"))
        self.search = make("searchChats", "Ctrl+K", lambda: self.tr("Search all chats"))
        self.next_chat = make("nextChat", "Ctrl+Tab", lambda: self.tr("Next chat"))
        self.previous_chat = make("previousChat", "Ctrl+Shift+Tab", lambda: self.tr("Previous chat"))
        self.numbered_chats = [self._make_numbered(number) for number in range(1, NUMBERED_CHATS + 1)]
        self.pin = make("pinChat", "", self._pin_words)
        self.rename = make("renameChat", "", lambda: self.tr("Rename chat"))
        self.duplicate = make("duplicateChat", "", lambda: self.tr("Duplicate chat"))
        self.no_folder = make("noFolder", "", lambda: self.tr("No folder"))
        self.new_folder = make("newFolder", "", lambda: self.tr("New folder"))
        self.rename_folder = make("renameFolder", "", lambda: self.tr("Rename this folder"))
        self.dissolve_folder = make("dissolveFolder", "", lambda: self.tr("Take the chats out of this folder"))
        self.trash_chat = make("trashChat", "", lambda: self.tr("Move to trash"))
        self.show_trash = make("showTrash", "", lambda: self.tr("Show trash"))
        self.export_chat = make("exportChat", "", lambda: self.tr("Export this chat…"))
        self.export_all = make("exportAll", "", lambda: self.tr("Export all chats…"))
        self.import_chats = make("importChats", "", lambda: self.tr("Import chats…"))
        self.restore_backup = make("restoreBackup", "", lambda: self.tr("Restore a backup…"))
        self.copy_chat = make("copyChat", "", lambda: self.tr("Copy the whole chat"))
        self.print = make("printChat", "Ctrl+P", lambda: self.tr("Print…"))
        self.save_pdf = make("savePdf", "", lambda: self.tr("Save as PDF…"))

    def _make_answer_actions(self) -> None:
        make = self._make
        self.stop = make("stop", "Esc", lambda: self.tr("Stop"))
        self.regenerate = make("regenerate", "Ctrl+R", lambda: self.tr("Regenerate"))
        self.edit_last = make("editLastQuestion", "", lambda: self.tr("Edit last question"))
        self.copy_answer = make("copyLastAnswer", "Ctrl+Shift+C", lambda: self.tr("Copy last answer"))
        self.copy_code = make("copyLastCode", "Ctrl+Shift+;", lambda: self.tr("Copy last code block"))
        self.show_source = make("showSource", "Ctrl+Shift+D", lambda: self.tr("Answer as source or as text"))
        self.earlier_prompt = make("earlierPrompt", "Ctrl+Up", lambda: self.tr("Earlier question"))
        self.later_prompt = make("laterPrompt", "Ctrl+Down", lambda: self.tr("Later question"))
        self.attach = make("attachFiles", "Ctrl+Shift+A", lambda: self.tr("Attach files…"))
        self.system_prompt = make("systemPromptAction", "Ctrl+Shift+S", lambda: self.tr("System prompt…"))
        self.parameters = make("parametersAction", "Ctrl+Shift+E", lambda: self.tr("Parameters and presets…"))
        self.find = make("findInChat", "Ctrl+F", lambda: self.tr("Find in this chat"))
        self.find_next = make("findNext", "F3", lambda: self.tr("Next hit"))
        self.find_previous = make("findPrevious", "Shift+F3", lambda: self.tr("Previous hit"))
        self.next_message = make("nextMessage", "Alt+Down", lambda: self.tr("Next message"))
        self.previous_message = make("previousMessage", "Alt+Up", lambda: self.tr("Previous message"))
        self.next_block = make("nextBlock", "Alt+Shift+Down", lambda: self.tr("Next block"))
        self.previous_block = make("previousBlock", "Alt+Shift+Up", lambda: self.tr("Previous block"))

    def _make_window_actions(self) -> None:
        make = self._make
        self.focus_composer = make("focusComposer", "Ctrl+L", lambda: self.tr("Go to the message box"))
        self.model_picker = make("modelPickerAction", "Ctrl+M", lambda: self.tr("Choose model"))
        self.sidebar = make("toggleSidebar", "Ctrl+B", lambda: self.tr("Sidebar"))
        self.sidebar.setCheckable(True)
        self.sidebar.setChecked(True)
        self.zoom_in = make("zoomIn", "Ctrl++", lambda: self.tr("Zoom in"))
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = make("zoomOut", "Ctrl+-", lambda: self.tr("Zoom out"))
        self.zoom_reset = make("zoomReset", "Ctrl+0", lambda: self.tr("Original size"))
        self.commands = make("commandPalette", "Ctrl+Shift+P", lambda: self.tr("All commands…"))
        self.shortcuts = make("shortcutSheet", "Ctrl+/", lambda: self.tr("Keyboard shortcuts…"))
        self.settings = make("settings", "Ctrl+,", lambda: self.tr("Settings…"))
        self.key_settings = make("keySettings", "", lambda: self.tr("Connection settings…"))
        self.diagnose = make("diagnoseConnection", "", lambda: self.tr("Connection doctor…"))
        self.usage = make("showUsage", "Ctrl+U", lambda: self.tr("Usage…"))
        self.prices = make("showPrices", "", lambda: self.tr("Prices and budget…"))
        self.recorder = make("showRecorder", "Ctrl+Shift+R", lambda: self.tr("Flight recorder"))
        self.data = make("whereIsMyData", "", lambda: self.tr("Where is my data?…"))
        self.diagnostics = make("showDiagnostics", "", lambda: self.tr("Diagnostics for a report…"))
        self.log_folder = make("openLogFolder", "", self._log_words)
        self.about = make("about", "", lambda: self.tr("About Lingdu Chat"))
        self.close = make("closeWindow", "Ctrl+W", lambda: self.tr("Close window"))
        self.quit = make("quit", "Ctrl+Q", lambda: self.tr("Quit"))
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _make(self, name: str, shortcut: str, words: _Words) -> QAction:
        action = QAction(self._window)
        action.setObjectName(name)
        if shortcut:
            action.setShortcut(QKeySequence(keys_on(sys.platform, shortcut)))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        # macOS would move what begins like "Settings" into the program's own menu, by its English words.
        action.setMenuRole(QAction.MenuRole.NoRole)
        self._window.addAction(action)
        self._words.append((action, words))
        return action

    def _make_numbered(self, number: int) -> QAction:
        return self._make(f"chat{number}", f"Ctrl+{number}", lambda: self.tr("Chat {number}").format(number=number))

    def _choices(self, name: str, values: dict[str, _Words]) -> QActionGroup:
        group = QActionGroup(self)
        for value, words in values.items():
            action = group.addAction("")
            action.setObjectName(f"{name}_{value}")
            action.setData(value)
            action.setCheckable(True)
            action.setMenuRole(QAction.MenuRole.NoRole)
            self._words.append((action, words))
        return group

    def _fill(self) -> None:
        chats = self._add_menu(self.menu, "chatsMenu", lambda: self.tr("Chats"))
        _add(
            chats,
            [self.new_chat, self.new_temporary, self.quick_ask, self.search, self.next_chat, self.previous_chat],
        )
        self._add_menu(chats, "numberedMenu", lambda: self.tr("Go to chat"), self.numbered_chats)
        chats.addSeparator()
        _add(chats, [self.keep_chat, self.pin, self.rename, self.duplicate], last=True)
        folder_actions = [self.no_folder, self.new_folder, self.rename_folder, self.dissolve_folder]
        self.folder_menu = self._add_menu(chats, "folderMenu", lambda: self.tr("Move to folder"), folder_actions)
        _add(chats, [self.trash_chat, self.show_trash])
        _add(chats, [self.export_chat, self.export_all, self.import_chats, self.restore_backup])
        _add(chats, [self.copy_chat, self.print, self.save_pdf], last=True)
        answer = self._add_menu(self.menu, "answerMenu", lambda: self.tr("Question and answer"))
        _add(answer, [self.stop, self.regenerate, self.edit_last])
        _add(answer, [self.copy_answer, self.copy_code, self.show_source])
        _add(answer, [self.attach, self.system_prompt, self.parameters])
        _add(answer, [self.focus_composer, self.earlier_prompt, self.later_prompt, self.model_picker])
        self._add_menu(answer, "sendWithMenu", lambda: self.tr("Send with"), self.send_with.actions())
        find = self._add_menu(self.menu, "findMenu", lambda: self.tr("Find and go to"))
        _add(find, [self.find, self.find_next, self.find_previous])
        _add(find, [self.next_message, self.previous_message, self.next_block, self.previous_block], last=True)
        view = self._add_menu(self.menu, "viewMenu", lambda: self.tr("View"))
        _add(view, [self.sidebar])
        _add(view, [self.zoom_in, self.zoom_out, self.zoom_reset])
        self._add_menu(view, "themeMenu", lambda: self.tr("Theme"), self.theme.actions())
        self._add_menu(view, "languageMenu", lambda: self.tr("Language"), self.language.actions())
        program = self._add_menu(self.menu, "programMenu", lambda: self.tr("Program and help"))
        _add(program, [self.commands, self.shortcuts])
        _add(program, [self.settings, self.key_settings, self.diagnose])
        _add(program, [self.usage, self.prices, self.recorder])
        _add(program, [self.data, self.log_folder, self.diagnostics])
        _add(program, [self.about, self.close, self.quit], last=True)
        self.menus = [chats, answer, find, view, program]

    def _add_menu(self, parent: QMenu, name: str, words: _Words, actions: list[QAction] | None = None) -> QMenu:
        menu = parent.addMenu("")
        menu.setObjectName(name)
        menu.menuAction().setObjectName(f"{name}Action")
        menu.addActions(actions or [])
        self._words.append((menu.menuAction(), words))
        return menu

    def fill_bar(self, bar: QMenuBar) -> None:
        """Put the menus into a menu bar, where the system has one."""
        for menu in self.menus:
            bar.addMenu(menu)

    def set_pinned(self, on: bool) -> None:
        """Let `pin` say what it would do with the open chat."""
        if on != self.is_pinned:
            self.is_pinned = on
            self.pin.setText(self._pin_words())

    def _log_words(self) -> str:
        return self.tr("Show log in Finder") if sys.platform == "darwin" else self.tr("Open log folder")

    def _pin_words(self) -> str:
        return self.tr("Unpin chat") if self.is_pinned else self.tr("Pin chat")

    def retranslate(self) -> None:
        """Set all words in the current language."""
        for action, words in self._words:
            action.setText(words())
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.setAccessibleName(words())


def keys_on(platform: str, shortcut: str) -> str:
    """A shortcut of the design as Qt spells it on a platform (a value of `sys.platform`)."""
    return ON_MACOS.get(shortcut, shortcut) if platform == "darwin" else shortcut


def check(group: QActionGroup, value: object) -> None:
    """Mark the action of a group that stands for `value`."""
    for action in group.actions():
        action.setChecked(action.data() == value)


def _add(menu: QMenu, actions: list[QAction], *, last: bool = False) -> None:
    menu.addActions(actions)
    if not last:
        menu.addSeparator()
