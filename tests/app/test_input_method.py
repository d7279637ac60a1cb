"""A real fcitx5 pinyin session: what is being composed sends nothing, ends nothing and stays where it is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.at_spi import require_programs, running_desk
from fakes.fcitx import require_fcitx, running_fcitx
from fakes.main_job import Keys, MainJob, running_lingdu
from fakes.server import FakeServer, sse

import desktop
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fcitx5 is an input method of Linux"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


@pytest.fixture
def job(server: FakeServer, tmp_path: Path) -> Iterator[MainJob]:
    """The window, with two chats: `one` and, open, `two`; each was asked one question."""
    require_programs()
    require_fcitx()
    server.script(sse("An answer."))
    profile = Profile(id="default", name="", base_url=server.base_url, works_without_key=True, default_model="m")
    Profiles(Settings(tmp_path / "settings.json")).add(profile)
    command = (sys.executable, "-m", "desktop", "--data-dir", str(tmp_path))
    path = str(Path(desktop.__file__).resolve().parent.parent)
    with (
        running_desk() as desk,
        running_fcitx(desk) as session,
        running_lingdu(desk, command, PYTHONPATH=path, **session) as (job, _program),
    ):
        job.wait_for_widget("composer")
        for title in ("one", "two"):
            job.ask(title)
            if title == "one":
                job.new_chat()
        yield job


def text_of(job: MainJob, box: str) -> str:
    return job.look(box)[-1]["text"]


def compose(job: MainJob, box: str, keyboard: str = "") -> None:
    """Compose a word and take its letters by Enter, then compose it again and take its first candidate.

    `keyboard` has the keyboard where that is not the box itself.
    """
    keys = Keys(job)
    keys.into(keyboard or box)
    keys.type("nihao")
    keys.press("Return")
    job.wait_for(lambda: text_of(job, box) == "nihao")
    keys.type("nihao")
    keys.press("space")
    job.wait_for(lambda: text_of(job, box) == "nihao你好")


def test_enter_while_composing_sends_no_question_and_the_one_after_it_does(job, server):
    sent = len(server.requests)
    job.client.ask("focus", "composer")

    compose(job, "composer")
    assert len(server.requests) == sent

    job.client.ask("key", "Return")
    job.wait_for(lambda: job.questions()[-1:] == ["nihao你好"])


def test_the_box_of_a_changed_question_composes(job, server):
    sent = len(server.requests)
    job.menu("answerMenuAction", "editLastQuestion")
    Keys(job).into("editField")
    Keys(job).press("Control_L a", "Delete")

    compose(job, "editField")

    assert len(server.requests) == sent


def test_the_search_composes_and_opens_nothing_meanwhile(job):
    title = job.name_of("chatTitle")
    job.client.ask("focus", "searchField")

    compose(job, "searchField")

    assert job.name_of("chatTitle") == title


def test_a_name_is_composed_in_its_row(job):
    job.menu("chatsMenuAction", "renameChat")
    Keys(job).into("renameField")
    Keys(job).press("Control_L a", "Delete")

    compose(job, "renameField")
    job.client.ask("key", "Return")

    job.wait_for(lambda: job.name_of("chatTitle") == "nihao你好")


def test_words_are_composed_in_the_command_palette(job):
    job.menu("programMenuAction", "commandPalette")

    compose(job, "commandField")

    assert job.look("commandPalette")


def test_words_are_composed_in_the_fields_of_the_settings(job):
    job.menu("programMenuAction", "settings")

    compose(job, "settingsSearch")

    assert job.look("settingsDialog")


def test_words_are_composed_in_the_fields_of_an_endpoint(job):
    job.menu("programMenuAction", "keySettings")
    for box, keyboard in (("profileNameField", "profileNameField"), ("defaultModelLine", "defaultModelField")):
        job.type(box, "")
        job.client.ask("focus", box)

        compose(job, box, keyboard)

        assert job.look("keyDialog")


def test_another_chat_that_is_opened_meanwhile_gets_none_of_it(job, server):
    sent = len(server.requests)
    job.client.ask("focus", "composer")
    keys = Keys(job)
    keys.into("composer")
    keys.type("nihao")
    keys.press("space")
    keys.type("zhongguo")
    job.wait_for(lambda: text_of(job, "composer").startswith("你好"))
    job.client.ask("pause", 1)  # nothing but the picture tells that the rest is being composed

    job.open("one")
    keys.into("composer")
    assert text_of(job, "composer") == ""
    keys.type("nihao")
    keys.press("space")
    job.wait_for(lambda: text_of(job, "composer") == "你好")
    job.open("two")

    job.wait_for(lambda: text_of(job, "composer").startswith("你好"))
    assert text_of(job, "composer").replace(" ", "") == "你好zhongguo"
    job.open("one")
    job.wait_for(lambda: text_of(job, "composer") == "你好")
    assert len(server.requests) == sent
