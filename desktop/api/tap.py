"""What may be seen of a request on its way: the seam of the counters and the flight recorder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.api.sse import ServerSentEvent


@dataclass(frozen=True)
class ResponseHead:
    """The head of a response.

    Attributes:
        request_id: the server's `x-request-id`, None where not sent.
        url: the URL that answered.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    request_id: str | None
    url: str


class Tap:
    """Sees one request and its answer; every method does nothing until it is overridden.

    The methods run on the network thread and must return at once. `at_s` is `time.monotonic()`.
    """

    def request_sent(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """The first bytes of a request go out; once for each request. The key in `headers` is masked."""

    def phase(self, name: str, at_s: float) -> None:
        """A phase of the connection begins or ends, such as `connect_tcp.started`; names are httpcore's."""

    def head(self, head: ResponseHead) -> None:
        """Status and headers have arrived."""

    def event(self, event: ServerSentEvent, at_s: float) -> None:
        """An event of the stream, before it is read."""
