"""`desktop.ui.chat.after_text`: what an answer holds beside its text."""

from __future__ import annotations

from desktop.ui.chat.after_text import after_text
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import CodePiece, TextPiece


def test_an_answer_of_text_alone_has_nothing_more():
    assert after_text(MessageView("a", "assistant", "text")) == []


def test_tools_are_named_and_their_arguments_shown_as_they_are():
    view = MessageView("a", "assistant", "", tool_calls=(("look_up", '{"q": "<b>"}'), ("stop", "")))

    first, second = after_text(view)

    assert isinstance(first, CodePiece)
    assert "look_up" in first.title
    assert first.code.text == '{"q": "<b>"}'
    assert "stop" in second.title


def test_each_line_of_a_refusal_stands_in_a_quote_below_its_title():
    title, *lines = after_text(MessageView("a", "assistant", "", refusal="no *thanks*\nnever"))

    assert isinstance(title, TextPiece)
    assert title.look == "small"
    assert [("".join(run.text for run in line.runs), line.quote) for line in lines] == [
        ("no *thanks*", 1),
        ("never", 1),
    ]
