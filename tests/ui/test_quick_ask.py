"""The quick-ask window, driven as a person would, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse, stall
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from desktop.errors import StoreError
from desktop.ui.chat.said import piece_text
from desktop.ui.palettes import DARK
from desktop.ui.quick_ask import QuickAsk

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def quick(qtbot, stack):
    quick = QuickAsk(stack.workspace)
    qtbot.addWidget(quick)
    quick.bring_to_front()
    return quick


def ask(qtbot, quick, text="hi"):
    qtbot.keyClicks(quick.edit, text)
    with qtbot.waitSignal(quick.session.ended, timeout=10_000):
        qtbot.keyClick(quick.edit, Qt.Key.Key_Return)


def shown(quick):
    """What the messages say, as it stands on the screen."""
    entries = quick.view.column.entries
    for entry in entries:
        quick.view.column.load(entry)
    return ["\n".join(piece_text(entry.slots[number].piece) for number in entry.text_slots) for entry in entries]


def test_a_question_is_answered_below_its_line_and_kept_as_a_chat_that_was_seen(qtbot, stack, server, quick):
    server.script(sse("the *answer*"))
    small = quick.height()

    ask(qtbot, quick, "what is it")

    assert shown(quick) == ["what is it", "the answer"]
    assert quick.edit.toPlainText() == ""
    assert quick.height() > small
    assert [one.title for one in stack.workspace.summaries] == ["what is it"]
    assert quick.model.text().startswith("m · 127.0.0.1:")


def test_what_is_typed_while_something_is_asked_first_stays_in_the_box(qtbot, stack, server, quick):
    server.script(sse("a"))
    held = []
    stack.workspace.before_sending = held.append
    qtbot.keyClicks(quick.edit, "first")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(quick.edit, "second")

    with qtbot.waitSignal(quick.session.ended, timeout=10_000):
        held[0]()

    assert [one["content"] for one in server.requests[0].json["messages"]] == ["first"]
    assert quick.edit.toPlainText() == "second"


def test_what_the_main_window_shows_neither_changes_nor_ends_it(qtbot, stack, server, quick):
    server.script(sse("one", finish=None, done=False, then=stall()))
    main = stack.workspace.new_chat()
    qtbot.keyClicks(quick.edit, "first")
    with qtbot.waitSignal(quick.session.text_added, timeout=10_000):
        qtbot.keyClick(quick.edit, Qt.Key.Key_Return)

    stack.workspace.new_chat()
    with qtbot.waitSignal(quick.session.ended, timeout=5000):
        quick.send_button.click()
    stack.workspace.new_chat()
    server.script(sse("two"))
    ask(qtbot, quick, "second")

    assert shown(quick) == ["first", "one", "second", "two"]
    assert stack.workspace.current is not main
    assert stack.workspace.current is not quick.session


def test_escape_hides_it_and_the_answer_and_the_words_stay(qtbot, server, quick):
    server.script(sse("one", finish=None, done=False, then=stall()))
    qtbot.keyClicks(quick.edit, "first")
    with qtbot.waitSignal(quick.session.text_added, timeout=10_000):
        qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(quick.edit, "next")

    qtbot.keyClick(quick.edit, Qt.Key.Key_Escape)

    assert not quick.isVisible()
    assert quick.session.busy
    quick.toggle()
    assert quick.isVisible()
    assert quick.edit.toPlainText() == "next"
    # What arrived may wait for the next frame.
    qtbot.waitUntil(lambda: shown(quick) == ["first", "one"], timeout=10_000)
    with qtbot.waitSignal(quick.session.ended, timeout=5000):
        quick.session.stop()


def test_toggle_hides_what_can_be_seen(quick):
    quick.toggle()
    assert not quick.isVisible()

    quick.toggle()

    assert quick.isVisible()


def test_the_conversation_moves_to_the_window_with_what_is_written(qtbot, stack, server, quick):
    server.script(sse("one"))
    ask(qtbot, quick, "first")
    uuid = quick.session.conversation.uuid
    qtbot.keyClicks(quick.edit, "and then")
    quick.open_requested.connect(stack.workspace.open)

    qtbot.mouseClick(quick.open_button, Qt.MouseButton.LeftButton)

    assert stack.workspace.current.conversation.uuid == uuid
    assert stack.workspace.current.conversation.draft == "and then"
    assert not quick.isVisible()
    quick.bring_to_front()
    assert (shown(quick), quick.edit.toPlainText()) == ([], "")


def test_a_new_question_begins_another_chat(qtbot, stack, server, quick):
    server.script(sse("one"))
    ask(qtbot, quick, "first")

    qtbot.keyClick(quick.edit, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    server.script(sse("two"))
    ask(qtbot, quick, "second")

    assert shown(quick) == ["second", "two"]
    assert sorted(one.title for one in stack.workspace.summaries) == ["first", "second"]


def test_a_question_that_cannot_be_saved_comes_back_and_says_why(
    qtbot, stack, server, quick, monkeypatch, expected_logs
):
    expected_logs("the store failed")

    def fail(ticket, *_arguments):
        stack.store.failed.emit(ticket, StoreError("the disk is full", reason="full", detail="no space"))

    monkeypatch.setattr(stack.store, "save", fail)
    qtbot.keyClicks(quick.edit, "precious")

    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not quick.session.busy, timeout=10_000)

    assert quick.edit.toPlainText() == "precious"
    assert "no space" in quick.hint.text()
    assert server.requests == []


def test_before_the_database_is_open_a_question_waits_for_it(qtbot, make_stack, server):
    server.script(sse("late but there"))
    stack = make_stack(server.base_url)
    stack.workspace._listed = False
    quick = QuickAsk(stack.workspace)
    qtbot.addWidget(quick)
    quick.bring_to_front()
    qtbot.keyClicks(quick.edit, "early")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    assert quick.session is None

    stack.workspace._listed = True
    stack.workspace.ready.emit()
    with qtbot.waitSignal(quick.session.ended, timeout=10_000):
        pass

    assert shown(quick) == ["early", "late but there"]


def test_what_is_written_is_kept_when_the_program_ends(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    quick = QuickAsk(stack.workspace)
    qtbot.addWidget(quick)
    quick.bring_to_front()
    qtbot.keyClicks(quick.edit, "not yet sent")

    quick.keep_draft()
    again = make_stack(server.base_url)
    qtbot.waitUntil(lambda: again.workspace.current is not None, timeout=5000)

    assert again.workspace.current.conversation.draft == "not yet sent"


def test_pictures_files_and_long_texts_go_to_the_main_window(qtbot, quick):
    long = QMimeData()
    long.setText("word " * 1500)
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    short = QMimeData()
    short.setText("a few words")

    for source in (long, picture):
        quick.bring_to_front()
        with qtbot.waitSignals([quick.open_requested, quick.given], timeout=1000, order="strict"):
            quick.edit.insertFromMimeData(source)
        assert not quick.isVisible()
    quick.edit.insertFromMimeData(short)

    assert quick.edit.toPlainText() == "a few words"


def test_a_chat_that_goes_to_the_trash_leaves_an_empty_one(qtbot, stack, server, quick):
    server.script(sse("one"))
    ask(qtbot, quick, "first")

    stack.workspace.library.move_to_trash(quick.session.conversation.uuid)

    assert shown(quick) == []


def test_everything_in_it_has_a_name_and_takes_the_theme(qtbot, server, quick):
    server.script(sse("one"))
    ask(qtbot, quick, "first")
    quick.set_theme(DARK, 125, ctrl_enter=True)

    qtbot.keyClicks(quick.edit, "x")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)

    assert quick.edit.toPlainText() == "x\n"
    buttons = [one for one in quick.findChildren(QAbstractButton) if one.isVisible()]
    assert [one.objectName() for one in buttons if not (one.objectName() and one.accessibleName())] == []
    assert quick.edit.accessibleName() == "Question"
