"""Base URLs in any shape, the URLs made from them, and the origin that a key belongs to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from msgspec import Struct, field

from desktop.api.hosts import is_loopback
from desktop.api.proxy import ProxyChoice
from desktop.errors import QT_TRANSLATE_NOOP, SettingsError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SUFFIXES = ("/chat/completions", "/chat", "/completions", "/models", "/responses", "/embeddings")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?", re.IGNORECASE)
# What a Chinese input method types for them.
_WIDE = str.maketrans("：／．。？＝＆", ":/..?=&")
_QUERY_SAFE = "%&=+,;:@/?!$'()*~[]"
_SECRET = re.compile(r"key|token|secret|passw|auth|signature|^sig$|^code$", re.IGNORECASE)
_AROUND = "\ufeff\u200b\u200c\u200d\u2060\"'`“”‘’<>"


class Endpoint(Struct, frozen=True):
    """Where requests go, and whose key they take.

    Attributes:
        base_url: as `parse_base_url` gives it, its path without a slash at the end.
        profile: the id of the profile whose key goes along.
        headers: further headers of each request; none of them secret.
        private_headers: names of further headers whose values are kept as keys are, see `header_owner`.
        proxy: which proxy its requests take; the password is kept as keys are, see `proxy_owner`.
        ca_file: path of a file with further certificate authorities; empty for none.
        allow_plain_http: http to another machine was agreed to.
    """

    base_url: str
    profile: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    allow_plain_http: bool = False
    private_headers: tuple[str, ...] = ()
    proxy: ProxyChoice = field(default_factory=ProxyChoice)
    ca_file: str = ""

    def __hash__(self) -> int:
        # Of what can be hashed: headers cannot.
        return hash((self.base_url, self.profile))

    @property
    def chat_url(self) -> str:
        """The final URL of chat completions."""
        return self._below("/chat/completions")

    @property
    def models_url(self) -> str:
        """The final URL of the model list."""
        return self._below("/models")

    @property
    def origin(self) -> str:
        """Scheme, host and port (a default one is left out): what a key belongs to."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{self.host}"

    @property
    def host(self) -> str:
        """Host, with the port where it is not the scheme's own, as people read it."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        shown = f"[{host}]" if ":" in host else host
        port = parts.port
        return shown if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{shown}:{port}"

    @property
    def address(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        parts = urlsplit(self.base_url)
        return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]

    @property
    def proxy_owner(self) -> Endpoint | None:
        """Whose key is the password of the proxy: the proxy's own origin; None where it asks for none."""
        if self.proxy.mode != "manual" or not self.proxy.user:
            return None
        return Endpoint(self.proxy.url, f"{self.profile}/proxy")

    def header_owner(self, name: str) -> Endpoint:
        """Whose key is the value of a secret header."""
        return Endpoint(self.base_url, f"{self.profile}/header/{name.lower()}")

    @property
    def owners(self) -> tuple[Endpoint, ...]:
        """Whose keys go with its requests: its own first, those of secret headers, the proxy's."""
        headers = [self.header_owner(name) for name in self.private_headers]
        return (self, *headers, *([self.proxy_owner] if self.proxy_owner else []))

    @property
    def is_loopback(self) -> bool:
        """Whether this machine answers."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_plain_http(self) -> bool:
        """Whether everybody on the way could read along."""
        return urlsplit(self.base_url).scheme == "http"

    def _below(self, path: str) -> str:
        base, mark, query = self.base_url.partition("?")
        return f"{base}{path}{mark}{query}"


def parse_base_url(text: str) -> str:
    """The base URL in what was typed: `api000.com`, `https://api000.com/v1/`, `…/v1/chat/completions`.

    A missing scheme becomes https, for this machine http; a missing path becomes `/v1`. A query, as Azure's
    `?api-version=…`, stays and goes with each request.

    Raises:
        SettingsError: it is no address of an API; the sentence says what is wrong.
    """
    cleaned = "".join(text.split()).strip(_AROUND).translate(_WIDE)
    if not cleaned:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The base URL is empty; it looks like https://api000.com/v1.")
        )
    parts = _split(cleaned)
    host = _checked_host(parts)
    path = parts.path.rstrip("/")
    while "//" in path:
        path = path.replace("//", "/")
    for suffix in _SUFFIXES:
        if path.lower().endswith(suffix):
            path = path[: -len(suffix)].rstrip("/")
            break
    port = _port(parts)
    default = port is None or port == _DEFAULT_PORTS[parts.scheme]
    query = quote(parts.query, safe=_QUERY_SAFE)
    return f"{parts.scheme}://{host}{'' if default else f':{port}'}{path or '/v1'}{'?' if query else ''}{query}"


def _split(text: str) -> SplitResult:
    if not _HAS_SCHEME.match(text):
        text = text.removeprefix("//")
        try:
            guess = urlsplit(f"https://{text}").hostname or ""
        except ValueError as error:
            raise SettingsError(
                QT_TRANSLATE_NOOP("SettingsError", "The base URL is not valid: {cause}."), cause=error
            ) from error
        text = f"{'http' if is_loopback(guess) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The base URL is not valid: {cause}."), cause=error
        ) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "The base URL begins with {scheme}:// but must begin with https:// or http://."
            ),
            scheme=parts.scheme,
        )
    if "@" in parts.netloc:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "The base URL must not hold a user name or password; the key has a field of its own."
            )
        )
    if not (parts.path + parts.query).isprintable():
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The base URL holds a character that cannot be seen."))
    if parts.fragment:
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The base URL must not hold a number sign."))
    if any(_SECRET.search(name) for name, _value in parse_qsl(parts.query, keep_blank_values=True)):
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError",
                "The base URL must not hold a key, it is kept in a file; the key has a field of its own.",
            )
        )
    return parts


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The port of the base URL must be a number from 1 to 65535.")
        )
    return port


def _checked_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError as error:
            raise SettingsError(
                QT_TRANSLATE_NOOP("SettingsError", "The base URL holds an IPv6 address that is not valid.")
            ) from error
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The base URL holds a host name that is not valid: {host}."),
            host=host[:80],
        ) from error
    labels = ascii_host.rstrip(".").split(".")
    if not _HOST.fullmatch(ascii_host) or any(not 0 < len(label) < 64 for label in labels) or len(ascii_host) > 253:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The base URL holds a host name that is not valid: {host}."),
            host=host[:80] or "(none)",
        )
    return ascii_host
