"""Scenarios through the whole window: from a key press to what `desktop.ui.chat_page` shows."""

from __future__ import annotations

import pytest
from fakes.scenarios.all import SCENARIOS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.chat.conversation import State

TITLES = {
    "StreamError:cut": "Incomplete answer: the connection broke before the end mark",
    "StreamError:empty": "The server sent an empty answer",
    "StreamServerError:server": "The server reported an error",
    "ResponseError:web_page": "The address answered with a web page; check the base URL",
    "ResponseError:other_json": "Not an OpenAI-compatible answer",
    "ResponseError:coding": "The answer is compressed in a way that cannot be read",
    "BadRequestError:request": "The server did not accept the request",
    "BadRequestError:not_found": "The model or the address was not found",
    "BadRequestError:too_large": "The request is too large",
    "AuthenticationError:key": "The API key is not valid",
    "InsufficientQuotaError:quota": "Out of credit",
    "RateLimitError:rate_limit": "Too many requests",
    "InternalServerError:unknown": "The server failed",
    "InternalServerError:unavailable": "The server is not available right now",
    "RedirectError:redirect": "The server points to another address, https://other.example/v1/chat/completions",
    "APIConnectionError:reset": "The connection broke before an answer came",
    "APIConnectionError:not_http": "The server does not speak HTTP here; check the base URL",
    "APITimeoutError:silence": "The server was silent for too long",
}
FINISHES = {"length": "Reached the length limit", "content_filter": "The server's content filter ended the answer"}
SHOWN = [scenario for scenario in SCENARIOS if "window" in scenario.tags]


def visible(window: QWidget, name: str) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget, name) if widget.isVisible()]


@pytest.mark.parametrize("scenario", SHOWN, ids=str)
def test_a_question_ends_in_the_window_as_it_should(qtbot, server, window, scenario):
    expected = scenario.outcome
    server.script(*scenario.answers)
    stream = window._workspace._services.stream
    stream._client().use_limits(scenario.limits)
    session = window._workspace.current
    qtbot.keyClicks(window.chat.composer.edit, "hi")

    with qtbot.waitSignal(session.ended, timeout=30_000):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)

    turn = session.conversation.turns[session.conversation.leaf]
    entry = window.chat.view.entry(turn.uuid)
    shown = entry.view
    assert turn.state == State(expected.state)
    assert (shown.text, shown.reasoning) == (expected.text, expected.reasoning)
    assert entry.body.text == expected.text
    assert tuple(name for name, _arguments in shown.tool_calls) == expected.tools
    assert turn.requests_sent == len(server.requests) == expected.requests
    assert f"{expected.requests} requests" in shown.caption
    title = TITLES[expected.error] if expected.error else FINISHES.get(expected.finish, "")
    status = f" (HTTP {expected.status})" if expected.status not in {None, 200} else ""
    titles = [label.text() for label in visible(window, "errorTitle")]
    assert titles == ([title + status] if title else [])
    details = "".join(label.text() for label in visible(window, "errorDetail"))
    assert expected.detail in details
    assert ("may be charged again" in details) == expected.charged
    assert expected.request_id is None or expected.request_id in visible(window, "errorSmall")[0].text()
    assert bool(visible(window, "retryButton")) == (bool(title) and expected.finish != "content_filter")
    assert window.usage.state.text() == "Ready"


def test_they_are_enough():
    assert len(SHOWN) >= 30


def test_enter_pressed_a_hundred_times_is_one_request(qtbot, server, window):
    gate = next(scenario for scenario in SCENARIOS if scenario.name.startswith("B5"))
    server.script(*gate.answers)
    session = window._workspace.current
    edit = window.chat.composer.edit

    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.keyClicks(edit, "hi")
        for _ in range(100):
            qtbot.keyClick(edit, Qt.Key.Key_Return)
            qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_X)

    assert len(server.requests) == 1
    assert len(session.conversation.turns) == 2


def test_retry_pressed_a_hundred_times_is_one_request(qtbot, server, window):
    refused = next(scenario for scenario in SCENARIOS if scenario.name == "401")
    server.script(*refused.answers)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("hi")
    uuid = session.conversation.leaf

    with qtbot.waitSignal(session.ended, timeout=10_000):
        for _ in range(100):
            window.chat._messages.act(uuid, "retry")

    assert len(server.requests) == 2
