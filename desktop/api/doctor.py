"""The connection, step by step: where on the way to an answer it breaks."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest, Model
from desktop.errors import APIConnectionError, APIError, APITimeoutError, AuthenticationError, RequestNotSentError

if TYPE_CHECKING:
    from desktop.api.client import ChatClient

StepName = Literal["dns", "tcp", "proxy", "tls", "models", "token"]
STEPS: tuple[StepName, ...] = ("dns", "tcp", "proxy", "tls", "models")
DNS_LIMIT_S = 10.0

_QUESTION = "Reply with one word."


class Step(Struct, frozen=True):
    """One step and how it ended.

    Attributes:
        state: `ok`; `failed`, nothing behind it can work; `optional`, failed but an answer may come all the same;
            `unneeded`, as a proxy mostly is; `skipped`, not reached.
        detail: what was found: addresses, the proxy, the TLS version, how many models; plain text.
        error: why it failed.
        models: of the step `models`.
        took_ms: milliseconds.
    """

    name: StepName
    state: Literal["ok", "failed", "optional", "unneeded", "skipped"]
    detail: str = ""
    error: APIError | None = None
    models: tuple[Model, ...] = ()
    took_ms: int = 0


async def examine(client: ChatClient, endpoint: Endpoint) -> AsyncGenerator[Step, None]:
    """Walk from the name to the model list; nothing of it is paid.

    Yields:
        Each of `STEPS` once, as they are walked; then those that were not reached because one failed.
    """
    done: set[str] = set()
    async with aclosing(_walk(client, endpoint)) as steps:
        async for step in steps:
            done.add(step.name)
            yield step
    for name in STEPS:
        if name not in done:
            yield Step(name, "skipped")


async def ask_for_token(client: ChatClient, endpoint: Endpoint, model: str) -> Step:
    """Ask the shortest question and hang up at the first text of the answer. The server may charge for it."""
    began = time.monotonic()
    request = ChatRequest(endpoint, model, [{"role": "user", "content": _QUESTION}])
    try:
        async with aclosing(client.stream_chat(request)) as chunks:
            async for chunk in chunks:
                text = chunk.content or chunk.reasoning or chunk.refusal
                if text:
                    return Step("token", "ok", text[:80], took_ms=_since(began))
    except APIError as error:
        return Step("token", "failed", error=error, took_ms=_since(began))
    return Step("token", "optional", took_ms=_since(began))


async def _walk(client: ChatClient, endpoint: Endpoint) -> AsyncGenerator[Step, None]:
    began = time.monotonic()
    try:
        proxy = client.route(endpoint).proxy
    except RequestNotSentError as error:
        yield Step("proxy", "failed", error=error)
        return
    scheme, host, port = endpoint.address
    first = (host, port) if proxy is None else (proxy.host, proxy.port)
    found = await _look_up(*first)
    yield Step("dns", "failed" if found[1] else "ok", found[0], found[1], took_ms=_since(began))
    if found[1] is not None:
        return
    needed: dict[StepName, bool] = {"tcp": True, "proxy": proxy is not None, "tls": scheme == "https"}
    async with aclosing(client.phases(endpoint)) as phases:
        for name, is_needed in needed.items():
            if not is_needed:
                yield Step(name, "unneeded")
                continue
            began = time.monotonic()
            try:
                _phase, detail = await anext(phases)
            except APIError as error:
                yield Step(name, "failed", error=error, took_ms=_since(began))
                return
            yield Step(name, "ok", detail, took_ms=_since(began))
    yield await _models(client, endpoint)


async def _models(client: ChatClient, endpoint: Endpoint) -> Step:
    began = time.monotonic()
    try:
        models = await client.list_models(endpoint)
    except (AuthenticationError, APIConnectionError, RequestNotSentError) as error:
        return Step("models", "failed", error=error, took_ms=_since(began))
    except APIError as error:
        # The list is optional: many servers have none and answer all the same.
        return Step("models", "optional", error=error, took_ms=_since(began))
    return Step("models", "ok", str(len(models)), models=models, took_ms=_since(began))


async def _look_up(host: str, port: int) -> tuple[str, APIConnectionError | None]:
    """(addresses, None), or ("", the error)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return host, None
    from asyncio import get_running_loop, timeout  # this runs on its loop, and the window shows sooner without it

    try:
        async with timeout(DNS_LIMIT_S):
            found = await get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        words = f"no name server answered for {host}"
        return "", APITimeoutError(words, sent=False, reason="connect", limit_s=DNS_LIMIT_S, detail=words)
    except OSError as error:
        words = f"{host}: {error.strerror or error}"
        return "", APIConnectionError("the name was not found", sent=False, reason="dns", detail=words)
    return ", ".join(dict.fromkeys(str(entry[4][0]) for entry in found)), None


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
