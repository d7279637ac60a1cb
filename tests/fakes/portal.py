"""A desktop's settings portal for tests: it answers `Read` and tells of changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from queue import Empty, Queue
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

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"


@contextmanager
def portal(address: str, settings: Mapping[tuple[str, str], tuple[str, Any]]) -> Iterator[Queue[tuple[Any, ...]]]:
    """Answers for `settings`, each a namespace and a key with signature and value; what is put into the queue changes.

    The queue takes `(namespace, key, (signature, value))`.
    """
    changes: Queue[tuple[Any, ...]] = Queue()
    ended = threading.Event()
    with closing(open_dbus_connection(address)) as bus:
        bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=10)

        def serve() -> None:
            while not ended.is_set():
                with suppress(Empty):
                    bus.send(
                        new_signal(
                            DBusAddress(PATH, interface=INTERFACE), "SettingChanged", "ssv", changes.get_nowait()
                        )
                    )
                try:
                    message = bus.receive(timeout=0.05)
                except TimeoutError:
                    continue
                if message.header.message_type is not MessageType.method_call:
                    continue
                value = settings.get(message.body)
                if value is None:
                    bus.send(new_error(message, f"{NAME}.Error.NotFound"))
                else:
                    bus.send(new_method_return(message, "v", (("v", value),)))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield changes
        ended.set()
        thread.join(20)
