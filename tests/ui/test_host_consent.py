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
    profiles = SimpleNamespace(get=lambda _id: HERE)
    workspace = SimpleNamespace(profiles=profiles, before_sending=lambda go: go())
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


def test_who_has_a_word_before_anything_is_sent_has_it_in_both_cases(page):
    asked: list[object] = []
    conversation = Conversation("c")
    profiles = SimpleNamespace(get=lambda _id: HERE)
    workspace = SimpleNamespace(profiles=profiles, before_sending=asked.append)
    session = SimpleNamespace(busy=False, conversation=conversation)

    with_consent(page, workspace, session, lambda: None)
    conversation.answer(conversation.ask("q").uuid, "m", "https://other.example")
    with_consent(page, workspace, session, lambda: None)
    page.findChild(QMessageBox).findChild(QPushButton, "confirmButton").click()

    assert len(asked) == 2
