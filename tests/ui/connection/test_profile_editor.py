from __future__ import annotations

import pytest
from fakes.server import status
from PySide6.QtCore import Qt

from desktop.settings.profiles import Profile
from desktop.ui.connection.profile_editor import ProfileEditor
from desktop.ui.key_access import account_of

KEY = "sk-SENTINEL-of-the-editor"


@pytest.fixture
def stack(make_stack, server):
    return make_stack(server.base_url, key="sk-old-0123456789")


@pytest.fixture
def editor(qtbot, stack):
    editor = ProfileEditor(stack.connection)
    qtbot.addWidget(editor)
    editor.show_profile(stack.profiles.get("default"), is_new=False)
    editor.show()
    return editor


def saved(qtbot, editor):
    with qtbot.waitSignal(editor.saved, timeout=10_000) as found:
        qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    return found.args


@pytest.mark.parametrize(
    "text", ["api000.com", " https://api000.com/v1/ ", "https://api000.com/v1/chat/completions", "https://api000.com"]
)
def test_an_address_is_taken_in_any_shape_and_the_final_one_is_shown(editor, text):
    editor.base_url.setText(text)

    assert editor.url_hint.text() == "Questions go to https://api000.com/v1/chat/completions"


def test_a_changed_address_detaches_the_key_and_says_so(qtbot, server, editor):
    assert not editor.key_hint.isVisible()
    editor.base_url.setText("https://other.example/v1")

    assert editor.key_hint.isVisible()
    assert server.base_url.removesuffix("/v1") in editor.key_hint.text()
    profile, secrets = saved(qtbot, editor)
    assert profile.endpoint.origin == "https://other.example"
    assert secrets == {}


def test_an_unchanged_key_stays_and_a_typed_one_is_handed_over_once(qtbot, editor):
    profile, secrets = saved(qtbot, editor)
    assert (secrets, profile.works_without_key) == ({}, False)

    qtbot.keyClicks(editor.key, KEY)
    profile, secrets = saved(qtbot, editor)

    assert secrets == {account_of(profile.endpoint): KEY}
    assert editor.key.text() == ""
    assert KEY not in repr(profile)


def test_the_whole_connection_is_saved(qtbot, editor):
    editor.name.setText("Mine")
    editor.headers.show_headers({"X-Title": "Lingdu"}, ("Api-Key",))
    editor.headers._rows[1].value.setText("s3cret")
    editor.proxy.mode.setCurrentIndex(editor.proxy.mode.findData("manual"))
    editor.proxy.url.setText("127.0.0.1:7890")
    editor.proxy.user.setText("me")
    editor.proxy._password.setText("pass word")
    editor.ca_file.setText("/etc/corp.pem")

    profile, secrets = saved(qtbot, editor)

    assert (profile.name, profile.ca_file, profile.private_headers) == ("Mine", "/etc/corp.pem", ("Api-Key",))
    assert profile.proxy.url == "http://127.0.0.1:7890"
    assert {(one.profile, one.origin): value for one, value in secrets.items()} == {
        ("default/header/api-key", profile.endpoint.origin): "s3cret",
        ("default/proxy", "http://127.0.0.1:7890"): "pass word",
    }


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("base_url", "ftp://x", "must begin with https"),
        ("base_url", "http://192.0.2.1/v1", "Use https"),
        ("key", "sk with space", "cannot be an API key"),
    ],
)
def test_what_cannot_be_is_said_and_not_saved(qtbot, editor, field, text, words):
    getattr(editor, field).setText(text)

    with qtbot.assertNotEmitted(editor.saved, wait=50):
        qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)

    assert words in editor.result.text()


def test_plain_http_to_another_machine_needs_a_yes(qtbot, editor):
    editor.base_url.setText("http://192.0.2.1/v1")
    assert editor.plain_http.isVisible()
    editor.plain_http.setChecked(True)

    profile, _secrets = saved(qtbot, editor)

    assert profile.allow_plain_http


def test_a_test_uses_what_was_typed_else_what_is_kept_and_forgets_it(qtbot, server, stack, editor):
    server.script(status(200, b'{"data":[{"id":"a"},{"id":"b"}]}'))
    qtbot.mouseClick(editor.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.test.isEnabled, timeout=8000)
    assert server.requests[0].headers["authorization"] == "Bearer sk-old-0123456789"
    assert "2 models" in editor.result.text()

    qtbot.keyClicks(editor.key, KEY)
    qtbot.mouseClick(editor.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.test.isEnabled, timeout=8000)

    assert server.requests[1].headers["authorization"] == f"Bearer {KEY}"
    assert stack.secrets == [KEY]
    assert KEY not in stack.keys._keys.values()
    profile, _secrets = saved(qtbot, editor)
    assert profile.models == ("a", "b")


def test_a_failed_test_says_why_and_that_the_list_is_optional(qtbot, server, editor):
    server.script(status(404, b'{"detail":"Not Found"}'))

    qtbot.mouseClick(editor.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.test.isEnabled, timeout=8000)

    assert "HTTP 404" in editor.result.text()
    assert "optional" in editor.result.text()


def test_the_form_can_be_diagnosed_before_it_is_saved(qtbot, editor):
    with qtbot.waitSignal(editor.diagnosis_requested, timeout=10_000) as asked:
        qtbot.mouseClick(editor.diagnose, Qt.MouseButton.LeftButton)

    assert asked.args[0].profile == "test"
    editor.forget_secrets()


def test_a_new_endpoint_without_a_key_works_without_one(qtbot, editor):
    editor.show_profile(Profile(id="p-1", name="", base_url="http://127.0.0.1:1234/v1"), is_new=True)

    profile, secrets = saved(qtbot, editor)

    assert (profile.name, profile.works_without_key, secrets) == ("127.0.0.1:1234", True, {})
