from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop.chat.conversation import Conversation
from desktop.settings.profiles import Profile
from desktop.ui.host_consent import with_consent

HERE = Profile(id="p", name="", base_url="https://here.example/v1")


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    return page


def ask(page, *origins: str) -> list[str]:
    conversation, gone = Conversation("c"), []
    for origin in origins:
        conversation.answer(conversation.ask("q").uuid, "m", origin)
    workspace = SimpleNamespace(profiles=SimpleNamespace(get=lambda _id: HERE))
    with_consent(page, workspace, SimpleNamespace(busy=False, conversation=conversation), lambda: gone.append("sent"))
    return gone


@pytest.mark.parametrize("origins", [(), (HERE.endpoint.origin,), ("https://other.example", HERE.endpoint.origin)])
def test_a_host_that_knows_the_chat_or_a_new_chat_is_not_asked_about(page, origins):
    assert ask(page, *origins) == ["sent"]


def test_another_host_is_asked_about_first(page):
    gone = ask(page, "https://other.example")
    (box,) = page.findChildren(QMessageBox)

    assert gone == []
    assert "https://other.example" in box.informativeText()
    box.findChild(QPushButton, "confirmButton").click()
    assert gone == ["sent"]
