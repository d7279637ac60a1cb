"""The interpreter's turns while a thread beside the GUI thread computes in Python."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# The GUI thread waits this long for each turn of the interpreter instead of 5 ms; one paint takes many turns.
TURN_S: Final = 0.0005
_USUAL_TURN_S: Final = sys.getswitchinterval()

_lock = threading.Lock()
_computing = 0


@contextmanager
def short_turns() -> Iterator[None]:
    """Let other threads have their turn sooner, as long as any thread is in here."""
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(change: int) -> None:
    global _computing  # noqa: PLW0603  # the interpreter has one interval for all threads
    with _lock:
        _computing += change
        sys.setswitchinterval(TURN_S if _computing else _USUAL_TURN_S)
