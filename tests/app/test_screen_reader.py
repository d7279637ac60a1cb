"""The program as a screen reader finds it: over the accessibility bus, from another process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fakes import streaming_chat
from fakes.at_spi import AtSpi, Desk, require_programs, running_desk
from fakes.orca import require_orca, running_orca

import desktop

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is the accessibility of Linux desktops"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def desk():
    require_programs()
    with running_desk() as desk:
        yield desk


@pytest.fixture
def client(desk: Desk) -> AtSpi:
    return desk.client


@pytest.fixture
def open_lingdu(desk: Desk, start_lingdu):
    """Open the demo, stop the answer that it asks for by itself, and give it the keyboard."""

    def open_it() -> subprocess.Popen[str]:
        process = start_lingdu("--demo", **desk.environment)
        client = desk.client
        client.wait_for(lambda: client.ask("is_running"))
        client.wait_for(lambda: [one for one in client.ask("look", "sendButton") if one["name"] == "Stop"])
        client.wait_for(lambda: client.ask("messages")[-1]["name"].startswith("Answer") and last_answer(client))
        client.ask("press", "sendButton", 0)
        client.wait_for(lambda: client.ask("look", "regenerateButton"))
        client.wait_for(lambda: finished(client))
        client.ask("activate")
        client.wait_for(lambda: "focused" in client.ask("look", "composer")[0]["states"])
        client.ask("heard")
        return process

    return open_it


def ask_question(client: AtSpi, text: str) -> None:
    client.ask("set_text", "composer", text)
    client.wait_for(lambda: is_ready(client.ask("look", "sendButton")[0]))
    client.ask("press", "sendButton", 0)
    client.wait_for(lambda: finished(client))


def is_ready(button: dict) -> bool:
    """Whether it sends, and does not stop what is being written."""
    return button["name"] == "Send" and "enabled" in button["states"]


def finished(client: AtSpi) -> list[str]:
    """What was announced."""
    return [text for kind, _, _, text in client.ask("heard") if kind == "object:announcement"]


def last_answer(client: AtSpi) -> list[str]:
    return [block["name"] for block in client.ask("messages")[-1]["blocks"]]


def press(client: AtSpi, *keys: str) -> list[list[str]]:
    """Press keys; gives what got the focus after that, as (id, name)."""
    client.ask("heard")
    client.ask("key", *keys)
    focused: list[list[str]] = []

    def has_arrived() -> bool:
        focused.extend([source, name] for kind, source, name, _ in client.ask("heard") if kind.endswith("focused"))
        return bool(focused) and focused[-1][0] != "chatView"

    client.wait_for(has_arrived)
    return focused


def test_the_scroll_bar_leads_through_the_chat(open_lingdu, client):
    open_lingdu()
    for number in range(2):
        ask_question(client, f"Question {number}")

    def first_and_last() -> list[list[str]]:
        shown = client.ask("messages")
        return [[one["name"].partition(",")[0], one["blocks"][0]["name"]] for one in (shown[0], shown[-1])]

    end = first_and_last()
    value, _, high = client.ask("set_value", "chatScrollBar", 0)
    assert (value, high > 0) == (0, True)
    client.wait_for(lambda: first_and_last()[0] == ["Question", "What can this program do?"])
    value, _, high = client.ask("set_value", "chatScrollBar", 1)

    assert value == high
    assert end[1][0] == "Answer"
    client.wait_for(lambda: first_and_last() == end)


def test_a_question_is_asked_its_answer_read_copied_and_asked_for_again(open_lingdu, client):
    open_lingdu()

    ask_question(client, "Tell me a joke")
    messages = client.ask("messages")
    answer = last_answer(client)

    assert [message["name"].partition(",")[0] for message in messages[-2:]] == ["Question", "Answer"]
    assert [block["name"] for block in messages[-2]["blocks"]] == ["Tell me a joke"]
    assert {message["role"] for message in messages} == {"list"}
    assert {block["role"] for message in messages for block in message["blocks"]} == {"list item"}
    assert len(answer) > 3
    assert all(answer)

    # Copy, and paste into the composer: what was copied is what was read.
    client.ask("press", "copyButton", -1)
    client.ask("focus", "composer")
    client.wait_for(lambda: "focused" in client.ask("look", "composer")[0]["states"])

    def pasted() -> str:
        client.ask("key", "Control_L", "v")
        client.ask("pause", 0.2)
        return client.ask("look", "composer")[0]["text"]

    copied = client.wait_for(pasted)
    assert copied.startswith(answer[0][:20])

    client.ask("press", "regenerateButton", -1)
    client.wait_for(lambda: finished(client))
    assert [one["name"] for one in client.ask("look", "siblingLabel")][-1] == "Version 2 of 2"
    assert last_answer(client) != answer


def test_the_end_is_announced_and_the_keyboard_reads_messages_and_blocks(open_lingdu, client):
    open_lingdu()
    client.ask("set_text", "composer", "Tell me a joke")
    client.wait_for(lambda: is_ready(client.ask("look", "sendButton")[0]))
    client.ask("key", "Return")

    # Orca 43 hears the name of what has the keyboard, later ones the announcement.
    announced = client.wait_for(lambda: finished(client))
    assert announced[0].startswith("Answer finished, ")
    client.wait_for(lambda: client.ask("look", "composer")[0]["name"] == announced[0])
    answer = last_answer(client)

    assert press(client, "Alt_L", "Up")[-1] == ["chatBlock", answer[0]]
    client.wait_for(lambda: client.ask("look", "composer")[0]["name"] == "Message")
    assert press(client, "Alt_L", "Shift_L", "Down") == [["chatBlock", answer[1]]]
    assert press(client, "Alt_L", "Up") == [["chatBlock", "Tell me a joke"]]
    assert press(client, "Alt_L", "Shift_L", "Down") == [["chatBlock", answer[0]]]

    assert press(client, "Return")[-1][0] == "blockReader"
    assert client.ask("look", "blockReader")[0]["text"] == answer[0]
    client.ask("key", "Right")
    client.wait_for(lambda: client.ask("caret", "blockReader")[0] == 1)
    assert press(client, "Escape")[-1] == ["chatBlock", answer[0]]
    assert client.ask("look", "blockReader") == []

    # Everything above and below is read by paging.
    client.ask("key", "Home")
    client.wait_for(lambda: client.ask("messages")[0]["blocks"][0]["name"] == "What can this program do?")
    client.ask("key", "End")
    client.wait_for(lambda: last_answer(client) == answer)


def test_the_widgets_over_the_chat_have_names_and_can_be_pressed(open_lingdu, client):
    open_lingdu()

    for name, role in WIDGETS.items():
        found = client.ask("look", name)
        assert found, name
        assert {one["role"] for one in found} == {role}, name
        assert all(one["name"] for one in found), name
    assert client.ask("look", "errorTitle")[0]["name"] == "Stopped"

    client.ask("press", "continueButton", 0)
    client.wait_for(lambda: [one for one in client.ask("look", "sendButton") if one["name"] == "Stop"])
    client.wait_for(lambda: not client.ask("look", "errorCard"))


WIDGETS = {
    "messageBar": "filler",
    "copyButton": "button",
    "regenerateButton": "button",
    "errorCard": "filler",
    "errorTitle": "label",
    "retryButton": "button",
    "continueButton": "button",
}


def stream_and_walk(desk: Desk, seconds: float, *, blocks: int, texts: int) -> tuple[dict, dict]:
    """Let a chat stream and scroll while everything of it is asked; what was asked, and the chat's own figures."""
    path = [str(Path(__file__).parent.parent), str(Path(desktop.__file__).parent.parent)]
    with subprocess.Popen(
        [sys.executable, streaming_chat.__file__, str(blocks)],
        env={**desk.environment, "PYTHONPATH": ":".join(path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            desk.client.wait_for(lambda: desk.client.ask("is_running"))
            desk.client.ask("activate")
            walked = desk.client.ask("walk", seconds, texts)
            out, _ = process.communicate()
        finally:
            process.kill()
    assert process.returncode == 0
    return walked, json.loads(out)


def test_what_streams_and_scrolls_is_walked_without_an_error(desk):
    walked, chat = stream_and_walk(desk, 5, blocks=100, texts=50)

    assert walked["errors"] == {}
    assert chat["answers"] >= 1
    assert chat["objects"] < 100


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_thousand_blocks_are_walked_for_a_minute_without_an_error_and_without_growth(desk):
    walked, chat = stream_and_walk(desk, 60, blocks=1000, texts=200)

    assert walked["errors"] == {}
    assert chat["objects"] < 100
    # The first answer fills the caches. Where every block had an object of its own, 66,500 blocks lost 23 MB.
    early, late = chat["resident_kb"][0], chat["resident_kb"][-1]
    assert late - early < 2000, chat["resident_kb"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_orca_speaks_the_answer(desk, open_lingdu):
    """Slow, and out of the normal run: Orca and its speech bring some seventy packages."""
    require_orca()
    client = desk.client
    with running_orca(desk.environment) as spoken:
        open_lingdu()
        ask_question(client, "Tell me a joke")
        answer = last_answer(client)

        client.wait_for(lambda: "Answer finished" in spoken())
        press(client, "Alt_L", "Up")
        for number, block in enumerate(answer):
            if number:
                # A key interrupts what is being said.
                press(client, "Alt_L", "Shift_L", "Down")
            client.wait_for(partial(has_spoken, spoken, block))


def has_spoken(spoken: Callable[[], str], text: str) -> bool:
    return letters(text) in letters(spoken())


def letters(text: str) -> str:
    """Only those: speech spells some signs out and leaves others away."""
    return "".join(character for character in text.casefold() if character.isalpha())
