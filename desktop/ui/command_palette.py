"""The command palette: every action of the menus, found by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.ui.dialogs import give_size
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.two_columns import TwoColumns

WIDTH_PX = 560
HEIGHT_PX = 420

_MOVES = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class Command(Struct, frozen=True):
    """An action and the menus on the way to it; `words` is what is shown and searched."""

    action: QAction
    path: tuple[str, ...]

    @property
    def words(self) -> str:
        """`Menu › Submenu › Action`."""
        return " › ".join((*self.path, plain(self.action.text())))

    @property
    def keys(self) -> str:
        """Its first shortcut as the system writes it; empty for none."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def plain(text: str) -> str:
    """The words of an action without the mark of its mnemonic and without the ellipsis of a dialog."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def commands(menu: QMenu, path: tuple[str, ...] = ()) -> Iterator[Command]:
    """Every action below a menu, in its order."""
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from commands(submenu, (*path, plain(action.text())))
        elif not action.isSeparator():
            yield Command(action, path)


def matching(all_commands: Sequence[Command], query: str) -> list[Command]:
    """Those whose words hold every word of the query.

    The action's own name counts before its menu's, and what stands deep in the menus comes last of its kind.
    """
    words = query.casefold().split()
    found = [one for one in all_commands if all(word in one.words.casefold() for word in words)]

    def rank(one: Command) -> tuple[int, int]:
        name = plain(one.action.text()).casefold()
        if not words:
            return 0, 0
        if name.startswith(words[0]):
            return 0, len(one.path)
        return 1 if all(word in name for word in words) else 2, len(one.path)

    return sorted(found, key=rank)


class CommandPalette(QDialog):
    """A field and the actions that fit what stands in it; Enter does the marked one.

    The palette is closed before the action runs, so that the action finds the focus where it was.
    """

    def __init__(self, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("All commands"))
        self._commands = [one for one in commands(menu) if one.action.isEnabled() and one.action.isVisible()]
        self.field = LineEdit()
        self.field.setObjectName("commandField")
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Search all commands"))
        self.field.installEventFilter(self)
        self.list = TwoColumns("commandList")
        self.list.setAccessibleName(self.tr("Commands"))
        self.none = plain_label(self.tr("No command has these words."), "commandNone", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        self.field.textChanged.connect(self._show_matching)
        self.list.itemActivated.connect(lambda item, _column: self._run(item))
        give_size(self, WIDTH_PX, HEIGHT_PX)
        self._show_matching("")

    def _show_matching(self, query: str) -> None:
        self.list.clear()
        for command in matching(self._commands, query):
            item = self.list.add(command.words, command.keys)
            item.setData(0, Qt.ItemDataRole.UserRole, command)
        first = self.list.topLevelItem(0)
        is_empty = first is None
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.setVisible(not is_empty)
        self.none.setVisible(is_empty)

    def _run(self, item: QTreeWidgetItem) -> None:
        command = item.data(0, Qt.ItemDataRole.UserRole)
        self.accept()
        command.action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.event(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.field.composing:
                item = self.list.currentItem()
                if item is not None:
                    self._run(item)
                return True
        return super().eventFilter(watched, event)
