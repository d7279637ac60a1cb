"""A screen and an accessibility bus of their own, and an assistive technology on it in another process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fakes.secret_service import Bus, running_bus, short_folder, waiting_for_name

LIMIT_S = 60
# Debian's own: AT-SPI's bindings are made for it, no wheel has them.
PYTHON = "/usr/bin/python3"
_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_CLIENT = Path(__file__).with_name("at_spi_client.py")


class AtSpi:
    """The assistive technology; every method asks the program over the bus."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, name: str, *arguments: Any) -> Any:
        """Let the client do something; see `at_spi_client.py`."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def wait_for(self, condition: Callable[[], Any], limit_s: float = LIMIT_S) -> Any:
        """Ask until the answer is true; gives the answer."""
        deadline = time.monotonic() + limit_s
        while True:
            try:
                found = condition()
            except LookupError as error:
                found, why = None, str(error)
            else:
                why = repr(found)
            if found:
                return found
            assert time.monotonic() < deadline, f"waited in vain: {why}"
            # Each question costs the program time; a second process spends the pause.
            self.ask("pause", 0.05)

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the client ended"
        answer = json.loads(line)
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["value"]


@dataclass(frozen=True)
class Desk:
    """A screen with an accessibility bus.

    Attributes:
        environment: what a program needs to appear on both.
        client: the assistive technology.
    """

    environment: dict[str, str]
    client: AtSpi


def require_programs(*more: str) -> None:
    """Skip the test, saying why, where the programs are missing; in CI they may not be."""
    missing = [name for name in ("Xvfb", "dbus-daemon", _LAUNCHER, PYTHON, *more) if shutil.which(name) is None]
    if not missing and subprocess.run([PYTHON, "-c", _HAS_BINDINGS], capture_output=True, check=False).returncode:
        missing.append("gir1.2-atspi-2.0 and python3-gi")
    if not missing:
        return
    reason = f"assistive technology needs {' and '.join(missing)}: `sh start.sh setup` installs them"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


_HAS_BINDINGS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


@contextmanager
def running_desk(bus: Bus | None = None) -> Iterator[Desk]:
    """Start screen, buses and client; everything ends with the block. With `bus` that is the session's bus."""
    with ExitStack() as stack:
        home = stack.enter_context(short_folder())
        display = stack.enter_context(running_screen())
        session = bus or stack.enter_context(running_bus(home))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LC_ALL": "C.UTF-8",
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": session.address,
            # Else Qt asks the desktop whether a screen reader is on, and there is no desktop.
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        # A client that asks for it a moment too early ends.
        with waiting_for_name(session.address, "org.a11y.Bus"):
            stack.enter_context(running_program([_LAUNCHER, "--launch-immediately"], environment))
        yield Desk(environment, stack.enter_context(_running_client(environment)))


@contextmanager
def running_screen() -> Iterator[str]:
    """A screen; gives its name for DISPLAY."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with running_program(command, dict(os.environ), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        number = process.stdout.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"


@contextmanager
def _running_client(environment: dict[str, str]) -> Iterator[AtSpi]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": None}
    with running_program([PYTHON, "-W", "ignore", str(_CLIENT)], environment, **pipes) as process:
        client = AtSpi(process)
        assert client._answer() == "ready"
        yield client


@contextmanager
def running_program(
    command: list[str], environment: dict[str, str], **pipes: int | None
) -> Iterator[subprocess.Popen[str]]:
    """A program in a group of its own: what it starts ends with it."""
    process = subprocess.Popen(
        command,
        env=environment,
        encoding="utf-8",
        start_new_session=True,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **pipes},
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
