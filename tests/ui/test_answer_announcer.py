"""The end of an answer is said to those who do not see it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from desktop.ui.answer_announcer import AnswerAnnouncer
from desktop.ui.chat.messages import MessageView, Notice
from desktop.ui.chat.view import ChatView
from desktop.ui.composer import Composer
from desktop.ui.language import install_language


@pytest.fixture
def english(qapp):
    translators = install_language(qapp, "en")
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


@pytest.fixture
def parts(qtbot, english):
    view, composer = ChatView(), Composer()
    qtbot.addWidget(view)
    qtbot.addWidget(composer)
    return view, composer, AnswerAnnouncer(view, composer)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Answer finished, 0 words"),
        ("One", "Answer finished, 1 word"),
        ("It's **two** words", "Answer finished, 4 words"),
        ("零度对话 Lingdu", "Answer finished, 5 words"),
    ],
)
def test_the_length_is_said_in_words_and_a_chinese_character_is_one(parts, text, words):
    _, _, announcer = parts

    assert announcer.words(MessageView("a", "assistant", text)) == words


def test_what_went_wrong_is_said_instead(parts):
    _, _, announcer = parts
    notice = Notice("err", "The connection broke", "detail")

    assert announcer.words(MessageView("a", "assistant", "half", notice=notice)) == "The connection broke"


def test_an_answer_ends_once(parts, qtbot):
    view, _, _ = parts
    ended = []
    view.answer_ended.connect(ended.append)
    view.set_messages([MessageView("a", "assistant", "", streaming=True)])

    view.append_text("a", "text")
    view.update_message(MessageView("a", "assistant", "text", streaming=True, caption="m"))
    before = list(ended)
    view.update_message(MessageView("a", "assistant", "text"))
    view.update_message(MessageView("a", "assistant", "text", caption="m"))

    assert (before, ended) == ([], ["a"])


def test_without_assistive_technology_nothing_is_said(parts, qtbot):
    view, composer, _ = parts
    composer.show()
    composer.edit.setFocus()
    view.set_messages([MessageView("a", "assistant", "", streaming=True)])

    view.update_message(MessageView("a", "assistant", "text"))

    assert not QAccessible.isActive()
    assert composer.edit.accessibleName() == "Message"
