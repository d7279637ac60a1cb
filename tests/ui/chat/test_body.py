from __future__ import annotations

import pytest

from desktop.ui.chat.body import MarkdownBody
from desktop.ui.chat.style import ChatStyle
from desktop.ui.theme import DARK


@pytest.fixture
def body(qtbot, style):
    body = MarkdownBody(style)
    qtbot.addWidget(body)
    return body


def said(body):
    return [item.document.toPlainText() for item in body.text_items]


def test_streamed_text_ends_as_the_text_shown_at_once(qtbot, style, body):
    source = "# T\n\n- a\n- b\n\n```py\nx\n```\n\n| a |\n|---|\n| b |\n\nsee [foo]\n\n[foo]: http://e.example\n"
    other = MarkdownBody(style)
    qtbot.addWidget(other)

    body.set_text("", open_end=True)
    for letter in source:
        body.append(letter)
    body.set_text(source, open_end=False)
    other.set_text(source, open_end=False)

    assert [item.piece for item in body.items] == [item.piece for item in other.items]
    assert said(body) == said(other)
    assert body.height_for(700) == other.height_for(700)


def test_the_same_text_again_touches_nothing(body):
    body.set_text("one\n\ntwo", open_end=False)
    items = body.items

    body.set_text("one\n\ntwo", open_end=False)

    assert body.items == items


def test_another_text_replaces_the_old_one(body):
    body.set_text("one\n\ntwo\n\nthree", open_end=False)

    body.set_text("other", open_end=False)

    assert said(body) == ["other"]


def test_a_block_that_turns_into_another_kind_gets_another_item(body):
    body.set_text("", open_end=True)
    body.append("| a | b |\n")
    body.height_for(700)
    before = said(body)

    body.append("|---|---|\n| c | d |\n")
    body.height_for(700)

    assert before == ["| a | b |"]
    assert "d" in said(body)[0]
    assert len(body.items) == 1


def test_an_empty_answer_that_streams_has_room_for_the_caret(body):
    body.set_text("", open_end=True)
    assert body.height_for(700) > 10

    body.set_text("", open_end=False)
    assert body.height_for(700) == 0


def test_a_new_style_keeps_the_text(body):
    body.set_text("one\n\n```\ntwo\n```", open_end=True)

    body.set_style(ChatStyle(DARK, 200))
    body.append("\nmo")

    assert said(body) == ["one", "two", "mo"]
    body.set_text("one\n\n```\ntwo\n```\nmore", open_end=False)
    assert said(body) == ["one", "two", "more"]
