"""What the system prefers of looks: dark or light, high contrast, little motion; from Qt where it knows, or by us."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.worker.portal_worker import PortalWorker

# SystemParametersInfo: whether controls inside windows move.
_SPI_GETCLIENTAREAANIMATION = 0x1042


class Preferences(QObject):
    """The system's preferences at the moment.

    Attributes:
        scheme: light, dark, or unknown.
        high_contrast: whether it is wanted.
        reduced_motion: whether as little as possible shall move.

    Signals:
        changed(): one of them is another one now.
    """

    changed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__()
        self._told: dict[str, int] = {}
        self._motion = _system_reduces_motion()
        self._portal = PortalWorker()
        self._portal.told.connect(self._on_told)
        # Kept: PySide takes the second for a part of the first and ends it with that.
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self.changed)
        self._accessibility.contrastPreferenceChanged.connect(self.changed)
        application.applicationStateChanged.connect(self._look_again)

    def start(self) -> None:
        """Listen to what Qt does not know; `changed` may follow."""
        self._portal.start()

    @property
    def scheme(self) -> Qt.ColorScheme:
        known = self._hints.colorScheme()
        if known is not Qt.ColorScheme.Unknown:
            return known
        told = {1: Qt.ColorScheme.Dark, 2: Qt.ColorScheme.Light}
        return told.get(self._told.get("color-scheme", 0), Qt.ColorScheme.Unknown)

    @property
    def high_contrast(self) -> bool:
        known = self._accessibility.contrastPreference()
        return known is Qt.ContrastPreference.HighContrast or self._told.get("contrast") == 1

    @property
    def reduced_motion(self) -> bool:
        return self._motion or self._told.get("reduced-motion") == 1

    def _on_told(self, name: str, value: int) -> None:
        if self._told.get(name) != value:
            self._told[name] = value
            self.changed.emit()

    def _look_again(self, state: Qt.ApplicationState) -> None:
        """Who comes back from the system's settings sees what was changed there."""
        if state is Qt.ApplicationState.ApplicationActive and self._motion != (now := _system_reduces_motion()):
            self._motion = now
            self.changed.emit()


def _system_reduces_motion() -> bool:
    """What Windows or macOS says; False on Linux, where the portal tells."""
    if sys.platform == "win32":
        import ctypes  # nothing else of the window needs it, and its part that finds libraries loads subprocess

        moves = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(moves), 0)
        return not moves.value
    if sys.platform == "darwin":
        import ctypes.util

        objc = ctypes.cdll.LoadLibrary(ctypes.util.find_library("objc") or "libobjc.dylib")
        objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
        send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
        ask = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
        workspace = send(objc.objc_getClass(b"NSWorkspace"), objc.sel_registerName(b"sharedWorkspace"))
        return bool(ask(workspace, objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")))
    return False
