"""The settings dialog."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from desktop.settings.profiles import Profile, Profiles
from desktop.settings.schema import SETTINGS
from desktop.settings.settings import Settings
from desktop.ui.palettes import LIGHT
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.theme import style_sheet


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot, settings):
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    dialog = SettingsDialog(settings, Profiles(settings), window)
    dialog.show()
    yield dialog
    dialog.close()


def field(dialog, name):
    return dialog.findChild(QWidget, f"{name}_field")


def shown(dialog):
    return {name for name in SETTINGS if field(dialog, name) is not None and field(dialog, name).isVisible()}


def test_every_setting_with_choices_or_limits_has_a_line_with_its_value(dialog, settings):
    for name, setting in SETTINGS.items():
        if setting.choices or setting.fonts:
            assert field(dialog, name).currentData() == settings.get(name)
        elif isinstance(setting.default, int):
            assert field(dialog, name).value() == settings.get(name)
        else:
            assert field(dialog, name) is None


@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_is_out_of_sight_at_the_right(qtbot, dialog, qapp, zoom):
    before = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(LIGHT, zoom))
    try:
        qtbot.waitUntil(lambda: dialog.findChild(QAbstractButton, "theme_reset").height() > 0, timeout=10_000)
        content = dialog.area.widget()
        assert content.minimumSizeHint().width() <= dialog.area.viewport().width() * zoom / 100
        if zoom == 100:
            resets = [one for one in dialog.findChildren(QAbstractButton) if one.objectName().endswith("_reset")]
            assert all(one.geometry().right() <= dialog.area.viewport().width() for one in resets)
    finally:
        qapp.setStyleSheet(before)


def test_each_setting_says_its_default(dialog):
    said = [one.text() for one in dialog.findChildren(QLabel, "settingDefault")]

    assert "Default: As the system" in said
    assert "Default: 100 %" in said
    assert len(said) == len(
        [one for one in SETTINGS.values() if one.choices or one.fonts or isinstance(one.default, int)]
    )


def test_a_change_holds_at_once_and_can_be_taken_back(qtbot, dialog, settings):
    reset = dialog.findChild(QAbstractButton, "theme_reset")
    assert not reset.isEnabled()

    with qtbot.waitSignal(dialog.changed, timeout=10_000) as changed:
        field(dialog, "theme").setCurrentIndex(2)
    assert changed.args == ["theme"]
    assert settings.get("theme") == "dark"

    reset.click()
    assert settings.get("theme") == "system"
    assert not reset.isEnabled()


def test_a_font_is_chosen_with_a_sample_of_it(qtbot, dialog, settings):
    box, sample = field(dialog, "text_family"), dialog.findChild(QLabel, "text_family_sample")
    box.setCurrentIndex(1)
    assert settings.get("text_family") == box.currentData()
    assert sample.font().family() == box.currentData()

    field(dialog, "text_size_px").setValue(22)
    assert "22px" in sample.styleSheet()

    dialog.findChild(QAbstractButton, "text_family_reset").click()
    assert settings.get("text_family") == ""
    dialog.search.setText("zoom")
    assert not sample.isVisible()


def test_a_number_counts_when_it_is_whole(qtbot, dialog, settings):
    box = field(dialog, "silence_timeout_s")
    box.selectAll()

    qtbot.keyClicks(box, "60")
    assert settings.get("silence_timeout_s") == 300

    box.clearFocus()
    box.interpretText()
    assert settings.get("silence_timeout_s") == 60
    dialog.findChild(QAbstractButton, "silence_timeout_s_reset").click()
    assert box.value() == 300


def test_a_search_leaves_the_lines_with_its_words(dialog):
    dialog.search.setText("dark")
    assert shown(dialog) == {"theme"}

    dialog.search.setText("give up SILENT")
    assert shown(dialog) == {"silence_timeout_s"}

    dialog.search.setText("xyzzy")
    assert shown(dialog) == set()
    assert dialog.findChild(QWidget, "settingsNone").isVisible()


def test_every_widget_has_a_name_for_machines_and_one_for_people(dialog):
    kinds = (QAbstractButton, QLineEdit, QComboBox, QSpinBox)
    inner = {"qt_spinbox_lineedit", "_q_qlineeditclearbutton"}

    nameless = [
        widget
        for kind in kinds
        for widget in dialog.findChildren(kind)
        if widget.objectName() not in inner and not (widget.objectName() and widget.accessibleName())
    ]

    assert [one for one in nameless if one.objectName() or type(one).__name__ != "QToolButton"] == []


def test_what_cannot_be_saved_holds_for_this_session_and_is_said(qtbot, dialog, settings):
    settings.path.mkdir()

    with qtbot.waitSignal(dialog.failed, timeout=10_000):
        field(dialog, "theme").setCurrentIndex(1)

    assert settings.get("theme") == "light"


def test_settings_go_out_and_come_in_on_another_machine(qtbot, dialog, settings, tmp_path):
    field(dialog, "zoom_percent").setValue(150)
    Profiles(settings).put(Profile("a", "A", "https://a.example/v1"))
    file = tmp_path / "out.json"
    SettingsDialog(settings, Profiles(settings), dialog.parentWidget()).export_to(file)
    assert json.loads(file.read_text("utf-8"))["settings"]["zoom_percent"] == 150

    field(dialog, "zoom_percent").setValue(100)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.import_from(file)

    assert field(dialog, "zoom_percent").value() == 150
    assert dialog.report.text().startswith("1 setting(s) changed.\n1 endpoint(s) added")


def test_a_file_that_is_none_of_ours_changes_nothing_and_says_why(dialog, settings, tmp_path):
    file = tmp_path / "other.json"
    file.write_text("{}")

    dialog.import_from(file)
    assert "no file of exported settings" in dialog.report.text()
    dialog.import_from(tmp_path / "missing.json")
    assert dialog.report.text().startswith("Not imported: ")
    dialog.export_to(tmp_path / "no" / "folder.json")
    assert dialog.report.text().startswith("Not exported: ")


def test_another_language_is_spoken_by_the_dialog_too(qtbot, dialog, monkeypatch):
    filled = []
    monkeypatch.setattr(dialog, "_fill", lambda: filled.append(True))

    field(dialog, "language").setCurrentIndex(2)

    qtbot.waitUntil(lambda: filled == [True], timeout=10_000)


def test_the_tab_key_goes_from_the_search_through_the_lines_to_the_buttons(qtbot, dialog):
    def walk():
        stop = dialog.search
        while True:
            stop = stop.nextInFocusChain()
            if stop is dialog.search:
                return
            yield stop.objectName()

    names = [name for name in walk() if name.endswith(("_field", "Button")) and not name.startswith("qt_")]

    assert names[-1] == "closeSettingsButton"
    assert names[: names.index("connectionButton")] == [f"{line.setting.name}_field" for line in dialog._lines]
