"""What the system prefers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.system import preferences
from desktop.ui.system.preferences import Preferences


@pytest.fixture
def found(qapp):
    return Preferences(qapp)


def test_what_the_portal_tells_counts_where_qt_knows_nothing(qtbot, found):
    assert not found.reduced_motion
    with qtbot.waitSignal(found.changed, timeout=10_000):
        found._portal.told.emit("reduced-motion", 1)
    found._portal.told.emit("contrast", 1)
    found._portal.told.emit("color-scheme", 1)

    assert found.reduced_motion
    assert found.high_contrast
    assert found.scheme is Qt.ColorScheme.Dark


def test_what_is_told_again_changes_nothing(qtbot, found):
    found._portal.told.emit("contrast", 1)

    with qtbot.assertNotEmitted(found.changed):
        found._portal.told.emit("contrast", 1)


def test_who_comes_back_from_the_systems_settings_sees_what_was_changed_there(qtbot, found, qapp, monkeypatch):
    monkeypatch.setattr(preferences, "_system_reduces_motion", lambda: True)

    with qtbot.waitSignal(found.changed, timeout=10_000):
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    assert found.reduced_motion
