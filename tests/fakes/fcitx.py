"""A real input method: fcitx5 with its pinyin alone, fresh at each start, for it learns."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fakes.at_spi import Desk, running_program
from jeepney import message_bus  # type: ignore[import-untyped]  # jeepney has no annotations
from jeepney.io.blocking import (  # type: ignore[import-untyped]  # jeepney has no annotations
    open_dbus_connection,
)
from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

LIMIT_S = 20
# Where Qt's own plugin for ibus asks.
_SERVICE = "org.freedesktop.portal.IBus"
_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


def require_fcitx() -> None:
    """Skip the test, saying why, where fcitx5 or its pinyin is missing; in CI they may not be."""
    if shutil.which("fcitx5") and Path("/usr/share/fcitx5/addon/pinyin.conf").exists():
        return
    reason = "an input method needs fcitx5 and fcitx5-pinyin: `sh start.sh soak` installs them"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_fcitx(desk: Desk) -> Iterator[dict[str, str]]:
    """Start it on a desk; gives the variables that a session with fcitx5 sets for every program."""
    folder = Path(desk.environment["HOME"]) / ".config" / "fcitx5"
    folder.mkdir(parents=True)
    (folder / "profile").write_text(_PROFILE, "utf-8")
    with running_program(["fcitx5", "--keep"], desk.environment):
        _wait_for_service(desk.environment["DBUS_SESSION_BUS_ADDRESS"])
        yield {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}


def _wait_for_service(address: str) -> None:
    deadline = time.monotonic() + LIMIT_S
    with closing(open_dbus_connection(address)) as bus:
        while not unwrap_msg(bus.send_and_get_reply(message_bus.NameHasOwner(_SERVICE), timeout=LIMIT_S))[0]:
            assert time.monotonic() < deadline, "fcitx5 did not start"
            os.sched_yield()
