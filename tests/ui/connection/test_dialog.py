from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.errors import SettingsError
from desktop.settings.profiles import Profile
from desktop.ui.connection.dialog import ConnectionDialog
from desktop.ui.key_access import account_of

KEY = "sk-SENTINEL-of-the-dialog"


@pytest.fixture
def stack(make_stack, server):
    return make_stack(server.base_url)


@pytest.fixture
def dialog(qtbot, stack):
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        dialog = ConnectionDialog(stack.connection, "default")
        qtbot.addWidget(dialog)
        dialog.show()
    return dialog


def names(dialog: ConnectionDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def add(qtbot, dialog, base_url: str, name: str, key: str = "") -> None:
    click(qtbot, dialog.add)
    dialog.editor.base_url.setText(base_url)
    dialog.editor.name.setText(name)
    dialog.editor.key.setText(key)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        click(qtbot, dialog.editor.save)


def test_an_endpoint_is_added_with_a_key_of_its_own(qtbot, stack, dialog):
    with qtbot.waitSignal(stack.key_worker.saved, timeout=10_000):
        add(qtbot, dialog, "https://other.example", "Other", KEY)

    default, other = stack.profiles.stored()
    assert (other.name, other.base_url) == ("Other", "https://other.example/v1")
    assert stack.keys.key(account_of(other.endpoint)) == KEY
    assert stack.keys.key(account_of(default.endpoint)) != KEY
    assert stack.secrets == [KEY]
    assert names(dialog) == ["test (new chats)", "Other"]
    assert dialog.list.currentRow() == 1


def test_the_endpoint_of_new_chats_is_chosen_and_remembered(qtbot, stack, dialog):
    add(qtbot, dialog, "https://other.example", "Other")

    click(qtbot, dialog.default)

    other = stack.profiles.stored()[1]
    assert stack.profiles.default_id() == other.id
    assert stack.settings.get_str("default_profile") == other.id
    assert names(dialog) == ["test", "Other (new chats)"]


def test_a_removed_endpoint_can_be_brought_back_with_its_key(qtbot, stack, dialog):
    default = stack.profiles.stored()[0]
    click(qtbot, dialog.remove)
    assert stack.profiles.stored() == ()

    click(qtbot, dialog.undo)

    assert stack.profiles.stored() == (default,)
    assert stack.keys.key(account_of(default.endpoint))


def test_the_key_of_a_removed_endpoint_goes_when_the_dialog_does(qtbot, stack, dialog):
    default = stack.profiles.stored()[0]
    click(qtbot, dialog.remove)

    with qtbot.waitSignal(stack.key_worker.deleted, timeout=10_000):
        dialog.accept()

    assert stack.keys.key(account_of(default.endpoint)) == ""


def test_a_change_is_there_at_the_next_start(qtbot, make_stack, stack, dialog):
    dialog.editor.name.setText("Renamed")
    click(qtbot, dialog.editor.save)

    assert make_stack().profiles.get("default").name == "Renamed"


def test_without_any_endpoint_a_new_one_is_begun(qtbot, make_stack):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        dialog = ConnectionDialog(stack.connection, "default")
        qtbot.addWidget(dialog)

    assert names(dialog) == ["New endpoint"]
    click(qtbot, dialog.editor.save)
    assert [profile.id for profile in stack.profiles.stored()] == ["default"]
    assert stack.profiles.default_id() == "default"


def test_what_cannot_be_saved_is_said(qtbot, stack, dialog, monkeypatch):
    stack.settings.unreadable = SettingsError("The settings cannot be read.")

    with qtbot.waitSignal(dialog.failed, timeout=10_000) as failed:
        click(qtbot, dialog.editor.save)

    assert "this session only" in failed.args[0]


def test_the_demo_closes_the_dialog(qtbot, dialog):
    with qtbot.waitSignal(dialog.demo_requested, timeout=10_000):
        click(qtbot, dialog.demo)

    assert not dialog.isVisible()


def test_every_control_has_a_name(dialog):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListWidget, QSpinBox

    kinds = (QAbstractButton, QComboBox, QLineEdit, QListWidget, QSpinBox)
    own = [one for kind in kinds for one in dialog.findChildren(kind) if not one.objectName().startswith("qt_")]
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for one in own
        if one.isVisible() and not isinstance(one.parent(), (QComboBox, QSpinBox)) and not one.accessibleName()
    ]

    assert nameless == []


def test_a_profile_of_another_session_is_shown_as_it_is(qtbot, stack, dialog):
    stack.profiles.put(Profile(id="x", name="X", base_url="https://x.example/v1"))

    dialog._show_list("x")

    assert dialog.editor.base_url.text() == "https://x.example/v1"


def test_the_fields_of_the_settings_stand_below_their_names_in_one_column(dialog):
    dialog.editor.proxy.mode.setCurrentIndex(dialog.editor.proxy.mode.findData("manual"))
    fields = (
        dialog.editor.name, dialog.editor.base_url, dialog.editor.key, dialog.editor.model, dialog.editor.ca_file,
        dialog.editor.proxy.mode, dialog.editor.proxy.url, dialog.editor.proxy.bypass,
    )  # fmt: skip

    QApplication.processEvents()

    assert len({field.mapTo(dialog, field.rect().topLeft()).x() for field in fields}) == 1
