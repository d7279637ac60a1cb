"""The colours of every theme can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from desktop.ui.palettes import ACCENTS, CONTRAST
from desktop.ui.theme import palette_for, style_sheet


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PALETTES = {
    f"{theme}-{accent}": palette_for(theme, accent) for theme in ("light", "dark") for accent in ACCENTS
} | CONTRAST

# Each text token with the grounds it is drawn on.
TEXT_ON = {
    "text": ("bg", "side", "bubble", "code", "code_head", "hover", "accent_soft", "warn_soft", "err_soft", "mark"),
    "dim": ("bg", "side", "code_head", "warn_soft", "err_soft"),
    "faint": ("bg", "side", "bubble", "hover"),
    "accent_text": ("bg", "accent_soft", "bubble"),
    "on_accent": ("accent", "accent_hover"),
    "ok": ("bg", "side"),
    "warn": ("bg", "side", "warn_soft"),
    "err": ("bg", "err_soft"),
    "keyword": ("code",),
    "string": ("code",),
    "comment": ("code",),
    "function": ("code",),
    "number": ("code",),
}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("token", TEXT_ON)
def test_every_text_can_be_read(palette, token):
    wanted = 7 if palette.name in CONTRAST else 4.5
    for ground in TEXT_ON[token]:
        ratio = contrast(getattr(palette, token), getattr(palette, ground))
        assert ratio >= wanted, f"{palette.name}: {token} on {ground} is {ratio:.2f}"


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_outline_of_a_field_can_be_seen(palette):
    assert contrast(palette.field_line, palette.bg) >= 3


def test_lines_of_high_contrast_can_be_seen():
    for palette in CONTRAST.values():
        assert contrast(palette.line, palette.bg) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_arrows_of_the_fields_are_there_and_can_be_seen_on_either_ground(qapp, palette):
    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet(palette, 100))

    assert {Path(picture).name for picture in pictures} == {"field-down.svg", "field-up.svg"}
    for picture in pictures:
        (colour,) = re.findall(r'stroke="(#\w+)"', Path(picture).read_text())
        assert contrast(colour, palette.bg) >= 3
