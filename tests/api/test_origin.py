from __future__ import annotations

import pytest

from desktop.api.origin import Endpoint, parse_base_url
from desktop.api.proxy import ProxyChoice
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
        ("https：／／api000。com／v1", "https://api000.com/v1"),
        ("https://api000.com/v1/chat", "https://api000.com/v1"),
        ("https://api000.com//v1//", "https://api000.com/v1"),
        ("https://api000.com?tenant=a", "https://api000.com/v1?tenant=a"),
        ("https://api000.com/v1/?", "https://api000.com/v1"),
        (
            "https://x.azure.example/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
            "https://x.azure.example/openai/deployments/gpt?api-version=2024-10-21",
        ),
        ("https://api000.com/v1？tenant＝零度", "https://api000.com/v1?tenant=%E9%9B%B6%E5%BA%A6"),
        ("https://api000.com/v1?a=%20b&c", "https://api000.com/v1?a=%20b&c"),
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
        "https://x/v1?API-Key=1",
        "https://x/v1?api-version=1&access_token=1",
        "https://x/v1?code=1",
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


def test_a_query_stands_behind_the_path_of_each_request_and_the_key_knows_nothing_of_it():
    endpoint = Endpoint("https://x.azure.example/openai/deployments/gpt?api-version=2024-10-21")

    assert endpoint.chat_url == "https://x.azure.example/openai/deployments/gpt/chat/completions?api-version=2024-10-21"
    assert endpoint.models_url == "https://x.azure.example/openai/deployments/gpt/models?api-version=2024-10-21"
    assert endpoint.origin == "https://x.azure.example"


def test_a_secret_in_a_query_is_refused_without_being_repeated():
    with pytest.raises(SettingsError, match="key has a field of its own") as error:
        parse_base_url("https://x/v1?api-key=sk-SENTINEL")

    assert "SENTINEL" not in str(error.value)


def test_a_port_belongs_to_the_origin():
    endpoint = Endpoint("http://127.0.0.1:8080/v1")

    assert (endpoint.origin, endpoint.host) == ("http://127.0.0.1:8080", "127.0.0.1:8080")
    assert endpoint.is_loopback
    assert endpoint.is_plain_http
    assert Endpoint("http://[::1]:8080/v1").origin == "http://[::1]:8080"


def test_everything_a_request_needs_in_secret_has_an_owner_of_its_own():
    proxy = ProxyChoice("manual", "http://proxy:3128", "me")
    endpoint = Endpoint("https://api000.com/v1", "p", private_headers=("Api-Key",), proxy=proxy)

    assert [(one.profile, one.origin) for one in endpoint.owners] == [
        ("p", "https://api000.com"),
        ("p/header/api-key", "https://api000.com"),
        ("p/proxy", "http://proxy:3128"),
    ]


@pytest.mark.parametrize("proxy", [ProxyChoice(), ProxyChoice("none", user="me"), ProxyChoice("manual", "http://p:1")])
def test_a_proxy_without_a_login_needs_no_password(proxy):
    endpoint = Endpoint("https://api000.com/v1", "p", proxy=proxy)

    assert endpoint.proxy_owner is None
    assert endpoint.owners == (endpoint,)


def test_an_address_has_the_port_of_its_scheme():
    assert Endpoint("https://api000.com/v1").address == ("https", "api000.com", 443)
    assert Endpoint("http://[::1]:8080/v1").address == ("http", "::1", 8080)
