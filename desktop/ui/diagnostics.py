"""What helps to find out why something does not work here, to be read and copied; it holds no secret and no chat."""

from __future__ import annotations

import locale
import platform
from pathlib import Path

from PySide6.QtCore import QLocale, QSysInfo
from PySide6.QtGui import QGuiApplication

from desktop import __version__
from desktop.log import Redactor
from desktop.settings.schema import SETTINGS
from desktop.settings.settings import Settings
from desktop.ui.versions import versions

LOG_LINES = 100
LOG_BYTES = 64 * 1024


def diagnostics(settings: Settings, log_file: Path, redactor: Redactor) -> str:
    """Versions, the desktop, the settings that differ from their defaults, and the end of the log.

    Endpoints and their headers are not in it; what looks like a secret in the log is masked.
    """
    screens = ", ".join(
        f"{screen.size().width()}×{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    changed = {name: settings.get(name) for name in SETTINGS if settings.get(name) != SETTINGS[name].default}
    lines = (
        f"Lingdu Chat {__version__}",
        " · ".join(f"{name} {version}" for name, version in versions().items() if name != "lingdu"),
        f"{QSysInfo.prettyProductName()} · {platform.machine()} · {QGuiApplication.platformName()}",
        f"Screens: {screens}",
        f"Language: {QLocale().name()} · system {QLocale.system().name()} · {locale.getlocale()[0]}",
        f"Settings: {', '.join(f'{name}={value}' for name, value in changed.items()) or 'all as delivered'}",
        "",
        *_end_of(log_file),
    )
    return redactor("\n".join(lines))


def _end_of(log_file: Path) -> list[str]:
    try:
        with log_file.open("rb") as file:
            file.seek(max(0, log_file.stat().st_size - LOG_BYTES))
            text = file.read(LOG_BYTES).decode("utf-8", "replace")
    except OSError as error:
        return [f"No log: {error.strerror or error}"]
    return text.splitlines()[-LOG_LINES:] or ["The log is empty."]
