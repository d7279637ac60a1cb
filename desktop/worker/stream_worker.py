"""The running chat completions, as Qt signals."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct, field
from PySide6.QtCore import QObject, Signal

from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead, Tap
from desktop.api.types import ChatCompletionChunk, ChatRequest, CompletionUsage, ToolCallDelta
from desktop.errors import APIError
from desktop.worker.loop_thread import LoopThread

if TYPE_CHECKING:
    import asyncio

    from desktop.api.client import ChatClient

MAX_UNACKNOWLEDGED = 256 * 1024

_log = logging.getLogger(__name__)


class RetryNotice(Struct, frozen=True):
    """What is sent again by itself: after `delay_s` seconds, as try `attempt` of `of`, because of `error`."""

    delay_s: float
    attempt: int
    of: int
    error: APIError


class _Run(Struct):
    """One completion: its task, the text that waits for the end of this turn of the loop, and what the GUI has of it.

    `given` is counted by the loop's thread alone and `taken` by the GUI's alone, both in characters: so the GUI wakes
    the loop only where the reader waits for it, and not for each delta.
    """

    turn: int
    request: ChatRequest
    tap: Tap
    room: asyncio.Event
    task: asyncio.Task[None] | None = None
    kind: str = ""
    pieces: list[str] = field(default_factory=list)
    flush: asyncio.Handle | None = None
    given: int = 0
    taken: int = 0
    is_full: bool = False
    finish_reason: str = ""
    began: bool = False

    @property
    def has_room(self) -> bool:
        """Whether the GUI keeps up."""
        return self.given - self.taken <= MAX_UNACKNOWLEDGED


class _RunTap(Tap):
    """Tells the GUI that a request went out and that an answer began, and the recorder everything."""

    def __init__(self, worker: StreamWorker, turn: int, recorder: Tap) -> None:
        self._worker = worker
        self._turn = turn
        self._recorder = recorder

    def begins(self, url: str, proxy: str, at_s: float) -> None:
        self._recorder.begins(url, proxy, at_s)

    def request_sent(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        self._recorder.request_sent(url, headers, body)
        self._worker.request_sent.emit(self._turn)

    def phase(self, name: str, at_s: float) -> None:
        self._recorder.phase(name, at_s)

    def head(self, head: ResponseHead) -> None:
        self._recorder.head(head)
        self._worker.head_received.emit(self._turn, head)

    def event(self, event: ServerSentEvent, at_s: float) -> None:
        self._recorder.event(event, at_s)

    def other_body(self, body: bytes) -> None:
        self._recorder.other_body(body)

    def ended(self, at_s: float) -> None:
        self._recorder.ended(at_s)


class StreamWorker(QObject):
    """Runs chat completions, one asyncio task a turn.

    `start`, `cancel` and `acknowledge` return at once and may be called from any thread. Each signal carries the turn
    it belongs to (a small number of this process, not an id), so a receiver can drop what was queued before a stop.
    Text of one read is joined into one signal, and reads rest (`dialer.RestingStream`). `client` is called on
    the loop, `recorder_for` gives what else sees a turn's requests.

    Signals:
        request_sent(turn): the bytes of one request begin to go out; again for each automatic try.
        head_received(turn, head): status and headers of the answer arrived.
        delta_received(turn, text): text to append; never empty.
        reasoning_received(turn, text): reasoning to append; never empty.
        refusal_received(turn, text): refusal to append; never empty.
        tool_call_received(turn, delta): a piece of a tool call.
        model_received(turn, name): the model that answers, once.
        usage_received(turn, usage): token counts as the server reports them; the last one counts.
        retrying(turn, notice): nothing was started at the server; it is sent again by itself after a wait.
        finished(turn, finish_reason): the answer is complete; "" where the server named no reason.
        cancelled(turn): `cancel` ended it.
        failed(turn, error): an `APIError` ended it; what was received stays valid.
        models_listed(ticket, models): the answer to `list_models`.
        models_failed(ticket, error): `list_models` failed with an `APIError`.
    """

    request_sent = Signal(int)
    head_received = Signal(int, ResponseHead)
    delta_received = Signal(int, str)
    reasoning_received = Signal(int, str)
    refusal_received = Signal(int, str)
    tool_call_received = Signal(int, ToolCallDelta)
    model_received = Signal(int, str)
    usage_received = Signal(int, CompletionUsage)
    retrying = Signal(int, RetryNotice)
    finished = Signal(int, str)
    cancelled = Signal(int)
    failed = Signal(int, APIError)
    models_listed = Signal(int, object)
    models_failed = Signal(int, APIError)

    def __init__(
        self,
        thread: LoopThread,
        client: Callable[[], ChatClient],
        policy: RetryPolicy,
        recorder_for: Callable[[int], Tap] = lambda _turn: Tap(),
    ) -> None:
        super().__init__()
        self._thread = thread
        self._client = client
        self._policy = policy
        self._recorder_for = recorder_for
        self._runs: dict[int, _Run] = {}
        self._listings: set[asyncio.Task[None]] = set()

    def start(self, turn: int, request: ChatRequest) -> None:
        """Ask for one completion; other turns go on."""
        self._thread.call(self._begin, turn, request)

    def cancel(self, turn: int) -> None:
        """End a completion at once, in any phase; `cancelled` follows. A turn that has ended is left alone."""
        self._thread.call(self._cancel, turn)

    def acknowledge(self, turn: int, characters: int) -> None:
        """Tell that `characters` were taken; over 256 K unacknowledged the reader stops and TCP slows the server.

        Called from one thread alone, the one that the signals are received in.
        """
        run = self._runs.get(turn)
        if run is None:
            return
        run.taken += characters
        if run.is_full and run.has_room:
            self._thread.call(run.room.set)

    def list_models(self, ticket: int, endpoint: Endpoint) -> None:
        """Ask for the models of an endpoint; `models_listed` or `models_failed` follows with `ticket`."""
        self._thread.call(self._begin_listing, ticket, endpoint)

    def _begin(self, turn: int, request: ChatRequest) -> None:
        from asyncio import Event  # here on the loop it is loaded

        run = _Run(turn, request, _RunTap(self, turn, self._recorder_for(turn)), Event())
        self._runs[turn] = run
        run.task = self._thread.loop.create_task(self._complete(run))
        run.task.add_done_callback(lambda task: self._end(run, task))

    def _cancel(self, turn: int) -> None:
        run = self._runs.get(turn)
        if run is not None and run.task is not None:
            run.task.cancel()

    async def _complete(self, run: _Run) -> None:
        from asyncio import sleep

        attempt = 0
        while True:
            try:
                await self._stream(run)
                return
            except APIError as error:
                delay_s = None if run.began else self._policy.delay_s(error, attempt)
                if delay_s is None:
                    raise
                attempt += 1
                self.retrying.emit(run.turn, RetryNotice(delay_s, attempt, self._policy.max_retries, error))
                await sleep(delay_s)

    async def _stream(self, run: _Run) -> None:
        model = None
        async with aclosing(self._client().stream_chat(run.request, run.tap)) as chunks:
            async for chunk in chunks:
                run.began = True
                if chunk.model and model is None:
                    model = chunk.model
                    self.model_received.emit(run.turn, model)
                self._take(run, chunk)
                if not run.has_room:
                    await self._wait_for_room(run)

    async def _wait_for_room(self, run: _Run) -> None:
        self._emit(run)
        run.room.clear()
        run.is_full = True
        # Looked at once more: what was taken before `is_full` could be seen wakes nobody.
        if not run.has_room:
            await run.room.wait()
        run.is_full = False

    def _take(self, run: _Run, chunk: ChatCompletionChunk) -> None:
        for kind, text in (("reasoning", chunk.reasoning), ("text", chunk.content), ("refusal", chunk.refusal)):
            if text:
                self._join(run, kind, text)
        for delta in chunk.tool_calls:
            self.tool_call_received.emit(run.turn, delta)
        if chunk.usage is not None:
            self.usage_received.emit(run.turn, chunk.usage)
        if chunk.finish_reason:
            run.finish_reason = chunk.finish_reason

    def _join(self, run: _Run, kind: str, text: str) -> None:
        if run.kind != kind:
            self._emit(run)
            run.kind = kind
        run.pieces.append(text)
        run.given += len(text)
        if run.flush is None:
            # Not now but next: what the same read brought behind this delta goes along.
            run.flush = self._thread.loop.call_soon(self._emit, run)

    def _emit(self, run: _Run) -> None:
        if run.flush is not None:
            run.flush.cancel()
            run.flush = None
        if not run.pieces:
            return
        text = "".join(run.pieces)
        run.pieces.clear()
        signals = {"text": self.delta_received, "reasoning": self.reasoning_received, "refusal": self.refusal_received}
        signals[run.kind].emit(run.turn, text)

    def _end(self, run: _Run, task: asyncio.Task[None]) -> None:
        self._emit(run)
        del self._runs[run.turn]
        if task.cancelled():
            self.cancelled.emit(run.turn)
            return
        error = task.exception()
        if error is None:
            self.finished.emit(run.turn, run.finish_reason)
        else:
            self.failed.emit(run.turn, _as_api_error(error))

    def _begin_listing(self, ticket: int, endpoint: Endpoint) -> None:
        async def ask() -> None:
            self.models_listed.emit(ticket, await self._client().list_models(endpoint))

        def end(task: asyncio.Task[None]) -> None:
            self._listings.discard(task)
            error = None if task.cancelled() else task.exception()
            if error is not None:
                self.models_failed.emit(ticket, _as_api_error(error))

        task = self._thread.loop.create_task(ask())
        self._listings.add(task)
        task.add_done_callback(end)


def _as_api_error(error: BaseException) -> APIError:
    """The error as one of the tree; a defect of ours is logged with its trace and shown as such."""
    if isinstance(error, APIError):
        return error
    _log.error("a request ended with an unexpected error", exc_info=error)
    return APIError("a request ended with an unexpected error", detail=f"{type(error).__name__}: {error}")
