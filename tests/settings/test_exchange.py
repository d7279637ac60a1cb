"""Settings as a file for another machine."""

from __future__ import annotations

import json

import pytest

from desktop.api.proxy import ProxyChoice
from desktop.errors import SettingsError
from desktop.settings.exchange import Imported, export_settings, import_settings
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings

HOME = Profile(
    "home", "家", "https://a.example/v1", models=("m",), headers={"X-Title": "t"}, private_headers=("api-key",)
)


@pytest.fixture
def make(tmp_path):
    def make(name):
        settings = Settings(tmp_path / name / "settings.json")
        return settings, Profiles(settings)

    return make


@pytest.fixture
def exported(make):
    settings, profiles = make("old")
    settings.set("theme", "dark")
    settings.set("zoom_percent", 150)
    settings.set("last_model", "m")
    profiles.put(HOME)
    profiles.put(Profile("lan", "", "http://192.168.1.5:8080/v1", allow_plain_http=True, proxy=ProxyChoice("none")))
    return export_settings(settings, profiles)


def test_another_machine_gets_the_same_settings_and_profiles(make, exported):
    settings, profiles = make("new")

    done = import_settings(exported, settings, profiles)

    assert done == Imported(("theme", "zoom_percent"), 2, ())
    again = Settings(settings.path)
    assert (again.get("theme"), again.get("zoom_percent"), again.get("last_model")) == ("dark", 150, "")
    assert Profiles(again).get("home") == HOME


def test_consent_to_http_is_given_on_the_machine_that_sends(make, exported):
    settings, profiles = make("new")

    import_settings(exported, settings, profiles)

    assert profiles.get("lan").base_url == "http://192.168.1.5:8080/v1"
    assert not profiles.get("lan").allow_plain_http


def test_twice_is_as_good_as_once(make, exported):
    settings, profiles = make("new")
    import_settings(exported, settings, profiles)

    assert import_settings(exported, settings, profiles) == Imported((), 0, ())
    assert len(profiles.all()) == 2


def test_a_profile_of_the_same_id_is_not_overwritten(make, exported):
    settings, profiles = make("new")
    own = Profile("home", "mine", "https://mine.example/v1")
    profiles.put(own)

    assert import_settings(exported, settings, profiles).profiles == 2
    assert profiles.get("home") == own
    assert {one.name for one in profiles.all()} >= {"mine", "家"}


def test_what_this_version_does_not_know_or_allow_is_named_and_the_rest_taken(make):
    settings, profiles = make("new")
    content = {
        "format": "lingdu-settings",
        "version": 1,
        "settings": {"theme": "dark", "zoom_percent": 9000, "novelty": 1, "default_profile": "x"},
        "profiles": [{"name": "bad", "base_url": "ftp://x"}, 7],
    }

    done = import_settings(json.dumps(content).encode(), settings, profiles)

    assert done == Imported(("theme",), 0, ("zoom_percent", "novelty", "default_profile", "bad", "?"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format": "lingdu-settings"}',
        b'{"format": "lingdu-settings", "version": 2}',
        b'{"format": "lingdu-settings", "version": 1, "settings": []}',
        b'{"format": "lingdu-settings", "version": 1, "profiles": {}}',
    ],
)
def test_another_file_changes_nothing_and_says_why(make, data):
    settings, profiles = make("new")

    with pytest.raises(SettingsError, match="file"):
        import_settings(data, settings, profiles)

    assert not settings.path.exists()


def test_a_secret_in_a_hand_made_file_is_not_taken(make):
    settings, profiles = make("new")
    entry = {"id": "x", "name": "x", "base_url": "https://x.example/v1", "headers": {"Authorization": "Bearer sk-1"}}
    content = {"format": "lingdu-settings", "version": 1, "profiles": [entry]}

    assert import_settings(json.dumps(content).encode(), settings, profiles).skipped == ("x",)
    assert profiles.all() == ()
