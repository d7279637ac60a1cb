"""What servers really do, each with what must come of it: the answers byte for byte, and the outcome as data.

Rows A1 to E10 are the survey's: framing, end of stream, chunk shapes, errors, transport.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from fakes.server import Answer, chunk, head, raw, reset, sse, stall, status, stream

DONE = b"data: [DONE]\n\n"
STOP = chunk(finish="stop")
HI = chunk({"content": "Hi"})
PAGE = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><b>nginx</b></body></html>"
USAGE = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}


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
    """Answers of a server, in order, and what must come of them."""

    name: str
    answers: tuple[Answer, ...]
    outcome: Outcome
    tags: frozenset[str] = field(default_factory=frozenset)

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


def said(*pieces: bytes, outcome: Outcome | None = None, name: str, window: bool = False, **options: Any) -> Scenario:
    tags = frozenset({"window"} if window else set())
    return Scenario(name, (stream(*pieces, **options),), outcome or whole(), tags)


def answered(name: str, outcome: Outcome, *answers: Answer, window: bool = False) -> Scenario:
    return Scenario(name, answers, outcome, frozenset({"window"} if window else set()))


def data(value: Any) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def choice(delta: Any = None, finish: Any = None, **fields: Any) -> bytes:
    return data({"choices": [{"index": 0, "delta": delta, "finish_reason": finish, **fields}]})


def error_json(message: str, **fields: Any) -> bytes:
    return json.dumps({"error": {"message": message, **fields}}).encode()


def _chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", extension: bytes = b"") -> bytes:
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + end


def _head(**headers: str) -> bytes:
    return head(200, {"content-type": "text/event-stream", **{k.replace("_", "-"): v for k, v in headers.items()}})


FRAMING = (
    said(b": OPENROUTER PROCESSING\n\n", HI, b": ping\r\n\r\n", STOP, DONE, name="A1 comments before and between"),
    said(
        b'data:{"choices":[{"delta":{"content":"Hi"}}]}\n\n',
        b"data:[DONE]\n\n",
        name="A2 no space after the colon",
        outcome=whole(finish=""),
    ),
    said(b"data:  [DONE] \n\n", name="A2 spaces around the end mark", outcome=whole("", finish="")),
    said(b"data:\n\n", b"data: \n\n", HI, b"data\n\n", STOP, DONE, name="A3 empty data as a heartbeat"),
    said(
        chunk({"content": "a\u2028b\u2029c\u0085d\x0be"}).replace(rb"\u000b", b"\x0b"),
        STOP,
        DONE,
        name="A4 line separators and a raw VT inside the JSON",
        outcome=whole("a\u2028b\u2029c\u0085d\x0be"),
    ),
    said(HI.replace(b"\n", b"\r\n"), STOP.replace(b"\n", b"\r\n"), DONE.replace(b"\n", b"\r\n"), name="A5 CRLF"),
    said(HI.replace(b"\n", b"\r"), STOP.replace(b"\n", b"\r"), DONE.replace(b"\n", b"\r"), name="A5 bare CR"),
    said(HI[:-2] + b"\r", b"\n\r", b"\n" + STOP + DONE, name="A5 CR and LF in different segments", pause_s=0.01),
    said(HI[:-2] + b"\r\n\r\n" + STOP[:-2] + b"\r\r" + DONE, name="A5 mixed line ends"),
    said(
        *[bytes([byte]) for byte in chunk({"content": "你🌍"})],
        STOP,
        DONE,
        name="A6 every byte a write",
        outcome=whole("你🌍"),
    ),
    said(b"\xef\xbb\xbf" + HI, STOP, DONE, name="A7 a byte order mark"),
    said(b"\xef", b"\xbb", b"\xbf" + HI + STOP, DONE, name="A7 a byte order mark in pieces", pause_s=0.005),
    said(
        chunk({"content": "你"}),
        STOP,
        DONE,
        name="A8 charset=iso-8859-1",
        outcome=whole("你"),
        headers={"content-type": "text/event-stream; charset=iso-8859-1"},
    ),
    said(HI, STOP, DONE, name="A8 application/json over an event stream", headers={"content-type": "application/json"}),
    said(HI, STOP, DONE, name="A8 text/plain over an event stream", headers={"content-type": "text/plain"}),
    answered("A8 no content type", whole(), raw(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", HI, STOP, DONE)),
    said(
        b'data: {"choices":\ndata: [{"delta":\ndata: {"content":"Hi"}}]}\n\n',
        STOP,
        DONE,
        name="A9 one JSON over several data lines",
    ),
    said(
        b"event: message\nid: 7\nretry: 9\n" + HI,
        b"event: keepalive\ndata: {}\n\n",
        STOP,
        DONE,
        name="A9 event, id and retry lines",
    ),
    said(
        HI,
        b'data:\n {"choices":[{"delta":{"content":"lost"}}]}\n\n',
        STOP,
        DONE,
        name="A10 JSON on the next line is no event",
    ),
    said(
        b'data: {"id":"1","object":"chat.completion.cdata: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
        STOP,
        DONE,
        name="A11 glued frames",
    ),
    said(
        b'data: {"choices":[{"delta":{"content":"H"}}]}{"choices":[{"delta":{"content":"i"}}]}\n\n',
        STOP,
        DONE,
        name="A11 two objects in one event",
    ),
    said(b"data: : OPENROUTER PROCESSING\n\n", HI, b"data: ping\n\n", STOP, DONE, name="A12 a comment sent as data"),
    said(
        b'data: {"choices":[{"delta":{"content":"a\xff\xfeb"}}]}\n\n',
        STOP,
        DONE,
        name="A13 no UTF-8",
        outcome=whole("a\ufffd\ufffdb"),
    ),
    said(
        b'data: {"choices":[{"delta":{"content":"a\\ud83c"}}]}\n\n',
        b'data: {"choices":[{"delta":{"content":"\\udf0db"}}]}\n\n',
        STOP,
        DONE,
        name="A14 an emoji cut in two",
        outcome=whole("a🌍b"),
        window=True,
    ),
    said(
        b'data: {"choices":[{"delta":{"content":"a\\ud83c"}}]}\n\n',
        DONE,
        name="A14 half an emoji at the end",
        outcome=whole("a\ufffd", finish=""),
    ),
    said(
        b'data: {"choices":[{"delta":{"content":"a\tb\x01"}}]}\n\n',
        STOP,
        DONE,
        name="A15 raw control characters",
        outcome=whole("a\tb\x01"),
    ),
    said(HI, STOP.rstrip(b"\n"), name="A16 the last event without its line end"),
    said(HI, STOP.rstrip(b"\n") + b"\n", name="A16 the last event without its blank line"),
    said(HI, DONE.rstrip(b"\n"), name="A16 [DONE] without its line end", outcome=whole(finish="")),
)

ENDS = (
    said(HI, STOP, name="B1 finish_reason and no [DONE]", window=True),
    said(HI, STOP, chunk(choices=[], usage=USAGE), name="B1 usage last and no [DONE]", outcome=whole(total=7)),
    said(HI, name="B2 an end with neither mark", outcome=cut(), window=True),
    said(HI, chunk(choices=[], usage=USAGE), name="B2 usage alone is no end mark", outcome=cut(total=7)),
    said(name="B3 an empty body", outcome=cut("", "empty"), window=True),
    said(b": ping\n\n" * 3, name="B3 nothing but comments", outcome=cut("", "empty")),
    said(b"\n\n\n", name="B3 nothing but blank lines", outcome=cut("", "empty")),
    said(HI, STOP, name="B4 finish_reason and the connection stays open", then=stall()),
    said(
        HI,
        STOP,
        chunk(choices=[], usage=USAGE),
        name="B4 usage comes within the grace",
        then=stall(),
        outcome=whole(total=7),
    ),
    said(HI, STOP, DONE, name="B5 [DONE] and the connection stays open", then=stall(), window=True),
    said(HI, DONE, name="B6 [DONE] alone", outcome=whole(finish="")),
    answered(
        "B7 a chunked body that is not ended", cut(), raw(_head(transfer_encoding="chunked") + _chunked(HI, end=b""))
    ),
    answered("B7 a reset in the middle", cut(), stream(HI, then=reset(), pause_s=0.05), window=True),
    answered("B7 fewer bytes than Content-Length says", cut(), raw(_head(content_length="100000") + HI)),
    answered("B7 a reset after the end mark", whole(), stream(HI, STOP, then=reset(), pause_s=0.05)),
    said(
        HI,
        chunk(finish="stop"),
        chunk({"content": " there"}),
        DONE,
        name="B8 text after the finish_reason",
        outcome=whole("Hi there"),
    ),
    said(chunk({"content": "Hi"}, finish="stop"), name="B8 text in the finish chunk"),
    said(HI, chunk(finish="eos"), DONE, name="B9 an unknown finish_reason", outcome=whole(finish="eos")),
    said(HI, chunk(finish="error"), DONE, name="B9 finish_reason error", outcome=told(detail="finish_reason: error")),
    said(HI, chunk(finish="length"), DONE, name="the length limit", outcome=whole(finish="length"), window=True),
    said(
        HI,
        chunk(finish="content_filter"),
        DONE,
        name="the content filter",
        outcome=whole(finish="content_filter"),
        window=True,
    ),
    said(HI, DONE, chunk({"content": " never"}), name="nothing is read after [DONE]", outcome=whole(finish="")),
    said(HI, b"data: [DONE]\ndata: x\n\n", STOP, name="[DONE] inside a longer event is none"),
)

CHUNKS = (
    said(data({"choices": [], "prompt_filter_results": [{"index": 0}]}), HI, STOP, DONE, name="C1 empty choices first"),
    said(data({"choices": None}), HI, STOP, DONE, name="C1 choices null"),
    said(
        HI,
        data({"choices": [{"finish_reason": "stop", "content_filter_results": {}}]}),
        name="C2 a choice without delta",
    ),
    said(HI, choice(None, "stop"), name="C2 delta null"),
    said(choice({"role": "assistant", "content": None}), HI, STOP, DONE, name="C3 content null"),
    said(
        choice({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}]}),
        choice({"content": [{"type": "text", "text": "Hi"}, {"type": "reference", "reference_ids": [1]}]}),
        STOP,
        DONE,
        name="C4 content as typed parts",
        outcome=whole(reasoning="hm"),
        window=True,
    ),
    said(choice({"content": "Hi"}, ""), STOP, DONE, name="C5 an empty finish_reason"),
    said(choice({"content": "Hi"}, "null"), name='C6 finish_reason "null" is none', outcome=cut()),
    said(
        chunk({"role": "assistant", "content": "H"}),
        chunk({"role": None, "content": "i"}),
        STOP,
        DONE,
        name="C7 a role in every chunk",
    ),
    said(
        choice({"reasoning_content": "hm"}),
        HI,
        STOP,
        DONE,
        name="C8 reasoning_content",
        outcome=whole(reasoning="hm"),
        window=True,
    ),
    said(
        choice({"reasoning": "hm", "reasoning_details": [{"text": "hm"}]}),
        HI,
        STOP,
        DONE,
        name="C8 reasoning",
        outcome=whole(reasoning="hm"),
    ),
    said(
        choice({"reasoning": "hm", "reasoning_content": "hm"}),
        HI,
        STOP,
        DONE,
        name="C8 both count once",
        outcome=whole(reasoning="hm"),
    ),
    said(
        choice({"reasoning_details": [{"type": "reasoning.text", "text": "hm"}]}),
        HI,
        STOP,
        DONE,
        name="C8 reasoning_details alone",
        outcome=whole(reasoning="hm"),
    ),
    said(
        *[chunk({"content": part}) for part in ("<th", "ink>h", "m</thi", "nk>\n\nHi")],
        STOP,
        DONE,
        name="C9 think tags cut anywhere",
        outcome=whole("\n\nHi", reasoning="hm"),
        window=True,
    ),
    said(
        chunk({"content": "a <think> tag"}),
        STOP,
        DONE,
        name="C9 the tag inside an answer is text",
        outcome=whole("a <think> tag"),
    ),
    said(
        chunk({"content": "<think>hm"}),
        STOP,
        DONE,
        name="C9 thinking that never ends",
        outcome=whole("", reasoning="hm"),
    ),
    said(
        chunk({"content": "H"}, usage={"total_tokens": 0}),
        chunk({"content": "i"}, usage={"total_tokens": 6}),
        chunk(finish="stop", usage={"total_tokens": 7}),
        DONE,
        name="C10 usage in every chunk",
        outcome=whole(total=7),
    ),
    said(HI, chunk(finish="stop", usage=USAGE), DONE, name="C11 usage on the finish chunk", outcome=whole(total=7)),
    said(
        HI,
        data({"choices": [{"delta": {}}], "usage": USAGE}),
        STOP,
        DONE,
        name="C11 usage beside an empty delta",
        outcome=whole(total=7),
    ),
    said(HI, STOP, DONE, name="C12 no usage comes"),
    said(HI, chunk(finish="stop", usage=None), DONE, name="C12 usage null"),
    answered(
        "C13 stream_options refused once",
        whole(requests=2),
        status(422, b'{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}'),
        sse("Hi"),
        window=True,
    ),
    answered(
        "C13 stream_options refused twice",
        refused(400, "BadRequestError:stream_options", "stream_options", requests=2),
        status(400, error_json("Unknown field stream_options")),
    ),
    said(
        choice({"tool_calls": [{"index": 0, "id": "1", "function": {"name": "f", "arguments": '{"a"'}}]}),
        choice({"tool_calls": [{"index": 0, "function": {"arguments": ":1}"}}]}),
        chunk(finish="tool_calls"),
        DONE,
        name="C14 a tool call in pieces",
        outcome=whole("", "tool_calls", tools=("f",)),
        window=True,
    ),
    said(
        choice({"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]}),
        chunk(finish="tool_calls"),
        DONE,
        name="C14 no index, no id, arguments as an object",
        outcome=whole("", "tool_calls", tools=("f",)),
    ),
    said(
        choice({"tool_calls": [{"index": 0, "id": "1", "function": {"name": "f"}}]}),
        choice({"tool_calls": [{"index": 0, "id": "2", "function": {"name": "g"}}]}),
        chunk(finish="tool_calls"),
        DONE,
        name="C14 two calls, both with index 0",
        outcome=whole("", "tool_calls", tools=("f", "g")),
    ),
    said(
        choice({"tool_calls": [None, 3, {"index": "x", "function": None}]}),
        HI,
        STOP,
        DONE,
        name="C14 tool calls of wrong types",
        outcome=whole(tools=("",)),
    ),
    said(
        data({"id": "a", "choices": [{"delta": {"content": "H"}}], "created": 0}),
        data({"id": "", "model": "other", "choices": [{"delta": {"content": "i"}}]}),
        STOP,
        DONE,
        name="C15 another id and model in each chunk",
    ),
    said(
        data({"choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "Hi"}}]}),
        data({"choices": [{"index": 1, "delta": {"content": "no"}, "finish_reason": "length"}]}),
        STOP,
        DONE,
        name="C16 other choices",
    ),
    said(
        data({"choices": [{"delta": {"content": "Hi"}, "logprobs": {"x": [1]}}], "timings": {"ms": 1.5}}),
        data({"prompt_progress": {"total": 9}}),
        data({"provider": "p"}),
        STOP,
        DONE,
        name="C17 extra keys",
    ),
    said(
        data({"choices": [{"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}]}),
        DONE,
        name="C18 message in the place of delta",
        window=True,
    ),
    said(
        HI,
        data({"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}),
        DONE,
        name="C18 a whole message after the deltas is not repeated",
    ),
    said(chunk({"content": "Hi"}, model="another-model"), STOP, DONE, name="C19 another model answers", window=True),
    said(
        b"data: 3\n\n",
        b"data: null\n\n",
        b'data: "x"\n\n',
        b"data: [1]\n\n",
        b"data: true\n\n",
        HI,
        STOP,
        DONE,
        name="C20 JSON that is no object",
    ),
    said(
        data({"choices": "no", "usage": [], "model": 7, "error": None}),
        data({"choices": [3, None, {"delta": 5}]}),
        choice({"content": 9, "reasoning": [], "refusal": {}}),
        HI,
        STOP,
        DONE,
        name="C20 wrong types anywhere",
    ),
    said(b'data: {"choices":[{"delta":{"content":"Hi"}}],"x":NaN,"y":Infinity}\n\n', STOP, DONE, name="C20 NaN"),
    said(b"data: " + b"[" * 100_000 + b"\n\n", HI, STOP, DONE, name="C20 nested too deep"),
    said(choice({"refusal": "No."}), STOP, DONE, name="a refusal", outcome=whole("", refusal="No.")),
)

STREAM_ERRORS = (
    said(
        HI,
        data({"error": {"message": "boom", "code": 502}}),
        DONE,
        name="D1 an error object in the stream",
        outcome=told(),
        window=True,
    ),
    said(data({"error": {"message": "boom"}}), name="D1 an error object first", outcome=told("")),
    said(HI, data({"error": "boom"}), name="D1 an error as text", outcome=told()),
    said(HI, data({"error": {"message": "boom"}}), name="D1 an error, then silence", outcome=told(), then=stall()),
    said(
        HI,
        data({"error": {"message": "boom"}, "choices": [{"delta": {"content": "x"}, "finish_reason": "error"}]}),
        name="D2 the error wins over the choices",
        outcome=told("Hix"),
    ),
    said(HI, b'event: error\ndata: {"message":"boom"}\n\n', name="D3 an error event", outcome=told(), window=True),
    said(HI, b"event: error\ndata: boom\n\n", name="D3 an error event with plain words", outcome=told()),
    said(HI, b'{"error":{"message":"boom"}}', name="D4 JSON written raw into the stream", outcome=told()),
    said(HI, PAGE, name="D4 a page written raw into the stream", outcome=cut()),
    said(HI, data({"object": "error", "message": "boom"}), name="D6 object error in the stream", outcome=told()),
    said(HI, data({"detail": "x"}), STOP, name="an object without choices is no error before an end mark"),
    answered(
        "D5 a page with 200",
        no_answer("web_page", "502 Bad Gateway", charged=False),
        status(200, PAGE, {"content-type": "text/html"}),
        window=True,
    ),
    answered(
        "D5 a page with the type of an event stream",
        no_answer("web_page", "502 Bad Gateway", charged=False),
        stream(PAGE),
    ),
    answered(
        "other JSON with 200",
        no_answer("other_json", "nothing here"),
        status(200, b'{"message":"nothing here"}'),
        window=True,
    ),
    answered("an error object as the whole body", told("", "boom"), status(200, error_json("boom"))),
    answered(
        "plain text with 200",
        no_answer("not_json", "Service is up"),
        status(200, b"Service is up", {"content-type": "text/plain"}),
    ),
    answered(
        "E1 one JSON completion",
        whole(total=7),
        status(
            200,
            json.dumps({"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}], "usage": USAGE}).encode(),
        ),
        window=True,
    ),
    answered(
        "E1 one JSON completion, pretty printed",
        whole(finish=""),
        status(200, json.dumps({"choices": [{"message": {"content": "Hi"}}]}, indent=2).encode()),
    ),
)

STATUSES = (
    answered("400", refused(400, "BadRequestError:request", "boom"), status(400, error_json("boom")), window=True),
    answered("401", refused(401, "AuthenticationError:key", "boom"), status(401, error_json("boom")), window=True),
    answered("402", refused(402, "InsufficientQuotaError:quota", "boom"), status(402, error_json("boom")), window=True),
    answered("403", refused(403, "AuthenticationError:forbidden", "boom"), status(403, error_json("boom"))),
    answered(
        "404",
        refused(404, "BadRequestError:not_found", "Not Found"),
        status(404, b'{"detail":"Not Found"}'),
        window=True,
    ),
    answered("405", refused(405, "BadRequestError:request"), status(405)),
    answered("409", refused(409, "BadRequestError:conflict", "boom", charged=True), status(409, error_json("boom"))),
    answered("413", refused(413, "BadRequestError:too_large"), status(413), window=True),
    answered("418", refused(418, "BadRequestError:request"), status(418)),
    answered(
        "422",
        refused(422, "BadRequestError:request", "too long (body.model)"),
        status(422, b'{"detail":[{"loc":["body","model"],"msg":"too long"}]}'),
    ),
    answered("429 that heals", whole(requests=2), status(429, b"{}", {"retry-after-ms": "1"}), sse("Hi"), window=True),
    answered(
        "429 that does not heal",
        refused(429, "RateLimitError:rate_limit", "slow down", requests=3),
        status(429, error_json("slow down"), {"retry-after-ms": "1"}),
    ),
    answered(
        "429 with a long Retry-After",
        refused(429, "RateLimitError:rate_limit", "boom"),
        status(429, error_json("boom"), {"retry-after": "61"}),
        window=True,
    ),
    answered(
        "429 that the server forbids to repeat",
        refused(429, "RateLimitError:rate_limit", "boom"),
        status(429, error_json("boom"), {"x-should-retry": "false"}),
    ),
    answered(
        "429 out of credit",
        refused(429, "InsufficientQuotaError:quota", "boom"),
        status(429, error_json("boom", code="insufficient_quota")),
        window=True,
    ),
    answered("408 that heals", whole(requests=2), status(408, b"", {"retry-after-ms": "1"}), sse("Hi")),
    answered("425 that heals", whole(requests=2), status(425, b"", {"retry-after-ms": "1"}), sse("Hi")),
    answered(
        "500 with a JSON error that heals",
        whole(requests=2),
        status(500, error_json("boom"), {"retry-after-ms": "1"}),
        sse("Hi"),
    ),
    answered(
        "500 with a page",
        refused(500, "InternalServerError:unknown", "502 Bad Gateway", charged=True),
        status(500, PAGE, {"content-type": "text/html"}),
    ),
    answered(
        "500 with nothing",
        refused(500, "InternalServerError:unknown", "Internal Server Error", charged=True),
        status(500),
    ),
    answered(
        "500 that the server wants repeated",
        refused(500, "InternalServerError:unknown", charged=True),
        status(500, b"x", {"x-should-retry": "true", "content-type": "text/plain"}),
    ),
    answered(
        "502 with a page",
        refused(502, "InternalServerError:unknown", "502 Bad Gateway", charged=True),
        status(502, PAGE, {"content-type": "text/html"}),
        window=True,
    ),
    answered("503 that heals", whole(requests=2), status(503, b"", {"retry-after-ms": "1"}), sse("Hi")),
    answered(
        "503 that does not",
        refused(503, "InternalServerError:unavailable", requests=3),
        status(503, PAGE, {"content-type": "text/html", "retry-after-ms": "1"}),
        window=True,
    ),
    answered("504", refused(504, "InternalServerError:unknown", charged=True), status(504)),
    answered("520", refused(520, "InternalServerError:unknown", charged=True), status(520)),
    answered("524", refused(524, "InternalServerError:unknown", charged=True), status(524)),
    answered("529 that heals", whole(requests=2), status(529, b"{}", {"retry-after-ms": "1"}), sse("Hi")),
    answered(
        "D7 a wrong key as 400",
        refused(400, "AuthenticationError:key", "No connected db."),
        status(400, error_json("No connected db.")),
    ),
    answered(
        "D7 a code that is a text",
        refused(401, "AuthenticationError:key", "boom"),
        status(401, error_json("boom", code="401")),
    ),
    answered("D6 error as text", refused(400, "BadRequestError:request", "boom"), status(400, b'{"error":"boom"}')),
    answered(
        "D6 object error",
        refused(400, "BadRequestError:request", "boom"),
        status(400, b'{"object":"error","message":"boom","code":40001}'),
    ),
    answered(
        "D6 a list", refused(400, "BadRequestError:request", "boom"), status(400, b'[{"error":{"message":"boom"}}]')
    ),
    answered(
        "D6 plain text",
        refused(400, "BadRequestError:request", "boom"),
        status(400, b"boom", {"content-type": "text/plain"}),
    ),
    answered("D6 nothing", refused(400, "BadRequestError:request", "Bad Request"), status(400)),
    answered(
        "D6 an error sent as an event",
        refused(400, "BadRequestError:request", "boom"),
        status(400, b'event: error\ndata: {"error":{"message":"boom"}}\n\n', {"content-type": "text/event-stream"}),
    ),
    answered(
        "D9 an error body that never ends",
        refused(400, "BadRequestError:request", "aaaa"),
        raw(head(400, {"content-type": "text/plain"}) + b"a" * 4000, then=stall()),
    ),
    answered(
        "D10 a redirect",
        refused(307, "RedirectError:redirect"),
        status(307, headers={"location": "https://other.example/v1/chat/completions"}),
        window=True,
    ),
    answered("D10 a redirect to nowhere", refused(308, "RedirectError:redirect"), status(308)),
    answered(
        "the request id is kept",
        refused(401, "AuthenticationError:key", request_id="req_8f2c"),
        status(401, b"{}", {"x-request-id": "req_8f2c"}),
        window=True,
    ),
)

TRANSPORT = (
    answered("E2 gzip", whole(), stream(gzip.compress(HI + STOP + DONE), headers={"content-encoding": "gzip"})),
    answered(
        "E2 gzip flushed for each event",
        whole(),
        stream(*(gzip.compress(piece) for piece in (HI, STOP, DONE)), headers={"content-encoding": "gzip"}),
    ),
    answered("E2 deflate", whole(), stream(zlib.compress(HI + STOP + DONE), headers={"content-encoding": "deflate"})),
    answered(
        "E2 an unknown coding",
        no_answer("coding", "br"),
        stream(HI, STOP, headers={"content-encoding": "br"}),
        window=True,
    ),
    answered("E2 damaged gzip", cut("", "coding"), stream(b"\x1f\x8b", HI, STOP, headers={"content-encoding": "gzip"})),
    answered(
        "E2 an error body in gzip",
        refused(400, "BadRequestError:request", "boom"),
        status(400, gzip.compress(error_json("boom")), {"content-encoding": "gzip"}),
    ),
    said(b"".join([HI] * 50) + STOP + DONE, name="E3 the whole answer in one read", outcome=whole("Hi" * 50)),
    said(HI, name="E4 silence in the middle", outcome=cut(reason="silence"), then=stall()),
    answered(
        "E4 silence before the answer",
        Outcome("interrupted", error="APITimeoutError:silence", charged=True),
        stall(),
        window=True,
    ),
    said(*[b": ping\n\n"] * 8, HI, STOP, DONE, name="E5 pings for longer than the silence limit", pause_s=0.1),
    answered("E8 HTTP/1.0", whole(), raw(b"HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + HI + STOP)),
    answered(
        "E8 an event stream with its length",
        whole(),
        raw(_head(content_length=str(len(HI + STOP + DONE))) + HI + STOP + DONE),
    ),
    answered(
        "E8 chunk extensions",
        whole(),
        raw(_head(transfer_encoding="chunked") + _chunked(HI, STOP, DONE, extension=b";x=1")),
    ),
    answered(
        "E8 103 before 200",
        whole(),
        raw(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + _head(connection="close") + HI + STOP + DONE),
    ),
    answered(
        "E8 60 KB of headers",
        whole(),
        raw(head(200, {f"x-{n}": "y" * 1000 for n in range(60)} | {"connection": "close"}) + HI + STOP + DONE),
    ),
    answered(
        "a reset before the answer",
        Outcome("interrupted", error="APIConnectionError:reset", charged=True),
        reset(),
        window=True,
    ),
    answered(
        "an end before the answer", Outcome("interrupted", error="APIConnectionError:closed", charged=True), raw()
    ),
    answered(
        "an end within the headers",
        Outcome("interrupted", error="APIConnectionError:closed", charged=True),
        raw(b"HTTP/1.1 200 OK\r\ncontent-ty"),
    ),
    answered(
        "no HTTP",
        Outcome("interrupted", error="APIConnectionError:closed", charged=True),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    ),
    answered(
        "headers without an end",
        Outcome("interrupted", error="APIConnectionError:headers", charged=True),
        raw(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 40_000),
    ),
    answered("204", cut("", "empty", status=204), raw(head(204))),
    said(
        b"data: " + b"x" * (1024 * 1024 + 10),
        name="a line over the bound",
        outcome=Outcome("interrupted", error="StreamLimitError:limit", charged=True),
    ),
    said(
        HI,
        *[b"data: " + b"y" * 600_000 + b"\n"] * 2,
        name="an event over the bound",
        outcome=Outcome("interrupted", "Hi", error="StreamLimitError:limit", charged=True),
    ),
)

UNSEEN = (
    answered(
        "JSON a line without SSE",
        whole(),
        status(200, b'{"choices":[{"delta":{"content":"Hi"}}]}\n{"choices":[{"delta":{},"finish_reason":"stop"}]}\n'),
    ),
    answered(
        "JSON a line that is cut",
        cut(),
        status(200, b'{"choices":[{"delta":{"content":"Hi"}}]}\n{"choices":[{"del'),
    ),
    answered(
        "a wait in milliseconds that is none, and one in seconds",
        refused(429, "RateLimitError:rate_limit"),
        status(429, b"{}", {"retry-after-ms": "x", "retry-after": "3600"}),
    ),
    answered(
        "a request id by another name",
        refused(401, "AuthenticationError:key", request_id="r-1"),
        status(401, b"{}", {"x-oneapi-request-id": "r-1"}),
    ),
    answered(
        "an upgrade that nobody asked for",
        Outcome("interrupted", error="APIConnectionError:closed", charged=True),
        raw(head(101, {"upgrade": "h2c"})),
    ),
    answered("a partial content", whole(), raw(head(206, {"connection": "close"}) + HI + STOP + DONE)),
    said(
        HI,
        data({"choices": [{"delta": {}, "finish_reason": {"type": "stop"}}]}),
        DONE,
        name="a finish_reason that is an object",
        outcome=whole(finish=""),
    ),
    said(HI, data({"choices": {"0": {"delta": {"content": "x"}}}}), STOP, DONE, name="choices as an object"),
    said(data([{"error": {"message": "boom"}}]), name="an error in a list", outcome=told("")),
    said(
        HI,
        data({"error": {"code": 429, "metadata": {"raw": "x"}}}),
        name="an error without a message",
        outcome=told(detail="429"),
    ),
    said(
        HI,
        STOP,
        chunk(choices=[], usage={"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}),
        DONE,
        name="usage by the names of another API",
        outcome=whole(total=7),
    ),
    said(HI, b"\x00\x00\n\n", STOP, DONE, name="zero bytes between events"),
    said(b"\xff\xfe", HI, STOP, DONE, name="a byte order mark of UTF-16 before UTF-8", outcome=whole("")),
    said(b"event:message\ndata:" + HI[6:], STOP, DONE, name="fields without any space"),
    said(*[HI] * 3, STOP * 3, DONE, name="finish_reason again and again", outcome=whole("HiHiHi")),
)

BODY = HI + STOP + DONE
ODD_SHAPES = (
    said(
        data({"choices": [{"index": 0, "text": "Hi", "finish_reason": None}]}),
        data({"choices": [{"index": 0, "text": "", "finish_reason": "stop"}]}),
        name="text in the place of delta, as of the older completions",
        window=True,
    ),
    said(choice({"content": {"type": "text", "text": "Hi"}}), STOP, DONE, name="content as one typed part"),
    said(choice("Hi"), STOP, DONE, name="delta as a text"),
    said(data([{"choices": [{"delta": {"content": "Hi"}}]}]), STOP, DONE, name="a chunk in a list"),
    said(choice({"thinking": "why"}), HI, STOP, DONE, name="thinking by that name", outcome=whole(reasoning="why")),
    said(
        choice({"reasoning": {"text": "why"}}),
        HI,
        STOP,
        DONE,
        name="reasoning as a part",
        outcome=whole(reasoning="why"),
    ),
    said(choice({"refusal": ["no"]}), STOP, DONE, name="a refusal in a list", outcome=whole("", refusal="no")),
    said(HI, choice({}, "stop", usage=USAGE), DONE, name="usage inside the choice", outcome=whole(total=7)),
    said(
        choice({"function_call": {"name": "look", "arguments": '{"a"'}}),
        choice({"function_call": {"arguments": ":1}"}}),
        choice({}, "function_call"),
        DONE,
        name="a function_call",
        outcome=whole("", finish="function_call", tools=("look",)),
        window=True,
    ),
    said(
        choice({"tool_calls": {"index": 0, "id": "c", "function": {"name": "look", "arguments": "{}"}}}),
        choice({}, "tool_calls"),
        name="a tool call that is no list",
        outcome=whole("", finish="tool_calls", tools=("look",)),
    ),
    said(
        HI,
        choice({}, "network_error"),
        DONE,
        name="an answer that the server could not finish",
        outcome=told(detail="network_error"),
        window=True,
    ),
    said(data({"code": 500, "msg": "boom"}), name="an error without its object", outcome=told("")),
    said(b"data: " + HI, b"data: data: [DONE]\n\n", name="an event in an event", outcome=whole(finish="")),
    said(HI, b'data: "[DONE]"\n\n', name="the end mark as JSON", outcome=whole(finish="")),
    said(BODY, headers={"content-encoding": "gzip"}, name="gzip that a proxy undid", window=True),
    said(gzip.compress(BODY), name="gzip that nobody announced"),
    said(BODY, headers={"content-encoding": "utf-8"}, name="a charset as the content coding"),
    said(
        b"[" + HI[6:-2] + b"," + STOP[6:-2] + b"]",
        headers={"content-type": "application/json"},
        name="the chunks of a stream as one list",
    ),
    answered(
        "fewer bytes announced than sent",
        whole(),
        raw(_head(content_length=str(len(BODY))) + BODY + b"GARBAGE<html>"),
    ),
    answered("bytes behind the last chunk", whole(), raw(_head(transfer_encoding="chunked") + _chunked(BODY) + b"x")),
    answered(
        "both a length and chunks",
        whole(),
        raw(_head(content_length="5", transfer_encoding="chunked") + _chunked(BODY)),
    ),
    answered(
        "a header that is none",
        Outcome("interrupted", error="APIConnectionError:closed", detail="illegal header", charged=True),
        raw(b"HTTP/1.1 200 OK\r\ncontent-type : text/event-stream\r\n\r\n" + BODY),
    ),
    answered(
        "a server that speaks HTTP/2 alone",
        Outcome("failed", error="APIConnectionError:not_http", charged=True),
        raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\x00\x04\x00\x01\x00\x00"),
        window=True,
    ),
    answered("lines of the head that end at LF", whole(), raw(b"HTTP/1.1 200 OK\ncontent-type: x/y\n\n" + BODY)),
    answered(
        "another API's answer",
        no_answer("other_json", '{"type":"message","content"'),
        status(200, b'{"type":"message","content":[{"type":"text","text":"Hi"}]}'),
    ),
    answered(
        "an error in base_resp",
        no_answer("other_json", "login fail"),
        status(200, b'{"base_resp":{"status_msg":"login fail"}}'),
    ),
)

SCENARIOS = (*FRAMING, *ENDS, *CHUNKS, *STREAM_ERRORS, *STATUSES, *TRANSPORT, *UNSEEN, *ODD_SHAPES)
