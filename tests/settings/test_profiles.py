"""`desktop.settings.profiles`: stored endpoints, and the one from the environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.api.proxy import ProxyChoice
from desktop.errors import SettingsError
from desktop.settings.profiles import (
    DEFAULT_BASE_URL,
    Profile,
    Profiles,
    environment_profile,
    is_private_header,
)
from desktop.settings.settings import Settings

SENTINEL = "sk-sentinel-0123456789"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def profile(profile_id: str = "default", **fields: Any) -> Profile:
    return Profile(**{"id": profile_id, "name": "api000.com", "base_url": DEFAULT_BASE_URL, **fields})


def test_a_profile_is_there_at_the_next_start_in_full(path: Path) -> None:
    whole = profile(
        models=("gpt-4o", "零度-1"),
        default_model="零度-1",
        headers={"X-Title": "Lingdu"},
        allow_plain_http=True,
        works_without_key=True,
    )

    Profiles(Settings(path)).add(whole)

    assert Profiles(Settings(path)).all() == (whole,)
    assert Profiles(Settings(path)).get("default") == whole
    assert Profiles(Settings(path)).get("other") is None


def test_the_endpoint_of_a_profile_has_its_address_its_headers_and_its_name() -> None:
    endpoint = profile(headers={"X-Title": "Lingdu"}, allow_plain_http=True).endpoint

    assert endpoint.origin == "https://api000.com"
    assert endpoint.base_url == DEFAULT_BASE_URL
    assert endpoint.profile == "default"
    assert dict(endpoint.headers) == {"X-Title": "Lingdu"}
    assert endpoint.allow_plain_http


def test_a_base_url_is_stored_in_its_one_shape(path: Path) -> None:
    profiles = Profiles(Settings(path))

    profiles.add(profile(base_url=" https://api000.com/v1/chat/completions "))

    stored = profiles.get("default")
    assert stored is not None
    assert stored.base_url == DEFAULT_BASE_URL


def test_the_default_is_the_one_the_settings_name_else_the_oldest(path: Path) -> None:
    settings = Settings(path)
    profiles = Profiles(settings)
    assert profiles.default() is None
    profiles.add(profile("one"))
    profiles.add(profile("two"))

    assert profiles.default() == profile("one")
    settings.set("default_profile", "two")
    assert profiles.default() == profile("two")
    profiles.remove("two")
    assert profiles.default() == profile("one")


def test_add_replace_and_remove_say_when_there_is_one_or_none(path: Path) -> None:
    profiles = Profiles(Settings(path))
    profiles.add(profile())

    with pytest.raises(SettingsError, match="already"):
        profiles.add(profile())
    with pytest.raises(SettingsError, match="no profile 'other'"):
        profiles.replace(profile("other"))
    with pytest.raises(SettingsError, match="no profile 'other'"):
        profiles.remove("other")
    profiles.replace(profile(name="renamed"))
    profiles.put(profile("other"))

    assert [(each.id, each.name) for each in profiles.all()] == [("default", "renamed"), ("other", "api000.com")]


def test_fields_and_entries_of_a_newer_version_stay(path: Path) -> None:
    entry = {"id": "default", "name": "n", "base_url": DEFAULT_BASE_URL, "price_table": {"gpt-4o": 1}}
    strange = {"kind": "group", "members": ["default"]}
    path.write_text(json.dumps({"profiles": [strange, entry, 7]}), "utf-8")
    profiles = Profiles(Settings(path))

    profiles.replace(replace(profiles.all()[0], name="renamed"))

    assert profiles.unreadable == 2
    stored = json.loads(path.read_text("utf-8"))["profiles"]
    assert stored[0] == strange
    assert stored[1]["price_table"] == {"gpt-4o": 1}
    assert stored[1]["name"] == "renamed"
    assert stored[2] == 7


@pytest.mark.parametrize(
    "change",
    [
        {"id": 5},
        {"id": "environment"},
        {"base_url": "ftp://api000.com"},
        {"base_url": None},
        {"models": "gpt-4o"},
        {"models": [1]},
        {"headers": ["a"]},
        {"headers": {"a": 1}},
        {"headers": {"Authorization": "x"}},
        {"name": "two\nlines"},
    ],
)
def test_an_entry_that_is_no_profile_is_counted_and_not_used(path: Path, change: dict[str, object]) -> None:
    entry = {"id": "default", "name": "n", "base_url": DEFAULT_BASE_URL, **change}
    path.write_text(json.dumps({"profiles": [entry]}), "utf-8")

    profiles = Profiles(Settings(path))

    assert profiles.all() == ()
    assert profiles.unreadable == 1


def test_the_second_of_two_entries_with_one_id_is_not_used(path: Path) -> None:
    first = {"id": "default", "name": "first", "base_url": DEFAULT_BASE_URL}
    path.write_text(json.dumps({"profiles": [first, {**first, "name": "second"}]}), "utf-8")

    profiles = Profiles(Settings(path))

    assert [each.name for each in profiles.all()] == ["first"]
    assert profiles.unreadable == 1


def test_plain_http_is_allowed_by_nothing_but_true(path: Path) -> None:
    entry = {"id": "default", "name": "n", "base_url": "http://lan.example/v1", "allow_plain_http": "yes"}
    path.write_text(json.dumps({"profiles": [entry]}), "utf-8")

    assert not Profiles(Settings(path)).all()[0].allow_plain_http


def test_a_change_that_cannot_be_saved_holds_for_this_session(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    profiles = Profiles(Settings(tmp_path / "file" / "settings.json"))

    with pytest.raises(SettingsError, match="this session only"):
        profiles.add(profile())

    assert profiles.get("default") == profile()


@pytest.mark.parametrize("name", ["Authorization", "api-key", "X-API-Key", "Cookie", "x-auth-token", "X-Secret"])
def test_a_header_that_looks_like_a_secret_is_not_stored(path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="looks like a secret") as raised:
        Profiles(Settings(path)).add(profile(headers={name: SENTINEL}))

    assert SENTINEL not in str(raised.value)
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "value"), [("X Title", "a"), ("", "a"), ("X-Title", "a\r\nHost: b"), ("X-Title", "零")]
)
def test_a_header_that_would_break_a_request_is_refused(path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match="header"):
        Profiles(Settings(path)).add(profile(headers={name: value}))


@pytest.mark.parametrize(
    "bad",
    [
        profile(""),
        profile("../x"),
        profile(base_url="https://user:pass@api000.com/v1"),
        profile(name="x" * 101),
        profile(models=("a\nb",)),
    ],
)
def test_a_profile_with_a_field_that_is_not_valid_is_refused(path: Path, bad: Profile) -> None:
    profiles = Profiles(Settings(path))

    with pytest.raises(SettingsError):
        profiles.add(bad)

    assert profiles.all() == ()


def test_the_environment_gives_no_profile_where_nothing_is_set() -> None:
    assert environment_profile({}) is None
    assert environment_profile({"OPENAI_API_KEY": " ", "OPENAI_BASE_URL": ""}) is None


def test_a_key_alone_belongs_to_openai() -> None:
    found = environment_profile({"OPENAI_API_KEY": f"{SENTINEL}\n"})

    assert found is not None
    made, key = found
    assert (made.id, made.base_url, made.from_environment) == ("environment", "https://api.openai.com/v1", True)
    assert made.endpoint.origin == "https://api.openai.com"
    assert made.name == "api.openai.com"
    assert not made.works_without_key
    assert key == SENTINEL


def test_a_key_with_an_address_belongs_to_that_address_alone() -> None:
    found = environment_profile({"OPENAI_API_KEY": SENTINEL, "OPENAI_BASE_URL": "http://127.0.0.1:8080"})

    assert found is not None
    made, key = found
    assert made.endpoint.origin == "http://127.0.0.1:8080"
    assert made.base_url == "http://127.0.0.1:8080/v1"
    assert key == SENTINEL


def test_an_address_alone_is_a_server_that_needs_no_key() -> None:
    found = environment_profile({"OPENAI_BASE_URL": "http://localhost:11434/v1/"})

    assert found is not None
    made, key = found
    assert made.base_url == "http://localhost:11434/v1"
    assert made.works_without_key
    assert key == ""


def test_the_profile_from_the_environment_has_no_key_in_it_and_is_never_stored(path: Path) -> None:
    found = environment_profile({"OPENAI_API_KEY": SENTINEL})
    assert found is not None
    profiles = Profiles(Settings(path))

    with pytest.raises(SettingsError, match="never stored"):
        profiles.put(found[0])
    with pytest.raises(SettingsError, match="never stored"):
        profiles.put(profile("environment"))

    assert SENTINEL not in repr(found[0])
    assert not path.exists()


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"OPENAI_API_KEY": f"{SENTINEL} and more"}, "OPENAI_API_KEY"),
        ({"OPENAI_API_KEY": SENTINEL, "OPENAI_BASE_URL": "ftp://x"}, "OPENAI_BASE_URL"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named_without_the_key(environ: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        environment_profile(environ)

    assert SENTINEL not in str(raised.value)


def test_what_belongs_to_the_connection_is_there_at_the_next_start(path: Path) -> None:
    whole = profile(
        private_headers=("Api-Key",),
        proxy=ProxyChoice("manual", "socks5://127.0.0.1:1080", "me", "*.corp"),
        ca_file="/etc/corp.pem",
    )

    Profiles(Settings(path)).add(whole)

    stored = Profiles(Settings(path)).get("default")
    assert stored == whole
    assert (stored.endpoint.private_headers, stored.endpoint.proxy, stored.endpoint.ca_file) == (
        ("Api-Key",),
        whole.proxy,
        "/etc/corp.pem",
    )


def test_a_proxy_is_stored_in_its_one_shape(path: Path) -> None:
    profiles = Profiles(Settings(path))

    profiles.add(profile(proxy=ProxyChoice("manual", " Proxy:3128/ ")))

    assert profiles.get("default").proxy.url == "http://proxy:3128"


@pytest.mark.parametrize(
    "fields",
    [
        {"proxy": ProxyChoice("manual", "")},
        {"proxy": ProxyChoice("manual", f"http://me:{SENTINEL}@proxy:1")},
        {"proxy": ProxyChoice("sometimes")},
        {"proxy": ProxyChoice("manual", "http://p:1", "a\nb")},
        {"ca_file": "a\nb"},
        {"private_headers": ("no name",)},
        {"private_headers": ("Api-Key", "api-key")},
        {"private_headers": ("X-Title",), "headers": {"x-title": "a"}},
    ],
)
def test_a_connection_that_cannot_be_is_not_stored(path: Path, fields: dict[str, Any]) -> None:
    profiles = Profiles(Settings(path))

    with pytest.raises(SettingsError) as error:
        profiles.add(profile(**fields))

    assert SENTINEL not in str(error.value)
    assert profiles.all() == ()


@pytest.mark.parametrize("field", [{"proxy": 3}, {"proxy": {"mode": 3}}, {"private_headers": "x"}, {"ca_file": 1}])
def test_an_entry_whose_connection_is_of_another_shape_stays_and_is_not_used(path: Path, field: dict[str, Any]) -> None:
    Profiles(Settings(path)).add(profile())
    stored = json.loads(path.read_text())
    stored["profiles"][0].update(field)
    path.write_text(json.dumps(stored))

    profiles = Profiles(Settings(path))

    assert (profiles.all(), profiles.unreadable) == ((), 1)
    assert json.loads(path.read_text()) == stored


@pytest.mark.parametrize(("name", "private"), [("api-key", True), ("X-Auth", True), ("X-Title", False)])
def test_a_header_that_looks_like_a_secret_is_known(name: str, private: bool) -> None:
    assert is_private_header(name) is private
