"""The window's place from one start to the next."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow

from desktop.settings.settings import Settings
from desktop.ui.system.placement import SECTION, SidebarPlace, keep_placement, restore_placement

FIRST = QRect(10, 20, 300, 200)
USUAL = SidebarPlace(264, is_shown=True)


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def make_window(qtbot):
    def make(place=FIRST):
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setGeometry(place)
        return window

    return make


def test_the_window_comes_back_where_it_was(make_window, settings):
    keep_placement(make_window(QRect(40, 50, 500, 400)), SidebarPlace(300, is_shown=False), settings)

    window = make_window()
    sidebar = restore_placement(window, USUAL, Settings(settings.path))

    assert window.geometry() == QRect(40, 50, 500, 400)
    assert sidebar == SidebarPlace(300, is_shown=False)


def test_a_window_on_a_screen_that_is_gone_comes_back_into_sight(make_window, settings):
    keep_placement(make_window(QRect(5000, 4000, 500, 400)), USUAL, settings)

    window = make_window()
    restore_placement(window, USUAL, settings)

    assert window.screen().availableGeometry().contains(window.geometry().center())


@pytest.mark.parametrize(
    "kept", [None, [], {}, {"geometry": "%%", "sidebar_px": True, "sidebar_shown": 0}, {"geometry": "AAAA"}, "x"]
)
def test_what_is_damaged_is_as_if_nothing_was_kept(make_window, settings, kept):
    settings.set_section(SECTION, kept)
    window = make_window()

    assert restore_placement(window, USUAL, settings) == USUAL
    assert window.geometry() == FIRST


def test_the_same_place_is_not_written_again(make_window, settings):
    window = make_window()
    keep_placement(window, USUAL, settings)
    settings.path.unlink()

    keep_placement(window, USUAL, settings)

    assert not settings.path.exists()


def test_a_place_that_cannot_be_saved_is_no_trouble(make_window, tmp_path, caplog):
    settings = Settings(tmp_path / "settings.json")
    settings.path.mkdir()
    caplog.set_level(logging.INFO)

    keep_placement(make_window(), USUAL, settings)

    assert "the window's place is not kept" in caplog.text
