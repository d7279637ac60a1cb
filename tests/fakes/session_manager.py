"""GNOME's session manager, for tests: programs register at it, and it ends their session."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusConnection,
    open_dbus_connection,
)
from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

NAME = "org.gnome.SessionManager"
CLIENT = DBusAddress("/org/gnome/SessionManager/Client7", interface="org.gnome.SessionManager.ClientPrivate")
LIMIT_S = 40


class Session:
    """A session with at most one program in it.

    Attributes:
        answers: what it said when it was asked whether the session may end.
    """

    def __init__(self, bus: DBusConnection, hasty: bool) -> None:
        self._bus = bus
        self._hasty = hasty
        self.answers: list[bool] = []
        self.registered = threading.Event()

    def end(self) -> None:
        """Ask whether it may end, and end it."""
        assert self.registered.wait(LIMIT_S), "no program registered"
        for name in ("QueryEndSession", "EndSession"):
            self._bus.send(new_signal(CLIENT, name, "u", (0,)))

    def stop(self) -> None:
        """End it unasked."""
        assert self.registered.wait(LIMIT_S), "no program registered"
        self._bus.send(new_signal(CLIENT, "Stop"))

    def serve(self) -> None:
        """Answer until the bus is gone."""
        while True:
            try:
                message = self._bus.receive()
            except OSError:
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            match message.header.fields[HeaderFields.member]:
                case "RegisterClient":
                    if self._hasty:
                        self._bus.send(new_signal(CLIENT, "Stop"))
                    self._bus.send(new_method_return(message, "o", (CLIENT.object_path,)))
                    self.registered.set()
                case "EndSessionResponse":
                    self.answers.append(message.body[0])
                    self._bus.send(new_method_return(message))


@contextmanager
def session_manager(address: str, hasty: bool = False) -> Iterator[Session]:
    """A session manager on the bus until the block ends; a hasty one ends a program while that registers."""
    bus = open_dbus_connection(address)
    unwrap_msg(bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=LIMIT_S))
    session = Session(bus, hasty)
    thread = threading.Thread(target=session.serve, daemon=True)
    thread.start()
    try:
        yield session
    finally:
        # The thread waits in a read, which a mere close does not end.
        bus.sock.shutdown(2)
        thread.join(LIMIT_S)
        bus.close()
