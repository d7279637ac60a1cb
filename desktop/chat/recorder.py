"""The flight recorder: what went over the wire for the last answers, in memory alone.

Nothing of it is written to disk by itself. No secret is in it: what it hears has come through `api.masked_tap`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from desktop.api.reader import ChunkReader
from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead, Tap

MAX_ANSWERS = 50
MAX_BYTES = 64 * 1024 * 1024
# Of one request's events: a stream of heartbeats may last for ever.
MAX_EVENT_BYTES = 16 * 1024 * 1024
# What an event costs beside its text.
_EVENT_BYTES = 200
_MAX_PHASES = 100


class Recording(Struct, frozen=True):
    """One request and what came of it. Times are seconds since the request began.

    Attributes:
        url: the final URL.
        proxy: URL of the proxy on the way, without user and password; empty where the way was direct.
        began_at: Unix seconds.
        headers: those that were sent; secrets are `***`. Empty where nothing was sent.
        body: the JSON that was sent; empty where nothing was sent.
        phases: `(name, second)`, as `Tap.phase` names them, in order.
        head: status and headers of the answer; None where none came.
        head_s: when they came.
        events: `(second, event)` of the stream, in order.
        events_dropped: how many more came that were not kept.
        other_body: the body of an answer that is no event stream.
        first_token_s: when the first text or reasoning came.
        ended_s: when the connection was given back; None while it is in use.
    """

    url: str
    proxy: str
    began_at: float
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    phases: tuple[tuple[str, float], ...] = ()
    head: ResponseHead | None = None
    head_s: float | None = None
    events: tuple[tuple[float, ServerSentEvent], ...] = ()
    events_dropped: int = 0
    other_body: str = ""
    first_token_s: float | None = None
    ended_s: float | None = None

    def span(self, name: str) -> tuple[float, float | None] | None:
        """When a phase began and ended, such as `connect_tcp`; None where there was none, or it did not end."""
        begun: float | None = None
        for phase, second in self.phases:
            kind, _, step = phase.rpartition(".")
            if kind.rpartition(".")[2] != name:
                continue
            if step == "started":
                begun = second
            elif begun is not None:
                return begun, second
        return None if begun is None else (begun, None)

    def gaps(self) -> tuple[float, ...]:
        """Seconds between neighbouring events, the first one's from the head of the answer."""
        seconds = [second for second, _ in self.events]
        before = [self.head_s if self.head_s is not None else 0.0, *seconds]
        return tuple(max(0.0, here - there) for there, here in zip(before, seconds, strict=False))


class _Open(Struct, weakref=True):
    """A recording that still grows, on the network thread."""

    url: str
    proxy: str
    began_s: float
    began_at: float
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    phases: list[tuple[str, float]] = field(default_factory=list)
    head: ResponseHead | None = None
    head_s: float | None = None
    events: list[tuple[float, ServerSentEvent]] = field(default_factory=list)
    dropped: int = 0
    other_body: str = ""
    reader: ChunkReader | None = field(default_factory=ChunkReader)
    first_token_s: float | None = None
    ended_s: float | None = None
    event_bytes: int = 0

    @property
    def size(self) -> int:
        return len(self.body) + len(self.other_body) + self.event_bytes

    def shown(self) -> Recording:
        return Recording(
            url=self.url,
            proxy=self.proxy,
            began_at=self.began_at,
            headers=self.headers,
            body=self.body,
            phases=tuple(self.phases),
            head=self.head,
            head_s=self.head_s,
            events=tuple(self.events),
            events_dropped=self.dropped,
            other_body=self.other_body,
            first_token_s=self.first_token_s,
            ended_s=self.ended_s,
        )


class _Answer(Struct):
    turn: str
    conversation: str
    recordings: list[_Open] = field(default_factory=list)


class Recorder:
    """Keeps the requests of the last answers: at most `max_answers` of them and about `max_bytes`, the oldest go first.

    `tap` is used on the network thread, everything else on any. The last answer stays however large it is.
    """

    def __init__(self, max_answers: int = MAX_ANSWERS, max_bytes: int = MAX_BYTES) -> None:
        self._max_answers = max_answers
        self._max_bytes = max_bytes
        self._answers: dict[int, _Answer] = {}
        self._lock = threading.Lock()

    def name(self, number: int, turn: str, conversation: str) -> None:
        """Say whose answer the requests of this process number make, before they begin."""
        with self._lock:
            self._answers[number] = _Answer(turn, conversation)

    def tap(self, number: int) -> Tap:
        """What records the requests of a number; one that has no name is not recorded."""
        return _RecordingTap(self, number)

    def of(self, turn: str) -> tuple[Recording, ...]:
        """The requests of an answer, the oldest first; none where they are not kept any more."""
        with self._lock:
            return tuple(
                one.shown() for answer in self._answers.values() if answer.turn == turn for one in answer.recordings
            )

    def forget(self, conversations: Iterable[str]) -> None:
        """Drop all that was recorded for these conversations, which are erased."""
        gone = frozenset(conversations)
        with self._lock:
            self._answers = {
                number: answer for number, answer in self._answers.items() if answer.conversation not in gone
            }

    def begin(self, number: int, recording: _Open) -> None:
        """Keep a recording, where somebody gave its number a name."""
        with self._lock:
            answer = self._answers.get(number)
            if answer is not None:
                answer.recordings.append(recording)
                self._trim()

    def settle(self) -> None:
        """Keep to the limits, after something grew."""
        with self._lock:
            self._trim()

    def _trim(self) -> None:
        sizes = {number: sum(one.size for one in answer.recordings) for number, answer in self._answers.items()}
        total = sum(sizes.values())
        for number in list(self._answers)[:-1]:
            if len(self._answers) <= self._max_answers and total <= self._max_bytes:
                return
            if all(one.ended_s is not None for one in self._answers[number].recordings):
                total -= sizes[number]
                del self._answers[number]


class _RecordingTap(Tap):
    def __init__(self, recorder: Recorder, number: int) -> None:
        self._recorder = recorder
        self._number = number
        self._open = _Open("", "", 0.0, 0.0)

    def begins(self, url: str, proxy: str, at_s: float) -> None:
        self._open = _Open(url, proxy, at_s, time.time())
        self._recorder.begin(self._number, self._open)

    def request_sent(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        self._open.headers = tuple(headers.items())
        self._open.body = body.decode("utf-8", "replace")

    def phase(self, name: str, at_s: float) -> None:
        if len(self._open.phases) < _MAX_PHASES:
            self._open.phases.append((name, at_s - self._open.began_s))

    def head(self, head: ResponseHead) -> None:
        self._open.head = head
        self._open.head_s = time.monotonic() - self._open.began_s

    def event(self, event: ServerSentEvent, at_s: float) -> None:
        found = self._open
        if found.event_bytes > MAX_EVENT_BYTES:
            found.dropped += 1
            return
        second = at_s - found.began_s
        found.events.append((second, event))
        found.event_bytes += len(event.data) + _EVENT_BYTES
        if found.reader is not None:
            self._look_for_text(found, found.reader, event, second)

    def other_body(self, body: bytes) -> None:
        self._open.other_body = body.decode("utf-8", "replace")

    def ended(self, at_s: float) -> None:
        self._open.ended_s = at_s - self._open.began_s
        self._open.reader = None
        # The network's objects, and this tap with them, live in cycles until garbage is collected; what the recorder
        # has dropped by then shall not live as long.
        self._open = _Open("", "", 0.0, 0.0)
        self._recorder.settle()

    @staticmethod
    def _look_for_text(found: _Open, reader: ChunkReader, event: ServerSentEvent, second: float) -> None:
        if any(chunk.content or chunk.reasoning or chunk.refusal for chunk in reader.take(event)):
            found.first_token_s = second
            found.reader = None
