"""What may be sent again by itself: only what the server provably did not start."""

from __future__ import annotations

import random
from collections.abc import Callable

from desktop.errors import APIConnectionError, APIError, APIStatusError

MAX_WAIT_S = 60.0


class RetryPolicy:
    """Decides on automatic tries; everything else is the user's decision, since it may be paid twice."""

    def __init__(self, max_retries: int = 2, jitter: Callable[[], float] = random.random) -> None:
        self.max_retries = max_retries
        self._jitter = jitter

    def delay_s(self, error: APIError, attempt: int) -> float | None:
        """Seconds to wait before try `attempt` + 1 (`attempt` counts the automatic ones so far); None: not by itself.

        A wait that the server names counts, up to 60 s; a longer one is left to the user.
        """
        if attempt >= self.max_retries:
            return None
        own: float = min(0.5 * 2**attempt, 8.0) * (1 + 0.25 * self._jitter())
        if isinstance(error, APIConnectionError):
            # A proxy that asks for a name and password asks again.
            return None if error.sent or error.reason == "proxy_login" else own
        if isinstance(error, APIStatusError) and error.may_retry:
            if error.retry_after_s is None:
                return own
            return error.retry_after_s if error.retry_after_s <= MAX_WAIT_S else None
        return None
