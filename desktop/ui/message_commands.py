"""What the menus do with one message: all that its buttons, its card and the right button do."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop.ui.actions import Actions
from desktop.ui.chat.clipboard import copy_rich
from desktop.ui.chat.messages import NoticeAction
from desktop.ui.chat.view import ChatView


class MessageCommands(QObject):
    """Offers what can be done with the message in use when somebody is about to look, and does it with that one."""

    def __init__(self, actions: Actions, view: ChatView) -> None:
        super().__init__(view)
        self._actions = actions
        self._view = view
        # When the menu was opened: by the time that a line of it is chosen, the keyboard may be elsewhere.
        self._uuid = ""
        self._steps: list[QAction] = []
        for name, action in actions.message.items():
            action.triggered.connect(lambda _checked=False, name=name: self._act(name))
        actions.copy_rich.triggered.connect(self._copy_rich)
        actions.about_to_offer.connect(self._offer)

    def _act(self, name: str) -> None:
        if not self._uuid:
            self._offer()
        self._view.act_on(self._uuid, name)

    def _offer(self) -> None:
        in_use = self._view.in_use
        self._uuid = in_use.entry.view.uuid if in_use.entry is not None else ""
        offered = in_use.offered()
        for name, action in self._actions.message.items():
            action.setEnabled(name in offered)
        self._actions.copy_rich.setEnabled("copy_rich" in offered or not self._view.selection.is_empty)
        self._show_steps(in_use.steps())

    def _show_steps(self, steps: tuple[NoticeAction, ...]) -> None:
        menu = self._actions.message_menu
        for action in self._steps:
            menu.removeAction(action)
            action.deleteLater()
        self._steps = []
        if not steps:
            return
        line = QAction(self)
        line.setSeparator(True)
        self._steps.append(line)
        for step in steps:
            action = QAction(step.label.replace("&", "&&"), self)
            action.setObjectName(f"message_{step.id}")
            action.triggered.connect(lambda _checked=False, name=step.id: self._act(name))
            self._steps.append(action)
        menu.addActions(self._steps)

    def _copy_rich(self) -> None:
        """What is selected, else the message."""
        if self._view.selection.is_empty:
            self._act("copy_rich")
        else:
            copy_rich(self._view)
