"""One question put by the real client, and what came of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from fakes.server import FakeServer

from desktop import errors
from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.tap import Tap
from desktop.api.types import ChatRequest, Limits

KEY = "sk-SENTINEL-0123456789"
# Long enough for a busy machine; a test that waits for one to pass has its own.
PATIENT = Limits(connect_s=20, silence_s=20, grace_s=20, error_body_s=20)


class Seen(Tap):
    """Counts what passes."""

    def __init__(self) -> None:
        self.sent = 0
        self.heads: list[object] = []
        self.events: list[str] = []
        self.phases: list[str] = []
        self.told = ""

    def request_sent(self, url, headers, body):
        self.sent += 1
        self.told += f"{url} {dict(headers)} {body!r}"

    def head(self, head):
        self.heads.append(head)

    def phase(self, name, at_s):
        self.phases.append(name)

    def event(self, event, at_s):
        self.events.append(event.data)


def request(server: FakeServer, **fields) -> ChatRequest:
    """The question "hi"."""
    return ChatRequest(Endpoint(server.base_url), "gpt-4o", [{"role": "user", "content": "hi"}], **fields)


async def collect(client: ChatClient, asked: ChatRequest, tap: Tap | None = None):
    """The text, the usage and the error of an answer; the last two are None where there is none."""
    text, usage, error = "", None, None
    try:
        async with aclosing(client.stream_chat(asked, tap)) as chunks:
            async for one in chunks:
                text += one.content
                usage = one.usage or usage
    except errors.APIError as caught:
        error = caught
    return text, usage, error


def ask(server: FakeServer, *, limits: Limits = PATIENT, key: str = KEY, tap: Tap | None = None, **fields):
    """Put the question with a client of its own; see `collect`."""

    async def run():
        client = ChatClient(lambda _endpoint: key, limits)
        try:
            return await collect(client, request(server, **fields), tap)
        finally:
            await client.aclose()

    return asyncio.run(run())
