"""`desktop.ui.attachment_desk` in its window, on the real stack: from a file to the body of the request."""

from __future__ import annotations

import base64
import threading

import pytest
from fakes.attaching import attach, chips, send, user_content, window_after_restart, write
from fakes.files import huge_png, pdf, picture
from fakes.server import sse, status
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from desktop.chat.attachments import attachments_in, text_attachment
from desktop.errors import StoreError
from desktop.worker.attachment_worker import Reading


@pytest.fixture
def desk(window):
    return window.chat.attachments


def test_a_text_file_is_quoted_before_the_question_under_its_name(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "notes.txt", "line one\nline two"))

    send(qtbot, window)

    assert user_content(server) == ["File: notes.txt\n```\nline one\nline two\n```\n\nwhat is this?"]
    assert chips(window) == []


def test_a_picture_goes_as_a_data_url_in_a_content_part(qtbot, server, window, tmp_path):
    server.script(sse("red"))
    attach(qtbot, window, write(tmp_path, "a.png", picture("png", 8, 6)))

    send(qtbot, window)

    (content,) = user_content(server)
    assert content[0] == {"type": "text", "text": "what is this?"}
    url = content[1]["image_url"]["url"]
    assert (content[1]["type"], url[:22]) == ("image_url", "data:image/png;base64,")
    sent = QImage.fromData(base64.b64decode(url[22:]))
    assert (sent.width(), sent.height(), sent.pixelColor(3, 3).name()) == (8, 6, "#ff0000")


def test_what_is_attached_is_sent_again_with_later_questions_and_kept_by_edit_and_resend(
    qtbot, server, window, tmp_path
):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "a.jpg", picture("jpeg")), write(tmp_path, "b.txt", "quoted"))
    send(qtbot, window, "first")
    first = window._workspace.current.conversation.path()[0].uuid

    send(qtbot, window, "second")
    later = user_content(server)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat._messages._on_edited(first, "changed")
    edited = user_content(server)

    assert later[0][0]["text"] == "File: b.txt\n```\nquoted\n```\n\nfirst"
    assert later[0][1]["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert later[1] == "second"
    assert edited[0][0]["text"] == "File: b.txt\n```\nquoted\n```\n\nchanged"
    assert edited[0][1] == later[0][1]


def test_after_a_restart_they_are_shown_and_sent_again(qtbot, server, make_stack, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "a.webp", picture("webp", 300, 200)), write(tmp_path, "b.pdf", pdf("Hello")))
    send(qtbot, window, "first")

    stack = make_stack(server.base_url)
    again = window_after_restart(qtbot, stack)
    send(qtbot, again, "second")

    shown = again.chat.view.entry(stack.workspace.current.conversation.path()[0].uuid).view.attachments
    assert [(one.name, one.facts) for one in shown] == [
        ("a.webp", "300 × 200 · 220 bytes"),
        ("b.pdf", "1 pages · 5 characters"),
    ]
    assert user_content(server)[0] == user_content(server, 0)[0]
    assert "Hello" in user_content(server)[0][0]["text"]


def test_a_question_may_be_a_picture_alone_and_is_named_by_it(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "cat.png", picture()))
    assert window.chat.composer.button.isEnabled()

    send(qtbot, window, "")

    assert [part["type"] for part in user_content(server)[0]] == ["image_url"]
    assert window._workspace.current.conversation.title == "cat.png"


def test_what_cannot_be_attached_says_why_and_keeps_nothing_from_being_sent(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    (tmp_path / "folder").mkdir()
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.write(b"a")
        file.truncate(1_000_000_000)
    attach(
        qtbot,
        window,
        write(tmp_path, "empty.txt", b""),
        write(tmp_path, "bomb.png", huge_png(40_000, 40_000)),
        write(tmp_path, "cut.png", picture("png", 300, 300)[:200]),
        write(tmp_path, "locked.pdf", pdf("secret", encrypt=True)),
        write(tmp_path, "program", b"\x7fELF\0\0\1\2" * 20),
        write(tmp_path, "moving.gif", b"GIF89a\1\0\1\0\0\0\0;"),
        tmp_path / "folder",
        large,
        tmp_path / "gone.txt",
    )

    assert [chip.error for chip in chips(window)] == [
        "There is nothing in it",
        "More than 40 million pixels; scale the picture down",
        "The file is damaged and cannot be read",
        "The PDF is protected by a password; save it without one",
        "Neither a picture, a PDF nor a text in UTF-8, UTF-16 or GB18030",
        "Only PNG, JPEG and WebP pictures can be sent; convert it",
        "A folder cannot be attached; choose the files in it",
        "Larger than 5 MB",
        "The file is not there any more",
    ]
    send(qtbot, window, "hi")
    assert user_content(server) == ["hi"]


def test_a_name_with_control_characters_and_turned_text_is_one_plain_line(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "a\n```\x1b[31m\u202egpj.txt", "body"))

    send(qtbot, window, "q")

    assert user_content(server)[0].splitlines()[:2] == ["File: a ``` [31m gpj.txt", "```"]


def test_the_button_asks_for_files(qtbot, window, tmp_path):
    qtbot.mouseClick(window.chat.composer.attach, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(QFileDialog, "attachDialog")

    dialog.filesSelected.emit([str(write(tmp_path, "a.txt", "chosen"))])
    dialog.reject()
    qtbot.waitUntil(lambda: not window.chat.composer.tray.is_reading, timeout=5000)

    assert [chip.attachment.text for chip in chips(window)] == ["chosen"]


def test_an_attachment_is_removed_by_its_button_and_not_sent(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "a.txt", "one"), write(tmp_path, "b.txt", "two"))
    chips(window)[0].remove.setFocus()

    qtbot.keyClick(chips(window)[0].remove, Qt.Key.Key_Space)

    assert window.focusWidget() is chips(window)[0].remove
    send(qtbot, window, "q")
    assert user_content(server) == ["File: b.txt\n```\ntwo\n```\n\nq"]


def test_a_removed_attachment_can_be_brought_back_until_something_is_sent(qtbot, server, window, tmp_path):
    server.script(sse("ok"))
    attach(qtbot, window, write(tmp_path, "a.txt", "one"))
    undo = window.chat.composer.undo
    chips(window)[0].remove.click()
    assert (chips(window), undo.isHidden(), undo.accessibleName()) == ([], False, "Undo: a.txt")

    undo.click()
    assert [chip.attachment.text for chip in chips(window)] == ["one"]
    assert undo.isHidden()

    chips(window)[0].remove.click()
    send(qtbot, window, "q")
    assert undo.isHidden()


def test_a_draft_keeps_its_attachments_over_other_chats_and_a_restart(qtbot, server, make_stack, window, tmp_path):
    attach(qtbot, window, write(tmp_path, "a.txt", "kept"))
    uuid = window._workspace.current.conversation.uuid
    window.new_chat()
    assert chips(window) == []

    window._workspace.open(uuid)
    shown = [chip.attachment.text for chip in chips(window)]
    stack = make_stack(server.base_url)
    qtbot.waitUntil(lambda: stack.workspace.current is not None, timeout=5000)

    assert shown == ["kept"]
    conversation = stack.workspace.current.conversation
    assert [one.text for one in attachments_in(conversation.draft_parts)] == ["kept"]


def slow(gate: threading.Event, name: str = "slow.txt") -> Reading:
    return Reading(name, lambda: gate.wait(10), lambda _: text_attachment(name, "late"))


def test_what_is_still_read_when_another_chat_is_shown_belongs_to_its_own(qtbot, server, window, make_stack):
    gate = threading.Event()
    window.chat.attachments._begin(slow(gate))
    uuid = window._workspace.current.conversation.uuid
    window.new_chat()
    with qtbot.waitSignal(window.chat.attachments._worker.ready, timeout=5000):
        gate.set()

    assert chips(window) == []
    window._workspace.open(uuid)
    qtbot.waitUntil(lambda: [chip.attachment.text for chip in chips(window)] == ["late"], timeout=5000)


def test_what_comes_after_a_look_at_another_chat_is_shown(qtbot, window, tmp_path):
    attach(qtbot, window, write(tmp_path, "a.txt", "early"))
    gate = threading.Event()
    window.chat.attachments._begin(slow(gate))
    uuid = window._workspace.current.conversation.uuid
    window.new_chat()
    window._workspace.open(uuid)
    with qtbot.waitSignal(window.chat.attachments._worker.ready, timeout=5000):
        gate.set()

    assert [chip.attachment.text for chip in chips(window)] == ["early", "late"]


def test_a_question_waits_for_what_is_still_read_and_says_so(qtbot, server, window):
    gate = threading.Event()
    window.chat.attachments._begin(slow(gate))
    window.chat.composer.edit.setPlainText("q")

    qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)

    assert window.chat.composer.hint.text() == "An attachment is still being read; send again in a moment."
    assert (server.requests, window.chat.composer.text) == ([], "q")
    chips(window)[0].remove.click()
    with qtbot.waitSignal(window.chat.attachments._worker.ready, timeout=5000):
        gate.set()
    assert chips(window) == []


def test_many_files_are_not_written_anew_for_each(qtbot, window, tmp_path, monkeypatch):
    written = []
    keep = window._workspace.drafts.keep_attachments
    monkeypatch.setattr(
        window._workspace.drafts, "keep_attachments", lambda *both: (written.append(both[1]), keep(*both))
    )

    attach(qtbot, window, *(write(tmp_path, f"{number}.txt", "x") for number in range(15)))
    window.chat.composer.edit.setPlainText("words")

    assert len(written[-1]) == 15
    assert len(written) < 5


def test_a_question_that_cannot_be_saved_comes_back_with_its_attachments(qtbot, window, tmp_path, expected_logs):
    attach(qtbot, window, write(tmp_path, "a.txt", "kept"))
    window.chat.composer.edit.setPlainText("text")
    session = window._workspace.current
    with qtbot.waitSignal(session.refused, timeout=5000):
        window.chat.send("text")
        session._services.store.failed.emit(session._answer.ticket, StoreError("full", reason="full"))

    expected_logs("the store failed")
    assert window.chat.composer.text == "text"
    assert [chip.attachment.text for chip in chips(window)] == ["kept"]


def test_a_model_that_refuses_pictures_is_a_card_with_the_next_step(qtbot, server, window, tmp_path):
    said = b'{"error":{"message":"messages[0]: unknown variant `image_url`, expected `text`"}}'
    server.script(status(400, said))
    attach(qtbot, window, write(tmp_path, "a.png", picture()))

    send(qtbot, window)

    def words(name: str) -> list[str]:
        return [one.text() for one in window.findChildren(QLabel, name) if one.isVisible()]

    assert words("errorTitle") == ["The model does not take pictures (HTTP 400)"]
    assert "unknown variant" in words("errorDetail")[0]
    assert "Choose a model that reads pictures, then retry" in words("errorDetail")[0]


def test_every_part_of_a_chip_has_a_name(qtbot, window, tmp_path):
    attach(qtbot, window, write(tmp_path, "a.txt", "four"))
    (chip,) = chips(window)

    assert chip.accessibleName() == "a.txt, 4 characters"
    assert chip.remove.accessibleName() == "Remove a.txt"
    assert window.findChild(QWidget, "attachButton").accessibleName() == "Attach files"


def test_no_more_than_twenty_go_with_one_question(qtbot, window, tmp_path):
    attach(qtbot, window, *(write(tmp_path, f"{number}.txt", "x") for number in range(21)))

    assert len(window.chat.composer.tray.attachments) == 20
    assert chips(window)[-1].error == "At most 20 attachments go with one question"
