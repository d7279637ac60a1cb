"""`desktop.api.doctor` on real sockets: each step fails where it should, and the ones behind it are not tried."""

from __future__ import annotations

import socket

import pytest
from fakes.proxy import FakeProxy
from fakes.server import FakeServer, chunk, reset, sse, stall, status, stream
from msgspec.structs import replace

from desktop.api.client import ChatClient
from desktop.api.doctor import STEPS, Step, ask_for_token, examine
from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.api.types import Limits
from desktop.worker.event_loop import EventLoop

KEY = "sk-SENTINEL-0123456789"


def run(work):
    loop = EventLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def examined(endpoint: Endpoint) -> dict[str, Step]:
    async def scene():
        client = ChatClient(lambda _endpoint: KEY, Limits(connect_s=2, silence_s=3))
        steps = [step async for step in examine(client, endpoint)]
        await client.aclose()
        return steps

    steps = run(scene())
    assert sorted(step.name for step in steps) == sorted(STEPS)
    return {step.name: step for step in steps}


def states(steps: dict[str, Step]) -> str:
    return " ".join(f"{name}:{steps[name].state}" for name in STEPS)


def token(server: FakeServer) -> Step:
    async def scene():
        client = ChatClient(lambda _endpoint: KEY, Limits(silence_s=3))
        step = await ask_for_token(client, Endpoint(server.base_url), "m")
        await client.aclose()
        return step

    return run(scene())


def test_a_connection_that_works_is_walked_to_the_model_list(server):
    server.script(status(200, b'{"data":[{"id":"a"},{"id":"b"}]}'))

    steps = examined(Endpoint(server.base_url))

    assert states(steps) == "dns:ok tcp:ok proxy:unneeded tls:unneeded models:ok"
    assert steps["tcp"].detail == f"127.0.0.1:{server.port}"
    assert [model.id for model in steps["models"].models] == ["a", "b"]
    assert [request.method for request in server.requests] == ["GET"]


def test_a_name_that_nobody_knows(server):
    steps = examined(Endpoint("https://nobody.invalid/v1"))

    assert states(steps) == "dns:failed tcp:skipped proxy:skipped tls:skipped models:skipped"
    assert steps["dns"].error.reason == "dns"
    assert "nobody.invalid" in steps["dns"].error.detail


def test_a_port_that_nobody_listens_on():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    steps = examined(Endpoint(f"http://127.0.0.1:{port}/v1"))

    assert states(steps) == "dns:ok tcp:failed proxy:skipped tls:skipped models:skipped"
    assert steps["tcp"].error.reason == "refused"


def test_a_server_without_tls(server):
    steps = examined(Endpoint(server.base_url.replace("http", "https", 1)))

    assert states(steps) == "dns:ok tcp:ok proxy:unneeded tls:failed models:skipped"
    assert steps["tls"].error.reason in {"tls", "connect"}


def test_a_certificate_that_is_not_trusted_and_one_that_is(tmp_path):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path)
    with FakeServer(server_context(certificate)) as server:
        server.script(status(200, b"[]"))

        untrusted = examined(Endpoint(server.base_url))
        trusted = examined(Endpoint(server.base_url, ca_file=str(certificate)))

    assert states(untrusted) == "dns:ok tcp:ok proxy:unneeded tls:failed models:skipped"
    assert "self-signed" in untrusted["tls"].error.detail
    assert states(trusted) == "dns:ok tcp:ok proxy:unneeded tls:ok models:ok"
    assert trusted["tls"].detail.startswith("TLSv1")


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_is_a_step_of_its_own(server, kind):
    server.script(status(200, b"[]"))
    with FakeProxy(server.port, kind) as proxy:
        choice = ProxyChoice("manual", proxy.url, bypass="")

        steps = examined(Endpoint("http://api.example/v1", allow_plain_http=True, proxy=choice))

    assert states(steps) == "dns:ok tcp:ok proxy:ok tls:unneeded models:ok"
    assert steps["proxy"].detail == proxy.url


def test_a_proxy_that_speaks_tls_is_one_too(tmp_path, server):
    pytest.importorskip("cryptography", reason="makes the certificate; comes with SecretStorage, on Linux only")
    from fakes.certificate import loopback_certificate, server_context

    certificate = loopback_certificate(tmp_path)
    server.script(status(200, b"[]"))
    with FakeProxy(server.port, "https", tls=server_context(certificate)) as proxy:
        endpoint = Endpoint(
            "http://api.example/v1",
            allow_plain_http=True,
            proxy=ProxyChoice("manual", proxy.url, bypass=""),
            ca_file=str(certificate),
        )

        trusted, untrusted = examined(endpoint), examined(replace(endpoint, ca_file=""))

    assert states(trusted) == "dns:ok tcp:ok proxy:ok tls:unneeded models:ok"
    assert states(untrusted) == "dns:ok tcp:ok proxy:failed tls:skipped models:skipped"
    assert "certificate" in untrusted["proxy"].error.detail


def test_a_proxy_that_refuses(server):
    with FakeProxy(server.port, login="me:pw") as proxy:
        choice = ProxyChoice("manual", proxy.url, bypass="")

        steps = examined(Endpoint("http://api.example/v1", allow_plain_http=True, proxy=choice))

    assert states(steps) == "dns:ok tcp:ok proxy:failed tls:skipped models:skipped"
    assert steps["proxy"].error.reason == "proxy_login"


def test_a_system_proxy_that_is_none(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "ftp://127.0.0.1:1")

    steps = examined(Endpoint("https://api.example/v1"))

    assert states(steps) == "dns:skipped tcp:skipped proxy:failed tls:skipped models:skipped"


def test_a_wrong_key_is_found_at_the_model_list(server):
    server.script(status(401, b'{"error":{"message":"no"}}'))

    assert states(examined(Endpoint(server.base_url))) == "dns:ok tcp:ok proxy:unneeded tls:unneeded models:failed"


def test_a_missing_model_list_is_no_failure(server):
    server.script(status(404, b"{}"))

    assert states(examined(Endpoint(server.base_url))).endswith("models:optional")


def test_a_token_is_read_and_the_rest_is_hung_up_on(server):
    server.script(stream(chunk({"content": "One"}), then=stall()))

    step = token(server)

    assert (step.name, step.state, step.detail) == ("token", "ok", "One")
    assert server.closed.wait(10)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("answer", "state"), [(status(401), "failed"), (reset(), "failed"), (sse(), "optional")])
def test_a_token_that_does_not_come(server, answer, state):
    server.script(answer)

    assert token(server).state == state
    assert len(server.requests) == 1
