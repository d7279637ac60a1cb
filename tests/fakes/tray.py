"""A desktop's tray, for tests: the watcher that icons register at, which can press them and choose from their menus."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from queue import Queue
from typing import Any

from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # jeepney has no annotations
from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
LIMIT_S = 40


class Item:
    """An icon that registered."""

    def __init__(self, address: str, owner: str) -> None:
        self._address = address
        self._item = DBusAddress("/StatusNotifierItem", owner, ITEM)
        self._menu = DBusAddress("/MenuBar", owner, MENU)

    def is_there(self) -> bool:
        """Whether the program still has this icon."""
        try:
            self.tooltip()
        except DBusErrorResponse:
            return False
        return True

    def press(self) -> None:
        """Click it."""
        self._ask(new_method_call(self._item, "Activate", "ii", (10, 10)))

    def tooltip(self) -> str:
        """What stands beside it."""
        ((_kind, (_icon, _pixmaps, title, subtitle)),) = self._ask(Properties(self._item).get("ToolTip"))
        return f"{title}{subtitle}"

    def menu(self) -> dict[str, int]:
        """The entries of its menu: number by words."""
        _revision, (_number, _properties, children) = self._ask(
            new_method_call(self._menu, "GetLayout", "iias", (0, -1, []))
        )
        found = {}
        for _kind, (number, properties, _below) in children:
            if "label" in properties:
                found[properties["label"][1].replace("_", "")] = number
        return found

    def choose(self, words: str) -> None:
        """Choose from its menu."""
        event = (self.menu()[words], "clicked", ("i", 0), 0)
        self._ask(new_method_call(self._menu, "Event", "isvu", event))

    def _ask(self, message: Any) -> tuple[Any, ...]:
        with closing(open_dbus_connection(self._address)) as bus:
            return tuple(unwrap_msg(bus.send_and_get_reply(message, timeout=LIMIT_S)))


@contextmanager
def tray(address: str) -> Iterator[Queue[Item]]:
    """A tray on the bus until the block ends; the queue gets each icon that registers."""
    registered: Queue[Item] = Queue()
    bus = open_dbus_connection(address)
    unwrap_msg(bus.send_and_get_reply(message_bus.RequestName(WATCHER), timeout=LIMIT_S))

    def serve() -> None:
        while True:
            try:
                message = bus.receive()
            except OSError:
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            match fields.get(HeaderFields.member):
                case "Get":
                    bus.send(new_method_return(message, "v", (("b", True),)))
                case "RegisterStatusNotifierItem":
                    bus.send(new_method_return(message))
                    registered.put(Item(address, str(fields[HeaderFields.sender])))
                case _:
                    bus.send(new_method_return(message))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield registered
    finally:
        # The thread waits in a read, which a mere close does not end.
        bus.sock.shutdown(2)
        thread.join(LIMIT_S)
        bus.close()
