"""The whole main job, on the real program: from another process over AT-SPI alone, and by keys alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fakes.main_job import Keys, has_ended_well, require_everything, running_desk_with_keyring, running_lingdu
from fakes.server import FakeServer, chunk, sse, status, stream

import desktop

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is the accessibility of Linux desktops"),
    pytest.mark.timeout(300),
]

KEY = "sk-SENTINEL-0123456789abcdef"
COMMAND = (sys.executable, "-m", "desktop")
MODELS = status(200, json.dumps({"object": "list", "data": [{"id": "m", "object": "model"}]}).encode())
USAGE = {"prompt_tokens": 11, "completion_tokens": 22, "total_tokens": 33}


def until_stopped(*deltas: str):
    """An answer that begins with these and does not end by itself."""
    return stream(*(chunk({"content": delta}) for delta in deltas), then=lambda connection: connection.wait_for_close())


@pytest.fixture
def desk():
    require_everything()
    with running_desk_with_keyring() as desk:
        yield desk


@pytest.fixture
def variables() -> dict[str, str]:
    """The package under test, wherever it is."""
    return {"PYTHONPATH": str(Path(desktop.__file__).resolve().parent.parent)}


@pytest.fixture
def endpoint(server: FakeServer) -> FakeServer:
    """What the job asks for, in its order."""
    server.script(
        MODELS,
        sse("The capital ", "of France ", "is Paris.", usage=USAGE),
        until_stopped("Once upon", " a time"),
        sse("A short tale."),
        sse("Water is wet."),
        sse("Still there."),
    )
    return server


def assert_key_went_along(endpoint: FakeServer) -> None:
    requests = [request for request in endpoint.requests if request.path.endswith("/chat/completions")]
    assert {request.headers["authorization"] for request in requests} == {f"Bearer {KEY}"}
    assert len(requests) == 5


def test_the_whole_main_job_is_done_over_at_spi_alone(desk, endpoint, variables):
    with running_lingdu(desk, COMMAND, **variables) as (job, program):
        job.first_run(endpoint.base_url, KEY)

        # Ask, and see the answer and what it took.
        assert job.ask("What is the capital of France?") == "The capital of France is Paris."
        job.wait_for(lambda: job.usage() == ["Prompt 11", "Completion 22", "Total 33 tokens"])

        # Stop, and ask again.
        job.begin_to_ask("Tell me a long tale")
        job.wait_for_text("Once upon a time")
        job.stop()
        assert job.answer() == "Once upon a time"
        assert endpoint.closed.wait(10)
        assert job.regenerate() == "A short tale."

        # A second chat; the first is found by what was said in it, and opened.
        job.new_chat()
        assert job.ask("Is water wet?") == "Water is wet."
        found = job.search("Paris")
        assert any("is Paris" in row for row in found), found
        job.choose("searchResults", "What is the capital of France?: ")
        job.wait_for(lambda: job.name_of("chatTitle") == "What is the capital of France?")
        job.end_search()

        job.rename("France")
        job.pin()
        job.open("Is water wet?")
        job.move_to_trash()
        job.undo()
        job.open("Is water wet?")
        job.move_to_trash()
        assert "Is water wet?" not in job.conversations()
        job.restore("Is water wet?")

        job.set_number("zoom_percent", 110)
        job.quit()
        assert has_ended_well(program)

    # Started again, the chats, the setting and the key are there.
    with running_lingdu(desk, COMMAND, **variables) as (job, program):
        job.wait_for(lambda: {"France", "Is water wet?"} <= set(job.conversations()))
        job.open("Is water wet?")
        assert job.ask("And now?") == "Still there."
        job.quit()
        assert has_ended_well(program)
    assert_key_went_along(endpoint)


def test_the_whole_main_job_is_done_by_keys_alone(desk, endpoint, variables):
    with running_lingdu(desk, COMMAND, **variables) as (job, program):
        keys = Keys(job)
        keys.into("keyField")
        keys.type(KEY)
        keys.press("Shift_L Tab")
        keys.into("baseUrlField")
        keys.press("Control_L a")
        keys.type(endpoint.base_url)
        keys.press("Return")

        keys.ask("What is the capital of France?")
        job.wait_for(lambda: job.answer() == "The capital of France is Paris.")
        job.wait_for_end()

        keys.ask("Tell me a long tale")
        job.wait_for_text("Once upon a time")
        keys.press("Escape")
        job.wait_for(lambda: job.name_of("errorTitle") == "Stopped")
        assert endpoint.closed.wait(10)
        keys.press("Control_L r")
        job.wait_for(lambda: job.answer() == "A short tale.")
        job.wait_for_end()

        keys.press("Control_L n")
        job.wait_for_widget("emptyPage")
        keys.ask("Is water wet?")
        job.wait_for(lambda: job.answer() == "Water is wet.")
        job.wait_for_end()

        keys.press("Control_L k")
        keys.into("searchField")
        keys.type("Paris")
        job.wait_for(lambda: job.look("searchResults") and job.rows("searchResults"))
        keys.press("Return")
        job.wait_for(lambda: job.name_of("chatTitle") == "What is the capital of France?")
        keys.press("Control_L k", "Escape")
        job.wait_for(lambda: job.look("conversationList"))

        keys.run("rename chat")
        keys.into("renameField")
        keys.press("Control_L a")
        keys.type("France")
        keys.press("Return")
        job.wait_for(lambda: job.name_of("chatTitle") == "France")
        keys.press("Control_L 1")
        job.wait_for(lambda: job.name_of("chatTitle") == "Is water wet?")
        keys.run("move to trash")
        job.wait_for(lambda: "Is water wet?" not in job.conversations())
        keys.run("show trash")
        keys.into("trashList")
        keys.press("Tab")
        keys.into("restoreButton")
        keys.press("space")
        job.wait_for(lambda: job.look("trashEmpty"))
        keys.press("Escape")
        job.wait_for(lambda: "Is water wet?" in job.conversations())

        keys.press("Control_L comma")
        keys.into("settingsSearch")
        keys.type("zoom")
        job.wait_for(lambda: not job.look("theme_field"))
        keys.press("Tab")
        keys.into("zoom_percent_field")
        keys.press("Control_L a")
        keys.type("110")
        keys.press("Tab", "Escape")
        keys.wait_until_closed("settingsDialog")
        keys.press("Control_L q")
        assert has_ended_well(program)

    with running_lingdu(desk, COMMAND, **variables) as (job, program):
        keys = Keys(job)
        job.wait_for(lambda: {"France", "Is water wet?"} <= set(job.conversations()))
        keys.into("composer")
        keys.press("Control_L comma")
        keys.into("settingsSearch")
        job.wait_for(lambda: job.look("zoom_percent_field")[0]["text"].startswith("110"))
        keys.press("Escape")
        keys.wait_until_closed("settingsDialog")
        keys.press("Control_L n")
        job.wait_for_widget("emptyPage")
        keys.ask("And now?")
        job.wait_for(lambda: job.answer() == "Still there.")
        keys.press("Control_L q")
        assert has_ended_well(program)
    assert_key_went_along(endpoint)
