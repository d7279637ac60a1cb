"""Asking before a chat leaves for a host that has seen nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.ui.chat_session import ChatSession
from desktop.ui.dialogs import confirm
from desktop.ui.words import tr
from desktop.ui.workspace import Workspace


def with_consent(parent: QWidget, workspace: Workspace, session: ChatSession, go: Callable[[], object]) -> None:
    """Go on, at once or, where another host would get all of the chat, after a question to the user.

    What else is asked before something is sent (`Workspace.before_sending`) comes after that. All of it may take time:
    nothing is sent of a chat that was closed meanwhile.
    """

    def go_on() -> None:
        if isValid(session):
            go()

    endpoint = workspace.profiles.get(session.conversation.profile).endpoint
    seen_by = {turn.origin for turn in session.conversation.turns.values() if turn.origin}
    if session.busy or not seen_by or endpoint.origin in seen_by or endpoint.is_loopback:
        workspace.before_sending(go_on)
        return
    words = tr("So far it went to {before}. From now on all of it goes to {now}.")
    confirm(
        parent,
        tr("Send this chat to another host?"),
        words.format(before=", ".join(sorted(seen_by)), now=endpoint.origin),
        tr("Send to {host}").format(host=endpoint.host),
        lambda: workspace.before_sending(go_on),
    )
