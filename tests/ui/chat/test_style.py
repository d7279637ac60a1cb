from __future__ import annotations

from desktop.ui.chat.style import ChatStyle
from desktop.ui.palettes import DARK


def test_sizes_and_fonts_grow_with_the_zoom(qapp):
    normal, double = ChatStyle(), ChatStyle(DARK, 200)

    assert (normal.px(10), double.px(10)) == (10, 20)
    assert double.text_font.pixelSize() == 2 * normal.text_font.pixelSize()
    assert double.line_height(double.text_font) >= 2 * normal.line_height(normal.text_font) - 1


def test_headings_get_smaller_with_their_level(qapp):
    sizes = [ChatStyle().heading_font(level).pixelSize() for level in range(1, 7)]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[3] >= 14


def test_colours_come_from_the_palette(qapp):
    assert ChatStyle(DARK).colour("bubble").name() == DARK.bubble
