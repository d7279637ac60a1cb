"""What the menus do with the open chat: all that the menu of its row in the sidebar does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop.ui.actions import Actions
from desktop.ui.sidebar import Sidebar
from desktop.ui.workspace import Workspace


class CurrentChat(QObject):
    """Joins the actions to the open chat's row, and offers only what can be done with it."""

    def __init__(self, actions: Actions, sidebar: Sidebar, workspace: Workspace) -> None:
        super().__init__(sidebar)
        self._actions = actions
        self._sidebar = sidebar
        self._workspace = workspace
        self._offered: list[QAction] = []
        for action, name in (
            (actions.rename, "rename"),
            (actions.duplicate, "duplicate"),
            (actions.no_folder, "folder:"),
            (actions.new_folder, "new_folder"),
            (actions.export_chat, "export"),
            (actions.trash_chat, "trash"),
            (actions.keep_chat, "keep"),
            (actions.end_chat, "end"),
        ):
            action.triggered.connect(lambda _checked=False, name=name: self._act(name))
        actions.pin.triggered.connect(lambda: self._act("unpin" if actions.is_pinned else "pin"))
        actions.rename_folder.triggered.connect(lambda: self._act_on_folder("rename"))
        actions.dissolve_folder.triggered.connect(lambda: self._act_on_folder("dissolve"))
        workspace.list_changed.connect(self._show)
        workspace.current_changed.connect(self._show)
        self._show()

    @property
    def _uuid(self) -> str:
        return self._workspace.current.conversation.uuid if self._workspace.current is not None else ""

    @property
    def _folder(self) -> str:
        summary = self._workspace.library.get(self._uuid)
        return summary.folder if summary is not None else ""

    def _act(self, name: str) -> None:
        if name in {"rename", "new_folder"}:
            self._actions.sidebar.setChecked(True)  # they are typed there
        self._sidebar.act(self._uuid, name)
        self._show()

    def _act_on_folder(self, name: str) -> None:
        self._actions.sidebar.setChecked(True)
        self._sidebar.act_on_folder(self._folder, name)

    def _show(self) -> None:
        actions, summary = self._actions, self._workspace.library.get(self._uuid)
        is_stored = summary is not None and summary.trashed_at is None
        is_temporary = self._uuid in self._workspace.temporary
        actions.set_pinned(summary is not None and summary.pinned)
        self._offer_folders(self._workspace.library.folders)
        for action in (actions.pin, actions.rename, actions.duplicate, actions.export_chat, actions.new_folder):
            action.setEnabled(is_stored)
        actions.trash_chat.setEnabled(is_stored)
        actions.keep_chat.setEnabled(is_temporary)
        actions.end_chat.setEnabled(is_temporary)
        for action in self._offered:
            action.setEnabled(is_stored)
            action.setChecked(is_stored and action.data() == self._folder)
        for action in (actions.no_folder, actions.rename_folder, actions.dissolve_folder):
            action.setEnabled(is_stored and bool(self._folder))

    def _offer_folders(self, names: Sequence[str]) -> None:
        if [action.data() for action in self._offered] == list(names):
            return
        menu = self._actions.folder_menu
        for action in self._offered:
            menu.removeAction(action)
            action.deleteLater()
        self._offered = [self._offer(name) for name in names]
        menu.insertActions(self._actions.no_folder, self._offered)

    def _offer(self, folder: str) -> QAction:
        action = QAction(folder.replace("&", "&&"), self)
        action.setObjectName(f"folder:{folder}")
        action.setData(folder)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._act(f"folder:{folder}"))
        return action
