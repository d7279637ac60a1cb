"""What this program is made of: versions and licences, for the dialog and the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from desktop import __version__
from desktop.ui.dialogs import show_text
from desktop.ui.versions import versions

# What is installed with the program, by its name in the package index, and its licence (SPDX).
LIBRARIES = {
    "httpx": "BSD-3-Clause",
    "httpcore": "BSD-3-Clause",
    "anyio": "MIT",
    "h11": "MIT",
    "idna": "BSD-3-Clause",
    "certifi": "MPL-2.0",
    "socksio": "MIT",
    "truststore": "MIT",
    "msgspec": "BSD-3-Clause",
    "keyring": "MIT",
    "SecretStorage": "BSD-3-Clause",
    "jeepney": "MIT",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "platformdirs": "MIT",
    "Pygments": "BSD-2-Clause",
    "pypdf": "BSD-3-Clause",
    "ziamath": "MIT",
    "ziafont": "MIT",
    "latex2mathml": "MIT",
}


def about_text() -> str:
    """Name, versions and licences."""
    words = QCoreApplication.translate("About", "A native desktop chat client for OpenAI-compatible APIs.")
    own = QCoreApplication.translate("About", "Lingdu Chat is under the MIT licence.")
    uses = QCoreApplication.translate("About", "It uses, each under its own licence:")
    lines = "\n".join(f"{name} {number} · {licence}" for name, number, licence in components())
    return f"Lingdu Chat {__version__} · 零度对话\n\n{words}\n{own}\n\n{uses}\n\n{lines}"


def components() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of each part that is here; some belong to one system only."""
    found = versions()
    yield "Qt", found["Qt"], "LGPL-3.0-only"
    yield "PySide6, Shiboken6", found["PySide6"], "LGPL-3.0-only"
    yield "Python", found["Python"], "PSF-2.0"
    yield "SQLite", found["SQLite"], "public domain"
    yield "OpenSSL", found["OpenSSL"], "Apache-2.0"
    for name, licence in LIBRARIES.items():
        try:
            yield name, version(name), licence
        except PackageNotFoundError:
            continue
    yield "STIX Two Math", "2", "OFL-1.1"


def show_about(parent: QWidget) -> QDialog:
    """Show what the program is made of, to read, select and copy."""
    dialog = show_text(parent, QCoreApplication.translate("About", "About Lingdu Chat"), about_text())
    dialog.setObjectName("aboutDialog")
    return dialog
