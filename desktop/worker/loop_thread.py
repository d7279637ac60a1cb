"""The network thread: a QThread whose body is an asyncio event loop."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QThread

from desktop.api.tap import lookup_watch

if sys.platform == "win32":
    from asyncio import ProactorEventLoop as _Base
else:
    from asyncio import SelectorEventLoop as _Base


class _Loop(_Base):
    """An event loop that looks names up in daemon threads.

    asyncio's own look-up runs in an executor, and a hung one holds up both the loop's end and the interpreter's exit
    (6 s measured); a daemon thread holds up neither.
    """

    async def getaddrinfo(self, host: Any, port: Any, **options: int) -> list[tuple[Any, ...]]:
        answer: asyncio.Future[list[tuple[Any, ...]]] = self.create_future()

        def settle(result: list[tuple[Any, ...]] | OSError) -> None:
            if answer.done():
                return
            if isinstance(result, OSError):
                answer.set_exception(result)
            else:
                answer.set_result(result)

        def look_up() -> None:
            try:
                result: list[tuple[Any, ...]] | OSError = list(socket.getaddrinfo(host, port, **options))
            except OSError as error:
                result = error
            except UnicodeError as error:
                # What the idna codec says of a label that is empty or too long.
                result = socket.gaierror(socket.EAI_NONAME, str(error))
            try:
                self.call_soon_threadsafe(settle, result)
            except RuntimeError:
                return  # the loop closed while the name server was still thinking: nobody waits any more

        watch = lookup_watch.get() or (lambda _name, _at_s: None)
        watch("lookup.started", time.monotonic())
        threading.Thread(target=look_up, name=f"lookup {host}", daemon=True).start()
        found = await answer
        watch("lookup.complete", time.monotonic())
        return found


class LoopThread(QThread):
    """Runs coroutines beside the GUI thread.

    `call` and `spawn` may be used from any thread, before `start` too. `stop` cancels what runs, lets it clean up,
    and joins within a limit: a QThread that lives at exit aborts the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("network")
        self._loop = _Loop()
        self._loop.set_exception_handler(_report)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop, for what has to be built on it."""
        return self._loop

    def call(self, function: Callable[..., object], *arguments: object) -> bool:
        """Call `function` on the loop; False where the loop has ended already."""
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            return False
        return True

    def stop(self, limit_ms: int, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> bool:
        """End the loop; True where the thread has ended within `limit_ms`.

        `last` runs after all other tasks have ended, to close what they shared.
        """
        if not self.isRunning():
            if not self._loop.is_closed():
                self._loop.close()
            return True
        self.call(self._begin_stop, last)
        return self.wait(limit_ms)

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    def _begin_stop(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        # Kept on the loop by its own reference until it stops the loop itself.
        self._stopping = self._loop.create_task(self._stop_tasks(last))

    async def _stop_tasks(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            if last is not None:
                await last()
            await self._loop.shutdown_asyncgens()
        finally:
            self._loop.stop()


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Treat an exception that a task or a callback let go like one of any thread; asyncio would only log it."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        loop.default_exception_handler(context)
