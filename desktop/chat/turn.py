"""One turn of a conversation: a question or an answer, made of parts, with its figures."""

from __future__ import annotations

import copy
import dataclasses
import json
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop.api.types import ToolCallDelta


class State(StrEnum):
    """How far a turn is; a crash turns `streaming` into `interrupted`."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Part:
    """A stretch of a turn of one kind; equal where all four are.

    Attributes:
        kind: `text`, `reasoning`, `tool_call`, `image`, `file`, `refusal`; `damaged` where the database could not
            give it back. Later versions may bring more.
        body: the text; for a tool call JSON with `id`, `name` and `arguments`; for an image or a file what
            `chat/attachments.py` writes.
        fresh: it begins a stretch of its own and never joins the part before it: what Continue added.
        data: the bytes of an image or a file, empty for all else.
    """

    __slots__ = ("_chunks", "data", "fresh", "kind")

    def __init__(self, kind: str, body: str = "", *, fresh: bool = False, data: bytes = b"") -> None:
        self.kind = kind
        self.fresh = fresh
        self.data = data
        self._chunks = [body] if body else []

    @property
    def body(self) -> str:
        """The whole text. Joined when asked for: a million appends stay linear."""
        if len(self._chunks) > 1:
            self._chunks = ["".join(self._chunks)]
        return self._chunks[0] if self._chunks else ""

    def append(self, text: str) -> None:
        """Add to the end of the body."""
        if text:
            self._chunks.append(text)

    def copy(self) -> Part:
        """The same as it stands now; a tool call is closed."""
        return Part(self.kind, self.body, fresh=self.fresh, data=self.data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return (self.kind, self.fresh, self.body, self.data) == (other.kind, other.fresh, other.body, other.data)

    __hash__ = None  # type: ignore[assignment]  # a part grows, so it cannot be a key

    def __repr__(self) -> str:
        data = f", data=<{len(self.data)} bytes>" if self.data else ""
        return f"Part({self.kind!r}, {self.body!r}{', fresh=True' if self.fresh else ''}{data})"


class _ToolCall(Part):
    """A tool call that still grows; its JSON is made when asked for, not for each piece of the arguments."""

    __slots__ = ("call_id", "name")

    def __init__(self) -> None:
        super().__init__("tool_call")
        self.call_id: str | None = None
        self.name: str | None = None

    @property
    def body(self) -> str:
        call = {"id": self.call_id, "name": self.name, "arguments": super().body}
        return json.dumps(call, ensure_ascii=False)


@dataclass(slots=True)
class Turn:
    """A question or an answer.

    Attributes:
        uuid: its id, in the database too.
        parent: the turn it follows; None at the beginning of a conversation.
        role: `user` or `assistant`.
        finish_reason: the server's own word; None where none came.
        model_asked, model_answered: the name that was sent, the name the server gave back.
        origin: scheme, host and port that the request went to.
        usage: the server's own object, never an estimate.
        created_at, sent_at, first_token_at, ended_at: Unix seconds.
        reasoning_ms: how long the reasoning took, in milliseconds.
        requests_sent: requests whose bytes went out for this answer.
        error: what ended the answer, as `ui/error_record.py` writes it.
    """

    uuid: str
    parent: str | None
    role: str
    state: State = State.COMPLETE
    parts: list[Part] = field(default_factory=list)
    finish_reason: str | None = None
    model_asked: str = ""
    model_answered: str | None = None
    origin: str = ""
    usage: dict[str, Any] | None = None
    created_at: float = field(default_factory=time.time)
    sent_at: float | None = None
    first_token_at: float | None = None
    ended_at: float | None = None
    reasoning_ms: int | None = None
    requests_sent: int = 0
    request_id: str | None = None
    error: dict[str, Any] | None = None
    _fresh: bool = field(default=False, init=False, repr=False, compare=False)
    _open_calls: dict[int, _ToolCall] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The answer's or question's own text, without reasoning."""
        return self._joined("text")

    @property
    def reasoning(self) -> str:
        """What the model thought before and between."""
        return self._joined("reasoning")

    @property
    def refusal(self) -> str:
        """What the model said to refuse."""
        return self._joined("refusal")

    @property
    def tool_calls(self) -> list[dict[str, Any]]:
        """`{"id", "name", "arguments"}` for each tool the model asked for; unreadable JSON stays in `arguments`."""
        return [_read_call(part.body) for part in self.parts if part.kind == "tool_call"]

    def append(self, kind: str, text: str) -> None:
        """Add text to the end; it joins the last part where that is of the same kind."""
        if not text:
            return
        if self.parts and self.parts[-1].kind == kind and kind != "tool_call" and not self._fresh:
            self.parts[-1].append(text)
        else:
            self.parts.append(Part(kind, text, fresh=self._fresh))
            self._fresh = False

    def begin_stretch(self) -> None:
        """Let what is appended next stand in a part of its own."""
        self._fresh = bool(self.parts)

    def add_tool_call_delta(self, delta: ToolCallDelta) -> None:
        """Add a piece of a tool call to the call at its index.

        Another id at the same index is another call: some servers number all of them 0.
        """
        call = self._open_calls.get(delta.index)
        if call is None or (delta.id and call.call_id and delta.id != call.call_id):
            call = _ToolCall()
            self._open_calls[delta.index] = call
            self.parts.append(call)
        call.call_id = call.call_id or delta.id
        call.name = call.name or delta.name
        call.append(delta.arguments)

    def snapshot(self) -> Turn:
        """A copy that shares nothing that changes; its tool calls are closed."""
        return dataclasses.replace(
            self,
            parts=[part.copy() for part in self.parts],
            usage=copy.deepcopy(self.usage),
            error=copy.deepcopy(self.error),
        )

    def _joined(self, kind: str) -> str:
        return "".join(part.body for part in self.parts if part.kind == kind)


def _read_call(body: str) -> dict[str, Any]:
    try:
        call = json.loads(body)
    except ValueError:
        call = None
    if not isinstance(call, dict):
        return {"id": None, "name": None, "arguments": body}
    return {"id": call.get("id"), "name": call.get("name"), "arguments": call.get("arguments") or ""}
