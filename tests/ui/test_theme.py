from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.settings.schema import SETTINGS
from desktop.ui.palettes import ACCENTS, CONTRAST, DARK, LIGHT
from desktop.ui.theme import Fonts, code_font, palette_for, style_sheet, text_font


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("zoom", [50, 100, 300])
def test_the_style_sheet_has_no_token_left(qapp, palette, zoom):
    sheet = style_sheet(palette, zoom)

    rules = sheet.split("*/", 1)[1]
    assert re.findall(r"@\w+", rules) == []
    assert palette.accent in sheet


def test_zoom_scales_text_and_code(qapp):
    assert text_font(200).pixelSize() == 2 * text_font(100).pixelSize()
    assert code_font(50).pixelSize() < code_font(100).pixelSize()


def test_chinese_text_gets_simplified_chinese_glyphs(qapp):
    families = text_font(100).families()

    assert "Noto Sans CJK SC" in families
    assert families[0] != "Noto Sans CJK SC"


def test_a_chosen_font_stands_before_the_simplified_chinese_ones(qapp):
    chosen = next(one for one in QFontDatabase.families() if "CJK" not in one)

    assert text_font(100, Fonts(text=chosen)).families() == [
        chosen,
        "Noto Sans CJK SC",
        "Microsoft YaHei",
        "PingFang SC",
    ]
    code = code_font(100, Fonts(code=chosen)).families()
    assert code[0] == chosen
    assert "Noto Sans Mono CJK SC" in code


def test_a_font_that_is_not_installed_changes_nothing(qapp):
    assert text_font(100, Fonts(text="Gone Sans")) == text_font(100)
    assert code_font(100, Fonts(code="Gone Mono")) == code_font(100)


def test_the_message_box_has_the_size_of_messages(qapp):
    assert "font-size: 40px" in style_sheet(LIGHT, 200, Fonts(text_px=20))


def test_an_accent_colours_the_plain_palettes_alone():
    rose = palette_for("light", "rose")

    assert (rose.accent, rose.bg) == (ACCENTS["rose"][0].accent, LIGHT.bg)
    assert palette_for("dark", "rose").accent == ACCENTS["rose"][1].accent
    assert palette_for("contrast_dark", "rose") is CONTRAST["contrast_dark"]


def test_every_theme_and_accent_of_the_settings_has_its_colours():
    assert {choice.value for choice in SETTINGS["accent"].choices} == set(ACCENTS)
    for choice in SETTINGS["theme"].choices:
        palette = palette_for(choice.value)
        assert choice.value in {"system", palette.name}


def test_the_choice_of_the_user_beats_the_system(qapp):
    assert palette_for("dark") == DARK
    assert palette_for("light") == LIGHT
    assert palette_for("dark", scheme=Qt.ColorScheme.Light, high_contrast=True) == DARK


def test_the_system_says_dark_and_high_contrast():
    assert palette_for("system") == LIGHT
    assert palette_for("system", scheme=Qt.ColorScheme.Dark) == DARK
    assert palette_for("system", scheme=Qt.ColorScheme.Dark, high_contrast=True) is CONTRAST["contrast_dark"]
    assert palette_for("system", high_contrast=True) is CONTRAST["contrast_light"]


def test_the_buttons_of_dialogs_get_no_pictures_of_another_family(qapp):
    """Offscreen has none in any case; on X11 and Windows the sheet is what keeps them away."""
    assert "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }" in style_sheet(LIGHT, 100)


def test_a_font_that_was_chosen_before_the_start_reaches_widgets_that_were_made_before(qtbot, qapp):
    """Rules about sizes keep the font of the application from them; so the sheet names the families as well."""
    before = (qapp.font(), qapp.styleSheet())
    qapp.setStyleSheet("")
    qapp.setFont(QFont("Sans Serif"))
    own = QFontInfo(qapp.font()).family()
    # Names like "Monospace" stand for a family, and are none.
    families = [one for one in QFontDatabase.families() if QFontInfo(QFont(one)).family() == one]
    family = next(one for one in families if "CJK" not in one and one != own)
    fonts = Fonts(text=family)
    window = QWidget()
    qtbot.addWidget(window)
    row = QVBoxLayout(window)
    label, box = QLabel("words"), QPlainTextEdit()
    box.setProperty("code", True)
    row.addWidget(label)
    row.addWidget(box)

    qapp.setFont(text_font(100, fonts))
    qapp.setStyleSheet(style_sheet(LIGHT, 100, fonts))
    window.show()

    found = label.font().families(), box.font().families()
    qapp.setFont(before[0])
    qapp.setStyleSheet(before[1])
    assert found[0][:2] == [family, "Noto Sans CJK SC"]
    assert found[1] == code_font(100).families()
