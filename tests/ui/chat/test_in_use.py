"""`desktop.ui.chat.in_use`: which message the menus mean, and what they can do with it."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication

from desktop.ui.chat.in_use import MessageInUse
from desktop.ui.chat.messages import Notice, NoticeAction

CODE = "See [here](https://example.org).\n\n```python\nprint(1)\n```"


def test_it_is_the_last_answer_while_the_keyboard_is_elsewhere(chat, question, answer):
    assert isinstance(chat.in_use, MessageInUse)
    assert chat.in_use.entry is None
    assert chat.in_use.offered() == frozenset()

    chat.set_messages([answer("one"), replace(answer("two"), uuid="b"), question()])

    assert chat.in_use.entry.view.uuid == "b"
    assert {"copy", "copy_rich", "source", "recorder"} <= chat.in_use.offered()


def test_it_is_the_message_that_the_keyboard_is_at(chat, question, answer):
    chat.set_messages([question(can_edit=True), answer("one")])

    chat.walk.step_message(-1)
    chat.walk.step_message(-1)

    assert chat.in_use.entry.view.uuid == "q"
    assert chat.in_use.answer.view.uuid == "a"
    assert {"edit", "copy"} <= chat.in_use.offered()
    assert "regenerate" not in chat.in_use.offered()


def test_a_code_block_and_a_link_are_offered_where_the_keyboard_is_at_them(chat, answer):
    chat.set_messages([answer(CODE)])
    chat.walk.step_message(1)
    chat.walk.step(1)
    assert {"open_link", "copy_link"} <= chat.in_use.offered()
    assert "copy_code" not in chat.in_use.offered()

    chat.act_on("a", "copy_link")
    assert QGuiApplication.clipboard().text() == "https://example.org"
    opened = []
    chat.link_activated.connect(opened.append)
    chat.act_on("a", "open_link")
    assert opened == ["https://example.org"]

    chat.walk.step_block(1)
    assert "copy_code" in chat.in_use.offered()
    chat.act_on("a", "copy_code")
    assert QGuiApplication.clipboard().text() == "print(1)"


def test_a_whole_message_is_copied_with_its_looks_whatever_is_selected(chat, question, answer):
    chat.set_messages([answer("some **bold** words"), question()])

    chat.act_on("a", "copy_rich")

    mime = QGuiApplication.clipboard().mimeData()
    assert "<b>bold</b>" in mime.html()
    assert mime.text() == "some **bold** words"
    assert chat.selection.is_empty


def test_the_thinking_is_folded_and_shown(chat, answer):
    chat.set_messages([replace(answer("x"), reasoning="first", reasoning_s=1.0)])
    assert "fold" in chat.in_use.offered()
    before = chat.entry("a").is_open

    chat.act_on("a", "fold")

    assert chat.entry("a").is_open is not before


def test_the_next_steps_are_those_of_its_card(chat, answer):
    step = NoticeAction("retry", "Retry")
    chat.set_messages([replace(answer("x"), notice=Notice("err", "failed", actions=(step,)))])

    assert chat.in_use.steps() == (step,)


def test_a_message_that_is_gone_is_not_acted_on(chat, answer):
    chat.set_messages([answer("x")])
    asked = []
    chat.action_requested.connect(lambda *what: asked.append(what))

    chat.act_on("gone", "regenerate")
    chat.act_on("a", "copy_link")
    chat.act_on("a", "regenerate")

    assert asked == [("a", "regenerate")]
