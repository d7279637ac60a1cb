from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead
from desktop.chat.recorder import Recorder
from desktop.chat.request_code import as_curl, as_node, as_python
from desktop.chat.turn import State, Turn
from desktop.ui.palettes import DARK
from desktop.ui.recorder.dock import RecorderDock

URL = "https://api.example/v1/chat/completions"


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def dock(qtbot, recorder):
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = RecorderDock(recorder, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(900, 600)
    window.show()
    dock.show()
    yield dock
    dock.hide()


def answer(uuid="a", state=State.COMPLETE):
    return Turn(uuid, "q", "assistant", state, finish_reason="stop", model_asked="gpt", usage={"total_tokens": 7})


def record(recorder, number=1, uuid="a", *, events=3, ended=True):
    recorder.name(number, uuid, "chat")
    tap = recorder.tap(number)
    tap.begins(URL, "", 100.0)
    tap.request_sent(URL, {"authorization": "***"}, b'{"model": "m", "messages": []}')
    tap.head(ResponseHead(200, (), f"req_{number}", URL))
    for at in range(events):
        tap.event(ServerSentEvent("message", f'{{"n": {at}}}'), 101.0 + at)
    if ended:
        tap.ended(110.0)
    return tap


def test_an_answer_is_shown_with_its_request_answer_times_and_events(dock, recorder):
    record(recorder)

    dock.show_answer(answer())

    assert dock.request.toPlainText().startswith(f"POST {URL}")
    assert "req_1" in dock.response.toPlainText()
    assert "finish_reason: stop" in dock.response.toPlainText()
    assert dock.events.rowCount() == 3
    assert "3 gaps" in dock.timeline.accessibleDescription()
    assert dock.requests.isHidden()
    dock.select_event(1)
    assert '"n": 1' in dock.event_box.toPlainText()


@pytest.mark.parametrize(("name", "form"), [("curl", as_curl), ("python", as_python), ("node", as_node)])
def test_the_request_is_copied_as_a_program(dock, recorder, name, form):
    record(recorder)
    dock.show_answer(answer())

    dock._copies[name].trigger()

    assert QGuiApplication.clipboard().text() == form(dock.recording)


def test_the_json_is_copied_as_it_was_sent(dock, recorder):
    record(recorder)
    dock.show_answer(answer())

    dock.copy_as("json")

    assert QGuiApplication.clipboard().text() == '{"model": "m", "messages": []}'


def test_an_answer_that_is_not_recorded_shows_what_is_stored(dock):
    dock.show_answer(answer())

    assert "Not recorded" in dock.title.text()
    assert 'usage: {"total_tokens": 7}' in dock.response.toPlainText()
    assert not any(button.isEnabled() for button in (dock.copy, dock.save, dock.send_again))
    dock.copy_as("curl")


def test_while_an_answer_is_made_the_dock_goes_along(qtbot, dock, recorder):
    tap = record(recorder, ended=False)
    turn = answer(state=State.STREAMING)
    dock.show_answer(turn)
    assert not dock.send_again.isEnabled()

    tap.event(ServerSentEvent("message", "later"), 120.0)
    qtbot.waitUntil(lambda: dock.events.rowCount() == 4, timeout=5000)
    tap.ended(121.0)
    turn.state = State.COMPLETE
    dock.refresh()

    assert dock.send_again.isEnabled()
    assert not dock._look.isActive()


def test_each_request_of_an_answer_can_be_chosen(dock, recorder):
    record(recorder, 1)
    record(recorder, 2, events=1)

    dock.show_answer(answer())

    assert dock.requests.isVisible()
    assert dock.requests.currentText() == "Request 2"
    dock.requests.setCurrentIndex(0)
    assert dock.events.rowCount() == 3
    dock.show_answer(answer("other"))
    assert dock.events.rowCount() == 0


def test_the_buttons_name_the_answer(qtbot, dock, recorder):
    record(recorder)
    dock.show_answer(answer())

    for button, signal in ((dock.save, dock.save_requested), (dock.send_again, dock.send_again_requested)):
        with qtbot.waitSignal(signal) as asked:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == ["a"]


def test_without_an_answer_the_dock_says_how_to_choose_one(dock):
    dock.show_answer(None)
    dock.retranslate()
    dock.set_theme(DARK)

    assert dock.title.text() == "Choose an answer: the recorder is among its buttons."
    assert dock.heading.text() == "Flight recorder"


def test_an_empty_choice_of_requests_is_never_shown(dock, recorder):
    assert dock.requests.isHidden()
    record(recorder, 1)
    record(recorder, 2)
    dock.show_answer(answer())
    assert dock.requests.isVisible()

    dock.show_answer(None)

    assert dock.requests.isHidden()


def test_every_tab_is_in_sight_however_narrow_the_dock_is(dock):
    bar = dock.tabs.tabBar()
    font = bar.font()
    font.setPixelSize(30)
    bar.setFont(font)

    needed = sum(bar.tabRect(number).width() for number in range(bar.count()))

    assert needed > 300
    assert dock.widget().minimumSizeHint().width() >= needed


def test_the_dock_is_put_away_by_its_button(qtbot, dock):
    qtbot.mouseClick(dock.away, Qt.MouseButton.LeftButton)

    assert dock.isHidden()
