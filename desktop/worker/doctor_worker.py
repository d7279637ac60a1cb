"""The examination of a connection, as Qt signals."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.api.doctor import Step, ask_for_token, examine
from desktop.api.origin import Endpoint
from desktop.worker.loop_thread import LoopThread

if TYPE_CHECKING:
    import asyncio

    from desktop.api.client import ChatClient


class DoctorWorker(QObject):
    """Examines one connection at a time; a new examination ends the one before.

    The methods return at once. Signals carry the ticket of their examination, so that a late one can be dropped.

    Signals:
        stepped(ticket, step): a step has ended.
        ended(ticket): the examination has ended, cancelled or not.
    """

    stepped = Signal(int, Step)
    ended = Signal(int)

    def __init__(self, thread: LoopThread, client: Callable[[], ChatClient]) -> None:
        super().__init__()
        self._thread = thread
        self._client = client
        self._task: asyncio.Task[None] | None = None

    def examine(self, ticket: int, endpoint: Endpoint) -> None:
        """Walk from the name to the model list."""
        self._thread.call(self._begin, ticket, self._examine, endpoint)

    def ask_for_token(self, ticket: int, endpoint: Endpoint, model: str) -> None:
        """Ask for one streamed token; the server may charge for it."""
        self._thread.call(self._begin, ticket, self._ask, endpoint, model)

    def cancel(self) -> None:
        """End what runs."""
        self._thread.call(self._cancel)

    def _begin(self, ticket: int, work: Callable[..., Coroutine[object, object, None]], *arguments: object) -> None:
        self._cancel()
        self._task = self._thread.loop.create_task(work(ticket, *arguments))
        self._task.add_done_callback(lambda task: self._end(ticket, task))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _end(self, ticket: int, task: asyncio.Task[None]) -> None:
        if self._task is task:
            self._task = None
        self.ended.emit(ticket)
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error  # a defect: the loop's exception handler logs it with its trace

    async def _examine(self, ticket: int, endpoint: Endpoint) -> None:
        async for step in examine(self._client(), endpoint):
            self.stepped.emit(ticket, step)

    async def _ask(self, ticket: int, endpoint: Endpoint, model: str) -> None:
        self.stepped.emit(ticket, await ask_for_token(self._client(), endpoint, model))
