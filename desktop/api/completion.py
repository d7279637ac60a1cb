"""The body of a success: an event stream as a rule, one JSON completion or a web page from some servers."""

from __future__ import annotations

import json
import time

from desktop.api.error_body import ServerError, error_text, error_value, page_title, plain
from desktop.api.reader import ChunkReader
from desktop.api.sse import MAX_EVENT, MAX_LINE, ServerSentEvent, SseDecoder
from desktop.api.status import masked
from desktop.api.tap import Tap
from desktop.api.types import ChatCompletionChunk
from desktop.api.wire import read_chunks
from desktop.errors import (
    APIConnectionError,
    APIError,
    ResponseError,
    StreamError,
    StreamLimitError,
    StreamServerError,
)

MAX_ANSWER = 8 * 1024 * 1024
MAX_PAGE = 64 * 1024
# Heartbeats and empty chunks without text between them: no living server sends so many so fast, an inflated bomb does.
MAX_NOISE = 512 * 1024
NOISE_WINDOW_S = 2.0
# What an event weighs beside its bytes: `data: {}` is ten of them, and takes as long to read as a hundred.
EVENT_WEIGHT = 90
SHOWN_BODY = 200

_BOM = b"\xef\xbb\xbf"
_BOUNDS = {"line": MAX_LINE, "event": MAX_EVENT, "noise": MAX_NOISE}
_FIELDS = (b"data", b"event", b"id", b"retry", b":")


class StreamState:
    """What one body has said so far, and how it ended.

    Feed it the pieces, tell it the end (`end` or `broke`), take the `rest`, then `check`. `secret` is the key, masked
    in the server's words.
    """

    def __init__(
        self, tap: Tap, content_type: str, request_id: str | None, status: int = 200, secret: str = ""
    ) -> None:
        self._tap = tap
        self._secret = secret
        self._content_type = content_type
        self._request_id = request_id
        self._status = status
        self._head = b""
        self._kind = ""
        self._decoder = SseDecoder()
        self._reader = ChunkReader()
        self._body: list[bytes] = []
        self._size = 0
        self._answer_bytes = 0
        self._noise = 0
        self._noise_from_s = 0.0
        self._whole: list[ChatCompletionChunk] | None = None
        self._lines: list[ChatCompletionChunk] = []
        self._failure: APIError | None = None
        self._break: APIConnectionError | None = None
        self._said_s = 0.0

    @property
    def ended(self) -> bool:
        """Nothing more is wanted: `[DONE]`, an error of the server, or a passed bound."""
        return self._reader.done or self._reader.error is not None or self._failure is not None

    @property
    def finishing(self) -> bool:
        """The answer has its `finish_reason`; usage may follow."""
        return bool(self._reader.finish_reason)

    def grace_left_s(self, grace_s: float) -> float:
        """Seconds left to wait for usage, counted from the last text or `finish_reason`."""
        return max(0.0, self._said_s + grace_s - time.monotonic())

    def feed(self, piece: bytes, at_s: float) -> list[ChatCompletionChunk]:
        """The chunks that are complete with `piece`, which came at `at_s` of `time.monotonic`."""
        if at_s - self._noise_from_s > NOISE_WINDOW_S:
            self._noise, self._noise_from_s = 0, at_s
        self._noise += len(piece)
        if not self._kind:
            # Blank lines before an answer are life and no more, however many come.
            self._head = (self._head + piece).lstrip(b"\r\n")
            self._kind = first_kind(self._head) or ("sse" if len(self._head) > MAX_PAGE else "")
            if not self._kind:
                return self._events([], at_s)
            piece = self._head
        elif len(self._head) < SHOWN_BODY:
            self._head += piece[:SHOWN_BODY]
        if self._kind == "sse":
            return self._events(self._decoder.feed(piece), at_s)
        limit = MAX_ANSWER if self._kind == "json" else MAX_PAGE
        self._body.append(piece[: max(0, limit - self._size)])
        self._size += len(piece)
        if self._size > limit:
            self._pass_bound("answer", limit) if self._kind == "json" else self.end()
        return []

    def end(self) -> None:
        """The body has ended as its framing says."""
        if self._kind in {"json", "html"} and self._failure is None:
            self._failure = self._other_body(broken=False)

    def broke(self, error: APIConnectionError) -> None:
        """The connection ended before the body did."""
        self._break = error
        if self._kind == "json" and self._failure is None:
            self._failure = self._other_body(broken=True)

    def rest(self) -> list[ChatCompletionChunk]:
        """What was held back until the end."""
        chunks = []
        if self._kind == "sse" and not self.ended:
            chunks = self._events(self._decoder.finish(), time.monotonic())
        chunks += self._whole or self._lines
        last = self._reader.finish()
        return [*chunks, last] if last is not None else chunks

    def check(self) -> None:
        """Return where the answer is complete.

        Raises:
            StreamServerError: the server put an error into it.
            StreamLimitError: a bound was passed.
            ResponseError: it was no chat completion.
            StreamError: it has no end mark.
        """
        if self._reader.error is not None:
            raise self._server_error(self._reader.error)
        if self._failure is not None:
            raise self._failure
        if self._reader.complete or self._whole is not None:
            return
        if self._break is not None and self._reader.accounted:
            return
        raise self._incomplete()

    def _events(self, events: list[ServerSentEvent], at_s: float) -> list[ChatCompletionChunk]:
        chunks: list[ChatCompletionChunk] = []
        for event in events:
            self._tap.event(event, at_s)
            self._noise += EVENT_WEIGHT
            finished = self.finishing
            for chunk in self._reader.take(event):
                size = _text_bytes(chunk)
                self._answer_bytes += size
                if self._answer_bytes > MAX_ANSWER:
                    self._pass_bound("answer", MAX_ANSWER)
                    return chunks
                # A second `finish_reason` says nothing new.
                if size or (chunk.finish_reason and not finished):
                    self._said_s = at_s
                    self._noise = 0
                chunks.append(chunk)
            if self._reader.done or self._reader.error is not None:
                break
        exceeded = self._decoder.exceeded or ("noise" if self._noise > MAX_NOISE else None)
        if exceeded and not self.ended:
            self._pass_bound(exceeded, _BOUNDS[exceeded])
        return chunks

    def _other_body(self, *, broken: bool) -> APIError | None:
        """Read a body that is no event stream; the error it is, None for a whole completion."""
        body = b"".join(self._body)
        self._tap.other_body(body)
        text = body.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if self._kind == "html":
            return self._response_error("web_page", page_title(text) or plain(text)[:SHOWN_BODY])
        chunks = read_chunks(text)
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            if any(chunk.choices for chunk in chunks):
                # JSON a line, as servers stream it that know no SSE; its end mark is a `finish_reason`.
                self._lines = [one for chunk in chunks if (one := self._reader.take_chunk(chunk)) is not None]
                return None
            if broken:
                return None
            return self._response_error("not_json", plain(text)[:SHOWN_BODY])
        found = [one for chunk in chunks if (one := self._reader.take_chunk(chunk)) is not None]
        if self._reader.error is not None:
            return None
        if isinstance(value, list) and any(chunk.choices for chunk in chunks):
            self._lines = found  # the chunks of a stream as one list
            return None
        if isinstance(value, dict) and isinstance(value.get("choices"), list) and value["choices"]:
            self._whole = found
            return None
        return self._response_error("other_json", error_value(value).message or plain(text)[:SHOWN_BODY])

    def _incomplete(self) -> APIError:
        if self._decoder.stray:
            # A proxy wrote its error into the open stream, without a field name.
            said = error_text(self._status, "", self._decoder.stray)
            if said.is_json:
                return self._server_error(said)
        if self._reader.said is not None:
            return self._server_error(self._reader.said)
        if self._break is not None:
            reason = self._break.reason if self._break.reason in {"silence", "coding", "lost"} else "cut"
            return self._stream_error(str(self._break), reason, self._break.detail)
        if self._reader.read == 0 and not self._lines:
            start = self._head.removeprefix(_BOM).lstrip()
            if start and not start.startswith(_FIELDS):
                return self._response_error("not_json", plain(start.decode("utf-8", "replace"))[:SHOWN_BODY])
            return self._stream_error("the answer is empty", "empty", "")
        return self._stream_error("the stream ended without finish_reason and without [DONE]", "cut", "")

    def _server_error(self, said: ServerError) -> StreamServerError:
        return StreamServerError(
            f"the server put an error into the answer: {said.code or 'no code'}",
            reason="server",
            detail=masked(said.message or said.code, self._secret),
            status=self._status,
            request_id=self._request_id,
        )

    def _stream_error(self, words: str, reason: str, detail: str) -> StreamError:
        return StreamError(words, reason=reason, detail=detail, status=self._status, request_id=self._request_id)

    def _response_error(self, reason: str, detail: str) -> ResponseError:
        return ResponseError(
            f"not a chat completion: {self._content_type or 'no content type'}",
            reason=reason,
            detail=masked(detail, self._secret),
            status=self._status,
            request_id=self._request_id,
            may_be_charged=reason != "web_page",
        )

    def _pass_bound(self, bound: str, limit: int) -> None:
        self._failure = StreamLimitError(f"the {bound} is over {limit} bytes", bound=bound, limit=limit)


def first_kind(head: bytes) -> str:
    """What a body is by its first bytes: `sse`, `json`, `html`, or "" while they do not say.

    The content type is a hint that servers get wrong.
    """
    start = head.removeprefix(_BOM).lstrip()
    if not start or (len(head) < len(_BOM) and _BOM.startswith(head)):
        return ""
    if start[:1] in (b"{", b"["):
        return "json"
    return "html" if start[:1] == b"<" else "sse"


def _text_bytes(chunk: ChatCompletionChunk) -> int:
    size = _bytes(chunk.content) + _bytes(chunk.reasoning) + _bytes(chunk.refusal)
    for call in chunk.tool_calls:
        size += _bytes(call.arguments)
    return size


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
