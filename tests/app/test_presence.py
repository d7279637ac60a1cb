"""The real program in a real tray: StatusNotifier over D-Bus, on a screen of its own."""

from __future__ import annotations

import sys

import pytest
from fakes.at_spi import require_programs, running_screen
from fakes.secret_service import running_bus, short_folder
from fakes.tray import LIMIT_S, tray
from fakes.waiting import wait_until

from desktop.settings.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the trays of other systems are no services on a bus")


@pytest.fixture
def desk(tmp_path):
    """The environment of a screen and a bus."""
    require_programs()
    with short_folder() as home, running_screen() as display, running_bus(home) as bus:
        yield {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus.address, "QT_QPA_PLATFORM": "xcb"}


def start_in_the_tray(start_lingdu, desk, folder):
    settings = Settings(folder / "settings.json")
    settings.set("start_in", "tray")
    settings.set("on_close", "tray")
    return start_lingdu("--demo", "--data-dir", str(folder), **desk)


def test_the_program_begins_in_the_tray_shows_its_window_from_there_and_quits_from_there(start_lingdu, desk, tmp_path):
    with tray(desk["DBUS_SESSION_BUS_ADDRESS"]) as registered:
        process = start_in_the_tray(start_lingdu, desk, tmp_path / "d")
        icon = registered.get(timeout=LIMIT_S)
        wait_until(lambda: "Show window" in icon.menu())

        icon.press()
        wait_until(lambda: "Hide window" in icon.menu())
        icon.press()
        wait_until(lambda: "Show window" in icon.menu())
        assert list(icon.menu()) == ["Show window", "New chat", "Quick ask", "Quit"]

        icon.choose("Quit")
        _out, err = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, err) == (0, "")


def test_the_icon_says_that_an_answer_is_being_written_and_then_that_nobody_saw_it(start_lingdu, desk, tmp_path):
    with tray(desk["DBUS_SESSION_BUS_ADDRESS"]) as registered:
        process = start_lingdu("--demo", "--data-dir", str(tmp_path / "d"), **desk)  # asks its first question by itself
        icon = registered.get(timeout=LIMIT_S)
        wait_until(lambda: "1 answer being written" in icon.tooltip())

        icon.choose("New chat")
        wait_until(lambda: "1 answer not seen yet" in icon.tooltip())

        icon.choose("Quit")
        assert process.wait(LIMIT_S) == 0


def test_a_tray_that_goes_gives_the_window_back_and_one_that_comes_later_gets_the_icon(start_lingdu, desk, tmp_path):
    address = desk["DBUS_SESSION_BUS_ADDRESS"]
    with tray(address) as registered:
        process = start_in_the_tray(start_lingdu, desk, tmp_path / "d")
        icon = registered.get(timeout=LIMIT_S)
        wait_until(lambda: "Show window" in icon.menu())

    wait_until(lambda: not icon.is_there())
    with tray(address) as registered:
        icon = registered.get(timeout=LIMIT_S)

        wait_until(lambda: "Hide window" in icon.menu())
        icon.choose("Quit")
        assert process.wait(LIMIT_S) == 0


def test_without_a_tray_the_window_is_shown_and_a_later_tray_gets_the_icon(start_lingdu, lingdu, desk, tmp_path):
    process = start_in_the_tray(start_lingdu, desk, tmp_path / "d")
    wait_until((tmp_path / "d" / "conversations.db-wal").exists)

    with tray(desk["DBUS_SESSION_BUS_ADDRESS"]) as registered:
        icon = registered.get(timeout=LIMIT_S)
        wait_until(lambda: "Hide window" in icon.menu())
        process.terminate()
        _out, err = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, err) == (0, "")
