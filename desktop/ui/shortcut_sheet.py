"""The sheet of all keyboard shortcuts."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMenu, QVBoxLayout, QWidget

from desktop.ui.command_palette import commands, plain
from desktop.ui.dialogs import give_size
from desktop.ui.key_words import in_words
from desktop.ui.two_columns import TwoColumns

WIDTH_PX = 480
HEIGHT_PX = 560


class ShortcutSheet(QDialog):
    """Every action that has a key, by its menu, and the keys of the message box."""

    def __init__(self, menu: QMenu, *, ctrl_enter: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.list = TwoColumns("shortcutList")
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        bold = self.font()
        bold.setBold(True)
        for title, rows in [*self._of_menus(menu), (self.tr("In the message box"), self._of_the_box(ctrl_enter))]:
            group = self.list.add(title, "")
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, bold)
            items = [self.list.add(words, keys, group) for words, keys in rows]
            # Not a title: that would look chosen.
            self.list.setCurrentItem(self.list.currentItem() or items[0])
        self.list.expandAll()
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("closeShortcutsButton")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addWidget(buttons)
        give_size(self, WIDTH_PX, HEIGHT_PX)

    @staticmethod
    def _of_menus(menu: QMenu) -> list[tuple[str, list[tuple[str, str]]]]:
        keyed = [one for one in commands(menu) if one.action.shortcuts()]
        return [
            (title, [(plain(one.action.text()), _all_keys(one.action.shortcuts())) for one in group])
            for title, group in groupby(keyed, key=lambda one: one.path[0])
        ]

    def _of_the_box(self, ctrl_enter: bool) -> list[tuple[str, str]]:
        sends, breaks = ("Ctrl+Enter", "Enter") if ctrl_enter else ("Enter", "Shift+Enter")
        return [
            (self.tr("Send"), in_words(sends)),
            (self.tr("Break the line"), in_words(breaks)),
            (
                self.tr("Edit the last question, in an empty box"),
                QKeySequence("Up").toString(QKeySequence.SequenceFormat.NativeText),
            ),
        ]


def _all_keys(keys: list[QKeySequence]) -> str:
    return ", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in keys)
