from __future__ import annotations

import pytest
from fakes.server import sse, status
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop.api.origin import Endpoint
from desktop.ui.connection.doctor_dialog import DoctorDialog


@pytest.fixture
def open_doctor(qtbot, make_stack, server):
    def make(base_url: str = "") -> DoctorDialog:
        stack = make_stack(server.base_url)
        endpoint = Endpoint(base_url, "default") if base_url else stack.profiles.get("default").endpoint
        dialog = DoctorDialog(stack.connection, endpoint, "m")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.again.isEnabled, timeout=15_000)
        return dialog

    return make


def said(dialog: DoctorDialog, name: str) -> str:
    return dialog.findChild(QLabel, f"{name}Sign").text() + dialog.findChild(QLabel, f"{name}Found").text()


def test_the_free_steps_are_walked_and_the_paid_one_waits_for_its_button(qtbot, server, open_doctor):
    server.script(status(200, b'{"data":[{"id":"m"}]}'), sse("One"))

    dialog = open_doctor()

    assert said(dialog, "dns").startswith("✓127.0.0.1")
    assert said(dialog, "proxy") == "–not needed"
    assert said(dialog, "models").startswith("✓1 models")
    assert [request.method for request in server.requests] == ["GET"]
    assert dialog.verdict.text() == "Everything that is free to try works."

    qtbot.mouseClick(dialog.token, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.again.isEnabled, timeout=8000)

    assert said(dialog, "token").startswith("✓One")
    assert dialog.verdict.text() == "The connection works."
    assert [request.method for request in server.requests] == ["GET", "POST"]


def test_the_step_that_fails_is_named_with_its_mend(server, open_doctor):
    server.script(status(401, b'{"error":{"message":"no such key"}}'))

    dialog = open_doctor()

    assert said(dialog, "models") == "✗The API key is not valid (HTTP 401): no such key"
    assert dialog.verdict.text() == "It breaks at: Model list. Enter a valid API key for this base URL."
    assert not dialog.token.isEnabled()
    assert (said(dialog, "proxy"), said(dialog, "tls")) == ("–not needed", "–not needed")


@pytest.mark.parametrize(
    ("base_url", "step", "mend"),
    [
        ("https://nobody.invalid/v1", "Name lookup", "Check the spelling"),
        ("http://127.0.0.1:9/v1", "Connection", "Nothing listens there"),
    ],
)
def test_each_step_has_its_own_mend(open_doctor, base_url, step, mend):
    dialog = open_doctor(base_url)

    assert dialog.verdict.text().startswith(f"It breaks at: {step}. {mend}")
    assert said(dialog, "models") == "–not tried"


def test_the_findings_can_be_copied(qtbot, server, open_doctor):
    server.script(status(404, b"{}"))
    dialog = open_doctor()

    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"{server.base_url}/chat/completions\n✓ Name lookup: 127.0.0.1")
    assert "! Model list: The model or the address was not found (HTTP 404)" in copied


def test_long_words_and_every_button_are_seen_whole(server, open_doctor):
    server.script(status(401, b'{"error":{"message":"' + b"no such key, " * 30 + b'"}}'))

    dialog = open_doctor()

    found = dialog.findChild(QLabel, "modelsFound")
    assert found.height() >= found.heightForWidth(found.width())
    for button in (dialog.again, dialog.token, dialog.copy, dialog.close_):
        assert button.width() >= button.sizeHint().width()


def test_the_keyboard_begins_at_a_button(open_doctor):
    dialog = open_doctor()

    assert dialog.focusWidget() is dialog.close_
