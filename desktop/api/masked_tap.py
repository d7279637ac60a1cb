"""A tap through which no secret passes: what watches a request sees `***` in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from desktop.api.sse import ServerSentEvent
from desktop.api.status import masked
from desktop.api.tap import ResponseHead, Tap

_MASK = "***"
# What a server gives a client to be known by.
_PRIVATE_ANSWERS = frozenset({"set-cookie", "set-cookie2"})


class MaskedTap(Tap):
    """Hands on what `tap` may see.

    `secrets` are replaced wherever they stand, in the form that JSON gives them too: in a question that holds the key,
    in the words of a server that repeats it. The values of `private_headers` are replaced however short they are.
    """

    def __init__(self, tap: Tap, secrets: Sequence[str], private_headers: Sequence[str] = ()) -> None:
        self._tap = tap
        self._private = frozenset(name.lower() for name in private_headers)
        escaped = (json.dumps(secret)[1:-1] for secret in secrets)
        # The longest first: one may be a part of another.
        self._secrets = sorted({one for one in (*secrets, *escaped) if one}, key=len, reverse=True)

    def begins(self, url: str, proxy: str, at_s: float) -> None:
        self._tap.begins(self._clean(url), self._clean(proxy), at_s)

    def request_sent(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        shown = {name: _MASK if name.lower() in self._private else self._clean(headers[name]) for name in headers}
        self._tap.request_sent(self._clean(url), shown, self._clean_bytes(body))

    def phase(self, name: str, at_s: float) -> None:
        self._tap.phase(name, at_s)

    def head(self, head: ResponseHead) -> None:
        headers = tuple(
            (name, _MASK if name.lower() in _PRIVATE_ANSWERS else self._clean(value)) for name, value in head.headers
        )
        request_id = head.request_id if head.request_id is None else self._clean(head.request_id)
        self._tap.head(ResponseHead(head.status, headers, request_id, self._clean(head.url)))

    def event(self, event: ServerSentEvent, at_s: float) -> None:
        for secret in self._secrets:
            if secret in event.data or secret in event.event or secret in event.id:
                kind, data, number = (self._clean(text) for text in (event.event, event.data, event.id))
                event = ServerSentEvent(kind, data, number, event.retry)
                break
        self._tap.event(event, at_s)

    def other_body(self, body: bytes) -> None:
        self._tap.other_body(self._clean_bytes(body))

    def ended(self, at_s: float) -> None:
        self._tap.ended(at_s)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = masked(text, secret)
        return text

    def _clean_bytes(self, data: bytes) -> bytes:
        if not any(secret.encode() in data for secret in self._secrets):
            return data
        return self._clean(data.decode("utf-8", "replace")).encode()
