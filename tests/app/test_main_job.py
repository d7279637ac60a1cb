"""The whole main job, on the real program: from another process over AT-SPI alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fakes.main_job import has_ended_well, require_everything, running_desk_with_keyring, running_lingdu
from fakes.server import chunk, sse, status, stream

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


def test_the_whole_main_job_is_done_over_at_spi_alone(desk, server, variables):
    server.script(
        MODELS,
        sse("The capital ", "of France ", "is Paris.", usage=USAGE),
        until_stopped("Once upon", " a time"),
        sse("A short tale."),
        sse("Water is wet."),
        sse("Still there."),
    )
    with running_lingdu(desk, COMMAND, **variables) as (job, program):
        job.first_run(server.base_url, KEY)

        # Ask, and see the answer and what it took.
        assert job.ask("What is the capital of France?") == "The capital of France is Paris."
        job.wait_for(lambda: job.usage() == ["Prompt 11", "Completion 22", "Total 33 tokens"])

        # Stop, and ask again.
        job.begin_to_ask("Tell me a long tale")
        job.wait_for_text("Once upon a time")
        job.stop()
        assert job.answer() == "Once upon a time"
        assert server.closed.wait(5)
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
    requests = [request for request in server.requests if request.path.endswith("/chat/completions")]
    assert {request.headers["authorization"] for request in requests} == {f"Bearer {KEY}"}
    assert len(requests) == 5
