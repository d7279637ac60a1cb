"""Recorded answers of real servers (`desktop.api.client`), served again byte for byte."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from fakes.server import FakeServer, raw

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest
from desktop.errors import APIStatusError, StreamError, StreamServerError

FOLDER = Path(__file__).parents[1] / "data" / "recordings"
RECORDINGS = json.loads((FOLDER / "index.json").read_text("utf-8"))["recordings"]
CHATS = [one for one in RECORDINGS if "models" not in one["expected"]]
HOP_BY_HOP = (b"transfer-encoding", b"content-length", b"connection", b"keep-alive")


def answer(recording: dict, seed: int):
    lines = (FOLDER / recording["files"]["headers"]).read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    kept = [line for line in lines[1:] if line and not line.lower().startswith(HOP_BY_HOP)]
    head = b"\r\n".join([lines[0], *kept, b"connection: close", b"", b""])
    body = (FOLDER / recording["files"]["body"]).read_bytes()
    chance, pieces, at = random.Random(seed), [], 0
    while at < len(body):
        size = chance.choice([1, 3, 17, 200, 5000])
        pieces.append(body[at : at + size])
        at += size
    return raw(head, *pieces)


async def read(base_url: str) -> dict[str, Any]:
    client = ChatClient(lambda _endpoint: "sk-test")
    request = ChatRequest(Endpoint(base_url), "m", [{"role": "user", "content": "hi"}])
    found: dict[str, Any] = {"text": "", "reasoning": "", "finish_reason": None, "usage": None, "model": None}
    calls: dict[int, dict[str, Any]] = {}
    end: str = "complete"
    try:
        async with aclosing(client.stream_chat(request)) as chunks:
            async for chunk in chunks:
                found["text"] += chunk.content
                found["reasoning"] += chunk.reasoning
                found["finish_reason"] = chunk.finish_reason or found["finish_reason"]
                found["usage"] = chunk.usage.raw if chunk.usage else found["usage"]
                found["model"] = found["model"] or chunk.model
                for delta in chunk.tool_calls:
                    call = calls.setdefault(delta.index, {"id": None, "name": None, "arguments": ""})
                    call["id"] = call["id"] or delta.id
                    call["name"] = call["name"] or delta.name
                    call["arguments"] += delta.arguments
    except (APIStatusError, StreamServerError) as error:
        end, found["error"] = "error", error
    except StreamError:
        end = "truncated"
    finally:
        await client.aclose()
    return {**found, "tool_calls": list(calls.values()) or None, "good_client": end}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("recording", CHATS, ids=lambda recording: recording["id"])
def test_a_recorded_answer_is_read_as_expected(recording, seed):
    wanted = recording["expected"]
    with FakeServer() as server:
        server.script(answer(recording, seed))

        found = asyncio.run(read(server.base_url))

    assert found["text"] == wanted["text"]
    assert (found["reasoning"] or None) == wanted.get("reasoning")
    assert found["tool_calls"] == wanted.get("tool_calls")
    assert found["finish_reason"] == wanted["finish_reason"]
    assert found["model"] == wanted["model"]
    assert found["usage"] == wanted["usage"]
    assert found["good_client"] == wanted.get("good_client", "complete")
    if wanted.get("error"):
        body = wanted["error"]["body"]
        assert found["error"].detail == body.get("message", body.get("detail"))


def test_the_recorded_model_list_is_read():
    (recording,) = (one for one in RECORDINGS if "models" in one["expected"])
    with FakeServer() as server:
        server.script(answer(recording, 1))
        client = ChatClient(lambda _endpoint: "sk-test")

        models = asyncio.run(client.list_models(Endpoint(server.base_url)))

    assert [model.id for model in models] == recording["expected"]["models"]
