"""A scenario, its outcome, and what the lists of them are written with."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from fakes.server import Answer, chunk, head, stream
from msgspec.structs import replace

from desktop.api.types import Limits

DONE = b"data: [DONE]\n\n"
STOP = chunk(finish="stop")
HI = chunk({"content": "Hi"})
PAGE = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><b>nginx</b></body></html>"
BODY = HI + STOP + DONE
USAGE = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}


PATIENT = Limits(connect_s=20, silence_s=20, grace_s=20, error_body_s=1.0)
# A silence that is to pass, or not: some pings, or the first piece, come well before it on a busy machine too.
SILENT = replace(PATIENT, silence_s=1.5)
# Nothing ends the stream behind the reason.
HASTY = replace(PATIENT, grace_s=1.0)


@dataclass(frozen=True)
class Outcome:
    """What an answer ends as.

    Attributes:
        state: `complete`, `interrupted` or `failed`.
        error: class and reason, joined by a colon; empty for `complete`.
        detail: a part of the server's words on the card.
        requests: how many reached the server.
        total: the total of the last usage; None where none was sent.
        tools: names of the tools the model asked for.
    """

    state: str = "complete"
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    finish: str = ""
    error: str = ""
    detail: str = ""
    status: int | None = None
    request_id: str | None = None
    requests: int = 1
    total: int | None = None
    tools: tuple[str, ...] = ()
    charged: bool = False


@dataclass(frozen=True)
class Scenario:
    """Answers of a server, in order, and what must come of them.

    Attributes:
        limits: of the client; long enough for a busy machine where none of them is to pass.
    """

    name: str
    answers: tuple[Answer, ...]
    outcome: Outcome
    tags: frozenset[str] = field(default_factory=frozenset)
    limits: Limits = PATIENT

    def __str__(self) -> str:
        return self.name


def whole(text: str = "Hi", finish: str = "stop", **fields: Any) -> Outcome:
    return Outcome("complete", text, finish=finish, **fields)


def cut(text: str = "Hi", reason: str = "cut", **fields: Any) -> Outcome:
    fields = {"status": 200, "charged": True, **fields}
    return Outcome("interrupted", text, error=f"StreamError:{reason}", **fields)


def told(text: str = "Hi", detail: str = "boom", **fields: Any) -> Outcome:
    return Outcome(
        "failed", text, error="StreamServerError:server", detail=detail, status=200, **{"charged": True, **fields}
    )


def refused(code: int, error: str, detail: str = "", **fields: Any) -> Outcome:
    return Outcome("failed", error=error, status=code, detail=detail, **fields)


def no_answer(reason: str, detail: str = "", **fields: Any) -> Outcome:
    return Outcome("failed", error=f"ResponseError:{reason}", status=200, detail=detail, **{"charged": True, **fields})


def said(
    *pieces: bytes,
    outcome: Outcome | None = None,
    name: str,
    window: bool = False,
    limits: Limits = PATIENT,
    **options: Any,
) -> Scenario:
    tags = frozenset({"window"} if window else set())
    return Scenario(name, (stream(*pieces, **options),), outcome or whole(), tags, limits)


def answered(name: str, outcome: Outcome, *answers: Answer, window: bool = False, limits: Limits = PATIENT) -> Scenario:
    return Scenario(name, answers, outcome, frozenset({"window"} if window else set()), limits)


def data(value: Any) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def choice(delta: Any = None, finish: Any = None, **fields: Any) -> bytes:
    return data({"choices": [{"index": 0, "delta": delta, "finish_reason": finish, **fields}]})


def error_json(message: str, **fields: Any) -> bytes:
    return json.dumps({"error": {"message": message, **fields}}).encode()


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", extension: bytes = b"") -> bytes:
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + end


def stream_head(**headers: str) -> bytes:
    return head(200, {"content-type": "text/event-stream", **{k.replace("_", "-"): v for k, v in headers.items()}})
