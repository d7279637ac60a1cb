from __future__ import annotations

import pytest

from desktop.api.origin import Endpoint, is_loopback, parse_base_url
from desktop.errors import SettingsError


@pytest.mark.parametrize(
    ("typed", "base_url"),
    [
        ("https://api000.com/v1", "https://api000.com/v1"),
        (" https://api000.com/v1/ ", "https://api000.com/v1"),
        ("api000.com", "https://api000.com/v1"),
        ("https://api000.com", "https://api000.com/v1"),
        ("https://api000.com/v1/chat/completions", "https://api000.com/v1"),
        ("https://api000.com/v1/models/", "https://api000.com/v1"),
        ("HTTPS://API000.COM:443/v1", "https://api000.com/v1"),
        ("localhost:8080", "http://localhost:8080/v1"),
        ("127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("https://例子.测试/v1", "https://xn--fsqu00a.xn--0zwm56d/v1"),
        ("“https://api000.com/v1”", "https://api000.com/v1"),
        ("https://api000.com//v1//", "https://api000.com/v1"),
    ],
)
def test_an_address_is_taken_in_any_shape(typed, base_url):
    assert parse_base_url(typed) == base_url
    assert parse_base_url(base_url) == base_url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ftp://x/v1",
        "file:///etc/passwd",
        "https://user:pw@x/v1",
        "https://x/v1?key=1",
        "https://x/#a",
        "https://x:99999/v1",
        "https://x:0/v1",
        "https:///v1",
        "https://a b/\x00",
        "https://[::g]/v1",
        "https://-/v1",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_is_said_in_words(typed):
    with pytest.raises(SettingsError) as error:
        parse_base_url(typed)

    assert str(error.value).endswith(".")


def test_an_endpoint_names_its_urls_its_origin_and_its_host():
    endpoint = Endpoint("https://api000.com/v1")

    assert endpoint.chat_url == "https://api000.com/v1/chat/completions"
    assert endpoint.models_url == "https://api000.com/v1/models"
    assert (endpoint.origin, endpoint.host) == ("https://api000.com", "api000.com")
    assert not endpoint.is_loopback
    assert not endpoint.is_plain_http


def test_a_port_belongs_to_the_origin():
    endpoint = Endpoint("http://127.0.0.1:8080/v1")

    assert (endpoint.origin, endpoint.host) == ("http://127.0.0.1:8080", "127.0.0.1:8080")
    assert endpoint.is_loopback
    assert endpoint.is_plain_http
    assert Endpoint("http://[::1]:8080/v1").origin == "http://[::1]:8080"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_has_many_names(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example.com", "10.0.0.1", "api000.com", "127.0.0.1.example", ""])
def test_and_others_only_look_like_it(host):
    assert not is_loopback(host)
