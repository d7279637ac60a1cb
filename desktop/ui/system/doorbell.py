"""How a second start reaches the first: it rings, and the first shows its window or its quick-ask window."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1000
MAX_TOKEN = 512

SHOW = "show"
TOGGLE = "toggle"

_log = logging.getLogger(__name__)


def address(data: Path, environ: Mapping[str, str]) -> str:
    """The name of the socket of a data folder: a path below XDG_RUNTIME_DIR where there is one, as Qt's own is /tmp.

    The folder's name is hashed: a path of a socket has at most 107 characters.
    """
    name = f"lingdu-{hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]}"
    runtime = Path(environ.get("XDG_RUNTIME_DIR", ""))
    return str(runtime / name) if runtime.is_absolute() else name


class Doorbell(QObject):
    """Listens for other starts on the same data folder; only the process that holds the folder's lock makes one.

    Signals:
        rung(token): another start wants the window to be shown; `token` is what the desktop gave it for that
            (XDG activation), empty where it gave none.
        toggled(token): another start wants the quick-ask window to be shown or hidden.
    """

    rung = Signal(str)
    toggled = Signal(str)

    def __init__(self, where: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visitors: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_visitors)
        # What a crash left there: its process is gone, since the lock was free.
        QLocalServer.removeServer(where)
        if not self._server.listen(where):
            _log.info("a second start will not raise the window: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_visitors(self) -> None:
        while self._server.hasPendingConnections():
            visitor = self._server.nextPendingConnection()
            self._visitors.append(visitor)
            visitor.disconnected.connect(self._hear)
        self._hear()

    def _hear(self) -> None:
        """Hear those who have said all; one may have left before it was let in."""
        gone = [one for one in self._visitors if one.state() == QLocalSocket.LocalSocketState.UnconnectedState]
        self._visitors = [one for one in self._visitors if one not in gone]
        for visitor in gone:
            said = bytes(visitor.read(MAX_TOKEN).data()).decode("ascii", "replace")
            visitor.deleteLater()
            wish, _, token = said.partition("\n")
            signal = self.toggled if wish == TOGGLE else self.rung
            signal.emit(token if token.isprintable() else "")


def ring(where: str, environ: Mapping[str, str], wish: str = SHOW) -> bool:
    """Ask the process that listens at `where` to do something; False where none does, or not within 1 s.

    Args:
        wish: `SHOW` its window, or `TOGGLE` its quick-ask window; a version that knows no wishes shows its window.
    """
    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(WAIT_MS):
        return False
    token = environ.get("XDG_ACTIVATION_TOKEN", "")
    socket.write(f"{wish}\n{token}".encode("ascii", "replace")[:MAX_TOKEN])
    socket.flush()
    socket.disconnectFromServer()
    return socket.state() == QLocalSocket.LocalSocketState.UnconnectedState or socket.waitForDisconnected(WAIT_MS)
