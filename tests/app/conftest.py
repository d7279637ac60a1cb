"""The real program in a process of its own, without a display and with nothing of the user's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import desktop

LIMIT_S = 40


@dataclass
class Ended:
    """How the program ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out + self.err
        return json.loads(lines[0])


def environment(home: Path, **extra: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    for name in ("data", "config", "state", "cache", "run"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **kept,
        # The package under test, wherever it is: the checkout's or an installed one.
        "PYTHONPATH": str(Path(desktop.__file__).resolve().parent.parent),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
        **extra,
    }


@pytest.fixture
def lingdu(tmp_path: Path) -> Callable[..., Ended]:
    """Run the program to its end: `lingdu("--ask", "hi", OPENAI_API_KEY="sk-x")`; `before` is Python it runs first."""

    def run(*arguments: str, before: str = "", **extra: str) -> Ended:
        program = ["-c", f"{before}\nimport sys; from desktop.__main__ import main; sys.exit(main())"]
        done = subprocess.run(
            [sys.executable, *(program if before else ["-m", "desktop"]), *arguments],
            env=environment(tmp_path / "home", **extra),
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def start_lingdu(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program and leave it running; it is killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **extra: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", *arguments],
            env=environment(tmp_path / "home", **extra),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
