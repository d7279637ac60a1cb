"""`desktop.ui.session_view`: a chat view of its own, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse, stall
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.view import ChatView
from desktop.ui.session_view import SessionView


@pytest.fixture
def shown(qtbot, stack):
    """A view in a window, joined with nothing yet."""
    parent = QWidget()
    qtbot.addWidget(parent)
    view = ChatView()
    view.setParent(parent)
    parent.resize(700, 500)
    view.resize(700, 500)
    parent.show()
    return SessionView(view, stack.workspace, parent)


def texts(shown):
    return [entry.view.text for entry in shown._view.column.entries]


def ask(qtbot, session, text="question"):
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask(text)


def test_the_turns_of_a_session_are_shown_as_they_come(qtbot, stack, server, shown):
    server.script(sse("Hel", "lo"))
    session = stack.workspace.new_chat()
    shown.show(session)

    with qtbot.waitSignal(shown.path_shown, timeout=5000):
        ask(qtbot, session)

    assert texts(shown) == ["question", "Hello"]
    assert not shown._tick.isActive()


def test_another_session_takes_the_place_of_the_first_whose_text_is_not_mixed_in(qtbot, stack, server, shown):
    server.script(sse("one", finish=None, done=False, then=stall()))
    first = stack.workspace.new_chat()
    shown.show(first)
    with qtbot.waitSignal(first.text_added, timeout=10_000):
        first.ask("question")

    shown.show(stack.workspace.new_chat())
    first.text_added.emit(first.answering.uuid, "late")

    assert texts(shown) == []
    assert not shown._tick.isActive()
    with qtbot.waitSignal(stack.workspace.idle, timeout=10_000):
        stack.workspace.stop_all()


def test_what_a_message_offers_is_done(qtbot, stack, server, shown, qapp):
    server.script(sse("one"))
    session = stack.workspace.new_chat()
    shown.show(session)
    ask(qtbot, session)
    first = session.conversation.path()[-1].uuid

    shown.act(first, "copy")
    server.script(sse("two"))
    with qtbot.waitSignal(session.ended, timeout=10_000):
        shown.act(first, "regenerate")
    second = session.conversation.path()[-1].uuid
    shown.act(second, "previous_sibling")

    assert qapp.clipboard().text() == "one"
    assert texts(shown) == ["question", "one"]
    server.script(sse("three"))
    with qtbot.waitSignal(session.ended, timeout=10_000):
        shown._on_edited(session.conversation.path()[0].uuid, "changed")
    assert texts(shown) == ["changed", "three"]


def test_what_belongs_to_the_main_window_is_asked_for(qtbot, stack, server, shown):
    server.script(sse("one"))
    session = stack.workspace.new_chat()
    shown.show(session)
    ask(qtbot, session)

    with qtbot.waitSignal(shown.elsewhere_requested, timeout=10_000) as asked:
        shown.act(session.conversation.path()[-1].uuid, "open_key_settings")

    assert asked.args == ["open_key_settings"]
