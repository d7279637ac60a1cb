"""The recorder in the window (`desktop.ui.recorder.flight`): real requests, a real store, and no key anywhere."""

from __future__ import annotations

import json
import logging
import zipfile

import pytest
from fakes.below import contents_below, files_below
from fakes.server import chunk, sse, status, stream
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop.ui.recorder.flight import Flight

KEY = "sk-SENTINEL-abcdef0123456789"  # that of the stack

ECHO = f'data: {{"error": "bad key {KEY}"}}\n\n'.encode()


@pytest.fixture
def flight(window, stack):
    return Flight(window, stack.workspace, stack.store, stack.recorder)


def ask(qtbot, window, text="hi"):
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send(text)
    return session.conversation.path()[-1]


def test_the_button_of_an_answer_opens_its_recording(qtbot, server, window, flight):
    server.script(sse("one"), sse("two"))
    first = ask(qtbot, window)
    ask(qtbot, window)
    assert flight.dock.isHidden()

    window.chat.view.action_requested.emit(first.uuid, "recorder")

    assert flight.dock.isVisible()
    assert flight.dock.turn is first
    assert flight.dock.recording.body.encode() == server.requests[0].body


def test_the_menu_opens_the_last_answer_and_puts_the_dock_away(qtbot, server, window, flight):
    server.script(sse("one"))
    last = ask(qtbot, window)

    window.actions_.recorder.trigger()
    shown = flight.dock.turn
    window.actions_.recorder.trigger()

    assert shown is last
    assert flight.dock.isHidden()


def test_the_open_dock_goes_along_with_the_next_answer_and_with_another_chat(qtbot, server, window, flight):
    server.script(sse("one"))
    window.actions_.recorder.trigger()
    assert flight.dock.turn is None

    answer = ask(qtbot, window)
    assert flight.dock.turn is answer
    assert flight.dock.events.rowCount() == 4

    window.new_chat()
    assert flight.dock.turn is None


def test_sending_again_asks_first_and_sends_the_same_body(qtbot, server, window, flight):
    server.script(sse("one"), sse("two"))
    session = window.chat.session
    session.conversation.parameters = {"temperature": 0.5, "top_k": 3}
    answer = ask(qtbot, window)
    session.conversation.parameters = {}
    session.conversation.model = "another"
    window.actions_.recorder.trigger()

    qtbot.mouseClick(flight.dock.send_again, Qt.MouseButton.LeftButton)
    box = window.findChild(QMessageBox, "confirmDialog")
    assert "It costs again." in box.informativeText()
    assert len(server.requests) == 1
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.mouseClick(box.findChild(QPushButton, "confirmButton"), Qt.MouseButton.LeftButton)

    assert server.requests[1].body == server.requests[0].body
    again = session.conversation.path()[-1]
    assert (again.text, again.model_asked) == ("two", "m")
    assert [turn.uuid for turn in session.conversation.siblings(again.uuid)] == [answer.uuid, again.uuid]


def test_what_is_erased_is_not_in_the_recorder_any_more(qtbot, server, window, flight, stack):
    server.script(sse("one"))
    answer = ask(qtbot, window)
    assert stack.recorder.of(answer.uuid)
    uuid = window.chat.session.conversation.uuid

    with qtbot.waitSignal(stack.workspace.library.erased, timeout=10_000):
        stack.workspace.library.erase([uuid], renew_backups=False)

    assert stack.recorder.of(answer.uuid) == ()


def test_what_was_said_in_a_temporary_chat_goes_with_it(qtbot, server, window, flight, stack):
    server.script(sse("one"))
    window.actions_.new_temporary.trigger()
    answer = ask(qtbot, window)
    assert stack.recorder.of(answer.uuid)

    stack.workspace.end_temporary(window.chat.session.conversation.uuid)

    assert stack.recorder.of(answer.uuid) == ()


def save(qtbot, flight, window, path):
    flight.save_bundle(path)
    qtbot.waitUntil(window.banner.isVisible, timeout=5000)


def test_a_bundle_that_cannot_be_written_is_said(qtbot, server, window, flight, tmp_path):
    server.script(sse("one"))
    ask(qtbot, window)
    window.actions_.recorder.trigger()

    save(qtbot, flight, window, tmp_path / "nowhere" / "x.zip")

    assert "not saved" in window.banner.accessibleName()


@pytest.mark.parametrize(
    "answer",
    [
        sse(f"your key is {KEY}", usage={"total_tokens": 3}),
        status(401, f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'.encode()),
        stream(chunk({"content": "x"}), ECHO, headers={"x-request-id": KEY}),
    ],
    ids=["in the answer", "in a refusal", "in the stream"],
)
def test_the_key_is_in_no_copied_text_no_bundle_no_log_and_no_file(
    qtbot, server, window, flight, tmp_path, caplog, answer
):
    """The question holds the key and the server repeats it; the answer's own text is the chat's, not the recorder's."""
    caplog.set_level(logging.INFO)
    server.script(answer)
    ask(qtbot, window, f"is {KEY} my key?")
    assert KEY in server.requests[0].headers["authorization"]
    window.actions_.recorder.trigger()
    dock = flight.dock

    texts = {"request": dock.request.toPlainText(), "answer": dock.response.toPlainText(), "log": caplog.text}
    for name in ("curl", "python", "node", "json"):
        dock.copy_as(name)
        texts[name] = QGuiApplication.clipboard().text()
    for row in range(dock.events.rowCount()):
        dock.select_event(row)
        texts[f"event {row}"] = dock.event_box.toPlainText() + str(dock.events.data(dock.events.index(row, 2)))
    save(qtbot, flight, window, tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        texts |= {name: bundle.read(name).decode() for name in bundle.namelist()}

    assert {"1/curl.sh", "1/request.py", "1/request.mjs", "1/request.json", "1/recording.json"} <= set(texts)
    assert [name for name, text in texts.items() if "SENTINEL" in text] == []
    assert "is *** my key?" in texts["1/request.json"]
    assert json.loads(texts["answer.json"])["format"] == "lingdu-recording"
    # The settings and everything else beside the chat's own database, where the question stands as it was typed.
    others = [(file, data) for file, data in contents_below(tmp_path) if "conversations.db" not in file.name]
    assert [file.name for file, data in others if b"SENTINEL" in data] == []


def test_nothing_is_written_for_a_recording_by_itself(qtbot, server, window, flight, tmp_path):
    server.script(sse("one"))
    before = {file.name for file in files_below(tmp_path)}

    ask(qtbot, window)

    new = {file.name for file in files_below(tmp_path)} - before
    assert {name for name in new if not name.startswith(("conversations.db", "settings"))} == set()


def test_the_menus_do_what_the_open_docks_buttons_do(qtbot, server, window, flight):
    server.script(sse("one"))
    ask(qtbot, window)
    actions = window.actions_
    actions.menu.aboutToShow.emit()
    lines = (actions.save_recording, actions.send_again)
    assert not any(one.isEnabled() for one in lines)
    assert not flight.dock.copy.menu().isEnabled()

    actions.recorder.trigger()
    actions.menu.aboutToShow.emit()
    assert all(one.isEnabled() for one in lines)
    curl = next(one for one in flight.dock.copy.menu().actions() if one.text() == "cURL")
    curl.trigger()
    assert QGuiApplication.clipboard().text().startswith("curl")

    actions.send_again.trigger()
    question = window.findChild(QMessageBox)
    assert question.isVisible()
    question.reject()
