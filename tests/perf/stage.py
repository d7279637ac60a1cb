"""A widget in a window off screen, and the time that the GUI thread spends on it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextBrowser

from desktop.ui.chat import arrivals
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.view import ChatView
from desktop.ui.system.garbage import GarbageCollector

SIZE = (936, 700)
# What one frame of a fast stream brings: 16 characters 60 times a second are some 250 tokens a second.
FRAME_CHARACTERS = 16
# Settled: for this long the event loop had next to nothing to do.
_CALM_MS = 100
_CALM_CPU_MS = 5
_SETTLE_LIMIT_S = 20

Widget = TypeVar("Widget", bound=QAbstractScrollArea)

_application: QApplication | None = None


class Stage(Generic[Widget]):
    """Shows a scroll area; times are (CPU of this thread, wall), both in milliseconds."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        global _application  # noqa: PLW0603  # Qt's own singleton: it must outlive every widget
        if _application is None:
            _application = QApplication(sys.argv[:1])
            # Garbage is collected when, and in the steps that, the program collects it in.
            GarbageCollector(_application)
        self.widget = make()
        self.widget.resize(*SIZE)
        self.widget.show()
        self.settle()

    def timed(self, action: Callable[..., Any], *arguments: Any) -> tuple[float, float]:
        """Do it, then all that follows of it up to the new picture: parsing, layout, paint."""
        cpu, wall = time.thread_time(), time.perf_counter()
        action(*arguments)
        # Off screen no display holds an update back: what became dirty is painted in here.
        QApplication.processEvents()
        return (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000

    def settle(self) -> None:
        """Let what waits for a quiet moment be done."""
        end = time.monotonic() + _SETTLE_LIMIT_S
        while time.monotonic() < end:
            cpu = time.thread_time()
            run_for(_CALM_MS)
            if (time.thread_time() - cpu) * 1000 < _CALM_CPU_MS:
                return

    def wheel(self, notches: int) -> tuple[float, float]:
        """Turn the wheel, up where positive."""
        place = QPointF(SIZE[0] / 2, SIZE[1] / 2)
        event = QWheelEvent(
            place,
            self.widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        return self.timed(QApplication.sendEvent, self.widget.viewport(), event)


def run_for(milliseconds: int) -> None:
    """Run the event loop."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Heartbeat:
    """Beats with every turn of the event loop; the longest time between two beats is how long the window was deaf."""

    def __init__(self) -> None:
        self.longest_cpu_ms = 0.0
        self.longest_wall_ms = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._cpu, self._wall = time.thread_time(), time.perf_counter()
        self._timer.start(0)

    def stop(self) -> None:
        """Take the last gap."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        cpu, wall = time.thread_time(), time.perf_counter()
        self.longest_cpu_ms = max(self.longest_cpu_ms, (cpu - self._cpu) * 1000)
        self.longest_wall_ms = max(self.longest_wall_ms, (wall - self._wall) * 1000)
        self._cpu, self._wall = cpu, wall


def answer(text: str, *, streaming: bool = False, uuid: str = "a") -> MessageView:
    """An answer as the view takes it."""
    return MessageView(uuid, "assistant", text, streaming=streaming, caption="model")


def messages(texts: list[str]) -> list[MessageView]:
    """Questions and answers in turns."""
    return [MessageView(str(number), "assistant" if number % 2 else "user", text) for number, text in enumerate(texts)]


class ChatStage(Stage[ChatView]):
    """The chat view of the program."""

    def __init__(self) -> None:
        # The view waits until a frame is over before it shows more. Here the next frame is when the measure says so.
        arrivals.FRAME_MS = arrivals.LONG_FRAME_MS = 0
        super().__init__(ChatView)

    def open(self, shown: list[MessageView]) -> tuple[float, float]:
        """Show these messages at their end."""

        def show() -> None:
            self.widget.set_messages(shown)
            self.widget.jump_to_end()

        return self.timed(show)

    def resize(self, width: int) -> tuple[float, float]:
        """Take another width; the end stays in sight."""
        return self.timed(self.widget.resize, width, SIZE[1])

    def frame(self, text: str) -> tuple[float, float]:
        """One frame of the stream."""
        return self.timed(self.widget.append_text, "a", text)


class BrowserStage(Stage[QTextBrowser]):
    """What the chat view is compared with: one QTextBrowser, with Qt's own Markdown."""

    def __init__(self) -> None:
        super().__init__(QTextBrowser)

    def open(self, text: str) -> tuple[float, float]:
        """Set all of it and show its end; with `setMarkdown` alone this is also what one frame of a stream costs."""
        return self.timed(self._set, text)

    def frame(self, text: str) -> tuple[float, float]:
        """One frame where only the new text is inserted, as plain text."""

        def insert() -> None:
            cursor = self.widget.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text)
            self._to_end()

        return self.timed(insert)

    def _set(self, text: str) -> None:
        self.widget.setMarkdown(text)
        self._to_end()

    def resize(self, width: int) -> tuple[float, float]:
        """Take another width and show the end in it."""

        def resize() -> None:
            self.widget.resize(width, SIZE[1])
            self._to_end()

        return self.timed(resize)

    def _to_end(self) -> None:
        # Qt lays a document out bit by bit behind the picture. Asked for its size it does it all, and only then is
        # the end of the text where the end of the bar is.
        self.widget.document().size()
        bar = self.widget.verticalScrollBar()
        bar.setValue(bar.maximum())
