"""The one place that opens something outside the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.markup.links import safe_link


def open_url(url: str) -> bool:
    """Open a web page in the browser; only http and https without user-info. False where it was not opened."""
    checked = safe_link(url)
    return checked is not None and QDesktopServices.openUrl(QUrl(checked))


def open_folder(folder: Path) -> bool:
    """Show a folder in the file manager. False where it was not opened."""
    return folder.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
