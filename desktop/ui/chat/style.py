"""Fonts, sizes and colours of the chat view for one palette and one zoom."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.theme import SYSTEM_FONTS, Fonts, code_font, text_font

COLUMN_PX = 760
BUBBLE_PX = 560
INDENT_PX = 26
QUOTE_PX = 15

_HEADINGS = {1: 1.5, 2: 1.3, 3: 1.15, 4: 1.05, 5: 1.0, 6: 1.0}


class ChatStyle:
    """What every item of the chat view draws with; replaced as a whole when theme, zoom or fonts change."""

    def __init__(
        self,
        palette: Palette = LIGHT,
        zoom_percent: int = 100,
        fonts: Fonts = SYSTEM_FONTS,
        hinting: QFont.HintingPreference = QFont.HintingPreference.PreferDefaultHinting,
    ) -> None:
        self.palette = palette
        self.zoom_percent = zoom_percent
        self.fonts = fonts
        window_font = text_font(zoom_percent, fonts)
        window_font.setHintingPreference(hinting)
        self.text_font = self._sized(window_font, fonts.text_px)
        self.code_font = code_font(zoom_percent, fonts)
        self.code_font.setHintingPreference(hinting)
        self.small_font = self._sized(window_font, 12)
        self.fold_font = self._sized(window_font, 13)
        self.table_font = self._sized(window_font, 13.5 / 14 * fonts.text_px)
        self.table_head_font = QFont(self.table_font)
        self.table_head_font.setWeight(QFont.Weight.DemiBold)
        self._heading_fonts = {level: self._heading(level) for level in _HEADINGS}
        self._colours: dict[str, QColor] = {}
        self._metrics: dict[str, QFontMetricsF] = {}

    def px(self, size: float) -> int:
        """A size of the design in pixels at this zoom."""
        return round(size * self.zoom_percent / 100)

    def column_width(self, room: int) -> int:
        """The width of the column in pixels: a line holds as much at every zoom, as far as there is room."""
        return max(80, min(self.px(COLUMN_PX), room))

    def inset(self, indent: int, quote: int) -> int:
        """How far in pixels a piece stands in."""
        return self.px(INDENT_PX * indent + QUOTE_PX * quote)

    def colour(self, token: str) -> QColor:
        """A colour by its token in the palette."""
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(getattr(self.palette, token))
        # A copy: a QColor can be changed in place.
        return QColor(colour)

    def heading_font(self, level: int) -> QFont:
        """The font of a heading of level 1 to 6."""
        return self._heading_fonts[level]

    def metrics(self, font: QFont) -> QFontMetricsF:
        """The measures of a font."""
        key = font.key()
        metrics = self._metrics.get(key)
        if metrics is None:
            metrics = self._metrics[key] = QFontMetricsF(font)
        return metrics

    def line_height(self, font: QFont, ratio: float = 1.6) -> int:
        """The height of a line of `font`, Chinese or not, in pixels."""
        return max(round(font.pixelSize() * ratio), round(self.metrics(font).height()))

    def _heading(self, level: int) -> QFont:
        font = self._sized(self.text_font, self.fonts.text_px * _HEADINGS[level])
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _sized(self, font: QFont, size: float) -> QFont:
        result = QFont(font)
        result.setPixelSize(max(6, self.px(size)))
        return result
