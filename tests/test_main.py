from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import desktop
import desktop.__main__ as entry


def test_the_entry_point_hands_on_arguments_and_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["lingdu", "--version"])

    # Threads of other tests are none of this one's business.
    monkeypatch.setattr(entry, "leave", lambda code: code)

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
