"""The `ChatClient` of the program, made when the network is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.api.origin import Endpoint
from desktop.api.types import Limits

if TYPE_CHECKING:
    from desktop.api.client import ChatClient


class LateClient:
    """Calls give the one `ChatClient`; used from the network thread alone.

    What it is built on (httpx, TLS, h11) takes a third as long to load as the window takes to show itself, so it is
    loaded with the first request, or after the first picture by a call that wants nothing else.
    """

    def __init__(self, key_for: Callable[[Endpoint], str], limits: Limits) -> None:
        self._key_for = key_for
        self._limits = limits
        self._client: ChatClient | None = None

    def __call__(self) -> ChatClient:
        """The client."""
        if self._client is None:
            from desktop.api.client import ChatClient

            self._client = ChatClient(self._key_for, self._limits)
        return self._client

    def use_limits(self, limits: Limits) -> None:
        """Wait so long, from the next request on."""
        self._limits = limits
        if self._client is not None:
            self._client.use_limits(limits)

    async def aclose(self) -> None:
        """Close what is open."""
        if self._client is not None:
            await self._client.aclose()
