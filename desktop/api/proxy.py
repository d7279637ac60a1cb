"""Which proxy a request takes: none, the system's or one that is named. This machine is always reached directly."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from desktop.api.hosts import is_loopback, matches
from desktop.errors import QT_TRANSLATE_NOOP, SettingsError

# Private networks, and names that only a local network knows.
LAN = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, fc00::/7, fe80::/10, *.local, <local>"

_SCHEMES = {"http": "http", "https": "https", "socks": "socks5", "socks5": "socks5", "socks5h": "socks5"}
_PORTS = {"http": 80, "https": 443, "socks5": 1080}
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SEPARATOR = re.compile(r"[\s,;|]+")


class ProxyChoice(Struct, frozen=True):
    """What a profile says of proxies.

    Attributes:
        url: of `manual`, as `Proxy.url` writes it: without a user name.
        user: the name given to the proxy of `manual`; empty where it asks for none.
        bypass: hosts that `manual` reaches directly, see `hosts.matches`; separated by commas or blanks.
    """

    mode: Literal["none", "system", "manual"] = "system"
    url: str = ""
    user: str = ""
    bypass: str = LAN


class Proxy(Struct, frozen=True):
    """One proxy: `http` and `https` tunnel by CONNECT, `socks5` looks names up at the proxy."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """Scheme, host and port: what its password belongs to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __repr__(self) -> str:
        # Without the password: it may stand in a trace.
        return f"Proxy({self.url!r}, user={self.user!r})"


class SystemProxies(Struct, frozen=True):
    """The system's proxies by the scheme of what is asked (`http`, `https`, `all`), and what goes past them."""

    proxies: Mapping[str, str]
    bypass: str = ""


def parse_proxy(text: str) -> Proxy:
    """The proxy in what was typed: `proxy:3128`, `http://user:password@proxy:3128`, `socks5://127.0.0.1:1080`.

    Raises:
        SettingsError: it names none; the sentence holds no password.
    """
    cleaned = "".join(text.split())
    if not cleaned:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "The proxy is empty; it looks like http://127.0.0.1:7890 or socks5://127.0.0.1:1080."
            )
        )
    if not _HAS_SCHEME.match(cleaned):
        cleaned = f"http://{cleaned.removeprefix('//')}"
    try:
        parts = urlsplit(cleaned)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        # `from None`: what Python says repeats the text, and the password in it.
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The proxy's address is not valid.")) from None
    scheme = _SCHEMES.get(parts.scheme)
    if scheme is None:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "A proxy begins with http://, https:// or socks5://, not with {scheme}://."
            ),
            scheme=parts.scheme[:20],
        )
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not re.fullmatch(r"[a-z0-9_.:%-]{1,253}", host) or port == 0:
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The proxy's address needs a host name and a port."))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(scheme, host, port or _PORTS[scheme], user, password)


def proxy_for(
    choice: ProxyChoice, scheme: str, host: str, port: int, *, password: str = "", system: SystemProxies | None = None
) -> Proxy | None:
    """The proxy on the way to a host; None where it is asked directly.

    `system` is read anew where none is given.

    Raises:
        SettingsError: the system's proxy is none that can be used; the sentence names the mend.
    """
    if choice.mode == "none" or is_loopback(host):
        return None
    if choice.mode == "manual":
        if bypassed(host, port, choice.bypass):
            return None
        named = parse_proxy(choice.url)
        return Proxy(named.scheme, named.host, named.port, choice.user, password)
    found = system_proxies(host) if system is None else system
    address = (found.proxies.get(scheme) or found.proxies.get("all") or "").strip()
    if not address or bypassed(host, port, found.bypass):
        return None
    try:
        return parse_proxy(address)
    except SettingsError as error:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The system's proxy settings cannot be used: {cause}"), cause=error
        ) from error


def bypassed(host: str, port: int, bypass: str) -> bool:
    """Whether a bypass list means this host."""
    return any(matches(host, port, pattern) for pattern in _SEPARATOR.split(bypass) if pattern)


def system_proxies(host: str) -> SystemProxies:
    """What the environment, or else macOS or Windows, says now; `host` is asked for where only they can judge it."""
    import urllib.request  # with what it loads itself it is not needed before the first request

    proxies = urllib.request.getproxies()
    bypass = str(proxies.pop("no", ""))
    if (
        sys.platform in {"darwin", "win32"}
        and not urllib.request.getproxies_environment()
        and urllib.request.proxy_bypass(host)
    ):
        bypass = "*"
    return SystemProxies(proxies, bypass)
