"""The pool behind the accessible messages: few objects, whatever streams and scrolls; the focused one stays."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from desktop.ui.chat.accessibility import AccessibleMessages
from desktop.ui.chat.accessible_slots import BlockSlot, MessageSlot

Text = QAccessible.Text


def blocks(chat):
    return [block for message in chat.accessible.shown() for block in message.blocks]


def names(chat):
    return [QAccessible.queryAccessibleInterface(block).text(Text.Name) for block in blocks(chat)]


def objects(chat):
    return len(chat.accessible.findChildren(MessageSlot)) + len(chat.accessible.findChildren(BlockSlot))


@pytest.fixture
def long_chat(chat, question, answer):
    """Twenty answers of thirty blocks."""
    messages = []
    for number in range(20):
        text = "\n\n".join(f"block {number}.{line}" for line in range(30))
        messages += [question(f"question {number}", uuid=f"q{number}"), answer(text, uuid=f"a{number}")]
    chat.set_messages(messages)
    return chat


def test_only_what_is_in_sight_has_an_object(long_chat):
    long_chat.scroll_to_start()

    assert isinstance(long_chat.accessible, AccessibleMessages)
    assert names(long_chat)[:2] == ["question 0", "block 0.0"]
    assert len(blocks(long_chat)) < 40


def test_scrolling_through_everything_makes_no_more_objects_than_ever_were_in_sight(long_chat):
    long_chat.scroll_to_start()
    most, seen = 0, set()

    for _ in range(200):
        most = max(most, len(blocks(long_chat)) + len(long_chat.accessible.shown()))
        seen.update(names(long_chat))
        long_chat.scroll_pixels(150)

    assert {f"block {number}.{line}" for number in range(20) for line in range(30)} <= seen
    assert objects(long_chat) <= most + 3


def test_a_block_keeps_its_object_while_it_is_in_sight(long_chat):
    long_chat.scroll_to_start()
    before = {QAccessible.queryAccessibleInterface(block).text(Text.Name): block for block in blocks(long_chat)}

    long_chat.scroll_pixels(100)

    after = {QAccessible.queryAccessibleInterface(block).text(Text.Name): block for block in blocks(long_chat)}
    both = before.keys() & after.keys()
    assert len(both) > 5
    assert all(before[name] is after[name] for name in both)


def test_the_focused_block_keeps_its_object_out_of_sight(long_chat):
    long_chat.scroll_to_start()
    long_chat.walk.step_block(1)
    long_chat.walk.step_block(1)
    block = next(block for block in blocks(long_chat) if block.slot is long_chat.walk.block)
    name = QAccessible.queryAccessibleInterface(block).text(Text.Name)

    long_chat.jump_to_end()

    assert block in blocks(long_chat)
    assert QAccessible.queryAccessibleInterface(block).text(Text.Name) == name
    assert QAccessible.queryAccessibleInterface(block).state().offscreen
    assert QAccessible.queryAccessibleInterface(block).parent().text(Text.Name).startswith("Answer")


def test_a_freed_object_says_nothing_and_is_invisible(long_chat, question):
    long_chat.scroll_to_start()
    first = QAccessible.queryAccessibleInterface(blocks(long_chat)[0])
    last = QAccessible.queryAccessibleInterface(blocks(long_chat)[-1])

    long_chat.set_messages([question("only this")])
    long_chat.accessible.shown()

    # The one that was freed last is used again first.
    (held,) = [one for one in (first, last) if one.text(Text.Name) != "only this"]
    assert held.isValid()
    assert held.text(Text.Name) == ""
    assert held.state().invisible
    assert held.parent().object() is long_chat


def test_a_growing_answer_is_read_as_it_is_now(chat, answer):
    chat.set_messages([answer("", streaming=True)])

    chat.append_text("a", "first\n\nsec")
    chat.jump_to_end()
    before = names(chat)
    chat.append_text("a", "ond")
    chat.jump_to_end()

    assert before == ["first", "sec"]
    assert names(chat) == ["first", "second"]


def test_the_focused_block_is_the_focus_child_of_the_view(chat, qtbot, answer):
    chat.set_messages([answer("one\n\ntwo")])
    chat.activateWindow()
    qtbot.waitUntil(chat.isActiveWindow)

    chat.walk.step_message(1)
    chat.walk.step_block(1)
    focused = QAccessible.queryAccessibleInterface(chat).focusChild()

    assert focused.text(Text.Name) == "two"


def test_without_the_keyboard_no_message_has_the_focus(chat, answer):
    chat.set_messages([answer("one")])

    chat.clearFocus()

    assert chat.accessible.focused() is None
