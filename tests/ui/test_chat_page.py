"""`desktop.ui.chat_page` in its window, driven as a person would, on the real stack."""

from __future__ import annotations

import threading

from fakes.server import chunk, head, sse, stall, status
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.chat.turn import State
from desktop.errors import StoreError
from desktop.settings.profiles import Profile
from desktop.ui import session_view
from desktop.ui.main_window import MainWindow


def ask(qtbot, window: MainWindow, text: str = "hi") -> None:
    qtbot.keyClicks(window.chat.composer.edit, text)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)


def shown(window: MainWindow, name: str) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget, name) if widget.isVisible()]


def test_enter_sends_and_the_answer_its_figures_and_its_chat_are_shown(qtbot, server, window):
    server.script(sse("Hello", usage={"prompt_tokens": 1024, "completion_tokens": 412, "total_tokens": 1436}))

    ask(qtbot, window, "my question")

    assert window.chat.composer.text == ""
    assert window.usage.prompt.text() == "Prompt 1,024"
    assert window.usage.total.text() == "Total 1,436 tokens"
    assert window.usage.state.text() == "Ready"
    assert window.windowTitle() == "my question — Lingdu Chat"
    assert window.sidebar.model.uuids() == [window._workspace.current.conversation.uuid]
    assert window.chat.view.entry(window._workspace.current.conversation.leaf).body.text == "Hello"


def test_the_button_stops_and_the_card_offers_the_next_step(qtbot, server, window):
    server.script(sse("kept", finish=None, done=False, then=stall()))
    session = window._workspace.current
    window.chat.composer.set_text("hi")
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        qtbot.mouseClick(window.chat.composer.button, Qt.MouseButton.LeftButton)
    assert window.chat.composer.button.text() == "Stop"
    assert window.usage.state.text() == "● Receiving"

    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.mouseClick(window.chat.composer.button, Qt.MouseButton.LeftButton)

    assert window.chat.composer.button.text() == "Send"
    assert [label.text() for label in shown(window, "errorTitle")] == ["Stopped"]
    assert shown(window, "continueButton")
    assert shown(window, "retryButton")


def test_of_a_long_chat_only_what_is_near_the_sight_is_prepared(qtbot, server, window, monkeypatch):
    server.script(sse("first"))
    conversation = window._workspace.current.conversation
    for number in range(300):
        question = conversation.ask(f"question {number}")
        conversation.answer(question.uuid, "m", "o").state = State.COMPLETE
    prepared = []
    whole = session_view.message_view
    monkeypatch.setattr(
        session_view,
        "message_view",
        lambda *args, **keywords: prepared.append(args[1].uuid) or whole(*args, **keywords),
    )

    ask(qtbot, window)

    path = conversation.path()
    assert window.chat.view.entry(path[-1].uuid).view.text == "first"
    assert window.chat.view.entry(path[-1].uuid).view.can_regenerate
    assert path[0].uuid not in prepared
    window.chat.view.scroll_to_start()
    assert path[0].uuid in prepared
    assert window.chat.view.entry(path[0].uuid).view.can_edit


def test_escape_stops(qtbot, server, window):
    server.script(stall())
    session = window._workspace.current
    window.chat.composer.set_text("hi")
    window.chat.send("hi")

    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.actions_.stop.trigger()

    assert not session.busy


def test_a_401_is_a_card_that_names_the_key_settings(qtbot, server, window):
    server.script(status(401, b'{"error":{"message":"Incorrect API key provided"}}', {"x-request-id": "req_8f2c"}))

    ask(qtbot, window)

    assert [label.text() for label in shown(window, "errorTitle")] == ["The API key is not valid (HTTP 401)"]
    words = " ".join(label.text() for label in shown(window, "errorCard")[0].findChildren(QLabel))
    assert "Incorrect API key provided" in words
    assert "req_8f2c" in words
    (button,) = shown(window, "openKeySettingsButton")
    with qtbot.waitSignal(window.chat.key_settings_requested, timeout=10_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_markup_in_server_words_stays_text(qtbot, server, window):
    server.script(status(400, b'{"error":{"message":"<img src=file:///etc/passwd><b>x</b>"}}'))

    ask(qtbot, window)

    for label in shown(window, "errorCard")[0].findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_wait_before_another_try_is_a_card_with_cancel(qtbot, server, window):
    server.script(status(429, b'{"error":{"message":"slow"}}', {"retry-after": "30"}))
    session = window._workspace.current
    window.chat.send("hi")
    qtbot.waitUntil(lambda: session.retry is not None, timeout=10_000)

    (title,) = shown(window, "errorTitle")
    assert title.text() == "Too many requests (HTTP 429), sending again in 30 s"
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.mouseClick(shown(window, "cancelRetryButton")[0], Qt.MouseButton.LeftButton)
    assert len(server.requests) == 1


def test_a_hundred_presses_of_enter_are_one_request(qtbot, server, window):
    server.script(stall())
    window.chat.composer.set_text("hi")
    for _ in range(100):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(server.requests) == 1, timeout=5000)

    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.stop()
    assert len(server.requests) == 1


def test_siblings_are_reached_by_the_arrows(qtbot, server, window):
    server.script(sse("one"), sse("two"))
    ask(qtbot, window)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.actions_.regenerate.trigger()
    assert [label.text() for label in shown(window, "siblingLabel")] == ["2/2"]

    qtbot.mouseClick(shown(window, "previousSiblingButton")[0], Qt.MouseButton.LeftButton)

    assert session.conversation.path()[-1].text == "one"
    assert [label.text() for label in shown(window, "siblingLabel")] == ["1/2"]


def test_the_last_answer_and_its_code_can_be_copied(qtbot, server, window):
    server.script(sse("text\n\n```py\nx = 1\n```\n"))
    ask(qtbot, window)

    window.actions_.copy_code.trigger()
    assert QGuiApplication.clipboard().text().strip() == "x = 1"
    window.actions_.copy_answer.trigger()
    assert QGuiApplication.clipboard().text().startswith("text")


def test_a_question_that_was_not_saved_comes_back_to_the_composer(qtbot, server, window, expected_logs):
    expected_logs("the store failed")
    window._workspace._services.store.close_and_wait(10_000)
    session = window._workspace.current

    with qtbot.waitSignal(session.refused, timeout=10_000):
        window.chat.send("precious words")

    assert window.chat.composer.text == "precious words"
    assert window.banner.isVisible()
    assert server.requests == []


def test_a_question_that_was_not_saved_outlives_a_look_at_another_chat(qtbot, server, window, expected_logs):
    expected_logs("the store failed")
    window._workspace._services.store.close_and_wait(10_000)
    session = window._workspace.current
    with qtbot.waitSignal(session.refused, timeout=10_000):
        window.chat.send("precious words")

    window.new_chat()
    assert window.chat.composer.text == ""
    window._workspace.open(session.conversation.uuid)

    assert window.chat.composer.text == "precious words"


def test_an_answer_that_could_not_be_begun_leaves_the_draft_alone(qtbot, server, window, expected_logs):
    expected_logs("the store failed")
    server.script(sse("one"))
    ask(qtbot, window)
    window._workspace._services.store.close_and_wait(10_000)
    window.chat.composer.edit.insertPlainText("next words")
    session = window._workspace.current

    with qtbot.waitSignal(session.refused, timeout=10_000):
        window.chat.regenerate_last()

    assert window.chat.composer.text == "next words"


def test_a_question_refused_behind_another_chat_does_not_land_in_its_composer(qtbot, server, window, expected_logs):
    expected_logs("the store failed")
    workspace = window._workspace
    session = workspace.current
    window.chat.send("precious words")
    window.new_chat()
    window.chat.composer.edit.insertPlainText("other words")
    refusal = StoreError("no room", reason="full")

    workspace._services.store.failed.emit(session._answer.ticket, refusal)

    assert window.chat.composer.text == "other words"
    workspace.open(session.conversation.uuid)
    assert window.chat.composer.text == "precious words"
    assert window.banner.isVisible()


def test_the_countdown_is_still_there_after_a_look_at_another_chat(qtbot, server, window):
    server.script(status(429, b"{}", {"retry-after": "30"}))
    session = window._workspace.current
    window.chat.send("hi")
    qtbot.waitUntil(lambda: session.retry is not None, timeout=10_000)

    window.new_chat()
    window._workspace.open(session.conversation.uuid)

    (title,) = shown(window, "errorTitle")
    assert "sending again in" in title.text()
    assert window.usage.state.text() == "Waiting to send again"
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.stop()


def test_choosing_a_model_does_not_move_what_is_read(qtbot, server, window):
    server.script(sse("line\n\n" * 200))
    ask(qtbot, window)
    bar = window.chat.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400, timeout=10_000)
    bar.setValue(100)

    window._workspace.choose_model("other")

    assert bar.value() == 100


def test_server_words_over_2000_characters_are_read_whole_in_the_details(qtbot, server, window):
    server.script(status(400, b'{"error":{"message":"' + b"long " * 1000 + b'end"}}'))
    ask(qtbot, window)
    (card,) = shown(window, "errorDetail")
    assert len(card.text()) == len("Server: ") + 2000

    qtbot.mouseClick(shown(window, "detailsButton")[0], Qt.MouseButton.LeftButton)

    (field,) = shown(window, "detailsText")
    assert field.toPlainText().endswith("long end")
    qtbot.mouseClick(shown(window, "closeDetailsButton")[0], Qt.MouseButton.LeftButton)


def test_a_wait_without_text_is_shown_until_text_comes_and_can_be_stopped(qtbot, server, window):
    gate = threading.Event()

    def answer(connection):
        connection.send(head(200, {"content-type": "text/event-stream"}))
        gate.wait(10)
        connection.send(chunk({"content": "at last"}))
        connection.wait_for_close()

    server.script(answer)
    session = window._workspace.current
    window.chat.send("hi")
    qtbot.waitUntil(lambda: session.heard_at > 0, timeout=5000)

    session.heard_at -= 42
    window.chat._messages._on_tick()

    assert [label.text() for label in shown(window, "errorTitle")] == ["Waiting 42 s for the first token"]
    with qtbot.waitSignal(session.text_added, timeout=5000):
        gate.set()
    assert shown(window, "errorTitle") == []
    session.heard_at -= 30
    window.chat._messages._on_tick()
    assert [label.text() for label in shown(window, "errorTitle")] == ["No new text for 30 s"]
    with qtbot.waitSignal(session.ended, timeout=5000):
        qtbot.mouseClick(shown(window, "cancelRetryButton")[0], Qt.MouseButton.LeftButton)
    assert [label.text() for label in shown(window, "errorTitle")] == ["Stopped"]


def test_a_chat_that_leaves_for_another_host_asks_once(qtbot, server, window, monkeypatch):
    server.script(sse("one"))
    ask(qtbot, window)
    profiles = window._workspace.profiles
    profiles.put(Profile("far", "Far", "https://far.invalid/v1", works_without_key=True))
    window._workspace.choose_profile("far")

    window.chat.send("more")

    (box,) = shown(window, "confirmDialog")
    assert "https://far.invalid" in box.informativeText()
    assert len(window._workspace.current.conversation.turns) == 2
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.mouseClick(box.findChild(QPushButton, "confirmButton"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len(session.conversation.turns) == 4, timeout=10_000)
        session.stop()
    assert len(session.conversation.turns) == 4
    assert window.chat.header.profile.text() == "Far"


def test_the_models_are_asked_for_when_somebody_looks(qtbot, server, window):
    server.script(status(200, b'{"data":[{"id":"m"},{"id":"n"}]}'))

    with qtbot.waitSignal(window._workspace.models.changed, timeout=5000):
        window.chat.header.models_wanted.emit()

    picker = window.chat.header.model
    assert [picker.itemText(row) for row in range(picker.count())] == ["m", "n"]


def test_each_chat_keeps_the_place_where_its_reader_was(qtbot, server, window, make_stack):
    server.script(sse("line\n\n" * 200), sse("short"))
    workspace = window._workspace
    session = workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("long")
    uuid = session.conversation.uuid
    window.chat.view.verticalScrollBar().setValue(300)
    assert window.chat.view.verticalScrollBar().maximum() > 1000

    window.new_chat()
    with qtbot.waitSignal(workspace.current_changed, timeout=5000):
        workspace.open(uuid)

    assert session.conversation.scroll is not None
    assert abs(window.chat.view.verticalScrollBar().value() - 300) < 5
    with qtbot.waitSignal(workspace._services.store.loaded, timeout=5000) as loaded:
        workspace._services.store.load(uuid)
    assert loaded.args[0].scroll == workspace.current.conversation.scroll


def test_a_new_title_does_not_move_the_text(qtbot, server, window):
    server.script(sse("line\n\n" * 200))
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("long")
    window.chat.view.verticalScrollBar().setValue(300)

    window._workspace.library.rename(session.conversation.uuid, "other")

    assert window.windowTitle().startswith("other")
    assert window.chat.view.verticalScrollBar().value() == 300
