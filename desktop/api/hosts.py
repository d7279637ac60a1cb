"""Names and addresses of machines, judged without asking a name server."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    # 0.0.0.0 is what servers print as their own address; a connection to it stays here.
    return address is not None and (address.is_loopback or address.is_unspecified)


def matches(host: str, port: int, pattern: str) -> bool:
    """Whether a pattern of a bypass list means this host.

    Patterns are those of `no_proxy` and of Windows: `*`, `example.com` (and all below it), `.example.com` and
    `*.example.com` (below it only), `10.0.0.0/8`, `10.*`, `<local>` (a name without a dot), each with or without a
    port.
    """
    pattern = pattern.strip().lower()
    name = host.lower().rstrip(".").strip("[]")
    if pattern == "*":
        return True
    if pattern == "<local>":
        return "." not in name and ":" not in name
    network = _network(pattern)
    address = _address(name)
    if network is not None:
        return address is not None and address in network
    pattern, wanted_port = _without_port(pattern)
    if not pattern or (wanted_port is not None and wanted_port != port):
        return False
    network = _network(pattern)
    if network is not None:
        return address is not None and address in network
    if address is not None:
        # `10.*`, as Windows writes it.
        return pattern.endswith("*") and name.startswith(pattern.rstrip("*"))
    if pattern.startswith(("*.", ".")):
        return name.endswith(pattern.lstrip("*"))
    return name == pattern or name.endswith(f".{pattern}")


def _without_port(pattern: str) -> tuple[str, int | None]:
    name, colon, port = pattern.rpartition(":")
    if colon and port.isascii() and port.isdigit() and (":" not in name or name.endswith("]")):
        return name.strip("[]"), int(port)
    return pattern.strip("[]"), None


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
