from __future__ import annotations

import pytest

from desktop.api.hosts import is_loopback, matches


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::"],
)
def test_this_machine_has_many_names(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example.com", "10.0.0.1", "api000.com", "127.0.0.1.example", ""])
def test_and_others_only_look_like_it(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("host", "pattern"),
    [
        ("api000.com", "*"),
        ("api000.com", "api000.com"),
        ("API000.com.", "api000.com"),
        ("x.api000.com", "api000.com"),
        ("x.api000.com", ".api000.com"),
        ("x.api000.com", "*.api000.com"),
        ("api000.com", "api000.com:443"),
        ("10.1.2.3", "10.0.0.0/8"),
        ("10.1.2.3", "10.*"),
        ("10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "10.1.2.3:443"),
        ("fd00::1", "fc00::/7"),
        ("fd00::1", "[fd00::1]:443"),
        ("nas", "<local>"),
        ("nas.local", "*.local"),
    ],
)
def test_a_pattern_means_a_host(host, pattern):
    assert matches(host, 443, pattern)


@pytest.mark.parametrize(
    ("host", "pattern"),
    [
        ("api000.com", ""),
        ("api000.com", "*.api000.com"),
        ("api000.com", ".api000.com"),
        ("notapi000.com", "api000.com"),
        ("api000.com", "api000.com:80"),
        ("11.1.2.3", "10.0.0.0/8"),
        ("100.1.2.3", "10.*"),
        ("10.example.com", "10.0.0.0/8"),
        ("api000.com", "<local>"),
        ("fd00::1", "<local>"),
    ],
)
def test_and_not_another(host, pattern):
    assert not matches(host, 443, pattern)
