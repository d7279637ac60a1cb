"""The choice of fonts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo

from desktop.settings.settings import Settings
from desktop.ui.font_box import FontBox, families, font_sample, fonts_of, show_sample
from desktop.ui.theme import Fonts


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


def names(box):
    return [box.itemData(row) for row in range(box.count())]


def test_every_family_of_the_system_is_offered_after_the_systems_own(qtbot):
    box = FontBox("all", "")
    qtbot.addWidget(box)

    assert names(box)[0] == ""
    assert set(names(box)[1:]) == {one for one in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(one)}
    assert box.currentData() == ""


def test_code_is_offered_fonts_whose_letters_are_equally_wide(qapp):
    fixed = families("fixed")

    assert fixed
    assert all(QFontDatabase.isFixedPitch(name) for name in fixed)
    assert set(fixed) < set(families("all"))


def test_a_family_that_was_taken_away_stays_chosen_and_says_so(qtbot):
    box = FontBox("all", "Gone Sans")
    qtbot.addWidget(box)

    assert box.currentData() == "Gone Sans"
    assert box.currentText() == "Gone Sans (not installed)"


@pytest.mark.parametrize("sheet", ["", "QWidget { font-size: 14px; }"])
def test_the_sample_has_chinese_in_it_and_the_chosen_font_and_size(qtbot, qapp, settings, sheet):
    before = qapp.styleSheet()
    qapp.setStyleSheet(sheet)
    settings.set("code_family", families("fixed")[0])
    settings.set("code_size_px", 21)
    settings.set("zoom_percent", 200)
    label = font_sample("sample")
    qtbot.addWidget(label)

    show_sample(label, "fixed", settings)
    label.show()

    assert "简体中文" in label.text()
    assert QFontInfo(label.font()).family() == families("fixed")[0]
    assert "Noto Sans Mono CJK SC" in label.font().families()
    assert label.font().pixelSize() == 42
    qapp.setStyleSheet(before)


def test_the_settings_as_fonts(settings):
    settings.set("text_size_px", 18)

    assert fonts_of(settings) == Fonts(text_px=18)
