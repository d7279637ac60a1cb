from __future__ import annotations

import pytest

from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.settings.keys import KeyStore
from desktop.ui.key_access import KeyAccess, account_of, accounts_of
from desktop.worker.key_worker import KeyWorker


@pytest.fixture
def access(qtbot):
    store = KeyStore()
    return store, KeyAccess(store, KeyWorker(store))


def test_everything_that_a_request_needs_in_secret_is_fetched(qtbot, access):
    store, keys = access
    proxy = ProxyChoice("manual", "http://proxy:1", "me")
    endpoint = Endpoint("https://api000.com/v1", "default", private_headers=("Api-Key",), proxy=proxy)
    own, header, login = accounts_of(endpoint)
    store.keep_for_session(own, "sk-1")
    store.keep_for_session(login, "pass word")

    with qtbot.waitSignal(keys.ready, timeout=8000) as ready:
        assert not keys.ensure(endpoint)

    assert ready.args == [header]
    assert keys.ensure(endpoint)


def test_an_endpoint_that_works_without_a_key_asks_the_keyring_for_its_other_secrets_alone(qtbot, access):
    _store, keys = access
    endpoint = Endpoint("https://api000.com/v1", "default", private_headers=("Api-Key",))

    assert keys.ensure(ENDPOINT, without_key=True)
    with qtbot.waitSignal(keys.ready, timeout=8000) as ready:
        assert not keys.ensure(endpoint, without_key=True)

    assert ready.args == [accounts_of(endpoint)[1]]
    assert keys.ensure(endpoint, without_key=True)
    assert not keys.ensure(endpoint)
    qtbot.waitUntil(lambda: keys.ensure(endpoint), timeout=8000)


ENDPOINT = Endpoint("https://api000.com/v1", profile="default")


def test_a_key_in_memory_is_known_at_once(access):
    store, keys = access
    store.keep_for_session(account_of(ENDPOINT), "sk-1")

    assert keys.ensure(ENDPOINT)
    assert keys.has_key(ENDPOINT)


def test_without_a_keyring_the_answer_is_that_there_is_none(qtbot, access):
    _store, keys = access

    with qtbot.waitSignal(keys.ready, timeout=8000) as ready:
        assert not keys.ensure(ENDPOINT)

    assert ready.args == [account_of(ENDPOINT)]
    assert keys.ensure(ENDPOINT)
    assert not keys.has_key(ENDPOINT)


def test_a_key_belongs_to_profile_scheme_host_and_port(access):
    store, keys = access
    store.keep_for_session(account_of(ENDPOINT), "sk-1")

    for other in (
        Endpoint("https://other.example/v1", profile="default"),
        Endpoint("https://api000.com:8443/v1", profile="default"),
        Endpoint("http://api000.com/v1", profile="default"),
        Endpoint("https://api000.com/v1", profile="second"),
    ):
        assert not keys.has_key(other)
