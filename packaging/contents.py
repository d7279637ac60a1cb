"""What goes into the frozen program: the spec collects by it, tests judge by it.

PyInstaller's hooks take all that Qt could ever want; a chat window wants a part of it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

# PyInstaller's: path in the frozen program, path here, kind.
Entry = tuple[str, str, str]

# Modules that something imports only if they are there, and nothing here needs.
UNUSED_MODULES = (
    "_statistics", "_uuid", "bz2", "readline", "curses", "tkinter", "setuptools", "pkg_resources",
    "pydoc", "unittest", "doctest", "multiprocessing", "xmlrpc", "IPython", "PIL", "numpy",
)  # fmt: skip
# Qt's plugins by folder; of a folder that is not named here nothing is kept.
_PLUGINS = {
    "iconengines": r"svg",
    "imageformats": r"gif|ico|jpeg|svg|webp",
    "platforminputcontexts": r"compose|ibus",
    "platforms": r"cocoa|offscreen|windows|wayland|xcb",
    "platformthemes": r"xdgdesktopportal",
    "printsupport": r"cups",
    "styles": r".*",
    "wayland-decoration-client": r".*",
    "wayland-graphics-integration-client": r"wayland-egl",
    "wayland-shell-integration": r"xdg-shell",
    "xcbglintegrations": r".*",
}
_UNUSED_LIBRARIES = re.compile(
    r"(lib)?Qt6?(Egl[Ff][Ss]|Pdf|Qml|Quick|VirtualKeyboard|WlShell|Sql|Test|Xml|OpenGLWidgets|Concurrent|Designer)"
    r"|opengl32sw|d3dcompiler"
)
_TRANSLATIONS = re.compile(r"qtbase_(zh_CN|en)\.qm")

# Libraries that every Linux desktop has, and keeps safe by updates: soname to the Debian package, `new | old` where
# Debian renamed it with 64-bit time_t. None of them is bundled: an old copy of a driver's or a daemon's other half
# does harm. What is not named here is bundled; that nothing else is missing is tried in bare systems.
SYSTEM_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcom_err.so.2": "libcom-err2",
    "libcrypto.so.3": "libssl3t64 | libssl3",
    "libcups.so.2": "libcups2t64 | libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libsqlite3.so.0": "libsqlite3-0",
    "libssl.so.3": "libssl3t64 | libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    # The two of xkbcommon know each other's insides: never one of ours with one of the system's.
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# The C library is one package of many files.
C_LIBRARY = re.compile(r"(lib(c|m|dl|rt|util|pthread|resolv)|ld-linux(-[a-z0-9-]+)?)\.so\.\d+")


def is_wanted(target: str) -> bool:
    """Whether a file belongs into the frozen program; `target` is its path in there."""
    path = PurePosixPath(target.replace("\\", "/"))
    if path.name in SYSTEM_LIBRARIES or _UNUSED_LIBRARIES.match(path.name):
        return False
    if "translations" in path.parts:
        return _TRANSLATIONS.fullmatch(path.name) is not None
    if "plugins" in path.parts:
        kept = _PLUGINS.get(path.parent.name)
        return kept is not None and re.search(kept, path.stem) is not None
    # What pip notes of an installation names the folder of the build.
    return path.suffix not in {".pyi", ".c", ".h", ".pxd", ".exe"} and path.name not in {
        "INSTALLER",
        "RECORD",
        "REQUESTED",
    }


def without_orphans(binaries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The binaries that are wanted or needed by such a one: a plugin that stays out leaves its libraries behind.

    `needs` tells the names of the libraries that the file at a path is linked with.
    """
    kept = {target: (target, source, kind) for target, source, kind in binaries if is_wanted(target)}
    libraries = {target: entry for target, entry in kept.items() if _is_library(target)}
    waiting = [entry for target, entry in kept.items() if target not in libraries or "python" in target.lower()]
    found = {}
    while waiting:
        entry = waiting.pop()
        if entry[0] in found:
            continue
        found[entry[0]] = entry
        waiting += [libraries[name] for name in needs(entry[1]) if name in libraries]
    return [entry for target, entry in kept.items() if target in found]


def needed(path: str) -> list[str]:
    """The names of the libraries that a file is itself linked with; none where the system is not ELF's."""
    if sys.platform in {"win32", "darwin"}:
        return []
    done = subprocess.run(["readelf", "-d", path], capture_output=True, encoding="utf-8", check=True)
    return re.findall(r"\(NEEDED\).*\[(.+)\]", done.stdout)


def _is_library(target: str) -> bool:
    """Whether it was collected since others are linked with it: at the top, by its soname."""
    return "/" not in target and re.match(r"lib.+\.so\.\d", target) is not None
