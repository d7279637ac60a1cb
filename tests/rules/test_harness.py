"""The tests' own net: what `tests/conftest.py` and pytest's settings must catch, tried on tests that misbehave."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from fakes.sources import ROOT

MISBEHAVING = {
    "a thread": (
        """
        gate = threading.Event()
        threading.Thread(target=gate.wait, args=(3,)).start()
        kept.append(gate)
        """,
        "left running: <Thread(",
    ),
    "a QThread": (
        """
        thread = QThread(objectName="worker")
        thread.start()
        kept.append(thread)
        """,
        "left running: QThread 'worker'",
    ),
    "a timer": (
        """
        timer = QTimer(objectName="clock")
        timer.start(1000)
        kept.append(timer)
        """,
        "left running: QTimer 'clock'",
    ),
    "a logged warning": ("logging.getLogger('desktop').warning('odd')", "unexpected log: WARNING desktop: odd"),
    "an expected log that never comes": ("expected_logs('odd')", "expected log did not come: odd"),
    "a Qt warning": ("qWarning('odd')", "QtWarningMsg: odd"),
    "a Python warning": ("warnings.warn('odd')", "UserWarning: odd"),
}

WELL_BEHAVED = """
    expected_logs("^WARNING desktop: odd")
    logging.getLogger("desktop").warning("odd")
    thread = QThread()
    thread.start()
    thread.quit()
    assert thread.wait(5000)
    python = threading.Thread(target=int)
    python.start()
    timer = QTimer()
    timer.start(1000)  # ends with the last reference to it
    assert not any(name.startswith("OPENAI_") or name.lower().endswith("_proxy") for name in os.environ)
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
    assert os.environ["HOME"].startswith(str(own_environment))
    assert os.listdir(os.environ["XDG_DATA_HOME"]) == []
"""


def run_test(folder, body):
    """Run one test with this body under our settings and conftest; gives the exit code and the output."""
    head = """
        import gc, logging, os, threading, warnings
        from PySide6.QtCore import QThread, QTimer, qWarning

        kept = []

        def test_it(qtbot, expected_logs, own_environment):
    """
    file = folder / "test_it.py"
    file.write_text(textwrap.dedent(head) + textwrap.indent(textwrap.dedent(body), "    "), "utf-8")
    foreign = {"OPENAI_API_KEY": "k", "https_proxy": "http://127.0.0.1:9", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}
    options = ["-q", "-p", "conftest", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", f"--rootdir={folder}"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options, file],
        cwd=folder,
        env={**os.environ, **foreign, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("name", MISBEHAVING)
def test_a_test_that_leaves_something_behind_fails(tmp_path, name):
    body, complaint = MISBEHAVING[name]

    code, output = run_test(tmp_path, body)

    # A QThread that still runs when the interpreter ends aborts the process: that is why it is hunted.
    assert code == 1 or name == "a QThread"
    assert complaint in output


def test_a_tidy_test_passes_in_an_environment_of_its_own(tmp_path):
    code, output = run_test(tmp_path, WELL_BEHAVED)

    assert code == 0, output


def test_a_second_emission_of_a_thread_does_not_reach_a_blocker_that_is_gone(tmp_path):
    body = """
    from PySide6.QtCore import QObject, Signal

    class Source(QObject):
        loaded = Signal(str)
        other = Signal(str)

    source = Source()

    def emit_in_a_thread(text):
        thread = threading.Thread(target=lambda: source.loaded.emit(text))
        thread.start()
        thread.join()

    # Queued while the first is being delivered, and before the blocker has heard that one.
    source.loaded.connect(lambda text: emit_in_a_thread("second") if text == "first" else None)
    with qtbot.waitSignal(source.loaded, timeout=5000):
        emit_in_a_thread("first")
    # This one gets the memory of the first, if that is gone.
    with qtbot.waitSignal(source.other, timeout=5000) as blocker:
        QTimer.singleShot(0, source, lambda: source.other.emit("mine"))
    assert blocker.args == ["mine"]
    """

    code, output = run_test(tmp_path, body)

    assert code == 0, output
