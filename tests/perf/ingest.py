"""`ingest`: CPU for each chunk of a stream, beside the official SDK and a plain httpx loop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

from perf.measure import REFERENCES, ROUNDS, apart, python_path
from perf.rows import Probe, Row, Samples, ratios
from perf.server import body, serving

# Some 20,000 chunks.
_BURST = "110000@0"
# Three seconds.
_PACED = "16500@1000"


def burst() -> list[Samples]:
    return _side_by_side(_BURST)


def paced() -> list[Samples]:
    return _side_by_side(_PACED)


def _side_by_side(model: str) -> list[Samples]:
    ours, sdk, plain = [], [], []
    count = len(body(int(model.partition("@")[0]))[0])
    with serving() as url:
        for _ in range(ROUNDS):
            ours.append(apart(client, url, model, count))
            sdk.append(apart(official_sdk, url, model, count, PYTHONPATH=python_path(REFERENCES)))
            plain.append(apart(plain_httpx, url, model, count))
    return [Samples(ratios(ours, sdk)), *(Samples(spent) for spent in (ours, sdk, plain))]


def client(url: str, model: str, count: int) -> float:
    """CPU of this process in ms for 1,000 chunks read by `ChatClient`."""
    from desktop.api.client import ChatClient
    from desktop.api.origin import Endpoint
    from desktop.api.types import ChatRequest

    async def texts(model: str) -> AsyncIterator[str]:
        request = ChatRequest(Endpoint(url), model, [{"role": "user", "content": "?"}], {})
        reader = ChatClient(lambda _endpoint: "sk-x")
        async with aclosing(reader.stream_chat(request)) as chunks:
            async for chunk in chunks:
                yield chunk.content
        await reader.aclose()

    return _cpu_per_1000(texts, model, count)


def official_sdk(url: str, model: str, count: int) -> float:
    """The same by the `openai` package."""
    from openai import AsyncOpenAI

    async def texts(model: str) -> AsyncIterator[str]:
        async with AsyncOpenAI(base_url=url, api_key="sk-x") as reader:
            stream = await reader.chat.completions.create(
                model=model, messages=[{"role": "user", "content": "?"}], stream=True
            )
            async for chunk in stream:
                yield chunk.choices[0].delta.content or ""

    return _cpu_per_1000(texts, model, count)


def plain_httpx(url: str, model: str, count: int) -> float:
    """The same by what one writes in ten lines: lines of httpx, `json.loads`."""
    import httpx

    async def texts(model: str) -> AsyncIterator[str]:
        async with (
            httpx.AsyncClient(trust_env=False) as reader,
            reader.stream("POST", f"{url}/chat/completions", json={"model": model, "stream": True}) as response,
        ):
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line[6:])["choices"][0]["delta"].get("content", "")

    return _cpu_per_1000(texts, model, count)


def _cpu_per_1000(texts: Callable[[str], AsyncIterator[str]], model: str, count: int) -> float:
    async def read(model: str) -> int:
        return sum([bool(text) async for text in texts(model)])

    async def measured() -> float:
        await read("2000@0")  # imports, and what is made on first use
        start = time.process_time()
        got = await read(model)
        spent = time.process_time() - start
        if got != count:
            raise AssertionError(f"{got} chunks of {count}")
        return spent

    return asyncio.run(measured()) * 1e6 / count


def _rows(how: str, goal: float) -> tuple[Row, ...]:
    return (
        Row(f"CPU per chunk against the openai SDK, {how}", "×", goal),
        Row("… CPU for 1,000 chunks", "ms"),
        Row("… of the openai SDK", "ms"),
        Row("… of a plain httpx loop with json", "ms"),
    )


PROBES = (
    Probe(burst, _rows("burst", 1 / 12)),
    Probe(paced, _rows("1,000 chunks/s", 1 / 8)),
)
