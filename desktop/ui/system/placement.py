"""Where the window stands on the screen, from one start to the next."""

from __future__ import annotations

import base64
import binascii
import logging

from msgspec import Struct
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from desktop.errors import SettingsError
from desktop.settings.settings import Settings

SECTION = "window"

_log = logging.getLogger(__name__)


class SidebarPlace(Struct, frozen=True):
    """How wide the sidebar is where it is shown, in px, and whether it is."""

    width_px: int
    is_shown: bool


def restore_placement(window: QMainWindow, sidebar: SidebarPlace, settings: Settings) -> SidebarPlace:
    """Put the window where it was, within the screens that there are; the place of its sidebar.

    Args:
        sidebar: its place where none is kept.
    """
    kept = settings.section(SECTION)
    if not isinstance(kept, dict):
        return sidebar
    try:
        geometry = base64.b64decode(str(kept.get("geometry", "")), validate=True)
    except (binascii.Error, ValueError):
        geometry = b""
    window.restoreGeometry(QByteArray(geometry))
    width, is_shown = kept.get("sidebar_px"), kept.get("sidebar_shown")
    return SidebarPlace(
        width if isinstance(width, int) and not isinstance(width, bool) else sidebar.width_px,
        is_shown if isinstance(is_shown, bool) else sidebar.is_shown,
    )


def keep_placement(window: QMainWindow, sidebar: SidebarPlace, settings: Settings) -> None:
    """Keep where the window is; what cannot be saved is no loss that anybody must hear of."""
    geometry = base64.b64encode(window.saveGeometry().data()).decode("ascii")
    kept = {"geometry": geometry, "sidebar_px": sidebar.width_px, "sidebar_shown": sidebar.is_shown}
    if settings.section(SECTION) == kept:
        return
    try:
        settings.set_section(SECTION, kept)
    except SettingsError as error:
        _log.info("the window's place is not kept: %s", error)
