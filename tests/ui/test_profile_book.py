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
