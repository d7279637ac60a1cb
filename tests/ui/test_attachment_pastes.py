"""`desktop.ui.attachment_desk`: what is pasted becomes a file or stays text, and can be the other."""

from __future__ import annotations

import pytest
from fakes.attaching import chips, pasted, send, user_content, window_after_restart, write
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from desktop.ui.attachment_desk import LONG_PASTE, MAX_IN_BOX


def test_a_long_paste_becomes_a_file_that_can_be_text_again(qtbot, server, window):
    edit = window.chat.composer.edit
    edit.insertFromMimeData(pasted("x" * LONG_PASTE))
    assert (len(edit.toPlainText()), chips(window)) == (LONG_PASTE, [])
    edit.clear()

    edit.insertFromMimeData(pasted("y" * (LONG_PASTE + 1)))
    (chip,) = chips(window)
    shown = (edit.toPlainText(), chip.attachment.name, chip.attachment.text[:3])
    qtbot.mouseClick(chip.as_text, Qt.MouseButton.LeftButton)

    assert shown == ("", "Pasted text.txt", "yyy")
    assert (edit.toPlainText(), chips(window)) == ("y" * (LONG_PASTE + 1), [])


@pytest.mark.parametrize("text", ["word " * 84_000, "x" * 420_000, "字" * 420_000, "line\n" * 84_000])
def test_a_paste_that_no_text_box_can_hold_is_sent_as_text_all_the_same(qtbot, server, window, text):
    server.script(sse("ok"))
    window.chat.composer.edit.insertFromMimeData(pasted(text))
    (chip,) = chips(window)

    qtbot.mouseClick(chip.as_text, Qt.MouseButton.LeftButton)
    shown = (window.chat.composer.text, chip.as_text.text())
    named = chip.accessibleName()
    send(qtbot, window, "what is this?")

    assert shown == ("", "As file")
    assert named.endswith(", 420,000 characters · sent as text")
    assert user_content(server) == [f"{text}\n\nwhat is this?"]
    question = window._workspace.current.conversation.path()[0]
    (card,) = window.chat.view.entry(question.uuid).view.attachments
    assert (card.facts, question.text) == ("420,000 characters · sent as text", "what is this?")


def test_a_paste_sent_as_text_is_the_whole_question_where_nothing_else_is_written(qtbot, server, window):
    server.script(sse("ok"))
    text = "first line\n" + "x" * 60_000
    window.chat.attachments.add_text(text)
    chips(window)[0].as_text.click()

    send(qtbot, window, "")

    assert user_content(server) == [text]
    assert window._workspace.current.conversation.title.startswith("first line")


def test_text_too_long_for_the_box_can_be_a_file_again(qtbot, server, window):
    server.script(sse("ok"))
    window.chat.attachments.add_text("y" * 60_000)
    (chip,) = chips(window)
    chip.as_text.click()

    chip.as_text.click()

    assert (chip.as_text.text(), chip.attachment.name) == ("As text", "Pasted text.txt")
    send(qtbot, window, "q")
    assert user_content(server)[0].startswith("File: Pasted text.txt\n```\nyyy")


def test_what_stands_in_the_box_counts_for_what_it_can_hold(window):
    window.chat.composer.edit.setPlainText("z" * (MAX_IN_BOX - 5500))
    for letter in "ab":
        window.chat.attachments.add_text(letter * 5001)
        chips(window)[-1].as_text.click()
    window.chat.composer.edit.insertFromMimeData(pasted("c" * LONG_PASTE))

    assert [(chip.attachment.text[0], chip.attachment.as_text) for chip in chips(window)] == [("b", True), ("c", False)]
    assert len(window.chat.composer.text) == MAX_IN_BOX - 499


def test_a_draft_keeps_a_paste_as_text_over_a_restart_and_search_finds_it_once_sent(qtbot, server, make_stack, window):
    server.script(sse("ok"))
    window.chat.attachments.add_text("the needle " + "x" * 60_000)
    chips(window)[0].as_text.click()
    uuid = window._workspace.current.conversation.uuid
    window.new_chat()
    window._workspace.open(uuid)
    shown = [chip.attachment.as_text for chip in chips(window)]

    stack = make_stack(server.base_url)
    again = window_after_restart(qtbot, stack)
    kept = [(chip.attachment.as_text, chip.attachment.text[:10]) for chip in chips(again)]
    send(qtbot, again, "q")
    hits = []
    stack.store.found.connect(lambda _number, found, _finished: hits.extend(found))
    stack.store.search(1, "needle")
    qtbot.waitUntil(lambda: bool(hits), timeout=5000)

    assert (shown, kept) == ([True], [(True, "the needle")])
    assert (hits[0].conversation, hits[0].match) == (uuid, "needle")
    assert user_content(server)[0].startswith("the needle xxx")


def test_a_paste_over_a_million_characters_is_refused_in_words(window):
    window.chat.composer.edit.insertFromMimeData(pasted("word " * 200_001))

    assert [chip.error for chip in chips(window)] == ["More than 1,000,000 characters; attach a part of it"]
    assert window.chat.composer.text == ""


def test_a_copied_picture_and_copied_files_are_attached_and_a_copied_link_stays_text(qtbot, window, tmp_path):
    edit = window.chat.composer.edit
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    path = write(tmp_path, "b.txt", "text")

    edit.insertFromMimeData(pasted(image=image))
    edit.insertFromMimeData(pasted(str(path), urls=[path.as_uri()]))
    edit.insertFromMimeData(pasted("https://example.org/", urls=["https://example.org/"]))
    edit.insertFromMimeData(pasted(" and words", image=image))
    qtbot.waitUntil(lambda: not window.chat.composer.tray.is_reading, timeout=5000)

    assert [(chip.attachment.name, chip.attachment.kind) for chip in chips(window)] == [
        ("Pasted picture.png", "image"),
        ("b.txt", "file"),
    ]
    assert edit.toPlainText() == "https://example.org/ and words"


def test_keys_and_clipboard_attach_as_a_person_would(qtbot, window):
    clipboard = QGuiApplication.clipboard()
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    for put in (lambda: clipboard.setImage(image), lambda: clipboard.setText("long " * 1001)):
        put()
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.chat.composer.tray.is_reading, timeout=5000)

    assert [chip.attachment.kind for chip in chips(window)] == ["image", "file"]
    assert window.chat.composer.text == ""
