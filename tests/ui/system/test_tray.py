"""`desktop.ui.system.tray` where Qt says whether there is a tray; a real one is in tests/app/test_presence.py."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.ui.system import tray as module
from desktop.ui.system.tray import LIVE, Tray, tray_icon

# Of Qt's own icon where there is neither a tray on the bus nor an X server.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


@pytest.fixture
def tray(qapp, system):
    tray = Tray()
    yield tray
    tray.want(False)
    tray.watch_closely(False)


def icons(tray):
    return [one for one in tray.findChildren(QSystemTrayIcon) if one.isVisible()]


def test_there_is_an_icon_only_while_it_is_wanted_and_has_a_place(qtbot, system, tray):
    tray.want(True)
    assert not tray.is_there
    system(True)

    with qtbot.waitSignal(tray.came, timeout=10_000):
        tray.look()
    assert tray.is_there
    assert len(icons(tray)) == 1

    system(False)
    with qtbot.waitSignal(tray.gone, timeout=10_000):
        tray.look()
    assert icons(tray) == []
    system(True)
    assert tray.is_there
    tray.want(False)
    assert not tray.is_there


def test_a_tray_that_goes_without_a_word_is_missed_while_it_is_watched(qtbot, system, tray):
    system(True)
    tray.want(True)
    tray._poll.setInterval(1)

    with qtbot.waitSignal(tray.gone, timeout=10_000):
        tray.watch_closely(True)
        system(False)


def test_a_click_is_told_and_another_button_is_the_menu(qtbot, system, tray):
    system(True)
    tray.want(True)
    (icon,) = icons(tray)

    with qtbot.assertNotEmitted(tray.pressed):
        icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    with qtbot.waitSignal(tray.pressed, timeout=10_000):
        icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_on_macos_a_click_only_opens_the_menu(qtbot, system, tray, monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "darwin")
    system(True)
    tray.want(True)

    with qtbot.assertNotEmitted(tray.pressed):
        icons(tray)[0].activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_the_menu_offers_what_the_window_is_not(qtbot, tray):
    tray.show_window_state(False)
    entries = [action for action in tray._menu.actions() if not action.isSeparator()]

    assert [action.text() for action in entries] == ["Show window", "New chat", "Quick ask", "Quit"]
    with qtbot.waitSignals(
        [tray.chosen] * 4,
        timeout=1000,
        check_params_cbs=[
            lambda name, wanted=wanted: name == wanted for wanted in ("toggle_window", "new_chat", "quick_ask", "quit")
        ],
        order="strict",
    ):
        for action in entries:
            action.trigger()


def test_the_icon_says_what_goes_on(system, tray):
    system(True)
    tray.want(True)
    (icon,) = icons(tray)
    plain = icon.icon().pixmap(32, 32).toImage()

    tray.show_state(2, 1)

    assert "2 answer" in icon.toolTip()
    assert "1 answer" in icon.toolTip()
    assert icon.icon().pixmap(32, 32).toImage() == tray_icon(LIVE).pixmap(32, 32).toImage() != plain
    tray.show_state(0, 0)
    assert icon.toolTip() == "Lingdu Chat"
    assert icon.icon().pixmap(32, 32).toImage() == plain


def test_a_message_brings_an_icon_along_where_there_is_a_tray(system, tray):
    assert not tray.show_message("title", "words")

    system(True)

    assert tray.show_message("title", "words")
    assert len(icons(tray)) == 1
