from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.chat.presets import Preset
from desktop.settings.settings import Settings
from desktop.ui.parameters.dialog import ParametersDialog
from desktop.ui.parameters.preset_book import PresetBook


@pytest.fixture
def dialog(qtbot, tmp_path):
    book = PresetBook(Settings(tmp_path / "settings.json"))
    book.put(Preset("Coder", "gpt-x", "You write code.", {"temperature": 0, "top_k": 3}))
    dialog = ParametersDialog(book, "m", "before", {"seed": 4})
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_shows_what_the_chat_has_and_saves_what_is_changed(qtbot, dialog):
    dialog.form.fields["temperature"].box.setText("0.7")

    with qtbot.waitSignal(dialog.saved, timeout=10_000) as seen:
        dialog.save.click()

    assert seen.args == ["m", "before", {"seed": 4, "temperature": 0.7}]
    assert dialog.isHidden()


def test_cancel_changes_nothing(qtbot, dialog):
    with qtbot.assertNotEmitted(dialog.saved):
        dialog.form.system_prompt.setPlainText("other")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isHidden()


def test_what_is_wrong_keeps_it_open_with_the_keyboard_there(qtbot, dialog):
    dialog.form.fields["extra"].box.setPlainText("{")
    assert dialog.trouble.text() == "1 boxes hold something that cannot be sent."

    with qtbot.assertNotEmitted(dialog.saved):
        dialog.save.click()

    assert not dialog.isHidden()
    assert dialog.focusWidget() is dialog.form.fields["extra"].box
    assert dialog.form.fields["extra"].below.text() == "No valid JSON: line 1, column 2"


def test_a_preset_fills_the_form_and_is_saved_with_it(qtbot, dialog):
    dialog.presets.apply.click()

    with qtbot.waitSignal(dialog.saved, timeout=10_000) as seen:
        dialog.save.click()

    assert seen.args == ["gpt-x", "You write code.", {"temperature": 0.0, "top_k": 3}]


def test_clear_all_takes_everything_but_the_model_out(qtbot, dialog):
    dialog.clear.click()

    with qtbot.waitSignal(dialog.saved, timeout=10_000) as seen:
        dialog.save.click()

    assert seen.args == ["m", "", {}]


def test_saving_a_preset_from_a_wrong_form_points_at_the_box(dialog):
    dialog.form.fields["top_p"].box.setText("x")

    dialog.presets.save.click()

    assert dialog.focusWidget() is dialog.form.fields["top_p"].box


def test_every_button_has_a_name(dialog):
    buttons = dialog.findChildren(QPushButton)

    assert [one for one in buttons if not (one.objectName() and one.accessibleName())] == []
