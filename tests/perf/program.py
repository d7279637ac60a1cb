"""The real program inside a measuring process: its own start, a data folder of its own, keys from the environment."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.loading import light_imports

# As `desktop.__main__` does.
with light_imports():
    import desktop.app
    from desktop.application import Application
    from desktop.chat.conversation import State
    from desktop.ui.chat_session import ChatSession


def run_program(base_url: str, ready: Callable[[Application], None], data_dir: str = "") -> None:
    """Start it as a user would, and call `ready` with the first chat on the screen; returns when it has ended."""

    class Watched(Application):
        """`Application`, which tells when its window can be used."""

        def start(self) -> None:
            self._title = self.window.chat.title_changed.connect(self._on_title)
            super().start()

        def show_defect(self, words: str) -> None:
            # The program would go on.
            print(words, file=sys.stderr, flush=True)
            os._exit(1)

        def _on_title(self, _title: str) -> None:
            # A chat is shown; the next picture is the first that can be used.
            self.window.chat.title_changed.disconnect(self._title)
            self._painted = AfterPaint(self.window, self._on_painted)

        def _on_painted(self) -> None:
            self._painted.stop()
            ready(self)

    os.environ["OPENAI_API_KEY"] = "sk-x"
    os.environ["OPENAI_BASE_URL"] = base_url
    desktop.app.Application = Watched
    with tempfile.TemporaryDirectory() as folder:
        desktop.app.run(["--data-dir", data_dir or folder])


def ask(application: Application, model: str, ended: Callable[[ChatSession], None]) -> ChatSession:
    """Send a question in the chat that is shown; `ended` is called with the answer complete."""
    application.window.chat.header.model_chosen.emit(model)
    session = application.window.chat.session
    application.window.chat.send("?")

    def end(uuid: str) -> None:
        turn = session.conversation.turns[uuid]
        if turn.state is not State.COMPLETE:
            raise AssertionError(f"the answer ended as {turn.state}: {turn.error}")
        ended(session)

    # Not undone by itself: a function that names itself is a cycle, and would keep the chat until garbage is collected.
    session.ended.connect(end, Qt.ConnectionType.SingleShotConnection)
    return session


class AfterPaint(QObject):
    """Calls back when a window has been painted, right after its last pixel."""

    def __init__(self, window: QWidget, painted: Callable[[], None]) -> None:
        super().__init__()
        self._window = window
        self._painted = painted
        window.installEventFilter(self)

    def stop(self) -> None:
        """Call back no more."""
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.UpdateRequest:
            return False
        watched.event(event)
        self._painted()
        return True
