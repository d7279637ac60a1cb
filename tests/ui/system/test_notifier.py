"""Telling of an answer while nobody looks."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.ui.system import notifier as module
from desktop.ui.system.notifier import Notifier


@pytest.fixture
def notifier(qapp, monkeypatch):
    notifier = Notifier()
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
    notifier = Notifier()
    monkeypatch.setattr(
        notifier._worker, "show", lambda uuid, _title, _words: notifier._worker.activated.emit(uuid, "t")
    )

    with qtbot.waitSignal(notifier.activated, timeout=1000) as pressed:
        notifier.show("chat-1", "title", "words")

    assert pressed.args == ["chat-1", "t"]


def test_without_a_tray_nothing_is_shown_elsewhere(qapp, monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "win32")
    monkeypatch.setattr(module.QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    notifier = Notifier()

    notifier.show("chat-1", "title", "words")

    assert notifier._tray is None
