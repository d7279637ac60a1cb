from __future__ import annotations

import pytest
from fakes.server import status

from desktop.ui.model_lists import ModelLists
from desktop.ui.profile_book import DEMO_ID

LIST = status(200, b'{"data":[{"id":"a"},{"id":"b"}]}')


@pytest.fixture
def stack(make_stack, server):
    return make_stack(server.base_url)


@pytest.fixture
def lists(stack) -> ModelLists:
    return stack.workspace.models


def test_a_list_is_asked_for_once_a_session_and_remembered(qtbot, server, stack, lists, make_stack):
    server.script(LIST)
    profile = stack.profiles.get("default")

    with qtbot.waitSignal(lists.changed, timeout=5000) as changed:
        lists.refresh(profile)
        lists.refresh(profile)

    assert changed.args == ["default"]
    assert stack.profiles.get("default").models == ("a", "b")
    assert len(server.requests) == 1
    assert make_stack().profiles.get("default").models == ("a", "b")


def test_a_list_that_does_not_come_leaves_the_remembered_one_and_is_asked_for_again(qtbot, server, stack, lists):
    server.script(status(404, b"{}"), LIST)
    profile = stack.profiles.get("default")
    with qtbot.waitSignal(stack.stream.models_failed, timeout=5000):
        lists.refresh(profile)
    assert stack.profiles.get("default").models == ("m",)

    with qtbot.waitSignal(lists.changed, timeout=5000):
        lists.refresh(profile)


def test_the_same_list_again_changes_nothing(qtbot, server, stack, lists):
    server.script(status(200, b'{"data":[{"id":"m"}]}'))

    with qtbot.assertNotEmitted(lists.changed), qtbot.waitSignal(stack.stream.models_listed, timeout=5000):
        lists.refresh(stack.profiles.get("default"))


def test_the_demo_is_not_asked(server, stack, lists):
    lists.refresh(stack.profiles.get(DEMO_ID))

    assert lists._asked == set()


def test_a_key_is_fetched_before_it_asks(qtbot, server, make_stack):
    server.script(LIST)
    stack = make_stack(server.base_url, key="")

    with qtbot.waitSignal(stack.workspace.models.changed, timeout=10_000):
        stack.workspace.models.refresh(stack.profiles.get("default"))


def test_another_endpoint_is_asked_anew(qtbot, server, stack, lists):
    server.script(LIST)
    profile = stack.profiles.get("default")
    with qtbot.waitSignal(lists.changed, timeout=5000):
        lists.refresh(profile)

    lists.forget()
    with qtbot.waitSignal(stack.stream.models_listed, timeout=5000):
        lists.refresh(profile)

    assert len(server.requests) == 2


def test_what_is_known_of_a_list_is_said_in_words(qtbot, server, stack, lists):
    server.script(status(404, b"{}"), status(200, b'{"data":[]}'), LIST)
    profile = stack.profiles.get("default")
    assert lists.words("default") == ""

    for wanted in ("did not come", "names no models", ""):
        lists.forget()
        lists.refresh(profile)
        assert lists.words("default") == "Asking for the models…"
        with qtbot.waitSignal(lists.told, timeout=5000) as told:
            pass
        assert told.args == ["default"]
        assert wanted in lists.words("default")
    assert lists.words("default") == ""
