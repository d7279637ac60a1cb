"""Chat completions and model lists of an OpenAI-compatible endpoint."""

from __future__ import annotations

import asyncio
import json
import re
import time
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import msgspec

from desktop import __version__
from desktop.api.completion import StreamState
from desktop.api.inflate import STEP, Inflater, UnknownCodingError
from desktop.api.masked_tap import MaskedTap
from desktop.api.models import read_models
from desktop.api.origin import Endpoint
from desktop.api.proxy import proxy_for
from desktop.api.status import masked, request_id_of, status_error
from desktop.api.surrogates import whole
from desktop.api.tap import ResponseHead, Tap
from desktop.api.transport import Route, Transport
from desktop.api.types import ChatCompletionChunk, ChatRequest, Limits, Model
from desktop.errors import (
    APIConnectionError,
    APIError,
    BadRequestError,
    RequestNotSentError,
    ResponseError,
    SettingsError,
)

MAX_ERROR_BODY = 64 * 1024
MAX_MODELS_BODY = 8 * 1024 * 1024

_KEY = re.compile(r"[\x21-\x7e]{1,1280}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{0,8000}")
_OWN_HEADERS = frozenset({"connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade"})
_OWN_FIELDS = frozenset({"model", "messages", "stream", "stream_options"})


class ChatClient:
    """Asks endpoints; used from one event loop.

    `key_for` gives the key of an endpoint, empty for none, and the secrets of `Endpoint.owners` in the same way; it is
    asked for each request and must return at once.
    """

    def __init__(self, key_for: Callable[[Endpoint], str], limits: Limits | None = None) -> None:
        self._key_for = key_for
        self.limits = limits or Limits()
        self._transport = Transport(self.limits)
        self._http: httpx.AsyncClient | None = None
        self._without_stream_options: set[str] = set()

    async def stream_chat(
        self, request: ChatRequest, tap: Tap | None = None
    ) -> AsyncGenerator[ChatCompletionChunk, None]:
        """Yield the chunks of one chat completion as they arrive.

        Yields:
            Chunks in server order. `content` is text to append, often a few characters, sometimes empty. The last chunk
            with a choice has a `finish_reason`; one more carries `usage` in tokens where the server supports it.

        Raises:
            RequestNotSentError: the key or the address cannot be right; nothing was sent.
            AuthenticationError: 401 or 403; ask for a new key, do not retry.
            RateLimitError: 429; `retry_after_s` in seconds, None where not sent.
            APIStatusError: any other status but success.
            APITimeoutError: a limit passed (connect, write, silence) before the answer began.
            APIConnectionError: no response arrived; `sent` says whether the server may have the request.
            ResponseError: a success that is no chat completion.
            StreamError: the body broke off, or the server put an error into it; what was yielded before stays valid.

        Closing the generator ends the request at once, in any phase. A server that refuses `stream_options` is asked
        once more without, and that is remembered for its origin.

        Source: OpenAI API reference, "Create chat completion", streaming; framing after WHATWG HTML 9.2.6.
        """
        origin = request.endpoint.origin
        if origin not in self._without_stream_options:
            try:
                async with aclosing(self._stream(request, tap or Tap(), with_usage=True)) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except BadRequestError as error:
                if error.reason != "stream_options":
                    raise
        async with aclosing(self._stream(request, tap or Tap(), with_usage=False)) as chunks:
            async for chunk in chunks:
                # Only now is it known that they were the cause.
                self._without_stream_options.add(origin)
                yield chunk

    async def list_models(self, endpoint: Endpoint) -> tuple[Model, ...]:
        """The models an endpoint names, in its order.

        Raises:
            APIError: as `stream_chat`; `ResponseError` where the answer holds no list.
        """
        key = self._checked_key(endpoint)
        async with self._send("GET", endpoint.models_url, endpoint, key, Tap()) as response:
            body = b"".join([piece async for piece in _inflated(response, MAX_MODELS_BODY)])
        return read_models(body, response.headers.get("content-type", ""))

    def route(self, endpoint: Endpoint) -> Route:
        """How requests to an endpoint go.

        Raises:
            RequestNotSentError: the proxy cannot be used.
        """
        owner = endpoint.proxy_owner
        try:
            proxy = proxy_for(
                endpoint.proxy, *endpoint.address, password=self._key_for(owner) if owner is not None else ""
            )
        except SettingsError as error:
            raise RequestNotSentError("the proxy cannot be used", reason="bad_proxy", detail=str(error)) from error
        return Route(proxy, endpoint.ca_file)

    def phases(self, endpoint: Endpoint) -> AsyncGenerator[tuple[str, str], None]:
        """Connect to an endpoint without a request, see `Transport.phases`."""
        return self._transport.phases(self.route(endpoint), *endpoint.address)

    def use_limits(self, limits: Limits) -> None:
        """Wait so long, from the next request on."""
        self.limits = self._transport.limits = limits

    async def aclose(self) -> None:
        """Close what is open."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _stream(
        self, request: ChatRequest, tap: Tap, *, with_usage: bool
    ) -> AsyncGenerator[ChatCompletionChunk, None]:
        body = encode_body(request, with_usage=with_usage)
        key = self._checked_key(request.endpoint)
        tap = self._masked(tap, request.endpoint, key)
        async with (
            self._send("POST", request.endpoint.chat_url, request.endpoint, key, tap, body) as response,
            aclosing(self._read(response, tap, key)) as chunks,
        ):
            async for chunk in chunks:
                yield chunk

    @asynccontextmanager
    async def _send(
        self, method: str, url: str, endpoint: Endpoint, key: str, tap: Tap, body: bytes | None = None
    ) -> AsyncIterator[httpx.Response]:
        secrets = self._header_secrets(endpoint)
        headers = _headers(endpoint, key, secrets)
        if body is not None:
            headers["Content-Type"] = "application/json"
        http = self._open()
        route = self.route(endpoint)
        extensions = {"tap": tap, "route": route}
        try:
            outgoing = http.build_request(method, url, headers=headers, content=body, extensions=extensions)
        except (httpx.InvalidURL, ValueError):
            # `from None`: the exception may hold a header's value.
            raise RequestNotSentError("the URL is not valid", reason="bad_base_url", detail=url) from None
        tap.begins(url, route.proxy.url if route.proxy is not None else "", time.monotonic())
        try:
            response = await http.send(outgoing, stream=True)
            try:
                request_id = request_id_of(response.headers)
                tap.head(ResponseHead(response.status_code, tuple(response.headers.items()), request_id, url))
                if not 200 <= response.status_code < 300:
                    said = await self._error_body(response)
                    tap.other_body(said)
                    raise status_error(response.status_code, _lower(response.headers), said, key)
                yield response
            finally:
                await response.aclose()
                # httpx ties the two into a cycle: the body of the request would live until garbage is collected.
                response.stream = httpx.ByteStream(b"")
        except APIError as error:
            error.url = url
            for secret in (key, *secrets.values()):
                error.detail = masked(error.detail, secret)
                error.request_id = masked(error.request_id or "", secret) or None
            raise
        finally:
            tap.ended(time.monotonic())

    def _header_secrets(self, endpoint: Endpoint) -> dict[str, str]:
        return {name: self._key_for(endpoint.header_owner(name)) for name in endpoint.private_headers}

    def _masked(self, tap: Tap, endpoint: Endpoint, key: str) -> Tap:
        password = self._key_for(endpoint.proxy_owner) if endpoint.proxy_owner is not None else ""
        return MaskedTap(tap, (key, *self._header_secrets(endpoint).values(), password), endpoint.private_headers)

    def _checked_key(self, endpoint: Endpoint) -> str:
        if endpoint.is_plain_http and not endpoint.is_loopback and not endpoint.allow_plain_http:
            raise RequestNotSentError(
                "plain http to another machine was not agreed to",
                reason="plain_http",
                detail=f"{endpoint.base_url} is not encrypted",
            )
        key = self._key_for(endpoint)
        if key and not _KEY.fullmatch(key):
            raise RequestNotSentError("the API key holds characters that no key has", reason="bad_key")
        return key

    async def _error_body(self, response: httpx.Response) -> bytes:
        body = b""
        try:
            async with asyncio.timeout(self.limits.error_body_s):
                async for piece in _inflated(response, MAX_ERROR_BODY):
                    body += piece
        except (TimeoutError, APIConnectionError, ResponseError):
            # The status says what matters; what came of the words is shown.
            return body
        return body

    async def _read(self, response: httpx.Response, tap: Tap, key: str) -> AsyncGenerator[ChatCompletionChunk, None]:
        headers = response.headers
        state = StreamState(tap, headers.get("content-type", ""), request_id_of(headers), response.status_code, key)
        async with aclosing(_inflated(response, None)) as pieces:
            while not state.ended:
                try:
                    piece = await self._next(pieces, state)
                except APIConnectionError as error:
                    state.broke(error)
                    break
                if piece is None:
                    state.end()
                    break
                for chunk in state.feed(piece, time.monotonic()):
                    yield chunk
        for chunk in state.rest():
            yield chunk
        state.check()

    async def _next(self, pieces: AsyncGenerator[bytes, None], state: StreamState) -> bytes | None:
        """The next piece; None at the end, or where only usage was waited for and the grace is over."""
        if not state.finishing:
            return await anext(pieces, None)
        try:
            async with asyncio.timeout(state.grace_left_s(self.limits.grace_s)):
                return await anext(pieces, None)
        except TimeoutError:
            return None

    def _open(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(
                transport=self._transport,
                follow_redirects=False,
                trust_env=False,
                headers={"User-Agent": f"lingdu/{__version__}"},
                # Two profiles of one host are two people to it.
                cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            )
        return self._http


def encode_body(request: ChatRequest, *, with_usage: bool) -> bytes:
    """The JSON of a request; halves of characters in it become U+FFFD."""
    body: dict[str, object] = {
        "model": request.model,
        "messages": [dict(message) for message in request.messages],
        "stream": True,
    }
    if with_usage:
        body["stream_options"] = {"include_usage": True}
    body.update((name, value) for name, value in request.parameters.items() if name not in _OWN_FIELDS)
    try:
        # It copies text as it is: 10 MB of pictures hold the interpreter, and so the window, a quarter as long.
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        return whole(json.dumps(body, ensure_ascii=False)).encode("utf-8")


def _headers(endpoint: Endpoint, key: str, secrets: Mapping[str, str]) -> httpx.Headers:
    """What goes with each request; the endpoint's own headers change neither the framing nor the key."""
    headers = httpx.Headers({"Accept": "text/event-stream, application/json"})
    for name, value in (*endpoint.headers.items(), *((name, secrets[name]) for name in secrets if secrets[name])):
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise RequestNotSentError("a header of the profile is not valid", reason="bad_header", detail=name[:80])
        if name.lower() not in _OWN_HEADERS:
            headers[name] = value
    headers["Accept-Encoding"] = "identity"
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return headers


async def _inflated(response: httpx.Response, limit: int | None) -> AsyncGenerator[bytes, None]:
    """The body, at most `limit` bytes of it, without its content coding."""
    left = limit
    try:
        inflater = Inflater(response.headers.get("content-encoding", ""))
    except UnknownCodingError as error:
        raise ResponseError(
            f"the answer has the content coding {error}",
            reason="coding",
            detail=f"content-encoding: {error}",
            status=response.status_code,
            may_be_charged=True,
        ) from error
    async with aclosing(_raw(response)) as raw:
        async for chunk in raw:
            try:
                for piece in inflater.feed(chunk):
                    yield piece if left is None else piece[:left]
                    if len(piece) == STEP:
                        await asyncio.sleep(
                            0
                        )  # one read may inflate to a thousand pieces: others, and Stop, get their turn
                    if left is not None:
                        left -= len(piece)
                        if left <= 0:
                            return
            except zlib.error as error:
                raise APIConnectionError(
                    "the compressed answer is damaged", sent=True, reason="coding", detail=str(error)
                ) from error


async def _raw(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    async for chunk in response.aiter_raw():
        yield chunk


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
