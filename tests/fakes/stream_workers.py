"""The stream worker on a thread of its own, with a key and retries that do not wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.api.client import ChatClient
from desktop.api.retry import RetryPolicy
from desktop.api.types import Limits
from desktop.worker.loop_thread import LoopThread
from desktop.worker.stream_worker import StreamWorker


@contextmanager
def running_stream_worker(limits: Limits | None = None) -> Iterator[StreamWorker]:
    """Give it until the end of the block, by which the thread and the client have ended well."""
    thread = LoopThread()
    client = ChatClient(lambda _endpoint: "sk-test", limits)
    worker = StreamWorker(thread, lambda: client, RetryPolicy(jitter=lambda: 0))
    thread.start()
    yield worker
    assert thread.stop(10_000, client.aclose)
