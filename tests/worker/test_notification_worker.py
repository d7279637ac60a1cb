"""Notifications over a real message bus."""

from __future__ import annotations

import logging
import shutil
import sys

import pytest
from fakes.notifications import closed, desktop, pressed, refused
from fakes.secret_service import running_bus

from desktop.worker.notification_worker import NotificationWorker

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a message bus"
)


@pytest.fixture
def bus(own_environment, monkeypatch):
    with running_bus(own_environment) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


def test_what_is_shown_is_the_title_and_our_words_and_a_press_comes_back(qtbot, bus):
    worker = NotificationWorker()
    with desktop(bus.address, pressed) as shown:
        with qtbot.waitSignal(worker.activated, timeout=10_000) as activated:
            worker.show("chat-1", "<b>标题</b>", "The answer is complete.")

        assert shown.get(timeout=10)[3:5] == ("<b>标题</b>", "The answer is complete.")
    assert activated.args == ["chat-1", "token-7"]


def test_one_that_goes_by_itself_or_another_that_is_pressed_is_no_press(qtbot, bus):
    worker = NotificationWorker()
    heard = []
    worker.activated.connect(lambda *arguments: heard.append(arguments))

    with desktop(bus.address, closed) as shown:
        worker.show("chat-1", "title", "words")
        shown.get(timeout=10)
    wait_for_the_thread()
    qtbot.wait(1)

    assert heard == []


@pytest.mark.parametrize("act", [refused, None], ids=["refused", "nobody"])
def test_where_nobody_shows_it_only_the_log_says_so(bus, caplog, act):
    caplog.set_level(logging.INFO)
    worker = NotificationWorker()

    if act is None:
        worker.show("chat-1", "title", "words")
    else:
        with desktop(bus.address, act):
            worker.show("chat-1", "title", "words")
    wait_for_the_thread()

    assert "no notification was shown" in caplog.text


def test_without_a_bus_only_the_log_says_so(caplog):
    caplog.set_level(logging.INFO)

    NotificationWorker().show("chat-1", "title", "words")
    wait_for_the_thread()

    assert "no notification was shown" in caplog.text


def wait_for_the_thread():
    import threading

    for thread in threading.enumerate():
        if thread.name == "notification":
            thread.join(20)
            assert not thread.is_alive()
