from __future__ import annotations

import pytest
from fakes.server import status
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.api.origin import Endpoint
from desktop.settings.keys import KeyAccount
from desktop.ui.key_form import TEST_PROFILE, KeyForm
from desktop.ui.language import install_language

KEY = "sk-SENTINEL-from-the-form"


@pytest.fixture
def form(qtbot, make_stack):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        form = KeyForm(stack.key_services)
        qtbot.addWidget(form)
        form.show()
    return form, stack


def press(qtbot, form: KeyForm) -> None:
    qtbot.mouseClick(form.start, Qt.MouseButton.LeftButton)


def test_a_test_asks_for_the_models_only_and_gives_them(qtbot, server, form):
    form, stack = form
    server.script(status(200, b'{"data":[{"id":"a"},{"id":"b"}]}'))
    form.set_base_url(server.base_url)
    qtbot.keyClicks(form.key, KEY)

    with qtbot.waitSignal(form.accepted, timeout=10_000) as accepted:
        press(qtbot, form)

    assert accepted.args == [server.base_url, ("a", "b")]
    assert [(request.method, request.path) for request in server.requests] == [("GET", "/v1/models")]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert form.take_key() == KEY
    assert form.take_key() == ""
    assert form.key.text() == ""
    assert stack.keys.key(KeyAccount(TEST_PROFILE, Endpoint(server.base_url).origin)) == ""


def test_a_wrong_key_is_said_with_the_servers_words_and_nothing_is_accepted(qtbot, server, form):
    form, _stack = form
    server.script(status(401, b'{"error":{"message":"Incorrect API key"}}'))
    form.set_base_url(server.base_url)
    qtbot.keyClicks(form.key, KEY)

    with qtbot.assertNotEmitted(form.accepted):
        press(qtbot, form)
        qtbot.waitUntil(lambda: "Incorrect" in form.result.text(), timeout=5000)

    assert "HTTP 401" in form.result.text()
    assert form.start.isEnabled()


def test_an_endpoint_without_a_model_list_can_be_used_untested(qtbot, server, form):
    form, _stack = form
    server.script(status(404, b"{}"))
    form.set_base_url(server.base_url)
    press(qtbot, form)
    qtbot.waitUntil(form.skip.isVisible, timeout=5000)

    with qtbot.waitSignal(form.accepted, timeout=10_000) as accepted:
        qtbot.mouseClick(form.skip, Qt.MouseButton.LeftButton)

    assert accepted.args == [server.base_url, ()]


@pytest.mark.parametrize(
    ("base_url", "key"),
    [("ftp://x", KEY), ("", KEY), ("https://api000.com/v1", "sk with space"), ("http://192.0.2.1/v1", KEY)],
)
def test_what_cannot_be_right_is_said_before_anything_is_sent(qtbot, form, base_url, key):
    form, _stack = form
    form.set_base_url(base_url)
    form.key.setText(key)

    press(qtbot, form)

    assert form.result.isVisible()
    assert form.result.text()
    assert key not in form.result.text()
    assert form.start.isEnabled()


def test_plain_http_to_another_machine_is_asked_about_and_the_words_name_the_mend(form):
    form, _stack = form
    form.set_base_url("https://api000.com/v1")
    assert not form.plain_http.isVisible()
    form.set_base_url("http://127.0.0.1:1/v1")
    assert not form.plain_http.isVisible()

    form.set_base_url("http://192.168.1.20:11434")

    assert form.plain_http.isVisible()
    form.start.click()
    assert "Use https, or agree above" in form.result.text()


def test_the_final_url_is_shown_as_one_types(form):
    form, _stack = form

    form.set_base_url("api000.com")

    assert "https://api000.com/v1/chat/completions" in form.url_hint.text()


def test_the_key_is_hidden_until_asked_for(qtbot, form):
    form, _stack = form
    assert form.key.echoMode() == QLineEdit.EchoMode.Password

    qtbot.mouseClick(form.show_key, Qt.MouseButton.LeftButton)

    assert form.key.echoMode() == QLineEdit.EchoMode.Normal


def test_without_a_keyring_the_form_says_this_session_only(form):
    form, _stack = form

    assert "this session only" in form.keyring.text()


def test_every_button_has_room_for_its_words_after_a_failed_test(qtbot, server, form):
    form, _stack = form
    form.setFixedWidth(508)  # what the welcome card leaves
    server.script(status(404, b"{}"))
    form.set_base_url(server.base_url)
    press(qtbot, form)
    qtbot.waitUntil(form.skip.isVisible, timeout=5000)

    for button in (form.start, form.skip, form.demo):
        assert button.width() >= button.sizeHint().width()


def test_the_hint_below_the_address_changes_its_language_too(qapp, form):
    form, _stack = form
    translators = install_language(qapp, "zh_CN")

    form.retranslate()

    assert form.url_hint.text().startswith("问题将发送到")
    for translator in translators:
        qapp.removeTranslator(translator)
