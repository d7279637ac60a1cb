"""What may be seen of a request on its way: the seam of the counters and the flight recorder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar

from msgspec import Struct

from desktop.api.sse import ServerSentEvent

# Who is told of `lookup.started` and `lookup.complete` in the task that runs: the name is looked up by the event loop,
# below everything that knows of a request.
lookup_watch: ContextVar[Callable[[str, float], None] | None] = ContextVar("lookup_watch", default=None)


class ResponseHead(Struct, frozen=True):
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

    def begins(self, url: str, proxy: str, at_s: float) -> None:
        """A request is about to be made, `proxy` (its URL without user and password) on the way; empty where direct.

        Once for each request, before anything else of it.
        """

    def request_sent(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """The first bytes of a request go out; once for each request. The key in `headers` is masked."""

    def phase(self, name: str, at_s: float) -> None:
        """A phase of the connection begins or ends: `lookup.started`, or one of httpcore's names."""

    def head(self, head: ResponseHead) -> None:
        """Status and headers have arrived."""

    def event(self, event: ServerSentEvent, at_s: float) -> None:
        """An event of the stream, before it is read."""

    def other_body(self, body: bytes) -> None:
        """A body that is no event stream: of an error, a whole completion, a web page; as much as was read of it."""

    def ended(self, at_s: float) -> None:
        """The connection is given back; nothing of this request follows."""
