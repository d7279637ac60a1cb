from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest
from fakes.server import chunk, sse, status, stream

from desktop.api.client import ChatClient
from desktop.api.masked_tap import MaskedTap
from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead, Tap
from desktop.api.types import ChatRequest
from desktop.errors import APIError

KEY = 'sk-SENTINEL-"quoted"\\0123456789'
PRIVATE = "private-SENTINEL-77"


class Heard(Tap):
    """Everything that came through, as words."""

    def __init__(self):
        self.names = []
        self.words = ""

    def _hear(self, name, *values):
        self.names.append(name)
        self.words += f"{name} {values!r}\n"

    def begins(self, *values):
        self._hear("begins", *values)

    def request_sent(self, *values):
        self._hear("request_sent", *values)

    def phase(self, *values):
        self._hear("phase", *values)

    def head(self, *values):
        self._hear("head", *values)

    def event(self, *values):
        self._hear("event", *values)

    def other_body(self, *values):
        self._hear("other_body", *values)

    def ended(self, *values):
        self._hear("ended", *values)


def assert_no_secret(words):
    assert "SENTINEL" not in words
    assert "***" in words


def ask(server, answer, *, private=()):
    """What a tap hears of a request whose question holds both secrets."""
    endpoint = Endpoint(server.base_url, "p", private_headers=private, proxy=ProxyChoice("none"))
    secrets = {endpoint: KEY, **{endpoint.header_owner(name): PRIVATE for name in private}}
    heard = Heard()

    async def run():
        client = ChatClient(lambda asked: secrets.get(asked, ""))
        request = ChatRequest(endpoint, "m", [{"role": "user", "content": f"{KEY} and {PRIVATE}"}])
        try:
            async with aclosing(client.stream_chat(request, heard)) as chunks:
                async for _ in chunks:
                    pass
        except APIError:
            pass
        finally:
            await client.aclose()

    server.script(answer)
    asyncio.run(run())
    return heard


def test_a_tap_sees_neither_key_nor_private_header_of_a_question_that_holds_both(server):
    heard = ask(server, sse("a"), private=("X-Tenant",))

    assert KEY in server.requests[0].headers["authorization"]
    assert server.requests[0].headers["x-tenant"] == PRIVATE
    assert_no_secret(heard.words)
    assert heard.names[0] == "begins"
    assert heard.names[-1] in {"ended", "phase"}
    assert {"request_sent", "head", "event", "ended"} <= set(heard.names)


@pytest.mark.parametrize(
    "answer",
    [
        status(401, b'{"error": {"message": "Incorrect API key: sk-SENTINEL-\\"quoted\\"\\\\0123456789"}}'),
        stream(chunk({"content": f"your key is {KEY}"}), chunk(finish="stop"), headers={"x-request-id": KEY}),
        status(200, b'{"choices": [], "note": "sk-SENTINEL-\\"quoted\\"\\\\0123456789"}'),
    ],
    ids=["error body", "event and header", "other body"],
)
def test_a_server_that_repeats_the_key_puts_it_into_no_tap(server, answer):
    assert_no_secret(ask(server, answer, private=("X-Tenant",)).words)


def test_what_a_server_calls_a_client_by_is_masked():
    heard = Heard()

    MaskedTap(heard, ()).head(ResponseHead(200, (("set-cookie", "id=SENTINEL"), ("server", "x")), None, "u"))

    assert_no_secret(heard.words)
    assert "('server', 'x')" in heard.words


def test_an_event_without_a_secret_is_handed_on_as_it_is():
    heard = []

    class Keep(Tap):
        def event(self, event, at_s):
            heard.append(event)

    event = ServerSentEvent("message", "{}")
    MaskedTap(Keep(), (KEY,)).event(event, 1.0)

    assert heard[0] is event
