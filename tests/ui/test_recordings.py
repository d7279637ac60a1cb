"""The figures of recorded answers of real servers, from the socket to the status bar: they are the server's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes.server import raw

from desktop.chat.store import charges
from desktop.ui.usage_bar import UsageBar

FOLDER = Path(__file__).parents[1] / "data" / "recordings"
RECORDINGS = json.loads((FOLDER / "index.json").read_text("utf-8"))["recordings"]
CHATS = [one for one in RECORDINGS if "models" not in one["expected"]]
HOP_BY_HOP = (b"transfer-encoding", b"content-length", b"connection", b"keep-alive")


def answer(recording):
    lines = (FOLDER / recording["files"]["headers"]).read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    kept = [line for line in lines[1:] if line and not line.lower().startswith(HOP_BY_HOP)]
    head = b"\r\n".join([lines[0], *kept, b"connection: close", b"", b""])
    return raw(head, (FOLDER / recording["files"]["body"]).read_bytes())


def shown(bar: UsageBar, name: str) -> str:
    return getattr(bar, name).text()


@pytest.mark.parametrize("recording", CHATS, ids=lambda recording: recording["id"])
def test_the_figures_shown_and_counted_are_those_of_the_server(qtbot, server, window, stack, recording):
    server.script(answer(recording))
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=20_000):
        window.chat.send("hi")

    with qtbot.waitSignal(stack.store.done, timeout=5000) as done:
        stack.store.ask("t", lambda store: store.usage(lambda connection: charges.by_day(connection, "0", "9")))
    usage = recording["expected"]["usage"]
    counted = charges.total_of(done.args[1])
    details = (usage or {}).get("prompt_tokens_details") or {}
    thoughts = (usage or {}).get("completion_tokens_details") or {}
    expected = {
        "prompt": ("Prompt {}", (usage or {}).get("prompt_tokens")),
        "completion": ("Completion {}", (usage or {}).get("completion_tokens")),
        "total": ("Total {} tokens", (usage or {}).get("total_tokens")),
        "cached": ("Cached {}", details.get("cached_tokens")),
        "reasoning": ("Reasoning {}", thoughts.get("reasoning_tokens")),
    }
    for name, (words, count) in expected.items():
        assert getattr(counted, name) == count, name
        if count is not None:
            assert shown(window.usage, name) == words.format(f"{count:,}")
        else:
            assert not shown(window.usage, name) or shown(window.usage, name).startswith(words.format("≈ "))
    assert session.conversation.path()[-1].usage == usage
