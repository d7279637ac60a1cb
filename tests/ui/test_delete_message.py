"""One message is deleted and comes back: from its button, the menu and the disk, in the whole window."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtWidgets import QPushButton


@pytest.fixture
def answered(qtbot, server, with_chats):
    window = with_chats(question=sse("an answer"))
    server.script(sse("more"))
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("second")
    return window


def words(window):
    return [entry.view.text for entry in window.chat.view.column.entries]


def stored(qtbot, stack, uuid):
    """The texts of a chat as they stand on the disk."""
    with qtbot.waitSignal(stack.store.done, timeout=5000) as done:
        stack.store.ask("look", lambda store: store.load(uuid))
    return [turn.text for turn in done.args[1].path()]


def delete(window, place):
    uuid = window.chat.session.conversation.path()[place].uuid
    window.chat.view.act_on(uuid, "delete")


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_deleted_message_is_gone_from_the_disk_and_undo_brings_it_back(qtbot, stack, answered, place):
    uuid = answered.chat.session.conversation.uuid
    everything = ["question", "an answer", "second", "more"]
    left = [text for number, text in enumerate(everything) if number != place]

    delete(answered, place)
    assert words(answered) == left
    assert stored(qtbot, stack, uuid) == left

    answered.sidebar.undo.button.click()
    assert words(answered) == everything
    assert stored(qtbot, stack, uuid) == everything


def test_its_button_and_the_menu_do_it(qtbot, answered):
    view = answered.chat.view
    bar = view._overlays.bar(view.column.entries[-1])
    bar.delete.click()
    assert words(answered) == ["question", "an answer", "second"]
    assert answered.sidebar.undo._words.text() == "The answer was deleted."

    answered.actions_.message_menu.aboutToShow.emit()
    answered.actions_.message["delete"].trigger()
    assert words(answered) == ["question", "second"]


def test_an_answer_whose_question_was_deleted_is_not_asked_for_again(answered):
    delete(answered, 2)

    last = answered.chat.view.column.entries[-1].view
    assert (last.text, last.can_regenerate) == ("more", False)
    assert answered.chat.session.regenerate(last.uuid) is False
    assert answered.chat.session.continue_answer(last.uuid) is False


def test_nothing_is_deleted_while_an_answer_is_made(qtbot, server, answered):
    server.script(sse("x"))
    session = answered.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        answered.chat.send("third")
        assert session.remove(session.conversation.path()[0].uuid) is None
        assert not any(entry.view.can_delete for entry in answered.chat.view.column.entries[-2:])


def test_the_offer_goes_with_the_chat(qtbot, answered):
    delete(answered, 3)
    assert answered.sidebar.findChild(QPushButton, "undoButton").isVisible()

    answered.new_chat()

    assert answered.sidebar.undo.isHidden()
