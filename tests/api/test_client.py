from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType

import pytest
from fakes.server import FakeServer, chunk, head, raw, reset, sse, stall, status, stream

from desktop import errors
from desktop.api.client import ChatClient, encode_body
from desktop.api.origin import Endpoint, parse_base_url
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
    return ChatRequest(Endpoint(server.base_url), "gpt-4o", [{"role": "user", "content": "hi"}], **fields)


async def collect(client: ChatClient, asked: ChatRequest, tap: Tap | None = None):
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
    async def run():
        client = ChatClient(lambda _endpoint: key, limits)
        try:
            return await collect(client, request(server, **fields), tap)
        finally:
            await client.aclose()

    return asyncio.run(run())


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


def test_any_other_400_is_not_sent_again(server):
    server.script(status(400, b'{"error":{"message":"bad"}}'))

    assert ask(server)[2].detail == "bad"
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(server, code):
    server.script(status(code, b"", {"location": f"{server.base_url}/elsewhere"}))

    error = ask(server)[2]

    assert isinstance(error, errors.RedirectError)
    assert error.target.endswith("/elsewhere")
    assert len(server.requests) == 1


def test_after_the_finish_reason_usage_is_waited_for_and_not_longer(server):
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    server.script(sse("a", usage=usage, done=False, then=stall()), sse("b", done=False, then=stall()))
    limits = Limits(silence_s=30, grace_s=1.0)

    assert ask(server, limits=limits)[1].raw == usage
    text, none, error = ask(server, limits=limits)

    assert (text, none, error) == ("b", None, None)
    assert server.closed.wait(10)


def test_after_done_nothing_is_waited_for(server):
    server.script(sse("a", then=stall()))

    assert ask(server, limits=Limits(silence_s=30, grace_s=30))[::2] == ("a", None)


def test_comments_count_as_life_and_silence_does_not(server):
    pings = [b": ping\n\n"] * 8
    server.script(
        stream(*pings, chunk({"content": "a"}), b"data: [DONE]\n\n", pause_s=0.2),
        stream(chunk({"content": "b"}), then=stall()),
    )
    limits = replace(PATIENT, silence_s=1.2)

    assert ask(server, limits=limits)[::2] == ("a", None)
    text, _usage, error = ask(server, limits=limits)

    assert (text, type(error), error.reason) == ("b", errors.StreamError, "silence")


def test_a_reset_in_the_middle_keeps_the_text(server):
    server.script(stream(chunk({"content": "kept"}), then=reset()))

    text, _usage, error = ask(server)

    assert text in {"kept", ""}  # the kernel may drop what was not read before the RST
    assert error.interrupts


def test_a_chunked_body_that_is_not_ended_is_cut(server):
    piece = chunk({"content": "kept"})
    framed = b"%x\r\n%s\r\n" % (len(piece), piece)
    server.script(raw(head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"}), framed))

    text, _usage, error = ask(server)

    assert (text, error.reason) == ("kept", "cut")


def test_an_endless_error_body_is_read_for_a_moment_only(server):
    server.script(raw(head(500, {"content-type": "text/plain"}), b"words ", then=stall()))
    began = time.perf_counter()

    error = ask(server, limits=Limits(silence_s=30, error_body_s=1.0))[2]

    assert time.perf_counter() - began < 15
    assert (error.status, error.detail) == (500, "words")


def test_a_huge_error_body_is_read_to_64_kb_only(server):
    server.script(status(400, b'{"error":{"message":"' + b"x" * 5_000_000 + b'"}}'))

    assert 60_000 < len(ask(server)[2].detail) <= 64 * 1024


def test_an_unknown_coding_is_an_error_and_gzip_is_read(server):
    import gzip

    body = gzip.compress(chunk({"content": "a"}) + b"data: [DONE]\n\n")
    server.script(
        stream(body, headers={"content-encoding": "gzip"}),
        stream(b"xx", headers={"content-encoding": "br"}),
        stream(b"\x1f\x8bxx", headers={"content-encoding": "gzip"}),
    )

    assert ask(server)[::2] == ("a", None)
    assert (type(error := ask(server)[2]), error.reason) == (errors.ResponseError, "coding")
    assert ask(server)[2].reason == "coding"


def test_status_204_is_an_empty_answer(server):
    server.script(raw(head(204)))

    assert ask(server)[2].reason == "empty"


@pytest.fixture
def full_listener():
    """The port of a listener whose backlog is full: Linux drops the SYN, so a connection to it never comes about."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
            fillers.append(filler)
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


def test_an_error_says_where_the_request_went(server):
    server.script(status(404, b"{}"), sse("x", finish=None, done=False))

    assert ask(server)[2].url == f"{server.base_url}/chat/completions"
    assert ask(server)[2].url == f"{server.base_url}/chat/completions"


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


@pytest.mark.parametrize("phase", ["connect", "tls", "headers", "silence"])
def test_a_cancelled_request_ends_at_once_in_every_phase(server, full_listener, phase):
    """The limits are 30 s; the figure itself is the benchmark's."""
    server.script(stall() if phase == "headers" else stream(chunk({"content": "a"}), then=stall()))
    base_url = server.base_url.replace("http", "https", 1) if phase == "tls" else server.base_url

    if phase == "connect":
        base_url = f"http://127.0.0.1:{full_listener}/v1"

    async def run() -> float:
        client = ChatClient(lambda _endpoint: KEY, Limits(connect_s=30, silence_s=30))
        reached = asyncio.Event()

        class Watch(Tap):
            def phase(self, name, at_s):
                wanted = {"connect": "connect_tcp.started", "tls": "start_tls.started"}.get(phase, "headers.started")
                if name.endswith(wanted):
                    reached.set()

        async def stream_all() -> None:
            asked = ChatRequest(Endpoint(base_url), "m", [])
            async with aclosing(client.stream_chat(asked, Watch())) as chunks:
                async for _one in chunks:
                    reached.set()

        task = asyncio.create_task(stream_all())
        await asyncio.wait_for(reached.wait(), 20)
        done, _pending = await asyncio.wait([task], timeout=0.1)
        assert not done, "the phase did not last"
        began = time.perf_counter()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        took = time.perf_counter() - began
        await client.aclose()
        return took

    assert asyncio.run(run()) < 10
    if phase != "connect":
        assert server.closed.wait(10)


def test_a_model_list_is_asked_for_with_the_key(server):
    server.script(status(200, b'{"data":[{"id":"a"}]}'))

    async def run():
        client = ChatClient(lambda _endpoint: KEY)
        models = await client.list_models(Endpoint(server.base_url))
        await client.aclose()
        return [model.id for model in models]

    assert asyncio.run(run()) == ["a"]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_server_that_takes_no_connection_was_not_sent_anything(full_listener):
    async def run(base_url):
        client = ChatClient(lambda _endpoint: KEY, Limits(connect_s=0.2))
        try:
            return (await collect(client, ChatRequest(Endpoint(base_url), "m", [])))[2]
        finally:
            await client.aclose()

    error = asyncio.run(run(f"http://127.0.0.1:{full_listener}/v1"))

    assert (type(error), error.reason, error.sent) == (errors.APITimeoutError, "connect", False)


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
