from __future__ import annotations

import asyncio
import threading

from desktop.worker.loop_thread import LoopThread


def run(thread: LoopThread, coroutine):
    return asyncio.run_coroutine_threadsafe(coroutine, thread.loop).result(5)


def test_coroutines_run_in_the_thread(thread):
    async def where() -> str:
        return threading.current_thread().name

    assert run(thread, where()) != threading.current_thread().name


def test_stop_cancels_what_runs_and_lets_it_clean_up(thread):
    began, cleaned = threading.Event(), threading.Event()

    async def forever() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    asyncio.run_coroutine_threadsafe(forever(), thread.loop)
    assert began.wait(5)

    assert thread.stop(10_000)

    assert cleaned.is_set()
    assert thread.isFinished()


def test_what_is_shared_is_closed_after_the_tasks(thread):
    order = []
    began = threading.Event()

    async def task() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            order.append("task")

    async def last() -> None:
        order.append("last")

    asyncio.run_coroutine_threadsafe(task(), thread.loop)
    assert began.wait(5)

    assert thread.stop(10_000, last)

    assert order == ["task", "last"]


def test_a_call_after_the_end_says_so(thread):
    assert thread.stop(10_000)

    assert thread.call(print) is False


def test_the_first_call_starts_the_thread_and_calls_stay_in_order():
    thread = LoopThread()
    seen: list[int] = []
    done = threading.Event()

    for number in range(3):
        assert thread.call(seen.append, number)
    assert thread.call(done.set)

    assert done.wait(5)
    assert seen == [0, 1, 2]
    assert thread.stop(10_000)


def test_a_thread_that_never_started_can_be_stopped():
    thread = LoopThread()

    assert thread.stop(100)

    assert thread.call(print) is False
    assert not thread.isRunning()
