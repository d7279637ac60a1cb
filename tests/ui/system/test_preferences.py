"""What the system prefers."""

from __future__ import annotations

import ctypes.util
import sys
from types import SimpleNamespace

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


@pytest.mark.parametrize(("moves", "reduced"), [(1, False), (0, True)])
def test_windows_is_asked_whether_controls_may_move(monkeypatch, moves, reduced):
    asked = []

    class User32:
        @staticmethod
        def SystemParametersInfoW(action, _size, into, _flags):
            asked.append(action)
            into.value = moves

    fake = SimpleNamespace(c_int=ctypes.c_int, byref=lambda value: value, windll=SimpleNamespace(user32=User32))
    monkeypatch.setitem(sys.modules, "ctypes", fake)
    monkeypatch.setattr(preferences.sys, "platform", "win32")

    assert preferences._system_reduces_motion() is reduced
    assert asked == [0x1042]


def test_macos_is_asked_whether_to_reduce_motion(monkeypatch):
    sent = []

    class ObjC:
        """The runtime of Objective-C: names come back as what they name."""

        def __init__(self):
            self.objc_getClass = self._named()
            self.sel_registerName = self._named()

        @staticmethod
        def _named():
            class Named(SimpleNamespace):
                def __call__(self, name):
                    return name.decode()

            return Named()

    def function(result, *_arguments):
        def send(receiver, message):
            sent.append((receiver, message))
            return 1 if result is ctypes.c_bool else "the workspace"

        return lambda _symbol: send

    fake = SimpleNamespace(
        c_void_p=ctypes.c_void_p,
        c_bool=ctypes.c_bool,
        CFUNCTYPE=function,
        cdll=SimpleNamespace(LoadLibrary=lambda _name: ObjC()),
        util=SimpleNamespace(find_library=lambda _name: None),
    )
    monkeypatch.setitem(sys.modules, "ctypes", fake)
    monkeypatch.setattr(preferences.sys, "platform", "darwin")

    assert preferences._system_reduces_motion() is True
    assert sent == [
        ("NSWorkspace", "sharedWorkspace"),
        ("the workspace", "accessibilityDisplayShouldReduceMotion"),
    ]
