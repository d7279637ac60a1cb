"""A second start rings at the first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

import desktop
from desktop.ui.system.doorbell import SHOW, TOGGLE, Doorbell, address, ring


@pytest.fixture
def where(own_environment, tmp_path):
    return address(tmp_path, os.environ)


@pytest.fixture
def doorbell(qtbot, where):
    doorbell = Doorbell(where)
    yield doorbell
    doorbell.close()


def ring_elsewhere(where, wish=SHOW, **variables):
    """Ring from another process, as a second start does."""
    code = """
import os, sys
from desktop.ui.system.doorbell import ring
sys.exit(not ring(sys.argv[1], os.environ, sys.argv[2]))
"""
    place = {**os.environ, **variables, "PYTHONPATH": str(Path(desktop.__file__).parent.parent)}
    return subprocess.Popen([sys.executable, "-c", code, where, wish], env=place)


def test_another_process_rings_with_the_token_of_its_desktop(qtbot, doorbell, where):
    with qtbot.waitSignal(doorbell.rung, timeout=10_000) as blocker:
        visitor = ring_elsewhere(where, XDG_ACTIVATION_TOKEN="token-1")

    assert blocker.args == ["token-1"]
    assert visitor.wait(10) == 0


def test_without_a_token_it_rings_as_well(qtbot, doorbell, where):
    with qtbot.waitSignal(doorbell.rung, timeout=10_000) as blocker:
        visitor = ring_elsewhere(where)

    assert blocker.args == [""]
    assert visitor.wait(10) == 0


def test_a_hotkey_asks_for_the_quick_ask_window(qtbot, doorbell, where):
    with qtbot.waitSignal(doorbell.toggled, timeout=10_000) as blocker, qtbot.assertNotEmitted(doorbell.rung):
        visitor = ring_elsewhere(where, TOGGLE, XDG_ACTIVATION_TOKEN="token-1")

    assert blocker.args == ["token-1"]
    assert visitor.wait(10) == 0


def test_an_older_version_that_says_only_its_token_gets_the_window(qtbot, doorbell, where):
    visitor = QLocalSocket()
    visitor.connectToServer(where)
    assert visitor.waitForConnected(3000)

    with qtbot.waitSignal(doorbell.rung, timeout=10_000):
        visitor.write(b"token-1")
        visitor.flush()
        visitor.disconnectFromServer()


def test_where_nobody_listens_ringing_says_so(where):
    assert not ring(where, {})


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes leave no file behind")
def test_the_socket_of_a_crash_is_taken_over(qtbot, where):
    Path(where).write_bytes(b"")

    doorbell = Doorbell(where)

    with qtbot.waitSignal(doorbell.rung, timeout=10_000):
        ring_elsewhere(where).wait(10)
    doorbell.close()


def test_each_data_folder_has_a_bell_of_its_own_with_a_short_path(tmp_path):
    runtime = {"XDG_RUNTIME_DIR": "/run/user/1000"}
    deep = tmp_path.joinpath(*["folder" * 8] * 6)

    assert address(deep, runtime) != address(tmp_path, runtime)
    assert len(address(deep, runtime)) < 107
    assert address(deep, runtime).startswith("/run/user/1000/lingdu-")
    assert "/" not in address(deep, {})
