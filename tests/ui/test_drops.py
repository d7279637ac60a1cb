"""What is dropped on the window. `desktop.ui.drops`, on the real stack."""

from __future__ import annotations

import io

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.chat.conversation import new_conversation
from desktop.chat.exports import write_json
from desktop.ui.transfer import ImportDialog

ARGUMENTS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def mime(text="", files=()):
    source = QMimeData()
    if text:
        source.setText(text)
    if files:
        source.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return source


def drop(widget, source):
    """Drag something over a widget and let it go; whether it was taken."""
    at = QPointF(5, 5)
    entered = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, source, *ARGUMENTS)
    entered.ignore()
    QCoreApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        QCoreApplication.sendEvent(widget, QDropEvent(at, Qt.DropAction.CopyAction, source, *ARGUMENTS))
    return entered.isAccepted()


def attached(window):
    return [one.name for one in window.chat.composer.tray.attachments]


def export_in(folder):
    conversation = new_conversation("p", "m")
    conversation.ask("an exported question")
    document = io.StringIO()
    list(write_json(document, [conversation]))
    file = folder / "chats.json"
    file.write_text(document.getvalue(), encoding="utf-8")
    return file


@pytest.fixture
def hint(window):
    return window.findChild(QLabel, "dropHint")


def test_files_may_be_dropped_anywhere_on_the_window(qtbot, window, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("dropped")

    assert drop(window, mime(files=[file]))
    qtbot.waitUntil(lambda: attached(window) == ["a.txt"], timeout=5000)


def test_text_is_written_where_the_cursor_stands_and_a_long_one_becomes_a_file(qtbot, window):
    window.chat.composer.edit.setPlainText("before after")
    cursor = window.chat.composer.edit.textCursor()
    cursor.setPosition(7)
    window.chat.composer.edit.setTextCursor(cursor)

    assert drop(window, mime("words <b>"))
    assert drop(window, mime("word " * 1500))

    assert window.chat.composer.text == "before words <b>after"
    assert attached(window) == ["Pasted text.txt"]


def test_while_something_is_over_the_window_it_says_what_will_become_of_it(window, hint, tmp_path):
    for source, words in (
        (mime("words"), "Drop to write it into the message"),
        (mime(files=[tmp_path]), "Drop to attach"),
    ):
        entered = QDragEnterEvent(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, source, *ARGUMENTS)
        QCoreApplication.sendEvent(window, entered)
        assert (hint.isVisible(), hint.text()) == (True, words)
        QCoreApplication.sendEvent(window, QDragLeaveEvent())
        assert not hint.isVisible()


def test_an_export_of_ours_can_be_imported(qtbot, stack, window, tmp_path):
    assert drop(window, mime(files=[export_in(tmp_path)]))
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "confirmButton") is not None, timeout=5000)

    window.findChild(QPushButton, "confirmButton").click()
    qtbot.waitUntil(lambda: [one.title for one in stack.workspace.summaries] == ["an exported question"], timeout=5000)

    assert attached(window) == []
    window.findChild(ImportDialog).close()


def test_or_attached_like_the_files_beside_it(qtbot, stack, window, tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert drop(window, mime(files=[export_in(tmp_path), other]))
    qtbot.waitUntil(lambda: attached(window) == ["other.json"], timeout=5000)

    window.findChild(QPushButton, "insteadButton").click()

    qtbot.waitUntil(lambda: attached(window) == ["other.json", "chats.json"], timeout=5000)
    assert stack.workspace.summaries == () or stack.workspace.summaries[0].title == ""


def test_what_is_dragged_out_of_the_chat_is_not_taken_back_and_without_a_chat_nothing_is(window, tmp_path):
    class Own(QDragEnterEvent):
        def source(self):
            return window.chat.view.viewport()

    source = mime("words")
    own = Own(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, source, *ARGUMENTS)
    own.ignore()
    assert not window.drops._wants(own)

    window.show_welcome(True)

    assert not drop(window, mime(files=[tmp_path]))


def test_a_pasted_export_is_asked_about_too(qtbot, window, tmp_path):
    window.chat.composer.edit.insertFromMimeData(mime(files=[export_in(tmp_path)]))

    qtbot.waitUntil(lambda: window.findChild(QPushButton, "insteadButton") is not None, timeout=5000)


def test_other_events_of_the_window_pass(window):
    assert not window.drops.eventFilter(window, QEvent(QEvent.Type.Polish))
