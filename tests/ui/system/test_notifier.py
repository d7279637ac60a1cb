"""Telling of an answer while nobody looks."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.ui.system import notifier as module
from desktop.ui.system.notifier import Notifier
from desktop.ui.system.tray import Tray


@pytest.fixture
def notifier(qapp, monkeypatch):
    notifier = Notifier(Tray())
    told = []
    monkeypatch.setattr(notifier, "show", lambda *arguments: told.append(arguments))
    notifier.told = told
    return notifier


def state(monkeypatch, value):
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: value))


def test_who_looks_at_the_window_is_told_nothing(notifier, monkeypatch):
    state(monkeypatch, Qt.ApplicationState.ApplicationActive)

    notifier.tell("chat-1", "title", is_complete=True)

    assert notifier.told == []


def test_in_the_background_the_chat_and_the_end_are_told_and_nothing_of_the_answer(notifier, monkeypatch):
    state(monkeypatch, Qt.ApplicationState.ApplicationInactive)

    notifier.tell("chat-1", "title", is_complete=True)
    notifier.tell("chat-2", "", is_complete=False)

    assert notifier.told == [
        ("chat-1", "title", "The answer is complete."),
        ("chat-2", "New chat", "The answer ended before it was complete."),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the tray shows it")
def test_a_press_opens_its_chat(qtbot, qapp, monkeypatch):
    notifier = Notifier(Tray())
    monkeypatch.setattr(
        notifier._worker, "show", lambda uuid, _title, _words: notifier._worker.activated.emit(uuid, "t")
    )

    with qtbot.waitSignal(notifier.activated, timeout=10_000) as pressed:
        notifier.show("chat-1", "title", "words")

    assert pressed.args == ["chat-1", "t"]


class Shown:
    """A tray that keeps what it is to show."""

    def __init__(self, tray):
        self.messages = []
        self.message_pressed = tray.message_pressed

    def show_message(self, title, words):
        self.messages.append((title, words))
        return True


def test_elsewhere_the_tray_shows_it_and_a_press_opens_its_chat(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "win32")
    tray = Tray()
    shown = Shown(tray)
    notifier = Notifier(shown)

    notifier.show("chat-1", "title", "words")
    with qtbot.waitSignal(notifier.activated, timeout=10_000) as pressed:
        tray.message_pressed.emit()

    assert shown.messages == [("title", "words")]
    assert pressed.args == ["chat-1", ""]
