"""Whether there is a screen to show a window on; asked before QApplication, which aborts where there is none."""

from __future__ import annotations

import sys
from collections.abc import Mapping

# Platforms of Qt that draw without a screen, or onto one of their own.
_NEEDS_NO_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be opened with this environment."""
    if sys.platform in {"win32", "darwin"}:
        return True
    platform = environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in _NEEDS_NO_DISPLAY:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def input_method_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What to set before QApplication so that fcitx works on X11.

    WORKAROUND: PySide6's wheels carry no fcitx plugin; fcitx5 answers to the ibus one through the portal. On Wayland
    the compositor does it, and nothing may be set.
    """
    on_x11 = bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and on_x11 and environ.get("QT_IM_MODULE") in {"fcitx", "fcitx5"}:
        return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    return {}
