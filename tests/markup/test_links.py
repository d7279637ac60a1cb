from __future__ import annotations

import time

import pytest

from desktop.markup.links import bare_links, place_of, safe_link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("HTTP://Example.COM/A", "http://example.com/A"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://中文.com/路", "https://xn--fiq228c.com/%E8%B7%AF"),
        ("https://gооgle.com", "https://xn--ggle-55da.com"),
    ],
)
def test_web_addresses_pass_with_their_host_in_punycode(address: str, link: str) -> None:
    assert safe_link(address) == link


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "smb://host/x",
        "//host/x",
        "\\\\host\\x",
        "https:\\\\host",
        "https://user@host/",
        "https://user:word@host/",
        "https:///path",
        "https://ho st/",
        "https://host\u202e/x",
        "https://host:99999/",
        "https://-bad/",
        "mailto:a@b.c",
        "http://" + "a" * 3000,
        "",
    ],
)
def test_everything_else_does_not(address: str) -> None:
    assert safe_link(address) is None


def test_bare_addresses_end_where_the_sentence_goes_on() -> None:
    text = "见https://a.example/x。又(http://b.example/y_(z)), https://c.example查看 xhttp://no.example"

    found = [text[start:end] for start, end, _ in bare_links(text)]

    assert found == ["https://a.example/x", "http://b.example/y_(z)", "https://c.example"]


def test_the_scan_of_a_long_text_is_bounded() -> None:
    began = time.process_time()

    bare_links("http://" * 20_000)
    bare_links("https://a.example/x。" * 5_000)

    assert time.process_time() - began < 2  # a quadratic scan needs minutes


def test_a_place_is_a_host_or_a_scheme() -> None:
    assert place_of("https://img.example/x.png") == "img.example"
    assert place_of("data:image/png;base64,AA") == "data"
    assert place_of("x.png") == ""
