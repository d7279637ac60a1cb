"""The frozen program: a clean environment from the locks, PyInstaller in it, and a look at what came out."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from pathlib import Path

from project import FLOORS, ROOT, source_date
from tools import run, say

# 140 MB as `du -m` counts them.
LIMIT_BYTES = 140 * 1024 * 1024


class BadProgramError(Exception):
    """The frozen program is not what it has to be; the text says in which way."""


def make_environment(folder: Path) -> Path:
    """A virtual environment with what the locks name and nothing else; its interpreter."""
    say("A clean environment from requirements.lock and requirements-build.lock")
    run(sys.executable, "-m", "venv", folder)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    locks = [word for name in ("requirements.lock", "requirements-build.lock") for word in ("-r", ROOT / name)]
    options = ("--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:")
    run(python, "-I", "-m", "pip", "install", "--quiet", *options, *locks)
    return python


def freeze(python: Path, work: Path, icons: Path) -> Path:
    """Run PyInstaller; the folder of the program (on macOS the bundle)."""
    say("The frozen program")
    folders = ("--distpath", work / "frozen", "--workpath", work / "pyinstaller")
    # Not -I: it would drop PYTHONHASHSEED too.
    command = ("-s", "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders)
    # Else the order of sets differs from run to run, and so do the archives.
    more = {
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": "",
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    run(python, *command, ROOT / "packaging" / "desktop.spec", "--", icons, cwd=work, more=more)
    tree = work / "frozen" / ("Lingdu.app" if sys.platform == "darwin" else "lingdu")
    for path in tree.rglob("base_library.zip"):
        sort_zip(path)
    if sys.platform == "linux":
        _strip(tree)
    _set_times(tree)
    return tree


def program_of(tree: Path) -> Path:
    """The executable that prints."""
    if sys.platform == "win32":
        return tree / "lingdu-console.exe"
    return tree / ("Contents/MacOS/lingdu" if sys.platform == "darwin" else "lingdu")


def check(tree: Path) -> dict[str, str]:
    """Start the program for its versions, and hold size and versions against their limits; gives the versions.

    Raises:
        BadProgramError: one is missed.
    """
    size = size_of(tree)
    if size > LIMIT_BYTES:
        raise BadProgramError(f"The frozen program has {size / 2**20:.0f} MB; {LIMIT_BYTES / 2**20:.0f} are allowed.")
    printed = run(program_of(tree), "--version")
    found = dict(line.split(" ", 1) for line in printed.splitlines())
    too_old = below_floor(found)
    if too_old:
        raise BadProgramError(f"Too old, or not told: {', '.join(too_old)}. --version printed: {found}")
    return found


def below_floor(found: dict[str, str]) -> list[str]:
    """What is older than its floor or missing, as `name version < floor`."""
    return [
        f"{name} {found.get(name, '?')} < {floor}"
        for name, floor in FLOORS.items()
        if _numbers(found.get(name, "0")) < _numbers(floor)
    ]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def size_of(tree: Path) -> int:
    """Bytes on the disk, in blocks of 4 KB as `du` counts."""
    return sum(
        -(-path.stat().st_size // 4096) * 4096 for path in tree.rglob("*") if path.is_file() and not path.is_symlink()
    )


def sort_zip(path: Path) -> None:
    """Write a zip file anew, the same in every run: PyInstaller writes its entries in the order of a set."""
    with zipfile.ZipFile(path) as archive:
        entries = sorted((entry.filename, archive.read(entry), entry.compress_type) for entry in archive.infolist())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, compression in entries:
            archive.writestr(zipfile.ZipInfo(name), data, compression)


def _strip(tree: Path) -> None:
    """Take off the debugging symbols, and the building machine's folders in which libraries would be looked for."""
    for path in sorted(tree.rglob("*.so*")):
        if path.is_file() and not path.is_symlink():
            run("strip", "--strip-unneeded", path)
            searched = re.search(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", run("readelf", "-d", path))
            if searched and "$ORIGIN" not in searched[1]:
                run("chrpath", "--delete", path)
            path.chmod(0o644)


def _set_times(tree: Path) -> None:
    """Every file is as old as the sources."""
    moment = source_date()
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (moment, moment), follow_symlinks=False)
