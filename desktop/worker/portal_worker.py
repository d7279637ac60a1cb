"""What the Linux desktop prefers, asked of its settings portal over D-Bus; plain X11 tells Qt none of it.

Specification: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

ANSWER_LIMIT_S = 5.0

# Where each preference is kept, the last one that a desktop knows counts.
_APPEARANCE = "org.freedesktop.appearance"
_KEYS = (
    ("org.gnome.desktop.interface", "enable-animations"),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"),
    (_APPEARANCE, "reduced-motion"),
    (_APPEARANCE, "color-scheme"),
    (_APPEARANCE, "contrast"),
)
_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"

_log = logging.getLogger(__name__)


class _Reports(QObject):
    """What the thread holds instead of the worker; see `key_worker`.

    Signals:
        told(name, value): see `PortalWorker.told`.
    """

    told = Signal(str, int)


class PortalWorker(QObject):
    """Reads the preferences once and then hears of every change, in a daemon thread that lives as long as the bus.

    Signals:
        told(name, value): `color-scheme` is 1 for dark, 2 for light and 0 for none; `contrast` and `reduced-motion` are
            1 where they are wanted.
    """

    told = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._reports = _Reports()
        self._reports.told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; where there is no bus or no portal nothing is ever told."""
        if sys.platform != "linux" or "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
            return
        reports = self._reports
        threading.Thread(target=lambda: _listen(reports), name="portal", daemon=True).start()

    @Slot(str, int)
    def _pass_on(self, name: str, value: int) -> None:
        self.told.emit(name, value)


def _listen(reports: _Reports) -> None:
    from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
        DBusAddress,
        DBusErrorResponse,
        MatchRule,
        message_bus,
        new_method_call,
    )
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # jeepney has no annotations
    from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

    portal = DBusAddress(_PATH, _NAME, _INTERFACE)
    changes = MatchRule(type="signal", interface=_INTERFACE, member="SettingChanged", path=_PATH)
    try:
        with closing(open_dbus_connection("SESSION")) as bus, bus.filter(changes, bufsize=64) as heard:
            unwrap_msg(bus.send_and_get_reply(message_bus.AddMatch(changes), timeout=ANSWER_LIMIT_S))
            for space, key in _KEYS:
                call = new_method_call(portal, "Read", "ss", (space, key))
                try:
                    (value,) = unwrap_msg(bus.send_and_get_reply(call, timeout=ANSWER_LIMIT_S))
                except DBusErrorResponse as error:
                    _log.debug("the portal has no %s: %s", key, error.name)
                    continue
                _tell(reports, space, key, value)
            while True:
                space, key, value = bus.recv_until_filtered(heard).body
                _tell(reports, space, key, value)
    except (OSError, KeyError) as error:
        # The session ends, or its bus is none.
        _log.info("the desktop's preferences are not heard: %s", type(error).__name__)


def _tell(reports: _Reports, space: str, key: str, value: Any) -> None:
    found = meaning(space, key, value)
    if found is not None:
        reports.told.emit(*found)


def meaning(space: str, key: str, value: Any) -> tuple[str, int] | None:
    """A setting of the portal as `PortalWorker.told` has it; None where it is another one.

    Args:
        space: its namespace.
        key: its name there.
        value: as it came: perhaps variants, pairs of signature and value, one in the other.
    """
    while isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    match space, key:
        case "org.freedesktop.appearance", "color-scheme" | "contrast" | "reduced-motion" if isinstance(value, int):
            return key, value
        case "org.gnome.desktop.interface", "enable-animations" if isinstance(value, bool):
            return "reduced-motion", int(not value)
        case "org.kde.kdeglobals.KDE", "AnimationDurationFactor":
            return "reduced-motion", int(str(value).strip() in {"0", "0.0"})
        case _:
            return None
