"""The choice of a family of fonts, and a line that shows what it looks like."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QLabel

from desktop.settings.settings import Settings
from desktop.ui.labels import plain_label
from desktop.ui.theme import Fonts, code_font, css_families, text_font

# Letters that are taken for one another, and characters whose Simplified Chinese shapes differ from the Japanese ones.
_SAMPLE = "AaBbGg 0O 1lI {} => 简体中文：骨、直、门、将、关系 12.5"
MOST_ROWS = 20


def families(kind: str, chosen: str = "") -> list[str]:
    """The families that are installed, by name: `all` or the `fixed` ones; `chosen` is among them even where it is not.

    Those that the system keeps to itself are left out.
    """
    found = [
        name
        for name in QFontDatabase.families()
        if not QFontDatabase.isPrivateFamily(name) and (kind == "all" or QFontDatabase.isFixedPitch(name))
    ]
    return sorted({*found, *([chosen] if chosen else [])}, key=str.casefold)


class FontBox(QComboBox):
    """Offers the system's own font first, then each family; the data of an item is its name."""

    def __init__(self, kind: str, chosen: str) -> None:
        super().__init__()
        self.addItem(QCoreApplication.translate("Settings", "As the system"), "")
        for name in families(kind, chosen):
            missing = not QFontDatabase.hasFamily(name)
            words = QCoreApplication.translate("Settings", "{family} (not installed)") if missing else "{family}"
            self.addItem(words.format(family=name), name)
        self.setMaxVisibleItems(MOST_ROWS)
        self.setCurrentIndex(self.findData(chosen))


def fonts_of(settings: Settings) -> Fonts:
    """The fonts that the settings name."""
    return Fonts(
        settings.get_str("text_family"),
        settings.get_str("code_family"),
        settings.get_int("text_size_px"),
        settings.get_int("code_size_px"),
    )


def font_sample(name: str) -> QLabel:
    """A line to see a font by; `show_sample` gives it one."""
    label = plain_label(_SAMPLE, name)
    label.setAccessibleName(QCoreApplication.translate("Settings", "Sample of the font"))
    return label


def show_sample(label: QLabel, kind: str, settings: Settings) -> None:
    """Show the line in the font that messages have at the moment, or with `fixed` that of code."""
    zoom, fonts = settings.get_int("zoom_percent"), fonts_of(settings)
    font = code_font(zoom, fonts) if kind == "fixed" else text_font(zoom, fonts)
    size = font.pixelSize() if kind == "fixed" else round(fonts.text_px * zoom / 100)
    # Where the application has a style sheet, it beats `setFont`.
    label.setStyleSheet(f"font-size: {size}px; font-family: {css_families(font)};")
