"""Regenerate and Stop, again and again, through the window: nothing of it piles up. `desktop.ui.chat_page`."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path

import pytest
from fakes.server import sse, stall


def resources() -> tuple[int, int, float]:
    """Open files, threads, and resident megabytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files = len(list(Path("/proc/self/fd").iterdir()))
    return files, threading.active_count(), pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


@pytest.mark.skipif(sys.platform != "linux", reason="open files and memory are read from /proc")
@pytest.mark.parametrize(
    "count",
    [pytest.param(15, id="15"), pytest.param(1000, id="1,000", marks=[pytest.mark.slow, pytest.mark.timeout(1200)])],
)
def test_a_thousand_answers_stopped_and_asked_for_again_leave_only_themselves(qtbot, server, window, count):
    server.script(sse("Hello", finish=None, done=False, then=stall()))
    session = window._workspace.current

    def stopped(begin) -> None:
        with qtbot.waitSignal(session.text_added, timeout=10_000):
            begin()
        with qtbot.waitSignal(session.ended, timeout=10_000):
            window.chat.stop()

    def tidy() -> None:
        # The server's own leavings are no part of this.
        for thread in server._threads[1:]:
            thread.join(5)
        del server._threads[1:]
        server.requests.clear()
        server._connections.clear()

    stopped(lambda: window.chat.send("hi"))
    for _ in range(10):
        stopped(window.chat.regenerate_last)
    tidy()
    before = resources()

    for number in range(count):
        stopped(window.chat.regenerate_last)
        if number % 100 == 99:
            tidy()

    tidy()
    files, threads, megabytes = (after - then for after, then in zip(resources(), before, strict=True))
    print(f"{count} times: {files:+d} files, {threads:+d} threads, {megabytes:+.1f} MB")
    assert len(session.conversation.turns) == count + 12
    assert files <= 0
    assert threads <= 0
    assert megabytes < 24  # the answers themselves, kept as siblings
