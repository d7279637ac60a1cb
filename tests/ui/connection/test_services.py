from __future__ import annotations

import pytest
from msgspec.structs import replace

from desktop.api.origin import Endpoint
from desktop.api.proxy import ProxyChoice
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.key_access import account_of
from desktop.ui.key_form import TEST_PROFILE

ENDPOINT = Endpoint(
    "https://api000.com/v1", "p", private_headers=("Api-Key",), proxy=ProxyChoice("manual", "http://proxy:1", "me")
)


@pytest.fixture
def services(make_stack) -> ConnectionServices:
    return make_stack().connection


def test_secrets_are_lent_for_a_test_and_taken_back(services):
    tried = replace(ENDPOINT, profile=TEST_PROFILE)

    services.lend(tried, {"": "sk-1", "/header/api-key": "a", "/proxy": "pw"})

    assert services.known(tried) == {"": "sk-1", "/header/api-key": "a", "/proxy": "pw"}
    services.take_back(tried)
    assert set(services.known(tried).values()) == {""}


def test_what_is_known_of_a_profile_is_named_without_its_id(services):
    services.keys.keep_for_session(account_of(ENDPOINT.header_owner("Api-Key")), "a")

    assert services.known(ENDPOINT) == {"": "", "/header/api-key": "a", "/proxy": ""}
