"""Makes what users install, on every system by the same command: `python packaging/build.py [FOLDER]`.

Linux: a Debian package and an archive; Windows: an installer; macOS: a disk image; with each a bill of materials and
SHA-256 sums. They appear in FOLDER (`dist/`) when all of them are made. Only the standard library is needed: the rest
comes from the locks, into an environment of its own. Exit codes: 0 made, 1 failed, 2 a tool is missing (it says which,
and how to get it).
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import frozen
from linux import packages as linux
from macos import bundle as macos
from project import ROOT, VERSION
from tools import EXIT_MISSING_TOOL, MissingToolError, require, run, say
from windows import installer as windows

SUMS = "SHA256SUMS"
_SYSTEMS = {"linux": linux, "win32": windows, "darwin": macos}


def main(words: list[str]) -> int:
    """Build into the folder; the exit code."""
    if len(words) > 1 or any(word.startswith("-") for word in words):
        print(__doc__, file=sys.stderr)
        return EXIT_MISSING_TOOL
    out = Path(words[0]) if words else ROOT / "dist"
    try:
        require(_SYSTEMS[sys.platform].TOOLS)
    except MissingToolError as error:
        print(error, file=sys.stderr)
        return EXIT_MISSING_TOOL
    # Beside the target, so that the last step is a renaming.
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".lingdu-build-", dir=out.resolve().parent) as folder:
        try:
            made = build(Path(folder))
        except (frozen.BadProgramError, subprocess.SubprocessError, OSError) as error:
            print(f"The build failed: {error}", file=sys.stderr)
            return 1
        out.mkdir(exist_ok=True)
        # The sums last: they tell that all of it is there.
        for path in sorted(made.iterdir(), key=lambda path: (path.name == SUMS, path.name)):
            print(path.replace(out / path.name))
    return 0


def build(work: Path) -> Path:
    """Build everything below `work`; the folder of what is delivered."""
    out = work / "out"
    out.mkdir()
    python = frozen.make_environment(work / "venv")
    icons, legal = work / "icons", work / "legal"
    run(python, ROOT / "packaging" / "icons.py", icons)
    run(python, ROOT / "packaging" / "licences.py", legal)
    tree = frozen.freeze(python, work, icons)
    versions = frozen.check(tree)
    say(f"{frozen.size_of(tree) / 2**20:.0f} MB; " + ", ".join(f"{name} {it}" for name, it in versions.items()))
    system = _SYSTEMS[sys.platform]
    made = system.make(tree, icons, legal / "licences", out)
    bill = out / f"lingdu-{VERSION}-{sys.platform}.cdx.json"
    shutil.copyfile(legal / "lingdu.cdx.json", bill)
    sums = "".join(f"{sha256(path)}  {path.name}\n" for path in sorted([*made, bill]))
    (out / SUMS).write_text(sums, encoding="utf-8", newline="\n")
    return out


def sha256(path: Path) -> str:
    """The digest of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    # Ended from outside it clears up as well. Windows has no SIGHUP, which a terminal sends that is closed.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit("The build was ended before it was done."))
    sys.exit(main(sys.argv[1:]))
