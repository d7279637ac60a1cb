"""`desktop.ui.drafts` on the real stack."""

from __future__ import annotations


def stored_draft(qtbot, stack, uuid):
    with qtbot.waitSignal(stack.store.loaded, timeout=5000) as seen:
        stack.store.load(uuid)
    return seen.args[0].draft


def test_words_are_written_a_moment_after_the_last_key(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    conversation = stack.workspace.new_chat().conversation
    stack.workspace.drafts._timer.setInterval(0)

    with qtbot.waitSignal(stack.store.saved, timeout=5000):
        stack.workspace.set_draft("wor")
        stack.workspace.set_draft("words")

    assert stored_draft(qtbot, stack, conversation.uuid) == "words"


def test_the_words_of_the_chat_they_were_written_in_are_kept_when_another_is_shown(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    conversation = stack.workspace.new_chat().conversation
    stack.workspace.set_draft("mine")

    with qtbot.waitSignal(stack.store.saved, timeout=5000):
        stack.workspace.new_chat()

    assert not stack.workspace.drafts._timer.isActive()
    assert stored_draft(qtbot, stack, conversation.uuid) == "mine"


def test_an_empty_chat_without_words_is_not_stored(make_stack, server):
    stack = make_stack(server.base_url)
    conversation = stack.workspace.new_chat().conversation

    stack.workspace.drafts.keep(conversation)

    assert conversation.uuid not in stack.workspace.library
