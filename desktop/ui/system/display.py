"""Whether there is a screen to show a window on; asked before QApplication, which aborts where there is none."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

# Platforms of Qt that draw without a screen, or onto one of their own.
_NEEDS_NO_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_LOCAL_X = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be opened with this environment: a display is named, and where it is local, it answers."""
    if sys.platform in {"win32", "darwin"}:
        return True
    platform = environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in _NEEDS_NO_DISPLAY:
        return True
    return _wayland_answers(environ) or _x_answers(environ.get("DISPLAY", ""))


def input_method_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What to set before QApplication so that fcitx works on X11.

    WORKAROUND: PySide6's wheels carry no fcitx plugin; fcitx5 answers to the ibus one through the portal. On Wayland
    the compositor does it, and nothing may be set.
    """
    on_x11 = bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and on_x11 and environ.get("QT_IM_MODULE") in {"fcitx", "fcitx5"}:
        return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    return {}


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _listens(str(Path(environ.get("XDG_RUNTIME_DIR", "/"), name)))


def _x_answers(display: str) -> bool:
    local = _LOCAL_X.fullmatch(display)
    if local is None:
        # Another machine's display: only Qt can tell.
        return bool(display)
    path = f"/tmp/.X11-unix/X{local.group(1)}"  # noqa: S108  # X11's own place
    return _listens(f"\0{path}") or _listens(path)


def _listens(address: str) -> bool:
    if sys.platform == "win32":
        return False  # has no such sockets, and no need of a display's
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(address)
        except OSError:
            return False
    return True
