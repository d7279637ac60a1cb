"""The installer for Windows, by NSIS: for one user, without an administrator."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path, PurePosixPath

from project import HOMEPAGE, NAME, VERSION, VERSION_NUMBERS
from tools import run, say

TOOLS = ("makensis",)

_SCRIPT = Path(__file__).with_name("installer.nsi")
_MACHINES = {"AMD64": "x64", "x86_64": "x64", "ARM64": "arm64"}


def make(tree: Path, icons: Path, notices: Path, out: Path) -> list[Path]:
    """Make the installer in `out`."""
    shutil.copytree(notices, tree / "licences")
    target = out / f"lingdu-{VERSION}-windows-{_MACHINES.get(platform.machine(), platform.machine())}-setup.exe"
    say(target.name)
    compile_installer(tree, icons / "lingdu.ico", target)
    return [target]


def compile_installer(payload: Path, icon: Path, target: Path, kind: str = "") -> None:
    """Let NSIS make an installer of a folder; `kind` is NSIS' own target where it is not the default (x86-unicode)."""
    lists = target.parent / f".{target.stem}-lists"
    lists.mkdir()
    try:
        install, uninstall = file_lists(payload)
        # With a byte order mark, NSIS knows that it is UTF-8.
        (lists / "install.nsh").write_text(install, encoding="utf-8-sig")
        (lists / "uninstall.nsh").write_text(uninstall, encoding="utf-8-sig")
        names = {
            "NAME": NAME,
            "VERSION": VERSION,
            "NUMBERS": ".".join(map(str, VERSION_NUMBERS)),
            "HOMEPAGE": HOMEPAGE,
            "ICON": str(icon),
            "LISTS": str(lists),
            "OUTFILE": str(target),
            **({"TARGET": kind} if kind else {}),
        }
        # On Windows an option begins with a slash.
        mark = "/" if sys.platform == "win32" else "-"
        defines = [f"{mark}D{name}={value}" for name, value in names.items()]
        run("makensis", f"{mark}V2", f"{mark}INPUTCHARSET", "UTF8", *defines, _SCRIPT)
    finally:
        shutil.rmtree(lists)


def file_lists(payload: Path) -> tuple[str, str]:
    """The commands that lay the payload out, and those that take exactly it away: what else is in the folder stays."""
    install, uninstall = [], []
    folders = [payload, *sorted(path for path in payload.rglob("*") if path.is_dir())]
    for folder in folders:
        place = _place(folder.relative_to(payload).as_posix())
        install.append(f'SetOutPath "{place}"')
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            # The name of a file here is taken as it is.
            install.append(f'File "{path}"')
            uninstall.append(f'Delete "{place}\\{_quoted(path.name)}"')
    uninstall += [f'RMDir "{_place(folder.relative_to(payload).as_posix())}"' for folder in reversed(folders[1:])]
    return "\n".join(install) + "\n", "\n".join(uninstall) + "\n"


def _place(relative: str) -> str:
    parts = PurePosixPath(relative).parts
    return "\\".join(["$INSTDIR", *(_quoted(part) for part in parts)])


def _quoted(text: str) -> str:
    """NSIS reads `$` as the beginning of a variable."""
    return text.replace("$", "$$")
