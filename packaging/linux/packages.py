"""The two packages for Linux: a Debian package and an archive, of one tree."""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
from pathlib import Path

import contents
from frozen import BadProgramError, size_of
from metainfo import debian_changelog, metainfo
from project import HOMEPAGE, IDENTIFIER, MAINTAINER, NAME, ROOT, SUMMARY, VERSION, source_date
from tools import run, say

TOOLS = ("chrpath", "dpkg-deb", "md5sum", "objdump", "readelf", "strip", "tar", "xz")
DEB_LIMIT_BYTES = 45 * 1024 * 1024

_HERE = Path(__file__).resolve().parent
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# What the program can do without, for a while: fonts for Chinese, a keeper of keys.
_RECOMMENDS = "fonts-noto-cjk, gnome-keyring | kwalletmanager | keepassxc"
_DESCRIPTION = """\
 A native window for chats with every OpenAI-compatible API: answers are shown
 while they arrive, with Markdown, code and formulas, and with what each of them
 took and costs.
 .
 Conversations stay in a database on this computer, keys in its keyring.
"""
_COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {name}
Upstream-Contact: {maintainer}
Source: {homepage}
Comment: The program is delivered with Python, Qt and other libraries inside.
 /usr/lib/lingdu/licences holds a notice of each and their licences in full; Qt
 and PySide6 are under the LGPL 3 (/usr/share/common-licenses/LGPL-3).

Files: *
Copyright: 2026 Lingdu Chat contributors
License: Expat

License: Expat
{licence}
"""


def make(tree: Path, icons: Path, notices: Path, out: Path) -> list[Path]:
    """Make both packages in `out`."""
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    root = out.parent / "deb"
    _install(tree, icons, notices, root)
    deb = out / f"lingdu_{VERSION}_{architecture}.deb"
    say(deb.name)
    _write_control(root, tree, architecture)
    _set_times(root)
    moment = {"SOURCE_DATE_EPOCH": str(source_date())}
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, deb, more=moment)
    if deb.stat().st_size > DEB_LIMIT_BYTES:
        raise BadProgramError(f"{deb.name} has {deb.stat().st_size / 2**20:.1f} MB; 45 are allowed.")

    name = f"lingdu-{VERSION}-linux-{platform.machine()}"
    say(f"{name}.tar.xz")
    folder = out.parent / name
    (root / "usr/lib/lingdu").rename(folder)
    (root / "usr/share").rename(folder / "share")
    for name_of_debian in ("doc", "lintian"):
        shutil.rmtree(folder / "share" / name_of_debian)
    shutil.copyfile(_HERE / "README.txt", folder / "README.txt")
    _set_times(folder)
    owners = ("--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu")
    tar = out / f"{name}.tar"
    run("tar", *owners, "-C", out.parent, "-cf", tar, name)
    # Two threads, whatever the machine has: another number makes another file.
    run("xz", "-6", "--threads=2", tar)
    return [deb, tar.with_name(f"{tar.name}.xz")]


def _install(tree: Path, icons: Path, notices: Path, root: Path) -> None:
    """Lay everything out below `root` as it stands below `/`."""
    share = root / "usr/share"
    for folder in ("applications", "metainfo", "man/man1", "doc/lingdu", "lintian/overrides"):
        (share / folder).mkdir(parents=True)
    (root / "usr/lib").mkdir()
    (root / "usr/bin").mkdir()
    shutil.copytree(tree, root / "usr/lib/lingdu", symlinks=True)
    shutil.copytree(notices, root / "usr/lib/lingdu/licences")
    (root / "usr/bin/lingdu").symlink_to("../lib/lingdu/lingdu")
    shutil.copyfile(_HERE / "lingdu.desktop", share / "applications/lingdu.desktop")
    (share / f"metainfo/{IDENTIFIER}.metainfo.xml").write_text(metainfo(), encoding="utf-8")
    for path in sorted((icons / "hicolor").glob("*/*")):
        place = share / "icons/hicolor" / path.parent.name / "apps"
        place.mkdir(parents=True)
        shutil.copyfile(path, place / path.name)
    _zip(share / "man/man1/lingdu.1.gz", (_HERE / "lingdu.1").read_text("utf-8"))
    _zip(share / "doc/lingdu/changelog.gz", debian_changelog())
    shutil.copyfile(_HERE / "lintian-overrides", share / "lintian/overrides/lingdu")
    licence = (ROOT / "LICENSE").read_text("utf-8").split("\n\n", 2)[2]
    licence = "\n".join(f" {line}" if line else " ." for line in licence.strip().splitlines())
    copyright_file = share / "doc/lingdu/copyright"
    copyright_file.write_text(
        _COPYRIGHT.format(name=NAME, maintainer=MAINTAINER, homepage=HOMEPAGE, licence=licence), encoding="utf-8"
    )


def _zip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _write_control(root: Path, tree: Path, architecture: str) -> None:
    fields = {
        "Package": "lingdu",
        "Version": VERSION,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(-(-size_of(root) // 1024)),
        "Depends": ", ".join(depends(tree)),
        "Recommends": _RECOMMENDS,
        "Section": "net",
        "Priority": "optional",
        "Homepage": HOMEPAGE,
        "Description": SUMMARY[0].lower() + SUMMARY[1:],
    }
    folder = root / "DEBIAN"
    folder.mkdir()
    text = "".join(f"{name}: {value}\n" for name, value in fields.items()) + _DESCRIPTION
    (folder / "control").write_text(text, encoding="utf-8")
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    sums = run("md5sum", *(path.relative_to(root) for path in files), cwd=root)
    (folder / "md5sums").write_text(sums, encoding="utf-8")


def depends(tree: Path) -> list[str]:
    """The Debian packages of what the tree is linked with and does not hold.

    Raises:
        BadProgramError: a library is neither in the tree nor one that every desktop has.
    """
    binaries = [path for path in tree.rglob("*") if path.is_file() and (".so" in path.name or os.access(path, os.X_OK))]
    inside = {path.name for path in tree.rglob("*")}
    outside = {name for path in binaries for name in contents.needed(str(path))} - inside
    unknown = sorted(
        name for name in outside if name not in contents.SYSTEM_LIBRARIES and not contents.C_LIBRARY.fullmatch(name)
    )
    if unknown:
        raise BadProgramError(f"Neither bundled nor in contents.SYSTEM_LIBRARIES: {', '.join(unknown)}")
    packages = {contents.SYSTEM_LIBRARIES[name] for name in outside if name in contents.SYSTEM_LIBRARIES}
    return sorted([f"libc6 (>= {_newest_c_library(binaries)})", "ca-certificates", *packages])


def _newest_c_library(binaries: list[Path]) -> str:
    """The newest version of glibc's symbols that one of the files asks for."""
    numbers = {(2, 0)}
    for path in binaries:
        wanted = run("readelf", "--version-info", "--wide", path)
        numbers |= {(int(major), int(minor)) for major, minor in re.findall(r"Name: GLIBC_(\d+)\.(\d+)", wanted)}
    major, minor = max(numbers)
    return f"{major}.{minor}"


def _set_times(root: Path) -> None:
    moment = source_date()
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
