from __future__ import annotations

import pytest
from fakes.below import contents_below
from fakes.secret_service import require_programs, running_secret_service
from fakes.server import sse, status
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from desktop.ui.connection.dialog import ConnectionDialog
from desktop.ui.connection.doctor_dialog import DoctorDialog
from desktop.ui.key_access import account_of
from desktop.ui.key_setup import KeySetup
from desktop.ui.main_window import MainWindow
from desktop.ui.profile_book import DEMO_ID

KEY = "sk-SENTINEL-of-the-setup"


@pytest.fixture
def setup(qtbot, make_stack):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        window = MainWindow(stack.workspace, stack.key_services)
        qtbot.addWidget(window)
    setup = KeySetup(window, stack.workspace, stack.connection)
    window.show_welcome(True)
    window.show()
    return setup, window, stack, stack.secrets


def accept(qtbot, window, stack, server) -> None:
    form = window.welcome.form
    form.set_base_url(server.base_url)
    qtbot.keyClicks(form.key, KEY)
    with qtbot.waitSignal(stack.key_worker.saved, timeout=10_000):
        qtbot.mouseClick(form.start, Qt.MouseButton.LeftButton)


def test_the_first_run_ends_in_a_chat_that_can_ask(qtbot, server, setup):
    _setup, window, stack, secrets = setup
    server.script(status(200, b'{"data":[{"id":"model-a"}]}'), sse("hello"))

    accept(qtbot, window, stack, server)

    assert not window.welcome.isVisible()
    assert secrets == [KEY]
    session = stack.workspace.current
    assert session.conversation.model == "model-a"
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send("hi")
    assert server.requests[1].headers["authorization"] == f"Bearer {KEY}"


def test_a_server_in_the_local_network_is_taken_once_plain_http_was_agreed_to(setup):
    _setup, window, stack, _secrets = setup
    form = window.welcome.form
    form.set_base_url("http://192.168.1.20:11434")
    form.plain_http.click()
    form.skip.click()

    profile = stack.profiles.get("default")
    assert (profile.base_url, profile.allow_plain_http) == ("http://192.168.1.20:11434/v1", True)
    assert not window.welcome.isVisible()


def test_without_a_keyring_the_window_says_this_session_only_and_no_file_has_the_key(qtbot, server, setup, tmp_path):
    _setup, window, stack, _secrets = setup
    server.script(status(200, b'{"data":[]}'))

    accept(qtbot, window, stack, server)

    assert window.banner.isVisible()
    assert stack.keys.key(account_of(stack.profiles.get("default").endpoint)) == KEY
    assert [path for path, data in contents_below(tmp_path) if KEY.encode() in data] == []


@pytest.fixture
def secret_service(monkeypatch):
    require_programs()
    with running_secret_service() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.bus.address)
        yield service


def test_with_a_real_keyring_the_key_is_there_after_a_restart_and_in_no_file(
    qtbot, secret_service, server, setup, make_stack, tmp_path
):
    _setup, window, stack, _secrets = setup
    server.script(status(200, b'{"data":[{"id":"m"}]}'), sse("hello"))
    qtbot.waitUntil(lambda: "Keyring" in window.welcome.form.keyring.text(), timeout=8000)
    accept(qtbot, window, stack, server)
    assert not window.banner.isVisible()

    again = make_stack(server.base_url, key="")
    session = again.workspace.new_chat()
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("hi")

    assert server.requests[-1].headers["authorization"] == f"Bearer {KEY}"
    assert [path for path, data in contents_below(tmp_path) if KEY.encode() in data] == []


def test_the_demo_needs_nothing(qtbot, setup):
    setup, window, stack, _secrets = setup

    setup.use_demo()

    assert not window.welcome.isVisible()
    assert stack.workspace.current.conversation.profile == DEMO_ID


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen knows no window manager
def test_the_key_settings_open_once(qtbot, setup):
    setup, window, _stack, _secrets = setup
    window.show_welcome(False)

    setup.show()
    setup.show()

    (dialog,) = window.findChildren(ConnectionDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_doctor_looks_at_the_connection_of_the_shown_chat(qtbot, server, setup):
    setup, window, stack, _secrets = setup
    server.script(status(200, b'{"data":[{"id":"model-a"}]}'))
    accept(qtbot, window, stack, server)

    window.actions_.diagnose.trigger()

    (doctor,) = window.findChildren(DoctorDialog)
    qtbot.waitUntil(doctor.again.isEnabled, timeout=8000)
    assert doctor.verdict.text() == "Everything that is free to try works."
    doctor.reject()


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen knows no window manager
def test_another_limit_and_another_endpoint_reach_the_program(qtbot, server, setup):
    setup, window, stack, _secrets = setup
    server.script(status(200, b'{"data":[{"id":"model-a"}]}'))
    accept(qtbot, window, stack, server)
    setup.show()
    (dialog,) = window.findChildren(ConnectionDialog)

    with qtbot.waitSignal(setup.limits_changed, timeout=10_000):
        dialog.limits.findChild(QSpinBox, "silenceLimitField").setValue(600)
    dialog.editor.name.setText("Renamed")
    qtbot.mouseClick(dialog.editor.save, Qt.MouseButton.LeftButton)

    assert window.chat.header.profile.text() == "Renamed"
    dialog.reject()
