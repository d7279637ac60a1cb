"""The end of a Linux session, as GNOME's session manager and those like it (Cinnamon, MATE, Budgie) tell it over D-Bus.

Windows and macOS tell it through Qt (`commitDataRequest`); PySide6's own libraries do not speak X11's protocol for it.
Where nobody tells it, the end is the signal or the broken connection that follows.
Source: https://gitlab.gnome.org/GNOME/gnome-session, `org.gnome.SessionManager.ClientPrivate`.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

NAME = "org.gnome.SessionManager"
PATH = "/org/gnome/SessionManager"
CLIENT = "org.gnome.SessionManager.ClientPrivate"

_log = logging.getLogger(__name__)


class SessionEnd(QObject):
    """Registers at the session manager and agrees to every end of the session.

    Signals:
        ending(): the session ends now; the process may be ended as soon as this returns.
    """

    ending = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = QDBusConnection.sessionBus()
        self._client = ""
        self._call: QDBusPendingCallWatcher | None = None
        self._early: list[QDBusMessage] = []
        if self._bus.isConnected():
            # Before it registers: nothing may be said in between. The path is known only then.
            for name in ("QueryEndSession", "EndSession", "Stop"):
                # The stub names bytes, the binding takes what SLOT gives.
                self._bus.connect(NAME, "", CLIENT, name, self, SLOT("hear(QDBusMessage)"))  # type: ignore[call-overload]
            message = QDBusMessage.createMethodCall(NAME, PATH, NAME, "RegisterClient")
            message.setArguments(["lingdu", ""])
            message.setAutoStartService(False)
            self._call = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
            self._call.finished.connect(self._on_registered)

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        """What the session manager says to its programs, this one or another."""
        if self._call is not None:
            # The answer that tells our path is on its way to us; Qt may hand over what was said after it before it.
            self._early.append(message)
            return
        if message.path() != self._client:
            return
        if message.member() != "QueryEndSession":
            self.ending.emit()
        if message.member() != "Stop":
            answer = QDBusMessage.createMethodCall(NAME, self._client, CLIENT, "EndSessionResponse")
            answer.setArguments([True, ""])
            self._bus.asyncCall(answer)

    @Slot(QDBusPendingCallWatcher)
    def _on_registered(self, call: QDBusPendingCallWatcher) -> None:
        self._call = None
        if call.isError():
            _log.info("the end of the session is told by nobody: %s", call.error().name())
        else:
            self._client = call.reply().arguments()[0].path()
        early, self._early = self._early, []
        for message in early:
            self.hear(message)
