from __future__ import annotations

import asyncio
import gc
import json
import logging
from types import MappingProxyType

import httpx
import pytest
from fakes.asking import KEY, PATIENT, Seen, ask, collect, request
from fakes.server import chunk, sse, status, stream

from desktop import errors
from desktop.api.client import ChatClient, encode_body
from desktop.api.origin import Endpoint, parse_base_url
from desktop.api.types import ChatRequest


def test_the_request_is_the_documented_one(server):
    server.script(sse("hello"))

    text, _usage, error = ask(server, parameters={"temperature": 0.5})

    (seen,) = server.requests
    assert (text, error) == ("hello", None)
    assert (seen.method, seen.path) == ("POST", "/v1/chat/completions")
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["accept-encoding"] == "identity"
    assert seen.json == {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": "hi"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
    }


def test_an_empty_key_sends_no_authorization(server):
    server.script(sse("x"))

    ask(server, key="")

    assert "authorization" not in server.requests[0].headers


def test_a_tap_sees_request_head_phases_and_events_but_no_key(server):
    server.script(stream(chunk({"content": "a"}), b"data: [DONE]\n\n", headers={"x-request-id": "req_1"}))
    tap = Seen()

    ask(server, tap=tap)

    assert tap.sent == 1
    assert tap.heads[0].status == 200
    assert tap.heads[0].request_id == "req_1"
    assert tap.events[-1] == "[DONE]"
    assert "connection.connect_tcp.started" in tap.phases
    assert KEY not in tap.told


@pytest.mark.parametrize("key", ["sk with space", "sk-\n", "sk-“quoted”", "x" * 1281])
def test_a_key_that_is_none_is_not_sent_and_not_shown(server, key, caplog):
    caplog.set_level(logging.DEBUG)

    _text, _usage, error = ask(server, key=key)

    assert (type(error), error.reason) == (errors.RequestNotSentError, "bad_key")
    assert server.requests == []
    assert key not in f"{error!r} {error.__cause__!r} {error.__context__!r} {caplog.text}"


def test_plain_http_to_another_machine_is_not_sent():
    async def run():
        client = ChatClient(lambda _endpoint: KEY)
        asked = ChatRequest(Endpoint("http://192.0.2.1/v1"), "m", [])
        return (await collect(client, asked))[2]

    assert asyncio.run(run()).reason == "plain_http"


def test_halves_of_characters_in_a_question_are_sent_as_replacements(server):
    asked = ChatRequest(Endpoint(server.base_url), "m", [{"role": "user", "content": "a\ud83c"}])

    assert json.loads(encode_body(asked, with_usage=False))["messages"][0]["content"] == "a\ufffd"


def test_stream_options_that_are_refused_are_left_out_once_and_remembered(server):
    refusal = status(422, b'{"detail":"stream_options: Extra inputs are not permitted"}')
    server.script(refusal, sse("one"), sse("two"))

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        tap = Seen()
        first = await collect(client, request(server), tap)
        second = await collect(client, request(server), tap)
        await client.aclose()
        return first[0], second[0], tap.sent

    assert asyncio.run(run()) == ("one", "two", 3)
    assert ["stream_options" in one.json for one in server.requests] == [True, False, False]


def test_a_request_is_gone_with_its_end(server):
    """Its body holds the whole chat, and garbage is collected minutes later."""
    server.script(sse("a"))
    was_on = gc.isenabled()
    gc.collect()
    # What tests before this one keep for their module is none of its business.
    before = [one for one in gc.get_objects() if isinstance(one, httpx.Request)]
    gc.disable()
    try:
        ask(server)
        left = [one for one in gc.get_objects() if isinstance(one, httpx.Request) and one not in before]
    finally:
        if was_on:
            gc.enable()

    assert left == []


def test_any_other_400_is_not_sent_again(server):
    server.script(status(400, b'{"error":{"message":"bad"}}'))

    assert ask(server)[2].detail == "bad"
    assert len(server.requests) == 1


def test_private_headers_come_from_where_keys_come_from_and_are_masked(server):
    server.script(status(400, b'{"error":{"message":"bad value tenant-secret-1"}}'))
    endpoint = Endpoint(server.base_url, "p", private_headers=("Api-Key", "X-Empty"))

    async def run():
        kept = {"p/header/api-key": "tenant-secret-1"}
        client = ChatClient(lambda owner: kept.get(owner.profile, ""), PATIENT)
        found = await collect(client, ChatRequest(endpoint, "m", []))
        await client.aclose()
        return found[2]

    error = asyncio.run(run())
    assert server.requests[0].headers["api-key"] == "tenant-secret-1"
    assert "x-empty" not in server.requests[0].headers
    assert "authorization" not in server.requests[0].headers
    assert error.detail == "bad value ***"


def test_a_private_header_that_cannot_be_sent_is_not_shown(server):
    endpoint = Endpoint(server.base_url, "p", private_headers=("Api-Key",))

    async def run():
        client = ChatClient(lambda owner: "se\ncret" if "header" in owner.profile else "", PATIENT)
        found = await collect(client, ChatRequest(endpoint, "m", []))
        await client.aclose()
        return found[2]

    error = asyncio.run(run())
    assert (error.reason, error.detail) == ("bad_header", "Api-Key")
    assert server.requests == []


def test_a_system_proxy_that_cannot_be_used_is_said_before_anything_is_sent(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "ftp://127.0.0.1:9")

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        found = await collect(client, ChatRequest(Endpoint("https://api.example/v1"), "m", []))
        await client.aclose()
        return found[2]

    error = asyncio.run(run())
    assert (type(error), error.reason) == (errors.RequestNotSentError, "bad_proxy")


def test_a_model_list_is_asked_for_with_the_key(server):
    server.script(status(200, b'{"data":[{"id":"a"}]}'))

    async def run():
        client = ChatClient(lambda _endpoint: KEY)
        models = await client.list_models(Endpoint(server.base_url))
        await client.aclose()
        return [model.id for model in models]

    assert asyncio.run(run()) == ["a"]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_stream_options_that_were_not_the_cause_are_asked_for_again(server):
    refusal = status(400, b'{"error":"bad","echo":{"stream_options":{}}}')
    server.script(refusal, refusal, sse("x"))

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        first = await collect(client, request(server))
        second = await collect(client, request(server))
        await client.aclose()
        return first[2].detail, second[0]

    assert asyncio.run(run()) == ("bad", "x")
    assert ["stream_options" in one.json for one in server.requests] == [True, False, True]


def test_parameters_do_not_change_what_the_reader_rests_on():
    messages = [MappingProxyType({"role": "user", "content": "hi"})]
    parameters = {"stream": False, "model": "other", "stream_options": {}, "top_p": 1}
    asked = ChatRequest(Endpoint("http://127.0.0.1/v1"), "m", messages, parameters)

    body = json.loads(encode_body(asked, with_usage=False))

    assert body == {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True, "top_p": 1}


def test_every_value_of_json_is_sent_as_it_is_whole_or_with_half_a_character():
    values = {"a": 0.1, "b": 2**64, "c": [None, True, {"d": '\u2028 \x01 " 零 🌍'}]}
    asked = ChatRequest(Endpoint("http://127.0.0.1/v1"), "m", [{"role": "user", "content": "hi"}], values)
    half = ChatRequest(Endpoint("http://127.0.0.1/v1"), "m\ud800", [{"role": "user", "content": "hi"}], values)

    whole_body, half_body = (json.loads(encode_body(one, with_usage=True)) for one in (asked, half))

    assert {name: whole_body[name] for name in values} == values
    assert half_body == {**whole_body, "model": "m\ufffd"}


def test_a_profiles_headers_change_neither_the_key_nor_the_framing(server):
    server.script(sse("x"))
    headers = {"authorization": "Bearer other", "ACCEPT-ENCODING": "gzip", "content-length": "1", "X-Title": "Lingdu"}

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        await collect(client, ChatRequest(Endpoint(server.base_url, headers=headers), "m", []))
        await client.aclose()

    asyncio.run(run())

    (seen,) = server.requests
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.headers["accept-encoding"] == "identity"
    assert seen.headers["x-title"] == "Lingdu"
    assert seen.json["model"] == "m"


@pytest.mark.parametrize("headers", [{"x-a": "b\r\nx-c: d"}, {"bad name": "x"}, {"x-a": "é\u2028"}])
def test_a_header_that_cannot_be_sent_is_not_sent(server, headers):
    tap = Seen()

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        asked = ChatRequest(Endpoint(server.base_url, headers=headers), "m", [])
        try:
            return (await collect(client, asked, tap))[2]
        finally:
            await client.aclose()

    error = asyncio.run(run())

    assert (type(error), error.reason) == (errors.RequestNotSentError, "bad_header")
    assert (tap.sent, server.requests) == (0, [])


def test_a_servers_cookies_are_not_kept(server):
    server.script(status(200, b"[]", {"set-cookie": "id=1; Path=/"}))

    async def run():
        client = ChatClient(lambda _endpoint: KEY, PATIENT)
        await client.list_models(Endpoint(server.base_url))
        await client.list_models(Endpoint(server.base_url))
        await client.aclose()

    asyncio.run(run())

    assert ["cookie" in one.headers for one in server.requests] == [False, False]


async def asked(client: ChatClient, endpoint: Endpoint) -> None:
    await client.list_models(endpoint)
    async for _chunk in client.stream_chat(ChatRequest(endpoint, "m", [])):
        pass


def test_the_query_of_a_base_url_goes_with_each_request(server):
    server.script(status(200, b'{"data":[]}'), sse("Hi"))
    endpoint = Endpoint(parse_base_url(f"127.0.0.1:{server.port}/openai/deployments/gpt?api-version=2024-10-21"))

    asyncio.run(asked(ChatClient(lambda _endpoint: ""), endpoint))

    assert [request.path for request in server.requests] == [
        "/openai/deployments/gpt/models?api-version=2024-10-21",
        "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
    ]
