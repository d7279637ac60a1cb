"""The event loop of the network thread: it looks names up in daemon threads. Apart, since asyncio is slow to load."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from desktop.api.tap import lookup_watch

if sys.platform == "win32":
    from asyncio import ProactorEventLoop as _Base
else:
    from asyncio import SelectorEventLoop as _Base


class EventLoop(_Base):
    """An event loop that looks names up in daemon threads, and treats what its tasks let go like any defect.

    asyncio's own look-up runs in an executor, and a hung one holds up both the loop's end and the interpreter's exit
    (6 s measured); a daemon thread holds up neither.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_exception_handler(_report)

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

    async def end(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        """Cancel all other tasks, run `last` after them, and stop."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            if last is not None:
                await last()
            await self.shutdown_asyncgens()
        finally:
            self.stop()


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Treat an exception that a task or a callback let go like one of any thread; asyncio would only log it."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        loop.default_exception_handler(context)
