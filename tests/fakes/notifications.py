"""A desktop that shows notifications, for tests: it keeps what it was asked to show, and can be pressed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from queue import Queue
from typing import Any

from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusAddress,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # jeepney has no annotations

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

Act = Callable[[int], list[tuple[str, str, tuple[Any, ...]]]]


def pressed(number: int) -> list[tuple[str, str, tuple[Any, ...]]]:
    """The signals of a press."""
    return [("ActivationToken", "us", (number, "token-7")), ("ActionInvoked", "us", (number, "default"))]


def closed(number: int) -> list[tuple[str, str, tuple[Any, ...]]]:
    """The signals of one that went by itself, and of another that was pressed."""
    return [("ActionInvoked", "us", (number + 1, "default")), ("NotificationClosed", "uu", (number, 1))]


def refused(_number: int) -> list[tuple[str, str, tuple[Any, ...]]]:
    """Marks a desktop that answers with an error."""
    return []


@contextmanager
def desktop(address: str, act: Act) -> Iterator[Queue[tuple[Any, ...]]]:
    """Answers one `Notify` on the bus and then sends the signals of `act`; the queue gets what was to be shown."""
    shown: Queue[tuple[Any, ...]] = Queue()
    with closing(open_dbus_connection(address)) as bus:
        bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=10)

        def serve() -> None:
            while True:
                message = bus.receive(timeout=20)
                if message.header.message_type is MessageType.method_call:
                    break
            shown.put(message.body)
            if act is refused:
                bus.send(new_error(message, f"{NAME}.Error.Excess"))
                return
            bus.send(new_method_return(message, "u", (7,)))
            emitter = DBusAddress(PATH, interface=NAME)
            for member, signature, body in act(7):
                bus.send(new_signal(emitter, member, signature, body))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield shown
        thread.join(20)
