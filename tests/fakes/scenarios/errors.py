"""Errors inside a stream and by HTTP status: rows D of the survey."""

from __future__ import annotations

import json

from fakes.scenarios.scenario import (
    DONE,
    HI,
    PAGE,
    STOP,
    USAGE,
    answered,
    cut,
    data,
    error_json,
    no_answer,
    refused,
    said,
    told,
    whole,
)
from fakes.server import head, raw, sse, stall, status, stream

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
