"""What every test gets: an environment of its own, and a look at what it leaves behind.

A test fails when it leaves a thread or a timer running, or when it logs a warning that it did not expect. Qt's own
warnings fail it through pytest-qt (`qt_log_level_fail`); Python's through `filterwarnings = error`.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.wait_signal import SignalBlocker

sys.path.insert(0, str(Path(__file__).parent))  # for `fakes`

from fakes.leftovers import Leftovers
from fakes.llama import LlamaServer
from fakes.llama import llama_server as running_llama_server
from fakes.log_watch import LogWatch
from fakes.server import FakeServer

# How fast a machine makes examples says nothing about the program: a busy one may be slow.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_finished = 0
_blockers: list[SignalBlocker] = []

_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": "state",
    # Windows
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "USERPROFILE": "home",
}


def _is_foreign(name: str) -> bool:
    """A variable of the developer's own that changes what the program does."""
    upper = name.upper()
    return upper.startswith("OPENAI_") or upper.endswith("_PROXY") or upper == "DBUS_SESSION_BUS_ADDRESS"


def pytest_configure(config: pytest.Config) -> None:
    """For whatever runs before the first test or outside of one; `own_environment` does the same for each test."""
    # Garbage with widgets in it must not be collected in the threads that tests start, as in the program itself
    # (`desktop.ui.system.garbage`).
    gc.disable()
    for name in [name for name in os.environ if _is_foreign(name)]:
        del os.environ[name]
    if os.environ.get("LC_ALL") in {"C", "POSIX"}:
        os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns of any other than UTF-8, and a Qt warning fails the test
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Below `nohup` SIGHUP is ignored and in the background of a script SIGINT, here and in every program that is
    # started; tests send them.
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)


def _connect_and_keep(
    self: SignalBlocker, signal: object, _connect: Callable[..., None] = SignalBlocker.connect
) -> None:
    """A thread may have emitted twice when `qtbot.waitSignal` has seen the first and is thrown away.

    PySide passes what is still in the queue to the blocker's method without keeping the blocker: dead memory by then.
    So each lives until its test is over and pytest-qt has emptied the queue.
    """
    _blockers.append(self)
    _connect(self, signal)


SignalBlocker.connect = _connect_and_keep


def pytest_runtest_logfinish() -> None:
    """Collect here, in the main thread: see `pytest_configure`."""
    global _finished  # noqa: PLW0603
    _blockers.clear()
    _finished += 1
    gc.collect(2 if _finished % 25 == 0 else 1)


def pytest_sessionfinish() -> None:
    """Before the interpreter takes down what Qt needs; what was copied with its looks is made by Python."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().setText("")
    gc.collect()


def pytest_report_header() -> str:
    import desktop

    return f"desktop: {Path(desktop.__file__).parent}"


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Fresh home and XDG folders, no keys, no proxies, no session bus; gives the folder that holds them all.

    Not below `tmp_path`: the sockets that some tests open there must fit 107 characters.
    """
    folder = Path(tempfile.mkdtemp(prefix="lingdu-"))
    for name, place in _FOLDERS.items():
        (folder / place).mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(name, str(folder / place))
    for name in [name for name in os.environ if _is_foreign(name)]:
        monkeypatch.delenv(name)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_left_running(own_environment: Path) -> Iterator[None]:
    """Fail a test that leaves a QThread, a Python thread that is no daemon, or an active QTimer."""
    leftovers = Leftovers()
    yield
    found = leftovers.found()
    if found:
        pytest.fail("left running: " + ", ".join(found), pytrace=False)


@pytest.fixture(autouse=True)
def expected_logs(nothing_left_running: None) -> Iterator[LogWatch]:
    """Fail a test that logs a WARNING or worse, except what it announced by `expected_logs(pattern)`.

    `pattern` is searched in "LEVEL logger: message". A test fails too when an announced record did not come.
    """
    watch = LogWatch()
    with watch:
        yield watch
    complaint = watch.complaint()
    if complaint:
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(scope="session")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    """llama.cpp's own server with a tiny model. Absent where its wheel is, which CI does not accept."""
    if importlib.util.find_spec("xllamacpp") is None:
        reason = "xllamacpp is not installed: no wheel of llama.cpp for this system"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with running_llama_server(tmp_path_factory.mktemp("llama")) as server:
        yield server


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A scripted endpoint on loopback."""
    with FakeServer() as server:
        yield server


@pytest.fixture
def frozen() -> Callable[[Path], object]:
    """`with frozen(folder)`: the folder and its files cannot be written, even by root."""

    @contextmanager
    def freeze(folder: Path) -> Iterator[None]:
        files = [folder, *folder.iterdir()]
        if os.name != "posix":
            pytest.skip("needs a folder that cannot be written")
        if os.geteuid() != 0:
            modes = {file: file.stat().st_mode for file in files}
            for file in files:
                file.chmod(0o500 if file is folder else 0o400)
            try:
                yield
            finally:
                for file, mode in modes.items():
                    file.chmod(mode)
            return
        try:
            done = subprocess.run(["chattr", "+i", *map(str, files)], capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            done = False
        try:
            if not done:
                pytest.skip("root writes everywhere, and this file system has no immutable flag")
            yield
        finally:
            subprocess.run(["chattr", "-i", *map(str, files)], capture_output=True, check=False)

    return freeze
