"""Waiting for what another process does and tells nobody: a file that appears, an icon that changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_LIMIT_S = 30.0
# Between two looks: to look without a pause would take the processor from who is waited for.
_PAUSE_S = 0.01

Found = TypeVar("Found")


def wait_until(condition: Callable[[], Found], limit_s: float = _LIMIT_S) -> Found:
    """Look until the condition holds; gives what it gave. Fails after `limit_s` seconds."""
    deadline = time.monotonic() + limit_s
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(_PAUSE_S)
    return found
