"""Server-sent events, decoded from raw bytes (WHATWG HTML, 9.2.6 "Interpreting an event stream")."""

from __future__ import annotations

import msgspec

MAX_LINE = 1024 * 1024
MAX_EVENT = 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class ServerSentEvent(msgspec.Struct, frozen=True, gc=False):
    """One event.

    Attributes:
        event: its type, `message` where the stream names none.
        data: the data lines, joined with line feeds.
        id: the last event id so far.
        retry: the reconnection time so far in milliseconds, None where none was sent.
    """

    event: str
    data: str
    id: str = ""
    retry: int | None = None


class SseDecoder:
    """Turns the bytes of a stream, in whatever pieces the network gives them, into events.

    Lines end at CR, LF and CRLF and at nothing else; an event is given out with the blank line's CR, without waiting
    for an LF that may follow. Bytes that are no UTF-8 become U+FFFD. One leading byte order mark is dropped.

    Attributes:
        exceeded: `line` or `event` once a line or an event is over 1 MiB: what came before was given out, what comes
            after is ignored.
        stray: the last line that begins as JSON does, without a field name; empty where there was none. Proxies write
            their errors so into an open stream.
    """

    def __init__(self, max_line: int = MAX_LINE, max_event: int = MAX_EVENT) -> None:
        self.exceeded: str | None = None
        self.stray = b""
        self._max_line = max_line
        self._max_event = max_event
        self._start = b""  # what has come of a byte order mark
        self._started = False
        self._after_cr = False
        self._pieces: list[bytes] = []  # of the line that is not complete yet
        self._pending = 0
        self._data: list[bytes] = []
        self._size = 0
        self._event = b""
        self._id = ""
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that are complete with `chunk`."""
        if self.exceeded or not chunk:
            return []
        if not self._started:
            chunk = self._without_bom(chunk)
        if self._after_cr and chunk:
            self._after_cr = False
            if chunk[0] == 0x0A:
                chunk = chunk[1:]
        if not chunk:
            return []
        if b"\n" not in chunk and b"\r" not in chunk:
            self._keep(chunk)
            return []
        return self._lines(chunk)

    def finish(self) -> list[ServerSentEvent]:
        """The event that the end of the stream completes: the end counts as the blank line that servers forget."""
        if self.exceeded:
            return []
        if not self._started:
            self._started = True
            self._keep(self._start)
        line = self._take_line(b"")
        if line:
            self._field(line)
        event = self._dispatch()
        return [event] if event is not None else []

    def _without_bom(self, chunk: bytes) -> bytes:
        self._start += chunk
        if len(self._start) < len(_BOM) and _BOM.startswith(self._start):
            return b""
        self._started = True
        return self._start.removeprefix(_BOM)

    def _lines(self, chunk: bytes) -> list[ServerSentEvent]:
        events: list[ServerSentEvent] = []
        # bytes.splitlines splits at CR, LF and CRLF only; str.splitlines would split inside JSON.
        for line in chunk.splitlines(keepends=True):
            if line[-1] not in (0x0A, 0x0D):
                self._keep(line)
                break
            complete = self._take_line(line)
            if len(complete) > self._max_line:
                self.exceeded = "line"
            elif complete:
                self._field(complete)
            else:
                event = self._dispatch()
                if event is not None:
                    events.append(event)
            if self.exceeded:
                return events
        self._after_cr = chunk[-1] == 0x0D
        return events

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._pending += len(piece)
        if self._pending > self._max_line:
            self.exceeded = "line"
            self._pieces.clear()

    def _take_line(self, end: bytes) -> bytes:
        line = end.rstrip(b"\r\n")
        if self._pieces:
            line = b"".join((*self._pieces, line))
            self._pieces.clear()
            self._pending = 0
        return line

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if value[:1] == b" ":
            value = value[1:]
        if name == b"data":
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self._max_event:
                self.exceeded = "event"
        elif name == b"event":
            self._event = value
        elif name == b"id":
            if b"\0" not in value:
                self._id = value.decode("utf-8", "replace")
        elif name == b"retry" and value.isdigit() and len(value) <= 18:
            self._retry = int(value)
        elif line[:1] in (b"{", b"["):
            self.stray = line

    def _dispatch(self) -> ServerSentEvent | None:
        data, name = self._data, self._event
        self._event = b""
        if not data:
            return None
        self._data = []
        self._size = 0
        text = (data[0] if len(data) == 1 else b"\n".join(data)).decode("utf-8", "replace")
        return ServerSentEvent(name.decode("utf-8", "replace") or "message", text, self._id, self._retry)
