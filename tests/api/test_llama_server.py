"""The client against llama.cpp's own server: a peer that nobody here wrote."""

from __future__ import annotations

import asyncio
import re
from contextlib import aclosing

import pytest
from fakes.llama import KEY, MODEL, WORDS

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest, Limits
from desktop.errors import AuthenticationError

# The tokenizer drops the space before the first word.
_ONLY_WORDS = re.compile(rf"( ?({'|'.join(re.escape(word.strip()) for word in WORDS)}))+")


def client(key=KEY):
    return ChatClient(lambda endpoint: key, Limits())


def request(server, max_tokens):
    return ChatRequest(
        endpoint=Endpoint(server.base_url),
        model=MODEL,
        messages=[{"role": "user", "content": "Why is the sky blue? 天空为什么是蓝的？"}],
        parameters={"max_tokens": max_tokens},
    )


async def chunks_of(chat, asked):
    async with aclosing(chat.stream_chat(asked)) as stream:
        return [chunk async for chunk in stream]


def test_text_usage_and_the_reason_of_the_end_arrive(llama_server):
    async def scene():
        chat = client()
        try:
            return await chunks_of(chat, request(llama_server, max_tokens=12))
        finally:
            await chat.aclose()

    chunks = asyncio.run(scene())

    assert _ONLY_WORDS.fullmatch("".join(chunk.content for chunk in chunks))
    assert [chunk.finish_reason for chunk in chunks if chunk.finish_reason] == ["length"]
    usage = [chunk.usage for chunk in chunks if chunk.usage][-1]
    assert usage.completion_tokens == 12
    assert usage.total_tokens == usage.prompt_tokens + 12
    assert {chunk.model for chunk in chunks if chunk.model} == {MODEL}


def test_two_answers_stream_at_once(llama_server):
    async def scene():
        chat = client()
        try:
            return await asyncio.gather(*(chunks_of(chat, request(llama_server, max_tokens=n)) for n in (40, 50)))
        finally:
            await chat.aclose()

    answers = asyncio.run(scene())

    assert [next(it.usage for it in reversed(chunks) if it.usage).completion_tokens for chunks in answers] == [40, 50]


def test_a_wrong_key_is_named_as_such(llama_server):
    async def scene():
        chat = client("a-wrong-key")
        try:
            await chunks_of(chat, request(llama_server, max_tokens=4))
        finally:
            await chat.aclose()

    with pytest.raises(AuthenticationError) as caught:
        asyncio.run(scene())

    assert caught.value.status == 401
    assert caught.value.detail == "Invalid API Key"
    assert "a-wrong-key" not in str(caught.value)


def test_the_models_are_listed(llama_server):
    async def scene():
        chat = client()
        try:
            return await chat.list_models(Endpoint(llama_server.base_url))
        finally:
            await chat.aclose()

    models = asyncio.run(scene())

    assert [model.id for model in models] == [MODEL]


def test_closing_the_stream_stops_the_server_at_once(llama_server):
    before = llama_server.log_length()

    async def scene():
        chat = client()
        try:
            async with aclosing(chat.stream_chat(request(llama_server, max_tokens=100_000_000))) as stream:
                received = 0
                async for chunk in stream:
                    received += bool(chunk.content)
                    if received == 5:
                        return
        finally:
            await chat.aclose()

    asyncio.run(scene())

    llama_server.wait_for_log(r"cancel task", 5, after=before)


def test_cancelling_the_task_stops_the_server_at_once(llama_server):
    before = llama_server.log_length()

    async def scene():
        chat = client()
        running = asyncio.Event()

        async def endless():
            async with aclosing(chat.stream_chat(request(llama_server, max_tokens=100_000_000))) as stream:
                async for chunk in stream:
                    if chunk.content:
                        running.set()

        task = asyncio.create_task(endless())
        await running.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # The client stays open: the stop alone has to end the connection.
        await asyncio.to_thread(llama_server.wait_for_log, r"cancel task", 5, after=before)
        await chat.aclose()

    asyncio.run(scene())
