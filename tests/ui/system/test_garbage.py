"""`desktop.ui.system.garbage`."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from desktop.ui.system.garbage import GarbageCollector


class Ring:
    """A cycle of one."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def collector(qapp):
    was_on = gc.isenabled()
    gc.enable()
    collector = GarbageCollector()
    yield collector
    collector.close()
    if not was_on:
        gc.disable()


def test_another_thread_collects_nothing(collector):
    gone = weakref.ref(Ring())

    thread = threading.Thread(target=lambda: [[index] for index in range(50_000)])
    thread.start()
    thread.join()

    assert gone() is not None


def test_what_is_due_is_collected_when_it_looks(collector):
    gone = weakref.ref(Ring())
    kept = [[index] for index in range(5000)]

    collector.look()

    assert gone() is None
    assert len(kept) == 5000


def test_at_its_end_python_collects_again(collector):
    collector.close()

    assert gc.isenabled()
