"""The colours of every theme and accent.

Colours are tokens; widgets and the chat view name the token, never a colour. Every text token has a contrast of at
least 4.5:1 on the backgrounds it is used on, 7:1 in the themes of high contrast (a test computes it), decoration 3:1.
"""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QColor


class Palette(Struct, frozen=True):
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

CONTRAST_LIGHT = Palette(
    name="contrast_light",
    bg="#ffffff",
    side="#ffffff",
    line="#3a3a3a",
    field_line="#000000",
    text="#000000",
    dim="#1f1f1f",
    faint="#333333",
    accent="#00318f",
    accent_text="#00318f",
    on_accent="#ffffff",
    accent_hover="#001f5c",
    accent_soft="#dfe8ff",
    hover="#e6e6e6",
    bubble="#f0f0f0",
    code="#ffffff",
    code_head="#ededed",
    ok="#004d27",
    warn="#5c2d00",
    warn_soft="#fff6e8",
    err="#8a0000",
    err_soft="#fff0f0",
    mark="#ffe14d",
    keyword="#6b006b",
    string="#0b4a00",
    comment="#3d3d3d",
    function="#00318f",
    number="#5c2d00",
)

CONTRAST_DARK = Palette(
    name="contrast_dark",
    bg="#000000",
    side="#000000",
    line="#c8c8c8",
    field_line="#ffffff",
    text="#ffffff",
    dim="#ececec",
    faint="#dcdcdc",
    accent="#7cc4ff",
    accent_text="#8fceff",
    on_accent="#000000",
    accent_hover="#b5deff",
    accent_soft="#00213f",
    hover="#262626",
    bubble="#1c1c1c",
    code="#000000",
    code_head="#1f1f1f",
    ok="#62f0a8",
    warn="#ffcf70",
    warn_soft="#241800",
    err="#ffb3ad",
    err_soft="#2b0500",
    mark="#665200",
    keyword="#e7b8ff",
    string="#a8f08f",
    comment="#d0d0d0",
    function="#9ed0ff",
    number="#ffd28a",
)

CONTRAST = {palette.name: palette for palette in (CONTRAST_LIGHT, CONTRAST_DARK)}


class Accent(Struct, frozen=True):
    """The tokens that an accent colour changes."""

    accent: str
    accent_text: str
    on_accent: str
    accent_hover: str
    accent_soft: str


# Each accent on the light and on the dark palette.
ACCENTS = {
    "blue": (
        Accent("#1268bd", "#0f62b4", "#ffffff", "#0e5aa6", "#e5f1fc"),
        Accent("#4aa3ff", "#6db5ff", "#08121d", "#6db5ff", "#16304a"),
    ),
    "teal": (
        Accent("#0b7285", "#0a6a7b", "#ffffff", "#095f6f", "#e0f3f6"),
        Accent("#3bb8cc", "#5cc7d8", "#06171a", "#5cc7d8", "#10343b"),
    ),
    "green": (
        Accent("#2b7a3d", "#266f37", "#ffffff", "#226432", "#e4f4e7"),
        Accent("#51b56a", "#74c789", "#08180c", "#74c789", "#16351e"),
    ),
    "violet": (
        Accent("#6d45c4", "#653fba", "#ffffff", "#5b37a9", "#efe9fb"),
        Accent("#a58bf0", "#b7a2f4", "#140c28", "#b7a2f4", "#2c2349"),
    ),
    "rose": (
        Accent("#b3315f", "#a72c58", "#ffffff", "#96264e", "#fbe8ef"),
        Accent("#f07fa5", "#f49ab8", "#260a14", "#f49ab8", "#431f2d"),
    ),
}
