"""Programs of the system that a build calls: looked for before anything is made, and named with the way to get them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

EXIT_MISSING_TOOL = 2
# Nothing here takes longer, on two busy cores.
LIMIT_S = 1200

_WAYS = {
    "apt": "apt-get install {}",
    "windows": "winget install {}",
    "mac": "{}",
}
# Program: its package by system.
_PACKAGES = {
    "chrpath": {"apt": "chrpath"},
    "dpkg-deb": {"apt": "dpkg"},
    "md5sum": {"apt": "coreutils"},
    # PyInstaller's own
    "objdump": {"apt": "binutils"},
    "readelf": {"apt": "binutils"},
    "strip": {"apt": "binutils"},
    "xz": {"apt": "xz-utils"},
    "makensis": {"apt": "nsis", "windows": "NSIS.NSIS"},
    "hdiutil": {"mac": "it comes with macOS"},
    "codesign": {"mac": "xcode-select --install"},
    "xcrun": {"mac": "xcode-select --install"},
}


class MissingToolError(Exception):
    """A program is not on this machine; the text says how to get it."""


def require(names: Iterable[str]) -> None:
    """See that programs are there.

    Raises:
        MissingToolError: some are not; it names all of them.
    """
    system = {"win32": "windows", "darwin": "mac"}.get(sys.platform, "apt")
    lines = []
    for name in names:
        if find(name) is None:
            package = _PACKAGES.get(name, {}).get(system, name)
            lines.append(f"{name} is not installed: {_WAYS[system].format(package)}")
    if lines:
        raise MissingToolError("\n".join(lines))


def find(name: str) -> str | None:
    """The program's path; NSIS does not put itself on Windows' PATH."""
    found = shutil.which(name)
    if found is None and sys.platform == "win32" and name == "makensis":
        place = Path(os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)"), "NSIS", "makensis.exe")
        found = str(place) if place.is_file() else None
    return found


def run(*command: str | Path, cwd: Path | None = None, more: Mapping[str, str] | None = None) -> str:
    """Run a program to its end; what it printed on stdout. Its stderr is shown only where it fails.

    Raises:
        CalledProcessError: it ended with another code than 0.
    """
    words = [str(word) for word in command]
    words[0] = find(words[0]) or words[0]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **(more or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=LIMIT_S,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-8000:], done.stderr[-8000:], sep="\n", file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, words)
    return done.stdout


def say(text: str) -> None:
    """Tell what goes on; stdout belongs to the list of what was made."""
    print(f"== {text}", file=sys.stderr, flush=True)
