"""Notifications of the Linux desktop, over D-Bus: they need no tray.

Specification: https://specifications.freedesktop.org/notification-spec/latest/
"""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

ANSWER_LIMIT_S = 5.0

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"

_log = logging.getLogger(__name__)


class _Reports(QObject):
    """What the threads hold instead of the worker; see `key_worker`.

    Signals:
        invoked(tag, token): a notification was pressed.
    """

    invoked = Signal(str, str)


class NotificationWorker(QObject):
    """Shows notifications, each from a daemon thread that waits until it is pressed or gone.

    Signals:
        activated(tag, token): the notification of this tag was pressed; `token` is the desktop's permission to raise a
            window (XDG activation), empty where it gave none.
    """

    activated = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._reports = _Reports()
        self._reports.invoked.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def show(self, tag: str, title: str, words: str) -> None:
        """Show one; without a bus, or anybody on it who shows it, nothing happens but a line in the log.

        Args:
            tag: comes back with `activated`.
            title: plain text, whatever stands in it.
            words: our own words: desktops may read markup in them.
        """
        reports = self._reports

        def run() -> None:
            _show_and_wait(reports, tag, title, words)

        threading.Thread(target=run, name="notification", daemon=True).start()

    @Slot(str, str)
    def _pass_on(self, tag: str, token: str) -> None:
        self.activated.emit(tag, token)


def _show_and_wait(reports: _Reports, tag: str, title: str, words: str) -> None:
    if sys.platform != "linux":
        return
    from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
        DBusAddress,
        DBusErrorResponse,
        MatchRule,
        message_bus,
        new_method_call,
    )
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # jeepney has no annotations
    from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

    notifications = DBusAddress(_PATH, _NAME, _NAME)
    signals = MatchRule(type="signal", interface=_NAME, path=_PATH)
    hints = {"desktop-entry": ("s", "lingdu"), "category": ("s", "im.received")}
    body = ("Lingdu Chat", 0, "lingdu", title, words, ["default", ""], hints, -1)
    try:
        with closing(open_dbus_connection("SESSION")) as bus, bus.filter(signals, bufsize=64) as heard:
            unwrap_msg(bus.send_and_get_reply(message_bus.AddMatch(signals), timeout=ANSWER_LIMIT_S))
            call = new_method_call(notifications, "Notify", "susssasa{sv}i", body)
            (number,) = unwrap_msg(bus.send_and_get_reply(call, timeout=ANSWER_LIMIT_S))
            token = _wait_for_press(bus, heard, number)
    except (OSError, KeyError, DBusErrorResponse) as error:
        # KeyError: no bus is named in the environment. A broken or silent one is an OSError.
        _log.info("no notification was shown: %s", type(error).__name__)
        return
    if token is not None:
        reports.invoked.emit(tag, token)


def _wait_for_press(bus: Any, heard: Any, number: int) -> str | None:
    """The token of the press; None where the notification went unpressed."""
    from jeepney import HeaderFields

    token = ""
    while True:
        message = bus.recv_until_filtered(heard)
        if not message.body or message.body[0] != number:
            continue
        match message.header.fields.get(HeaderFields.member):
            case "ActivationToken":
                token = str(message.body[1])
            case "ActionInvoked":
                return token
            case "NotificationClosed":
                return None
            case _:
                pass
