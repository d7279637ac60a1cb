from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import desktop
import desktop.__main__ as entry
import desktop.app
from desktop.ui.system.doorbell import Doorbell, address


def test_the_entry_point_hands_on_arguments_and_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["lingdu", "--version"])

    # Threads of other tests are none of this one's business.
    monkeypatch.setattr(desktop.app, "leave", lambda code: code)

    assert entry.main() == 0
    assert desktop.__version__ in capsys.readouterr().out


def test_the_package_runs_as_a_module(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--nonsense"],
        env={"PYTHONPATH": str(Path(desktop.__file__).parent.parent), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 2


def test_a_hotkey_reaches_the_program_that_runs_without_loading_another(qtbot, tmp_path: Path):
    doorbell = Doorbell(address(tmp_path, os.environ))
    program = """
import sys
from desktop.__main__ import main
code = main()
print(sorted({"desktop.app", "httpx", "PySide6.QtWidgets"} & sys.modules.keys()))
sys.exit(code)
"""
    place = {**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parent.parent)}
    with qtbot.waitSignal(doorbell.toggled, timeout=30_000):
        asked = subprocess.Popen(
            [sys.executable, "-c", program, "--toggle", "--data-dir", str(tmp_path)],
            env=place,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
    out, _err = asked.communicate(timeout=30)

    doorbell.close()
    assert (asked.returncode, out) == (0, "[]\n")
