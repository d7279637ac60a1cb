"""`desktop.ui.system.program`: there is one application a process, so this one is another's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import desktop

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.ui.system.program import Program

program = Program(["lingdu"])
asked = []

def end():
    asked.append(None)
    if len(asked) == 2:
        program.exit(7)

program.quit_asked.connect(end)
for _ in range(2):
    QTimer.singleShot(0, QCoreApplication.quit)
print(program.exec(), len(asked))
"""


def test_a_quit_of_the_system_is_a_wish_that_the_program_carries_out(own_environment):
    place = {**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parent.parent), "QT_QPA_PLATFORM": "offscreen"}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=place, capture_output=True, encoding="utf-8", timeout=30, check=False
    )

    assert (done.stdout.split(), done.stderr) == (["7", "2"], "")
