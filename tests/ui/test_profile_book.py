from __future__ import annotations

from pathlib import Path

import pytest

from desktop.settings.profiles import DEFAULT_BASE_URL, Profile, Profiles
from desktop.settings.settings import Settings
from desktop.ui.profile_book import DEFAULT_ID, DEMO_ID, ProfileBook

ENVIRONMENT = Profile(id="environment", name="env", base_url="https://env.example/v1", from_environment=True)


@pytest.fixture
def started():
    return []


@pytest.fixture
def book(tmp_path: Path, started):
    def demo() -> str:
        started.append(True)
        return "http://127.0.0.1:9/v1"

    def make(environment: Profile | None = None) -> ProfileBook:
        return ProfileBook(Profiles(Settings(tmp_path / "settings.json")), environment, demo, ("demo-model",))

    return make


def test_at_the_first_run_nothing_is_set_up(book):
    assert not book().is_set_up
    assert book().get(DEFAULT_ID).base_url == DEFAULT_BASE_URL


def test_a_saved_profile_is_the_default_now_and_after_a_restart(book):
    mine = Profile(id=DEFAULT_ID, name="mine", base_url="https://mine.example/v1")

    book().save(mine)

    assert book().default_id() == DEFAULT_ID
    assert book().get(DEFAULT_ID).base_url == "https://mine.example/v1"
    assert book().is_set_up


def test_the_environment_is_a_profile_of_its_own(book):
    assert book(ENVIRONMENT).default_id() == "environment"
    assert book(ENVIRONMENT).get("environment") is ENVIRONMENT
    assert book().get("environment").base_url == DEFAULT_BASE_URL


def test_the_demo_starts_when_it_is_used_and_not_before(book, started):
    one = book()
    assert started == []

    one.prefer(DEMO_ID)

    assert one.default_id() == DEMO_ID
    assert one.get(DEMO_ID).works_without_key
    assert one.get(DEMO_ID).base_url == "http://127.0.0.1:9/v1"
    assert started


def test_everything_a_chat_can_take_is_offered(book):
    one = book(ENVIRONMENT)
    one.put(Profile(id="mine", name="mine", base_url="https://mine.example/v1"))

    assert [profile.id for profile in one.choices()] == ["mine", "environment", DEMO_ID]
    assert [profile.id for profile in one.stored()] == ["mine"]


def test_a_removed_profile_is_the_default_no_more(book):
    one = book()
    one.put(Profile(id="a", name="a", base_url="https://a.example/v1"))
    one.save(Profile(id="b", name="b", base_url="https://b.example/v1"))

    one.remove("b")

    assert one.default_id() == "a"


def test_models_are_remembered_where_they_are_others(book, started):
    one = book(ENVIRONMENT)
    one.put(Profile(id="a", name="a", base_url="https://a.example/v1"))

    assert one.keep_models("a", ("m",))
    assert not one.keep_models("a", ("m",))
    assert one.keep_models("environment", ("m",))
    assert not one.keep_models("gone", ("m",))
    assert (book().get("a").models, one.get("environment").models) == (("m",), ("m",))
    assert started == []
