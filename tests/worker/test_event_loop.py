from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from desktop.worker.event_loop import EventLoop


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
        asyncio.run_coroutine_threadsafe(thread.loop.getaddrinfo("a" * 80 + ".example", 80), thread.loop).result(5)


def test_what_a_callback_lets_go_is_a_defect_of_the_program(monkeypatch):
    found = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, _trace: found.append((kind, str(error))))
    loop = EventLoop()

    def fail() -> None:
        raise LookupError("let go")

    loop.call_soon(fail)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()

    assert found == [(LookupError, "let go")]
