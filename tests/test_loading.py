from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import desktop


def printed(program: str) -> str:
    """What a fresh interpreter prints."""
    place = {**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=place, capture_output=True, encoding="utf-8", check=True, timeout=50
    )
    return done.stdout.strip()


def test_no_module_is_read_for_features_while_the_program_is_loaded():
    assert printed("""
import inspect
from PySide6 import QtCore
from desktop.loading import light_imports
read = []
inspect.getsource = lambda module: read.append(module) or ""
import colorsys
by_the_wrapper = len(read)
with light_imports():
    import desktop.app
print(by_the_wrapper, len(read))
""") in {"1 1", "0 0"}  # none either way where PySide asks no more


def test_classes_of_qt_keep_their_methods_names():
    assert (
        printed("""
from PySide6 import QtCore
from desktop.loading import light_imports
with light_imports():
    import desktop.log
timer = QtCore.QTimer()
timer.setInterval(7)
print(timer.interval(), hasattr(timer, "set_interval"))
""")
        == "7 False"
    )


def test_nothing_is_collected_while_the_program_is_loaded_and_what_it_loaded_is_not_looked_through_later():
    assert (
        printed("""
import gc
from desktop.loading import light_imports
seen = []
gc.callbacks.append(lambda phase, info: seen.append(phase))
with light_imports():
    kept = [[number] for number in range(50_000)]
print(seen, gc.isenabled(), gc.get_freeze_count() > 50_000, any(one is kept for one in gc.get_objects()))
""")
        == "[] True True False"
    )


def test_python_collects_no_more_where_it_did_not_before():
    assert (
        printed("""
import gc
from desktop.loading import light_imports
gc.disable()
with light_imports():
    pass
print(gc.isenabled())
""")
        == "False"
    )
