"""The network thread: a QThread whose body is an asyncio event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QThread

if TYPE_CHECKING:
    from desktop.worker.event_loop import EventLoop


class LoopThread(QThread):
    """Runs coroutines beside the GUI thread.

    It starts with the first `call`, which returns at once and may come from any thread: asyncio takes a twentieth of
    the program's start to load, so the thread itself loads it. `stop` cancels what runs, lets it clean up, and joins
    within a limit: a QThread that lives at exit aborts the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("network")
        # Held for moments only, by the GUI thread too.
        self._handing_over = threading.Lock()
        self._waiting: list[Callable[[], object]] = []
        self._loop: EventLoop | None = None
        self._has_loop = threading.Event()
        self._is_stopped = False

    @property
    def loop(self) -> EventLoop:
        """The event loop, for what has to be built on it; waits for a thread that is just starting."""
        self._has_loop.wait()
        if self._loop is None:
            raise LookupError("the network thread has no event loop")
        return self._loop

    def call(self, function: Callable[..., object], *arguments: object) -> bool:
        """Call `function` on the loop; False where the loop has ended already."""
        with self._handing_over:
            loop = self._loop
            if loop is None:
                if self._is_stopped:
                    return False
                self._waiting.append(lambda: function(*arguments))
                self.start()
                return True
        try:
            loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            return False
        return True

    def stop(self, limit_ms: int, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> bool:
        """End the loop; True where the thread has ended within `limit_ms`.

        `last` runs after all other tasks have ended, to close what they shared.
        """
        with self._handing_over:
            if not self.isRunning():
                self._is_stopped = True
                return True
        self.call(self._begin_stop, last)
        return self.wait(limit_ms)

    def run(self) -> None:
        import asyncio

        from desktop.worker.event_loop import EventLoop

        loop = EventLoop()
        asyncio.set_event_loop(loop)
        with self._handing_over:
            self._loop = loop
            for waiting in self._waiting:
                loop.call_soon(waiting)
            self._waiting.clear()
        self._has_loop.set()
        try:
            loop.run_forever()
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    def _begin_stop(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        # Kept on the loop by its own reference until it stops the loop itself.
        self._stopping = self.loop.create_task(self.loop.end(last))
