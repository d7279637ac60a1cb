"""The two palettes, the style sheet made from them, and the fonts.

Colours are tokens; widgets and the chat view name the token, never a colour. Every text token has a contrast of at
least 4.5:1 on the backgrounds it is used on (a test computes it), decoration 3:1.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from desktop.assets import path, read_text

# Chinese text gets Japanese glyphs unless a Simplified Chinese family stands before fontconfig's own choice.
CJK_FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"]
CJK_MONOSPACE_FAMILIES = ["Noto Sans Mono CJK SC", "Microsoft YaHei", "PingFang SC"]
# Before what the system calls "monospace": in a Chinese locale that is a CJK font with narrow Latin letters.
CODE_FAMILIES = ["Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "Noto Sans Mono"]


@dataclass(frozen=True)
class Palette:
    """Colour tokens as `#rrggbb`, for one theme."""

    name: str
    bg: str
    side: str
    line: str
    field_line: str
    text: str
    dim: str
    faint: str
    accent: str
    accent_text: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    hover: str
    bubble: str
    code: str
    code_head: str
    ok: str
    warn: str
    warn_soft: str
    err: str
    err_soft: str
    mark: str
    keyword: str
    string: str
    comment: str
    function: str
    number: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return QColor(self.bg).lightness() < 128


LIGHT = Palette(
    name="light",
    bg="#ffffff",
    side="#f4f6f8",
    line="#e3e7eb",
    field_line="#8a95a1",
    text="#1b2430",
    dim="#55616d",
    faint="#5f6b77",
    accent="#1268bd",
    accent_text="#0f62b4",
    on_accent="#ffffff",
    accent_hover="#0e5aa6",
    accent_soft="#e5f1fc",
    hover="#eaeef2",
    bubble="#eef2f6",
    code="#f6f8fa",
    code_head="#eceff3",
    ok="#12754a",
    warn="#8f4900",
    warn_soft="#fff4e5",
    err="#b3261e",
    err_soft="#fdeceb",
    mark="#ffe9a8",
    keyword="#9a1f9a",
    string="#2f6f22",
    comment="#5f6b75",
    function="#225fba",
    number="#8a5210",
)

DARK = Palette(
    name="dark",
    bg="#14181d",
    side="#0f1317",
    line="#262d35",
    field_line="#66727f",
    text="#e4e9ee",
    dim="#a0acb8",
    faint="#8f9ba7",
    accent="#4aa3ff",
    accent_text="#6db5ff",
    on_accent="#08121d",
    accent_hover="#6db5ff",
    accent_soft="#16304a",
    hover="#1b2128",
    bubble="#222a33",
    code="#0e1216",
    code_head="#1a2027",
    ok="#44c98a",
    warn="#f0b45c",
    warn_soft="#2f2413",
    err="#ff8f86",
    err_soft="#361a19",
    mark="#5c4a10",
    keyword="#d08cff",
    string="#8fd07a",
    comment="#8994a0",
    function="#74b3ff",
    number="#e6b35a",
)


def palette_for(choice: str) -> Palette:
    """The palette for the setting `theme`: `light`, `dark`, or `system` (light where the system does not say)."""
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def text_font(zoom_percent: int) -> QFont:
    """The font of the window at a zoom of `zoom_percent` (50 to 300)."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    # The family behind a name like "Sans Serif": where the name stays first, text documents take the second.
    font.setFamilies([QFontInfo(font).family(), *CJK_FAMILIES])
    font.setPixelSize(max(6, round(14 * zoom_percent / 100)))
    return font


def code_font(zoom_percent: int) -> QFont:
    """The monospaced font of code at a zoom of `zoom_percent` (50 to 300)."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    font.setFamilies([*CODE_FAMILIES, QFontInfo(font).family(), *CJK_MONOSPACE_FAMILIES])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(max(6, round(13 * zoom_percent / 100)))
    return font


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


def style_sheet(palette: Palette, zoom_percent: int) -> str:
    """The application's style sheet: `app.qss` with `@token`, `@Npx` (a size that zooms) and `@themes` filled in."""
    sheet = read_text("themes/app.qss").replace("@themes", path("themes").as_posix())
    for name, colour in sorted(asdict(palette).items(), key=lambda item: -len(item[0])):
        sheet = sheet.replace(f"@{name};", f"{colour};").replace(f"@{name} ", f"{colour} ")
    for size in (11, 12, 13, 14, 15, 16, 19, 22, 28):
        sheet = sheet.replace(f"@{size}px", f"{max(6, round(size * zoom_percent / 100))}px")
    return sheet
