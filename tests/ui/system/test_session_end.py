"""`desktop.ui.system.session_end`: a process has one session bus, so this one is another's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes.secret_service import require_programs, running_bus, short_folder
from fakes.session_manager import session_manager

import desktop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the other systems tell it through Qt")

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.ui.system.session_end import SessionEnd

program = QCoreApplication([])
session = SessionEnd()
session.ending.connect(lambda: print("ending", flush=True))
session.ending.connect(lambda: QTimer.singleShot(0, program.quit))
{more}
program.exec()
"""


def start(address, more=""):
    place = {**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parent.parent), "DBUS_SESSION_BUS_ADDRESS": address}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("{more}", more)],
        env=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("how", ["end", "stop"])
def test_the_session_manager_ends_the_program(how):
    require_programs()
    with short_folder() as home, running_bus(home) as bus, session_manager(bus.address) as session:
        program = start(bus.address)
        getattr(session, how)()
        out, err = program.communicate(timeout=30)

    assert (out, err) == ("ending\n", "")


def test_an_end_that_is_told_before_the_answer_to_the_registration_counts():
    require_programs()
    with short_folder() as home, running_bus(home) as bus, session_manager(bus.address, hasty=True):
        out, err = start(bus.address).communicate(timeout=30)

    assert (out, err) == ("ending\n", "")


def test_without_a_session_manager_nothing_happens():
    require_programs()
    with short_folder() as home, running_bus(home) as bus:
        program = start(bus.address, "session._call.finished.connect(program.quit)")
        out, err = program.communicate(timeout=30)

    assert (out, err) == ("", "")
