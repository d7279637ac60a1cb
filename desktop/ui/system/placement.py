"""Where the window stands on the screen, from one start to the next."""

from __future__ import annotations

import base64
import binascii
import logging

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from desktop.errors import SettingsError
from desktop.settings.settings import Settings

SECTION = "window"

_log = logging.getLogger(__name__)


def restore_placement(window: QMainWindow, sidebar_px: int, settings: Settings) -> int:
    """Put the window where it was, within the screens that there are; the width of its sidebar, in px.

    Args:
        sidebar_px: the width where none is kept.
    """
    kept = settings.section(SECTION)
    if not isinstance(kept, dict):
        return sidebar_px
    try:
        geometry = base64.b64decode(str(kept.get("geometry", "")), validate=True)
    except (binascii.Error, ValueError):
        geometry = b""
    window.restoreGeometry(QByteArray(geometry))
    width = kept.get("sidebar_px")
    return width if isinstance(width, int) and not isinstance(width, bool) else sidebar_px


def keep_placement(window: QMainWindow, sidebar_px: int, settings: Settings) -> None:
    """Keep where the window is; what cannot be saved is no loss that anybody must hear of."""
    geometry = base64.b64encode(window.saveGeometry().data()).decode("ascii")
    kept = {"geometry": geometry, "sidebar_px": sidebar_px}
    if settings.section(SECTION) == kept:
        return
    try:
        settings.set_section(SECTION, kept)
    except SettingsError as error:
        _log.info("the window's place is not kept: %s", error)
