from __future__ import annotations

import pytest

from desktop.api.proxy import LAN, Proxy, ProxyChoice, SystemProxies, parse_proxy, proxy_for, system_proxies
from desktop.errors import SettingsError

NAMED = ProxyChoice("manual", "http://proxy:3128")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("proxy:3128", "http://proxy:3128"),
        (" http://Proxy:3128/ ", "http://proxy:3128"),
        ("http://proxy", "http://proxy:80"),
        ("https://proxy", "https://proxy:443"),
        ("socks5://127.0.0.1", "socks5://127.0.0.1:1080"),
        ("socks5h://127.0.0.1:7891", "socks5://127.0.0.1:7891"),
        ("socks://127.0.0.1:7891", "socks5://127.0.0.1:7891"),
        ("http://[::1]:3128", "http://[::1]:3128"),
        ("http://代理.example:1", "http://xn--mnq481g.example:1"),
    ],
)
def test_a_proxy_is_read_in_any_shape(text, url):
    assert parse_proxy(text).url == url


def test_a_login_in_the_address_is_taken_and_not_shown():
    proxy = parse_proxy("http://me:p%40ss@proxy:3128")

    assert (proxy.user, proxy.password) == ("me", "p@ss")
    assert "p@ss" not in repr(proxy)
    assert proxy.url == "http://proxy:3128"


@pytest.mark.parametrize(
    "text",
    ["", "http://", "ftp://proxy:1", "socks4://proxy:1", "http://proxy:0", "http://proxy:99999", "http://[::1"],
)
def test_what_is_no_proxy_is_said_without_its_password(text):
    with pytest.raises(SettingsError):
        parse_proxy(text)
    with pytest.raises(SettingsError) as error:
        parse_proxy("http://me:secret@pro xy:no")
    assert "secret" not in f"{error.value} {error.value.__cause__}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize("mode", ["none", "system", "manual"])
def test_this_machine_is_always_asked_directly(host, mode):
    system = SystemProxies({"http": "http://proxy:1", "https": "http://proxy:1", "all": "http://proxy:1"})

    assert proxy_for(ProxyChoice(mode, "http://proxy:1", bypass=""), "http", host, 80, system=system) is None


def test_none_is_none_whatever_the_system_says():
    assert proxy_for(ProxyChoice("none"), "https", "api000.com", 443, system=SystemProxies({"all": "p:1"})) is None


def test_the_named_proxy_has_its_login():
    choice = ProxyChoice("manual", "http://proxy:3128", "me")

    assert proxy_for(choice, "https", "api000.com", 443, password="pw") == Proxy("http", "proxy", 3128, "me", "pw")


@pytest.mark.parametrize("host", ["192.168.1.5", "10.0.0.1", "172.16.3.4", "nas", "nas.local", "fd00::1"])
def test_the_local_network_goes_past_a_named_proxy(host):
    assert proxy_for(NAMED, "http", host, 80) is None
    assert proxy_for(ProxyChoice("manual", "http://proxy:3128", bypass=""), "http", host, 80) is not None


def test_the_local_network_is_no_public_one():
    assert proxy_for(ProxyChoice("manual", "http://p:1", bypass=LAN), "https", "api000.com", 443) is not None


@pytest.mark.parametrize(
    ("proxies", "scheme", "url"),
    [
        ({"https": "http://a:1", "http": "http://b:2"}, "https", "http://a:1"),
        ({"https": "http://a:1", "http": "http://b:2"}, "http", "http://b:2"),
        ({"all": "socks5://c:3"}, "https", "socks5://c:3"),
        ({"http": "http://b:2"}, "https", None),
        ({"https": " "}, "https", None),
        ({}, "https", None),
    ],
)
def test_the_systems_proxy_is_the_one_for_the_scheme_else_the_one_for_all(proxies, scheme, url):
    found = proxy_for(ProxyChoice(), scheme, "api000.com", 443, system=SystemProxies(proxies))

    assert (found.url if found else None) == url


def test_the_systems_bypass_list_counts():
    system = SystemProxies({"all": "http://a:1"}, "example.com, api000.com")

    assert proxy_for(ProxyChoice(), "https", "api000.com", 443, system=system) is None


def test_a_system_proxy_that_cannot_be_used_is_said():
    with pytest.raises(SettingsError, match="system"):
        proxy_for(ProxyChoice(), "https", "api000.com", 443, system=SystemProxies({"all": "ftp://x:1"}))


def test_the_environment_is_the_systems_word(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://a:1")
    monkeypatch.setenv("ALL_PROXY", "socks://b:2")
    monkeypatch.setenv("NO_PROXY", "example.com")

    system = system_proxies("api000.com")

    assert system.proxies["https"] == "http://a:1"
    assert system.proxies["all"] == "socks://b:2"
    assert system.bypass == "example.com"
    assert proxy_for(ProxyChoice(), "http", "api000.com", 80).url == "socks5://b:2"
