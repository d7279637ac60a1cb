"""What a person does to attach things in the window, and what of it is sent."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage

from desktop.ui.attachments.chip import Chip
from desktop.ui.main_window import MainWindow


def chips(window: MainWindow) -> list[Chip]:
    """What the tray shows."""
    return [chip for chip in window.chat.composer.tray.findChildren(Chip) if not chip.isHidden()]


def attach(qtbot, window: MainWindow, *paths) -> None:
    """Attach files and wait until they are read."""
    window.chat.attachments.add_files(list(paths))
    qtbot.waitUntil(lambda: not window.chat.composer.tray.is_reading, timeout=10_000)


def write(folder, name: str, data: bytes | str):
    """A new file."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def send(qtbot, window: MainWindow, text: str = "what is this?") -> None:
    """Ask by Enter and wait for the end of the answer."""
    window.chat.composer.edit.setPlainText(text)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)


def user_content(server, number: int = -1):
    """The content of each question in a request."""
    return [one["content"] for one in server.requests[number].json["messages"] if one["role"] == "user"]


def pasted(text: str = "", *, urls: list[str] | None = None, image: QImage | None = None) -> QMimeData:
    """What a clipboard holds."""
    source = QMimeData()
    if text:
        source.setText(text)
    if urls is not None:
        source.setUrls([QUrl(url) for url in urls])
    if image is not None:
        source.setImageData(image)
    return source


def window_after_restart(qtbot, stack) -> MainWindow:
    """The window of a new stack, with the chat in it that was the last."""
    qtbot.waitUntil(lambda: stack.workspace.current is not None, timeout=5000)
    again = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(again)
    again.show_welcome(False)
    again.show()
    again.chat._show_session(stack.workspace.current)
    return again
