from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from desktop.settings.settings import Settings
from desktop.ui.connection.limits_form import LIMITS, LimitsForm


def test_each_limit_is_kept_as_it_is_changed(qtbot, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    form = LimitsForm(settings)
    qtbot.addWidget(form)
    assert [form.findChild(QSpinBox, name).value() for name in LIMITS.values()] == [10, 30, 300]

    with qtbot.waitSignal(form.changed, timeout=10_000):
        form.findChild(QSpinBox, "silenceLimitField").setValue(600)

    assert Settings(tmp_path / "settings.json").get_int("silence_timeout_s") == 600


def test_a_limit_that_cannot_be_saved_holds_for_this_session_and_is_said(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    form = LimitsForm(settings)
    qtbot.addWidget(form)

    with qtbot.waitSignal(form.failed, timeout=10_000):
        form.findChild(QSpinBox, "silenceLimitField").setValue(600)

    assert settings.get_int("silence_timeout_s") == 600
