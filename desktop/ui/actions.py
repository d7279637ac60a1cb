"""Every action of the window once: words, shortcut, place in the menus."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui.key_words import in_words

NUMBERED_CHATS = 9
# Qt's Ctrl is ⌘ on macOS, where these keys are the system's own; what Qt calls Meta there is the Control key.
ON_MACOS = {
    "Ctrl+Tab": "Meta+Tab",
    "Ctrl+Shift+Tab": "Meta+Shift+Tab",
    "Ctrl+M": "Ctrl+Shift+M",
    "Ctrl+Shift+V": "Ctrl+Alt+Shift+V",
    "F11": "Ctrl+Meta+F",
}

_Words = Callable[[], str]
_Keys = QKeySequence.StandardKey


class Actions(QObject):
    """The actions as attributes; `menu` holds them all.

    `retranslate` sets the words, so that the language can change while the window lives.

    Attributes:
        menu: the window's one menu.
        menus: its submenus in order, for a bar.
        numbered_chats: the first to ninth chat of the sidebar.
        folder_menu: where the open chat can be moved to; the folders come before `no_folder`.
        edit_menu: what is done with text; `EditCommands` knows with which. `text_actions` are those of it that have
            a key of the system's.
        message_menu: what is done with one message; the steps that its card offers come last.
        message: its actions by what `ChatView.act_on` takes.
        model_menu: the model and the endpoint of the open chat.
        recorder_menu: what can be done with the request that the flight recorder shows.
        is_pinned: whether `pin` would unpin.

    Signals:
        about_to_offer(): somebody is about to see which actions can be done now.
    """

    about_to_offer = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words: list[tuple[QAction, _Words]] = []
        self.is_pinned = False
        self._make_chat_actions()
        self._make_edit_actions()
        self._make_answer_actions()
        self._make_message_actions()
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
        for menu in (self.menu, *self.menus, self.message_menu, self.recorder_menu):
            menu.aboutToShow.connect(self.about_to_offer)
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
        self.end_chat = make("endChat", "", lambda: self.tr("End this temporary chat"))
        self.trash_chat = make("trashChat", "", lambda: self.tr("Move to trash"))
        self.bring_back = make("bringBack", "", lambda: self.tr("Bring back what was removed last"))
        self.show_trash = make("showTrash", "", lambda: self.tr("Show trash"))
        self.restore_chats = make("restoreChats", "", lambda: self.tr("Restore what is marked in the trash"))
        self.empty_trash = make("emptyTrash", "", lambda: self.tr("Empty trash…"))
        self.export_chat = make("exportChat", "", lambda: self.tr("Export this chat…"))
        self.export_all = make("exportAll", "", lambda: self.tr("Export all chats…"))
        self.import_chats = make("importChats", "", lambda: self.tr("Import chats…"))
        self.restore_backup = make("restoreBackup", "", lambda: self.tr("Restore a backup…"))
        self.copy_chat = make("copyChat", "", lambda: self.tr("Copy the whole chat"))
        self.print = make("printChat", "Ctrl+P", lambda: self.tr("Print…"))
        self.save_pdf = make("savePdf", "", lambda: self.tr("Save as PDF…"))

    def _make_edit_actions(self) -> None:
        make = self._make
        self.undo = make("undo", _Keys.Undo, lambda: self.tr("Undo"))
        self.redo = make("redo", _Keys.Redo, lambda: self.tr("Redo"))
        self.cut = make("cut", _Keys.Cut, lambda: self.tr("Cut"))
        self.copy = make("copy", _Keys.Copy, lambda: self.tr("Copy"))
        self.copy_rich = make("copyRich", "", lambda: self.tr("Copy as rich text"))
        self.paste = make("paste", _Keys.Paste, lambda: self.tr("Paste"))
        self.paste_plain = make("pastePlain", "Ctrl+Shift+V", lambda: self.tr("Paste as plain text"))
        self.select_all = make("selectAll", _Keys.SelectAll, lambda: self.tr("Select all"))
        changes = (self.undo, self.redo, self.cut, self.copy, self.paste, self.paste_plain)
        self.text_actions = (*changes, self.select_all)

    def _make_answer_actions(self) -> None:
        make = self._make
        self.send = make("send", "", lambda: self.tr("Send"))
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
        self.chat_end = make("goToEnd", "", lambda: self.tr("End of the chat"))

    def _make_message_actions(self) -> None:
        words: dict[str, _Words] = {
            "copy": lambda: self.tr("Copy this message"),
            "copy_rich": lambda: self.tr("Copy this message as rich text"),
            "copy_code": lambda: self.tr("Copy this code block"),
            "open_link": lambda: self.tr("Open this link"),
            "copy_link": lambda: self.tr("Copy the address of this link"),
            "previous_sibling": lambda: self.tr("Previous version"),
            "next_sibling": lambda: self.tr("Next version"),
            "regenerate": lambda: self.tr("Regenerate this answer"),
            "edit": lambda: self.tr("Edit and resend this question"),
            "delete": lambda: self.tr("Delete this message"),
            "source": lambda: self.tr("Show source, or text again"),
            "fold": lambda: self.tr("Show or fold the thinking"),
            "recorder": lambda: self.tr("This answer in the flight recorder"),
        }
        self.message = {name: self._make(f"message_{name}", "", say) for name, say in words.items()}

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
        self.save_recording = make("saveRecording", "", lambda: self.tr("Save the recording…"))
        self.send_again = make("sendAgain", "", lambda: self.tr("Send the shown request again…"))
        self.full_screen = make("fullScreen", "F11", lambda: self.tr("Full screen"))
        self.full_screen.setCheckable(True)
        self.minimise = make("minimise", "", lambda: self.tr("Minimise"))
        if sys.platform == "darwin":
            self.minimise.setShortcut(QKeySequence("Ctrl+M"))
        self.data = make("whereIsMyData", "", lambda: self.tr("Where is my data?…"))
        self.diagnostics = make("showDiagnostics", "", lambda: self.tr("Diagnostics for a report…"))
        self.log_folder = make("openLogFolder", "", self._log_words)
        self.about = make("about", "", lambda: self.tr("About Lingdu Chat"))
        self.close = make("closeWindow", "Ctrl+W", lambda: self.tr("Close window"))
        self.quit = make("quit", "Ctrl+Q", lambda: self.tr("Quit"))
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _make(self, name: str, shortcut: str | _Keys, words: _Words) -> QAction:
        action = QAction(self._window)
        action.setObjectName(name)
        if isinstance(shortcut, _Keys):
            action.setShortcut(shortcut)
        elif shortcut:
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
        _add(chats, [self.keep_chat, self.end_chat, self.pin, self.rename, self.duplicate], last=True)
        folder_actions = [self.no_folder, self.new_folder, self.rename_folder, self.dissolve_folder]
        self.folder_menu = self._add_menu(chats, "folderMenu", lambda: self.tr("Move to folder"), folder_actions)
        _add(chats, [self.trash_chat, self.bring_back, self.show_trash, self.restore_chats, self.empty_trash])
        _add(chats, [self.export_chat, self.export_all, self.import_chats, self.restore_backup])
        _add(chats, [self.copy_chat, self.print, self.save_pdf], last=True)
        edit = self.edit_menu = self._add_menu(self.menu, "editMenu", lambda: self.tr("Edit"))
        _add(edit, [self.undo, self.redo])
        _add(edit, [self.cut, self.copy, self.copy_rich, self.paste, self.paste_plain])
        _add(edit, [self.select_all], last=True)
        answer = self._fill_answer()
        find = self._add_menu(self.menu, "findMenu", lambda: self.tr("Find and go to"))
        _add(find, [self.find, self.find_next, self.find_previous])
        _add(find, [self.next_message, self.previous_message, self.next_block, self.previous_block, self.chat_end])
        _add(find, [self.focus_composer], last=True)
        view = self._add_menu(self.menu, "viewMenu", lambda: self.tr("View"))
        _add(view, [self.sidebar])
        _add(view, [self.zoom_in, self.zoom_out, self.zoom_reset])
        self._add_menu(view, "themeMenu", lambda: self.tr("Theme"), self.theme.actions())
        self._add_menu(view, "languageMenu", lambda: self.tr("Language"), self.language.actions())
        program = self._add_menu(self.menu, "programMenu", lambda: self.tr("Program"))
        _add(program, [self.commands, self.settings, self.key_settings, self.diagnose])
        _add(program, [self.usage, self.prices, self.recorder], last=True)
        recorded = [self.save_recording, self.send_again]
        self.recorder_menu = self._add_menu(program, "recorderMenu", lambda: self.tr("Recorded request"), recorded)
        program.addSeparator()
        _add(program, [self.close, self.quit], last=True)
        window = self._add_menu(self.menu, "windowMenu", lambda: self.tr("Window"), [self.minimise, self.full_screen])
        # macOS puts its search of the menus into the one that is called so.
        help_menu = self._add_menu(self.menu, "helpMenu", lambda: self.tr("Help"))
        _add(help_menu, [self.shortcuts])
        _add(help_menu, [self.data, self.log_folder, self.diagnostics])
        _add(help_menu, [self.about], last=True)
        self.menus = [chats, edit, answer, find, view, program, window, help_menu]

    def _fill_answer(self) -> QMenu:
        answer = self._add_menu(self.menu, "answerMenu", lambda: self.tr("Question and answer"))
        _add(answer, [self.send, self.stop, self.regenerate, self.edit_last])
        _add(answer, [self.copy_answer, self.copy_code, self.show_source])
        self.message_menu = self._add_menu(answer, "messageMenu", lambda: self.tr("This message"))
        _add(self.message_menu, [self.message[name] for name in ("copy", "copy_rich", "copy_code")])
        _add(self.message_menu, [self.message[name] for name in ("open_link", "copy_link")])
        _add(self.message_menu, [self.message[name] for name in ("previous_sibling", "next_sibling")])
        _add(self.message_menu, [self.message[name] for name in ("regenerate", "edit", "delete")])
        _add(self.message_menu, [self.message[name] for name in ("source", "fold", "recorder")], last=True)
        answer.addSeparator()
        _add(answer, [self.attach, self.system_prompt, self.parameters])
        self.model_menu = self._add_menu(
            answer, "modelMenu", lambda: self.tr("Model and endpoint"), [self.model_picker]
        )
        _add(answer, [self.earlier_prompt, self.later_prompt])
        self._add_menu(answer, "sendWithMenu", lambda: self.tr("Send with"), self.send_with.actions())
        return answer

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
