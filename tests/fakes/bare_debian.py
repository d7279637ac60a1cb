"""A bare Debian in a folder: made by debootstrap once and kept in a cache, each test works in a copy of its own.

Commands run in it with namespaces of their own for mounts and processes, so all of both is gone when a command ends,
however it ends. Network and screen are those of this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import pytest

# Asked for before a test gets a home of its own.
CACHE = Path(platformdirs.user_cache_dir("lingdu-package-test", appauthor=False))
# An older base is made anew: what it lacks in updates has to be fetched each time.
MAX_AGE_S = 30 * 24 * 3600
MAKE_LIMIT_S = 900
LIMIT_S = 600

# $1 the folder, $2 how many binds, the binds, the command.
_ENTER = """
set -e
root=$1
count=$2
shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$count" -gt 0 ]; do
    mkdir -p "$root$2"
    mount --bind "$1" "$root$2"
    shift 2
    count=$((count - 1))
done
exec chroot "$root" "$@"
"""
_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child")


def require() -> None:
    """Skip the test, saying why, where a bare system cannot be made; in CI it has to be."""
    missing = [name for name in ("debootstrap", "unshare", "tar") if shutil.which(name) is None]
    reason = f"a bare Debian needs {' and '.join(missing)}: `sh start.sh package-test` installs them" if missing else ""
    if os.geteuid() != 0:
        reason = "a bare Debian is made and entered by root alone"
    if not reason:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class BareDebian:
    """A bare Debian that can be changed at will.

    Attributes:
        root: its folder.
    """

    def __init__(self, root: Path, archives: Path) -> None:
        self.root = root
        self._archives = archives

    def command(self, *command: str, binds: Sequence[Path] = ()) -> list[str]:
        """What runs a command in there; it sees these folders of this machine at their own paths."""
        pairs = [str(path) for path in binds for _ in range(2)]
        return [*_NAMESPACES, "sh", "-c", _ENTER, "sh", str(self.root), str(len(binds)), *pairs, *command]

    def run(self, *command: str, limit_s: float = LIMIT_S, **variables: str) -> str:
        """Run a command in there to its end; what it printed.

        Raises:
            AssertionError: it ended with another code than 0; with its words.
        """
        done = subprocess.run(
            self.command(*command),
            env={**_environment(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=limit_s,
            check=False,
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-4000:]}"
        return done.stdout

    def apt(self, *words: str) -> str:
        """`apt-get` without questions; what it fetches is kept for the next copy."""
        place = self.root / "var/cache/apt/archives"
        before = {path.name for path in place.glob("*.deb")}
        for path in self._archives.glob("*.deb"):
            shutil.copyfile(path, place / path.name)
        options = ("-q", "-y", "--no-install-recommends", "-o", "Acquire::Retries=3")
        printed = self.run("apt-get", *options, *words)
        for path in place.glob("*.deb"):
            if path.name not in before:
                shutil.copyfile(path, self._archives / path.name)
        return printed

    def files_named(self, part: str) -> list[str]:
        """The paths in there with this in their last name, but for those of the kernel."""
        found = []
        for folder, folders, files in os.walk(self.root):
            if Path(folder) == self.root:
                folders[:] = [name for name in folders if name not in {"proc", "dev", "sys"}]
            found += [str(Path("/", folder, name)) for name in (*folders, *files) if part in name.lower()]
        return sorted("/" + str(Path(path).relative_to(self.root)) for path in found)


@contextmanager
def bare_debian(suite: str) -> Iterator[BareDebian]:
    """A copy of the bare Debian of this name (`bookworm`); it is gone with the block."""
    base = _base(suite)
    archives = CACHE / f"{suite}-archives"
    archives.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"lingdu-{suite}-", ignore_cleanup_errors=True) as folder:
        subprocess.run(["tar", "--numeric-owner", "-xpf", base, "-C", folder], check=True, timeout=LIMIT_S)
        root = Path(folder)
        root.chmod(0o755)
        # Nothing that is installed starts a service.
        (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (root / "usr/sbin/policy-rc.d").chmod(0o755)
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(f"/etc/{name}", root / "etc" / name)
        debian = BareDebian(root, archives)
        debian.apt("update")
        yield debian


def _base(suite: str) -> Path:
    """The archive of the untouched system."""
    base = CACHE / f"{suite}.tar"
    if base.is_file() and time.time() - base.stat().st_mtime < MAX_AGE_S:
        return base
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{suite}-", dir=CACHE) as folder:
        root = Path(folder, "root")
        # debootstrap's own choice of a mirror where this machine has none.
        words = ["debootstrap", "--variant=minbase", suite, str(root), *_mirror()]
        done = subprocess.run(
            words, capture_output=True, encoding="utf-8", timeout=MAKE_LIMIT_S, check=False, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{' '.join(words)} failed:\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
        made = Path(folder, "made.tar")
        kept_out = "--exclude=./var/cache/apt/archives/*.deb"
        words = ["tar", "--numeric-owner", kept_out, "-cf", str(made), "-C", str(root), "."]
        subprocess.run(words, check=True, timeout=LIMIT_S)
        made.replace(base)
    return base


def _mirror() -> list[str]:
    """The mirror of Debian that this machine installs from, if it is a Debian."""
    for path in (Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))):
        if path.suffix not in {".list", ".sources"} or not path.is_file():
            continue
        for address in re.findall(
            r"^(?:URIs:|deb (?:\[[^]]*\] )?) ?(https?://\S+/debian/?)(?:\s|$)", path.read_text(), re.MULTILINE
        ):
            return [address]
    return []


def _environment() -> dict[str, str]:
    return {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
    }
