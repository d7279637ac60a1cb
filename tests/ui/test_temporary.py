"""Chats that are kept in memory only, on the real stack: nothing of them reaches the disk until they are kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fakes.below import contents_below
from fakes.server import sse, stall
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.chat.attachments import text_attachment
from desktop.chat.conversation import new_conversation
from desktop.log import Redactor, start_logging
from desktop.ui.temporary import TemporaryChats

SENTINEL = "SENTINEL-7f3a"


@pytest.fixture
def log(tmp_path):
    """The program's own log, with every level."""
    handler = start_logging(tmp_path / "lingdu.log", Redactor())
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield
    logging.getLogger().setLevel(before)
    logging.getLogger().removeHandler(handler)
    handler.close()


def files_with(words: str, folder: Path) -> list[str]:
    """The files below a folder that hold these words in UTF-8 or UTF-16."""
    wanted = (words.encode(), words.encode("utf-16-le"))
    return sorted(file.name for file, data in contents_below(folder) if any(one in data for one in wanted))


def ask(qtbot, session, text):
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask(text)


def texts(qtbot, stack, session):
    """What is stored of the chat of a session."""
    with qtbot.waitSignal(stack.store.loaded, timeout=5000) as loaded:
        stack.store.load(session.conversation.uuid)
    return [turn.text for turn in loaded.args[0].path()]


def settle(qtbot, stack):
    """Let the database do all that it was asked for, the index and a backup too."""
    with qtbot.waitSignal(stack.store.done, timeout=10_000):
        stack.store.ask("settled", lambda _store: None)
    with qtbot.waitSignal(stack.store.done, timeout=10_000):
        stack.store.back_up("backup")


def test_nothing_of_a_temporary_chat_is_in_any_file(qtbot, stack, window, make_stack, server, tmp_path, log):
    server.script(sse(f"{SENTINEL} answer"), sse(f"{SENTINEL} other"), sse("x"))
    workspace, chat = stack.workspace, window.chat
    window.actions_.new_temporary.trigger()
    session = workspace.current
    chat.composer.edit.setFocus()
    qtbot.keyClicks(chat.composer.edit, f"{SENTINEL} draft")
    workspace.drafts.keep_attachments(session.conversation, [text_attachment("notes.txt", f"{SENTINEL} file")])
    workspace.save_draft()
    workspace.set_request(f"{SENTINEL} system", {})
    ask(qtbot, session, f"{SENTINEL} title")
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.regenerate(session.conversation.path()[-1].uuid)
    session.select(session.conversation.path()[-1].uuid)
    workspace.choose_model("other-model")
    chat.keep_place()
    window.actions_.new_chat.trigger()
    ask(qtbot, workspace.current, "kept question")
    window.sidebar.search.setText(SENTINEL)
    settle(qtbot, stack)

    assert files_with(SENTINEL, tmp_path) == []
    assert len(files_with("kept question", tmp_path)) == 2  # the log of the database, and the backup
    with qtbot.waitSignal(workspace.current_changed, timeout=10_000):
        workspace.open(session.conversation.uuid)
    assert [turn.text for turn in session.conversation.path()] == [f"{SENTINEL} title", f"{SENTINEL} other"]
    make_stack(server.base_url)
    assert files_with(SENTINEL, tmp_path) == []


def test_what_is_kept_is_stored_whole_and_goes_on_being_stored(qtbot, stack, make_stack, server):
    server.script(sse("one"), sse("two"))
    session = stack.workspace.new_chat(temporary=True)
    ask(qtbot, session, "first")

    stack.workspace.keep(session.conversation.uuid)
    ask(qtbot, session, "second")
    again = make_stack(server.base_url)

    assert [one.title for one in again.workspace.summaries] == ["first"]
    assert texts(qtbot, again, session) == ["first", "one", "second", "two"]


def test_a_chat_that_is_kept_in_the_middle_of_an_answer_loses_and_doubles_nothing(qtbot, stack, make_stack, server):
    server.script(sse("one ", "two ", finish=None, done=False, then=stall()))
    session = stack.workspace.new_chat(temporary=True)
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("question")

    stack.workspace.keep(session.conversation.uuid)
    qtbot.waitUntil(lambda: session.conversation.path()[-1].text == "one two ", timeout=10_000)
    session._flush()
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.stop()

    assert texts(qtbot, make_stack(server.base_url), session) == ["question", "one two "]


def test_a_flush_right_after_keeping_writes_no_part_twice(qtbot, stack, server):
    server.script(sse("one ", "two ", finish=None, done=False, then=stall()))
    session = stack.workspace.new_chat(temporary=True)
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("question")
    qtbot.waitUntil(lambda: session.conversation.path()[-1].text == "one two ", timeout=10_000)

    stack.workspace.keep(session.conversation.uuid)
    session._flush()
    # As a crash would leave it: without the save at the end.
    found = texts(qtbot, stack, session)

    assert found == ["question", "one two "]
    session.stop()


def test_what_it_cost_is_counted_without_a_trace_of_the_chat(qtbot, stack, server):
    server.script(sse("x", usage={"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}))
    session = stack.workspace.new_chat(temporary=True)
    charges = []
    stack.store.charge = lambda _ticket, charge: charges.append(charge)

    ask(qtbot, session, "question")

    assert [(charge.conversation, charge.total) for charge in charges] == [("", 4)]


def test_it_lives_on_while_other_chats_are_shown_and_stands_first_in_the_sidebar(qtbot, stack, window, server):
    server.script(sse("x"), sse("y"))
    window.actions_.new_temporary.trigger()
    session = stack.workspace.current
    assert window.chat.temporary.isVisible()
    ask(qtbot, session, "hidden question")

    window.actions_.new_chat.trigger()
    assert not window.chat.temporary.isVisible()
    ask(qtbot, stack.workspace.current, "plain question")

    model = window.sidebar.model
    rows = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert rows == ["Temporary", "hidden question, temporary", "Today", "plain question"]
    stack.workspace.open(session.conversation.uuid)
    assert stack.workspace.current is session
    assert window.chat.temporary.isVisible()


def test_one_that_is_empty_is_gone_with_a_look_at_another(stack, window):
    window.actions_.new_temporary.trigger()
    uuid = stack.workspace.current.conversation.uuid

    window.actions_.new_chat.trigger()

    assert uuid not in stack.workspace.temporary
    assert uuid not in [one.conversation.uuid for one in stack.workspace.sessions]


def test_its_end_is_said_and_can_be_taken_back(qtbot, stack, window, server):
    server.script(sse("x"), sse("y"))
    window.actions_.new_temporary.trigger()
    session = stack.workspace.current
    ask(qtbot, session, "hidden question")
    uuid = session.conversation.uuid

    qtbot.mouseClick(window.chat.temporary.end, Qt.MouseButton.LeftButton)

    assert uuid not in stack.workspace.temporary
    assert stack.workspace.current is not session
    assert window.sidebar.undo.isVisible()
    assert "has ended" in window.sidebar.undo.accessibleName()
    qtbot.mouseClick(window.sidebar.undo.button, Qt.MouseButton.LeftButton)
    assert stack.workspace.current.conversation.uuid == uuid
    assert [turn.text for turn in stack.workspace.current.conversation.path()] == ["hidden question", "x"]
    assert uuid in stack.workspace.temporary
    ask(qtbot, stack.workspace.current, "it goes on")


def test_its_recordings_go_with_it(qtbot, stack, window, server):
    server.script(sse("x"))
    window.actions_.new_temporary.trigger()
    uuid = stack.workspace.current.conversation.uuid
    ask(qtbot, stack.workspace.current, "question")
    ended = []
    stack.workspace.temporary_ended.connect(ended.append)

    window.actions_.end_chat.trigger()

    assert ended == [uuid]


def test_closing_the_window_asks_before_a_temporary_chat_is_lost(qtbot, stack, window, server):
    server.script(sse("x"))
    window.actions_.new_temporary.trigger()
    ask(qtbot, stack.workspace.current, "question")
    closed = []
    window.closed.connect(lambda: window.leave(lambda: closed.append(True)))

    window.close()
    dialog = window.findChild(QDialog, "confirmDialog")
    assert dialog.isVisible()
    assert closed == []
    assert window.isVisible()

    dialog.findChild(QPushButton, "confirmButton").click()
    assert closed == [True]
    assert stack.workspace.temporary.summaries == ()


def test_without_one_nothing_is_asked(qtbot, window):
    left = []
    window.actions_.new_temporary.trigger()

    window.leave(lambda: left.append(True))

    assert left == [True]


def test_keeping_is_offered_for_a_temporary_chat_alone(qtbot, stack, window, server):
    server.script(sse("x"))
    actions = window.actions_
    window.new_chat()
    assert not actions.keep_chat.isEnabled()

    actions.new_temporary.trigger()
    assert actions.keep_chat.isEnabled()
    assert not actions.rename.isEnabled()
    assert not actions.export_chat.isEnabled()
    ask(qtbot, stack.workspace.current, "question")
    actions.keep_chat.trigger()

    assert not window.chat.temporary.isVisible()
    assert actions.rename.isEnabled()
    assert [one.title for one in stack.workspace.summaries] == ["question"]


def test_it_outlives_a_backup_that_is_restored(qtbot, stack, server):
    server.script(sse("x"))
    session = stack.workspace.new_chat(temporary=True)
    ask(qtbot, session, "question")

    stack.workspace.library.backup_restored.emit("ticket")

    assert stack.workspace.current is session
    assert [one.title for one in stack.workspace.temporary.summaries] == ["question"]


def test_another_endpoint_leaves_an_empty_one_temporary(stack):
    stack.workspace.new_chat(temporary=True)

    stack.workspace.endpoint_changed()

    assert stack.workspace.current.conversation.uuid in stack.workspace.temporary


def test_what_is_none_of_these_is_neither_kept_nor_forgotten(stack):
    chats = TemporaryChats(stack.store)
    conversation = new_conversation("default", "m")

    assert not chats.keep(conversation.uuid)
    assert not chats.forget(conversation.uuid)
    chats.add(conversation)
    assert chats.summaries == ()
    assert chats.forget(conversation.uuid)
    assert stack.workspace.end_temporary("unknown") is None
