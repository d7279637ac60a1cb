"""The Secret Service of a Linux desktop: is it there, who is it, is it locked; and asking for it to be unlocked.

`keyring` reads and writes through it, but says of nothing why it fails, and loses its connection where the user
refuses. So it is called only on a collection that `unlock` has opened.

Source: freedesktop.org Secret Service API draft 0.2.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]  # jeepney has no annotations

BUS_NAME = "org.freedesktop.secrets"
_PATH = "/org/freedesktop/secrets"
_SERVICE = "org.freedesktop.Secret.Service"
_COLLECTION = "org.freedesktop.Secret.Collection"
_ERROR = "org.freedesktop.DBus.Error."

# Who has this name on the bus beside `BUS_NAME`, and what its users call it.
_PROGRAMS = {
    "org.gnome.keyring": "GNOME Keyring",
    "org.kde.secretservicecompat": "KWallet",
    "org.kde.kwalletd6": "KWallet",
    "org.kde.kwalletd5": "KWallet",
    "org.keepassxc.KeePassXC.MainWindow": "KeePassXC",
}


class ServiceState(Struct, frozen=True):
    """What the bus says.

    Attributes:
        name: shown to people, such as `GNOME Keyring (Secret Service)`.
        reason: empty where it can be used now; `locked` where it would ask the user first; otherwise why it cannot be
            used: `no_bus`, `no_backend`, `hung`, `refused`.
    """

    name: str = "Secret Service"
    reason: str = ""


def state(limit_s: float | None) -> ServiceState:
    """Ask the service without asking the user; `hung` after about `limit_s` seconds, None waits for ever."""
    from jeepney.io.blocking import open_dbus_connection

    try:
        bus = open_dbus_connection(auth_timeout=limit_s)
    except TimeoutError:
        return ServiceState(reason="hung")
    except (KeyError, OSError, ValueError, RuntimeError):
        # No address, nobody there, an address or an answer that is none, an address that is not on this machine.
        return ServiceState(reason="no_bus")
    with closing(bus):
        return _Questions(bus, limit_s).state()


def unlock() -> str:
    """Open the default collection; the user may be asked and take minutes. `locked` where they refused, else empty.

    Raises what the bus and the service raise.
    """
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            collection = secretstorage.get_default_collection(bus)
        except secretstorage.PromptDismissedException:
            return "locked"
        if collection.is_locked():
            collection.unlock()
            # Not what the prompt says: someone else may have opened it meanwhile.
            if collection.is_locked():
                return "locked"
    return ""


class _Questions:
    """Calls on one connection, with one limit for all of them."""

    def __init__(self, bus: DBusConnection, limit_s: float | None) -> None:
        self._bus = bus
        self._end = None if limit_s is None else time.monotonic() + limit_s

    def state(self) -> ServiceState:
        from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
            DBusAddress,
            DBusErrorResponse,
            Properties,
            message_bus,
            new_method_call,
        )

        name = ServiceState().name
        try:
            if not self._call(message_bus.NameHasOwner(BUS_NAME))[0]:
                (activatable,) = self._call(message_bus.ListActivatableNames())
                if BUS_NAME not in activatable:
                    return ServiceState(reason="no_backend")
            # The first call to the service itself; the bus starts it where it does not run yet.
            service = DBusAddress(_PATH, BUS_NAME, _SERVICE)
            (collection,) = self._call(new_method_call(service, "ReadAlias", "s", ("default",)))
            name = self._program()
            if collection == "/":
                # None yet: the service asks for a password when the first is made.
                return ServiceState(name, "locked")
            properties = Properties(DBusAddress(collection, BUS_NAME, _COLLECTION))
            ((_, locked),) = self._call(properties.get("Locked"))
            return ServiceState(name, "locked" if locked else "")
        except TimeoutError:
            return ServiceState(name, "hung")
        except OSError:
            return ServiceState(name, "no_bus")
        except DBusErrorResponse as error:
            return ServiceState(name, _reason(str(error.name)))

    def _program(self) -> str:
        from jeepney import message_bus

        (names,) = self._call(message_bus.ListNames())
        owner = self._call(message_bus.GetNameOwner(BUS_NAME))
        for name, program in _PROGRAMS.items():
            if name in names and self._call(message_bus.GetNameOwner(name)) == owner:
                return f"{program} (Secret Service)"
        return ServiceState().name

    def _call(self, message: Any) -> tuple[Any, ...]:
        from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

        rest_s = None if self._end is None else max(self._end - time.monotonic(), 0.0)
        answer: tuple[Any, ...] = unwrap_msg(self._bus.send_and_get_reply(message, timeout=rest_s))
        return answer


def _reason(error_name: str) -> str:
    if error_name.startswith((_ERROR + "ServiceUnknown", _ERROR + "NameHasNoOwner", _ERROR + "Spawn.")):
        return "no_backend"
    if error_name in {_ERROR + "NoReply", _ERROR + "Timeout", _ERROR + "TimedOut"}:
        return "hung"
    return "refused"
