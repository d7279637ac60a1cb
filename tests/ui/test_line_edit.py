"""Single-line boxes while an input method composes."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.line_edit import LineEdit


def compose(field, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


@pytest.fixture
def field(qtbot):
    field = LineEdit()
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_enter_that_picks_a_word_ends_nothing(qtbot, field, key):
    ended = []
    field.returnPressed.connect(lambda: ended.append(field.text()))
    compose(field, "nihao")

    qtbot.keyClick(field, key)
    compose(field, "", "你好")
    assert ended == []

    qtbot.keyClick(field, key)
    assert ended == ["你好"]


def test_a_chat_is_renamed_by_the_second_enter(qtbot, window, server):
    server.script(sse("answer"))
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("question")
    window.actions_.rename.trigger()
    editor = window.sidebar.findChild(LineEdit, "renameField")
    editor.selectAll()
    compose(editor, "biao ti")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()

    compose(editor, "", "标题")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "标题" in [one.title for one in window._workspace.summaries], timeout=10_000)


def test_a_search_is_not_chosen_by_the_enter_of_a_word(qtbot, window):
    chosen = []
    window.sidebar.result_chosen.connect(lambda *result: chosen.append(result))
    window.sidebar.search.setFocus()
    compose(window.sidebar.search, "zhong")

    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Return)
    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Down)

    assert chosen == []
    assert window.sidebar.search.composing
