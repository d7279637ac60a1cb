"""A real Secret Service for tests: gnome-keyring on a message bus of its own, in a home of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusAddress,
    MatchRule,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import (  # type: ignore[import-untyped]  # jeepney has no annotations
    DBusConnection,
    open_dbus_connection,
)
from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # jeepney has no annotations

PASSWORD = b"password of the test keyring"
LIMIT_S = 30

_PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
_SECRETS = "org.freedesktop.secrets"
_PROMPTER = "org.gnome.keyring.SystemPrompter"
# No service folders: nothing that is installed here is started, no prompter above all.
_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True)
class Bus:
    """A running message bus and its address for DBUS_SESSION_BUS_ADDRESS."""

    address: str
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        """End it; every connection breaks."""
        self.process.kill()
        self.process.wait(LIMIT_S)


class Prompt:
    """A prompter that never answers."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus

    def wait_until_asked(self) -> None:
        """Return when the keyring wants a prompt shown."""
        asked = MatchRule(type="method_call", member="BeginPrompting")
        with self._bus.filter(asked) as seen:
            self._bus.recv_until_filtered(seen, timeout=LIMIT_S)


class SecretService:
    """A running keyring, unlocked, empty; nobody is there to answer its prompts, so they are dismissed at once.

    Attributes:
        bus: where it is found.
        home: the folder of its files.
    """

    def __init__(self, bus: Bus, home: Path, daemon: subprocess.Popen[bytes]) -> None:
        self.bus = bus
        self.home = home
        self._daemon = daemon

    def lock(self) -> None:
        """Lock the default collection."""
        self._ask("Lock", "ao", ([self._collection()],))

    def unlock(self) -> None:
        """Unlock it with its password, as a prompt would that was answered."""
        with closing(self._connect()) as bus:
            service = DBusAddress("/org/freedesktop/secrets", _SECRETS, "org.freedesktop.Secret.Service")
            _, session = _call(bus, new_method_call(service, "OpenSession", "sv", ("plain", ("s", ""))))
            door = service.with_interface("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface")
            secret = (session, b"", PASSWORD, "text/plain")
            _call(bus, new_method_call(door, "UnlockWithMasterPassword", "o(oayays)", (self._collection(), secret)))

    def pause(self) -> None:
        """Stop the daemon in its tracks: calls are taken, none is answered."""
        self._daemon.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._daemon.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """End the daemon; the bus stays, with nobody on it."""
        self.resume()
        self._daemon.terminate()
        self._daemon.wait(LIMIT_S)

    @contextmanager
    def open_prompt(self) -> Iterator[Prompt]:
        """Inside, prompts stay open unanswered; at the end they are dismissed."""
        with closing(self._connect()) as bus:
            _call(bus, message_bus.RequestName(_PROMPTER))
            yield Prompt(bus)

    def _connect(self) -> DBusConnection:
        return open_dbus_connection(self.bus.address)

    def _collection(self) -> str:
        (path,) = self._ask("ReadAlias", "s", ("default",))
        return str(path)

    def _ask(self, method: str, signature: str, body: tuple[object, ...]) -> tuple[Any, ...]:
        service = DBusAddress("/org/freedesktop/secrets", _SECRETS, "org.freedesktop.Secret.Service")
        with closing(self._connect()) as bus:
            return _call(bus, new_method_call(service, method, signature, body))


@contextmanager
def running_bus(home: Path) -> Iterator[Bus]:
    """A message bus with nobody on it; `home` takes its socket, so its path is short."""
    config = home / "bus.conf"
    config.write_text(_BUS_CONFIG.format(path=home / "bus"), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        bus = Bus(f"unix:path={home / 'bus'}", process)
        try:
            assert process.stdout is not None
            assert process.stdout.readline(), "dbus-daemon did not start"
            yield bus
        finally:
            bus.end()


@contextmanager
def running_secret_service() -> Iterator[SecretService]:
    """Start a keyring on a bus of its own; everything ends with the block."""
    with short_folder() as home, running_bus(home) as bus, ExitStack() as stack:
        with waiting_for_name(bus.address, _SECRETS):
            daemon = _start_keyring(home, bus.address)
            stack.callback(_end, daemon)
        yield SecretService(bus, home, daemon)


@contextmanager
def waiting_for_name(address: str, name: str) -> Iterator[None]:
    """Inside, a program is started that takes this name on a bus; the block ends once it has it."""
    with closing(open_dbus_connection(address)) as watcher:
        appeared = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        appeared.add_arg_condition(0, name)
        _call(watcher, message_bus.AddMatch(appeared))
        with watcher.filter(appeared) as seen:
            yield
            watcher.recv_until_filtered(seen, timeout=LIMIT_S)


@contextmanager
def short_folder() -> Iterator[Path]:
    """A new folder whose path is short enough for a socket, which pytest's are not everywhere."""
    folder = Path(tempfile.mkdtemp(prefix="lingdu-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def require_programs() -> None:
    """Skip the test, saying why, where the programs are missing; in CI they may not be."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if not missing:
        return
    reason = f"a real Secret Service needs {' and '.join(missing)}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _start_keyring(home: Path, address: str) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "DBUS_SESSION_BUS_ADDRESS": address,
    }
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(PASSWORD)
    daemon.stdin.close()
    return daemon


def _end(daemon: subprocess.Popen[bytes]) -> None:
    # Kill ends a paused one too.
    daemon.kill()
    daemon.wait(LIMIT_S)


def _call(bus: DBusConnection, message: Any) -> tuple[Any, ...]:
    answer: tuple[Any, ...] = unwrap_msg(bus.send_and_get_reply(message, timeout=LIMIT_S))
    return answer
