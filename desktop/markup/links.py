"""Which addresses may become links, and where bare ones stand in a text.

A link that is shown can be opened, so only http and https to a plain host pass: no user-info (it disguises the host),
no other scheme (`smb:` and `ms-msdt:` start programs), the host in punycode (look-alike letters show).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

MAX_LINK = 2048

_STOP = r"\s<>\"`{}|\\^\x00-\x20\x7f"
# After these a sentence goes on in Chinese, Japanese or Korean without a space.
_WIDE = "\u2018-\u201f\u2026\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
# Either case by hand: the flag makes `re` look at every character of the ranges, 5 ms more of the program's start.
_BARE = re.compile(
    rf"(?<![A-Za-z0-9])[Hh][Tt][Tt][Pp][Ss]?://"
    rf"(?:[^{_STOP}\x80-\U0010ffff][^{_STOP}{_WIDE}]{{0,2047}}|[^{_STOP}]{{1,2048}})"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,31}):")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*\.?\Z")
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]\Z")
_TRAILING = ".,;:!?'\"*_~"
_KEPT = "/%:@!$&'()*+,;=-._~?#[]"


def safe_link(address: str) -> str | None:
    """The address as it may be opened: http or https, host in punycode, ASCII only; None where it may not."""
    if len(address) > MAX_LINK or any(not character.isprintable() or character in " \\" for character in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        return None
    host = _ascii_host(parts.hostname or "")
    if host is None:
        return None
    rest = quote(parts.path, safe=_KEPT)
    if parts.query:
        rest += "?" + quote(parts.query, safe=_KEPT)
    if parts.fragment:
        rest += "#" + quote(parts.fragment, safe=_KEPT)
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "") + rest


def place_of(address: str) -> str:
    """A short name for where an address leads: its host in punycode, else its scheme, else empty."""
    link = safe_link(address)
    if link is not None:
        return urlsplit(link).hostname or ""
    scheme = _SCHEME.match(address)
    return scheme.group(1).lower() if scheme else ""


def bare_links(text: str) -> list[tuple[int, int, str]]:
    """The http and https addresses that stand bare in `text`, as (start, end, link), in order; one bounded scan."""
    found = []
    for match in _BARE.finditer(text):
        address = _trim(match.group())
        link = safe_link(address)
        if link is not None:
            found.append((match.start(), match.start() + len(address), link))
    return found


def _ascii_host(host: str) -> str | None:
    if not host:
        return None
    if ":" in host:
        return f"[{host}]" if _IPV6.match(f"[{host}]") else None
    labels = unicodedata.normalize("NFKC", host).lower().split(".")
    result = ".".join(one if one.isascii() else "xn--" + one.encode("punycode").decode("ascii") for one in labels)
    return result if len(result) <= 253 and _HOST.match(result) else None


def _trim(address: str) -> str:
    while address:
        last = address[-1]
        unbalanced = (last == ")" and address.count(")") > address.count("(")) or (
            last == "]" and address.count("]") > address.count("[")
        )
        if last not in _TRAILING and not unbalanced:
            break
        address = address[:-1]
    return address
