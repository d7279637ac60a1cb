"""What the survey does not list."""

from __future__ import annotations

import gzip

from fakes.scenarios.scenario import (
    BODY,
    DONE,
    HI,
    STOP,
    USAGE,
    Outcome,
    answered,
    choice,
    chunked,
    cut,
    data,
    no_answer,
    refused,
    said,
    stream_head,
    told,
    whole,
)
from fakes.server import chunk, head, raw, status

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
        raw(stream_head(content_length=str(len(BODY))) + BODY + b"GARBAGE<html>"),
    ),
    answered(
        "bytes behind the last chunk", whole(), raw(stream_head(transfer_encoding="chunked") + chunked(BODY) + b"x")
    ),
    answered(
        "both a length and chunks",
        whole(),
        raw(stream_head(content_length="5", transfer_encoding="chunked") + chunked(BODY)),
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
