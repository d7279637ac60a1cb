"""Opens the parameters of the shown chat, and gives it what is saved there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.chat_session import ChatSession
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.parameters.dialog import ParametersDialog


class RequestSetup(QObject):
    """One dialog at a time; what it saves goes to the chat it was opened for.

    Signals:
        failed(words): something holds for this session, but could not be saved.
    """

    failed = Signal(str)

    def __init__(self, window: QWidget, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace

    def open_parameters(self) -> None:
        """Show all parameters, the keyboard in the first."""
        dialog = self._open()
        if dialog is not None:
            dialog.form.fields["temperature"].box.setFocus()

    def open_system_prompt(self) -> None:
        """Show them with the keyboard in the system prompt."""
        dialog = self._open()
        if dialog is not None:
            dialog.form.system_prompt.setFocus()

    def _open(self) -> ParametersDialog | None:
        session = self._workspace.current
        if session is None:
            return None
        from desktop.ui.parameters.dialog import ParametersDialog  # the window shows sooner without it

        chat = session.conversation
        dialog = ParametersDialog(
            self._workspace.presets, chat.model, chat.system_prompt, chat.parameters, self._window
        )
        dialog.saved.connect(lambda model, prompt, parameters: self._keep(session, model, prompt, parameters))
        dialog.failed.connect(self.failed)
        dialog.open()
        return dialog

    def _keep(self, session: ChatSession, model: str, system_prompt: str, parameters: dict[str, Any]) -> None:
        if session is not self._workspace.current:
            return  # the dialog is modal: the chat itself has gone meanwhile
        if model and model != session.conversation.model:
            self._workspace.choose_model(model)
        self._workspace.set_request(system_prompt, parameters)
