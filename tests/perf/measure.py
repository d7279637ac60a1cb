"""Clocks, memory, the speed of this machine, and a process of its own for what is measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 5
# What the calibration loop takes on the machine that the goals were set on, undisturbed.
CALIBRATION_MS = 18.0
# Where start.sh puts what is only compared with.
REFERENCES = Path(sys.prefix, "bench")

_ROOT = Path(__file__).resolve().parents[2]
_calibrations: list[float] = []


def calibrate() -> None:
    """Take the speed of the machine once more: it changes while a benchmark runs."""
    for _ in range(ROUNDS):
        start = time.process_time()
        words: dict[str, int] = {}
        for number in range(100_000):
            word = f"{number % 977:x}"
            words[word] = words.get(word, 0) + len(word)
        _calibrations.append((time.process_time() - start) * 1000)


def slowness() -> float:
    """How many times as long as the machine of the goals this one takes."""
    return median(_calibrations) / CALIBRATION_MS


def machine() -> dict[str, str | float]:
    """What the figures belong to."""
    import PySide6

    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory": f"{_memory_gb():.0f} GB",
        "system": platform.platform(),
        "python": platform.python_version(),
        "qt": PySide6.__version__,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0,
    }


def memory_mb(kind: str = "VmRSS") -> float:
    """Memory of this process: `VmRSS` now, `VmHWM` at its highest, `Pss` with what is shared divided."""
    file = "/proc/self/smaps_rollup" if kind == "Pss" else "/proc/self/status"
    for line in Path(file).read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == kind:
            return int(value.split()[0]) / 1024
    raise LookupError(kind)


class ApartError(Exception):
    """A process of its own ended without a result; says why."""


def apart(function: Callable[..., Any], *arguments: Any, limit_s: float = 300, **extra: str) -> Any:
    """Call `function` in a process of its own, off screen; arguments and result travel as JSON.

    Raises:
        ApartError: it failed, or took longer than `limit_s` seconds.
    """
    # A module that was started by `-m` is called __main__ here and by its own name there.
    module = sys.modules[function.__module__].__spec__.name
    command = [sys.executable, "-P", "-m", "perf.child", module, function.__name__]
    try:
        done = subprocess.run(
            [*command, json.dumps(arguments)],
            env={**environment(), **extra},
            capture_output=True,
            encoding="utf-8",
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ApartError(f"{function.__name__}: no end within {limit_s:.0f} s") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no words"])[-1]
        raise ApartError(f"{function.__name__}: exit code {done.returncode}: {last}")
    return json.loads(done.stdout.splitlines()[-1])


def python_path(*before: Path) -> str:
    """`PYTHONPATH` of a process that imports the program and the benchmark."""
    return os.pathsep.join(str(folder) for folder in (*before, _ROOT, _ROOT / "tests"))


@cache
def environment() -> dict[str, str]:
    """Nothing of the user's: no key, no proxy, no session bus; the same hashes each time."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI_", "PYTHONDONT"))
        and not name.upper().endswith("_PROXY")
        and name != "DBUS_SESSION_BUS_ADDRESS"
    }
    return {**kept, "PYTHONPATH": python_path(), "PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gb() -> float:
    if not hasattr(os, "sysconf"):
        return 0
    return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) / 1e9
