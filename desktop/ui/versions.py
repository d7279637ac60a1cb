"""The versions of what the program runs on, for `--version`, the About box and diagnostics."""

from __future__ import annotations

import ssl
import sys
from importlib.metadata import version

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from desktop import __version__
from desktop.chat.store.engine import SQLITE_VERSION


def versions() -> dict[str, str]:
    """Name to version, the program itself first; what is loaded here and not what was built with."""
    return {
        "lingdu": __version__,
        "Python": sys.version.split()[0],
        "Qt": qVersion(),
        "PySide6": pyside_version,
        "httpx": version("httpx"),
        "SQLite": SQLITE_VERSION,
        # It stands between the name and the date.
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
    }
