"""From the palette to what Qt takes: its own palette, the style sheet, and the fonts."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import asdict, replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from desktop.assets import path, read_text
from desktop.ui.palettes import ACCENTS, CONTRAST, DARK, LIGHT, Palette

# Chinese text gets Japanese glyphs unless a Simplified Chinese family stands before fontconfig's own choice.
CJK_FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"]
CJK_MONOSPACE_FAMILIES = ["Noto Sans Mono CJK SC", "Microsoft YaHei", "PingFang SC"]
# Before what the system calls "monospace": in a Chinese locale that is a CJK font with narrow Latin letters.
CODE_FAMILIES = ["Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "Noto Sans Mono"]


class Fonts(Struct, frozen=True):
    """The fonts of the settings: families, empty for the system's, and sizes in pixels at a zoom of 100 %."""

    text: str = ""
    code: str = ""
    text_px: int = 14
    code_px: int = 13


SYSTEM_FONTS = Fonts()


def palette_for(
    choice: str,
    accent: str = "blue",
    scheme: Qt.ColorScheme = Qt.ColorScheme.Unknown,
    *,
    high_contrast: bool = False,
) -> Palette:
    """The palette for the settings `theme` and `accent`.

    `system` is what the system prefers: light where `scheme` is not known, and of high contrast where that is asked
    for. An accent belongs to the plain palettes: high contrast has its own.
    """
    if choice == "system":
        choice = "dark" if scheme is Qt.ColorScheme.Dark else "light"
        if high_contrast:
            choice = f"contrast_{choice}"
    if choice in CONTRAST:
        return CONTRAST[choice]
    plain = DARK if choice == "dark" else LIGHT
    return replace(plain, **asdict(ACCENTS[accent][plain.is_dark]))


@lru_cache(maxsize=8)
def _family(description: str) -> str:
    """The family behind a name like "Sans Serif"; asking takes half a millisecond, and each zoom asks for a dozen."""
    font = QFont()
    font.fromString(description)
    return QFontInfo(font).family()


def text_font(zoom_percent: int, fonts: Fonts = SYSTEM_FONTS) -> QFont:
    """The font of the window at a zoom of `zoom_percent` (50 to 300); messages have the size of `fonts`."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    # The family behind a name like "Sans Serif": where the name stays first, text documents take the second.
    first = fonts.text if QFontDatabase.hasFamily(fonts.text) else _family(font.toString())
    font.setFamilies([first, *CJK_FAMILIES])
    font.setPixelSize(max(6, round(14 * zoom_percent / 100)))
    return font


def zoomed(size: int) -> int:
    """A size in pixels at the zoom of the application's own font, which `text_font` made."""
    font_px = QGuiApplication.font().pixelSize()  # -1 before that
    return round(size * font_px / 14) if font_px > 0 else size


def code_font(zoom_percent: int, fonts: Fonts = SYSTEM_FONTS) -> QFont:
    """The monospaced font of code at a zoom of `zoom_percent` (50 to 300)."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    chosen = [fonts.code] if QFontDatabase.hasFamily(fonts.code) else []
    font.setFamilies([*chosen, *CODE_FAMILIES, _family(font.toString()), *CJK_MONOSPACE_FAMILIES])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(max(6, round(fonts.code_px * zoom_percent / 100)))
    return font


def css_families(font: QFont) -> str:
    """The families of a font as a style sheet has them."""
    return ", ".join('"{}"'.format(name.replace("\\", "").replace('"', "")) for name in font.families())


def qt_palette(palette: Palette) -> QPalette:
    """Fusion's palette in our colours, for everything the style sheet does not name."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: palette.bg,
        roles.WindowText: palette.text,
        roles.Base: palette.bg,
        roles.AlternateBase: palette.code,
        roles.Text: palette.text,
        roles.Button: palette.side,
        roles.ButtonText: palette.text,
        roles.BrightText: palette.on_accent,
        roles.ToolTipBase: palette.bubble,
        roles.ToolTipText: palette.text,
        roles.PlaceholderText: palette.faint,
        roles.Highlight: palette.accent,
        roles.HighlightedText: palette.on_accent,
        roles.Link: palette.accent_text,
        roles.LinkVisited: palette.accent_text,
        roles.Light: palette.line,
        roles.Midlight: palette.line,
        roles.Mid: palette.line,
        roles.Dark: palette.field_line,
        roles.Shadow: palette.field_line,
    }
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.faint))
    return result


def style_sheet(palette: Palette, zoom_percent: int, fonts: Fonts = SYSTEM_FONTS) -> str:
    """The application's style sheet: `app.qss` filled in.

    It holds `@token` of the palette, `@Npx` for a size that zooms, `@messagepx` for that of messages, `@families` and
    `@codefamilies`, and `@themes`. Families have to stand here too: the font of the application does not reach widgets
    that a rule about sizes holds for.
    """
    sheet = read_text("themes/app.qss").replace("@themes", path("themes").as_posix())
    sheet = sheet.replace("@families", css_families(text_font(zoom_percent, fonts)))
    sheet = sheet.replace("@codefamilies", css_families(code_font(zoom_percent, fonts)))
    sheet = sheet.replace("@messagepx", f"{max(6, round(fonts.text_px * zoom_percent / 100))}px")
    for name, colour in sorted(asdict(palette).items(), key=lambda item: -len(item[0])):
        sheet = sheet.replace(f"@{name};", f"{colour};").replace(f"@{name} ", f"{colour} ")
    for size in (11, 12, 13, 14, 15, 16, 19, 22, 28):
        sheet = sheet.replace(f"@{size}px", f"{max(6, round(size * zoom_percent / 100))}px")
    return sheet
