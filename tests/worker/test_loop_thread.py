from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from desktop.worker.loop_thread import LoopThread


@pytest.fixture
def thread(qtbot):
    thread = LoopThread()
    thread.start()
    yield thread
    assert thread.stop(10_000)


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


def test_names_are_looked_up_in_threads_that_hold_up_nothing(thread, monkeypatch):
    asked, release = threading.Event(), threading.Event()
    seen = []

    def hang(*_args: object, **_options: object) -> list[object]:
        seen.append(threading.current_thread())
        asked.set()
        release.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    look_up = asyncio.run_coroutine_threadsafe(thread.loop.getaddrinfo("slow.example", 80), thread.loop)
    assert asked.wait(5)

    assert thread.stop(10_000)

    assert not release.is_set()
    assert seen[0].daemon
    assert look_up.cancelled()
    release.set()
    seen[0].join(5)


def test_a_name_that_cannot_exist_is_an_os_error(thread):
    with pytest.raises(socket.gaierror):
        run(thread, thread.loop.getaddrinfo("a" * 80 + ".example", 80))


def test_a_thread_that_never_started_can_be_stopped():
    assert LoopThread().stop(100)
