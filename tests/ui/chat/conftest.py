"""What the tests of the chat view share: a view on the screen, and messages."""

from __future__ import annotations

import pytest

from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.view import ChatView


@pytest.fixture
def style(qapp):
    return ChatStyle()


@pytest.fixture
def chat(qtbot):
    """A chat view of 936 × 700 that is shown."""
    view = ChatView()
    qtbot.addWidget(view)
    view.resize(936, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def question():
    def make(text="question", uuid="q", **fields):
        return MessageView(uuid, "user", text, **{"can_edit": True, **fields})

    return make


@pytest.fixture
def answer():
    def make(text="answer", uuid="a", **fields):
        return MessageView(uuid, "assistant", text, **{"caption": "gpt-4o", **fields})

    return make
