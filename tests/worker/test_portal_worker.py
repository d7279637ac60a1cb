"""The desktop's preferences over a real message bus."""

from __future__ import annotations

import shutil
import sys
import threading

import pytest
from fakes.portal import portal
from fakes.secret_service import running_bus

from desktop.worker.portal_worker import PortalWorker, meaning

needs_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a message bus"
)


@pytest.fixture
def bus(own_environment, monkeypatch):
    with running_bus(own_environment) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus
    # The thread lives as long as the bus.
    for thread in threading.enumerate():
        if thread.name == "portal":
            thread.join(10)


@needs_bus
def test_what_is_preferred_is_read_and_changes_are_heard(qtbot, bus):
    told = []
    worker = PortalWorker()
    worker.told.connect(lambda *words: told.append(words))
    appearance = "org.freedesktop.appearance"

    with portal(bus.address, {(appearance, "color-scheme"): ("u", 1), (appearance, "contrast"): ("u", 0)}) as changes:
        worker.start()
        qtbot.waitUntil(lambda: ("contrast", 0) in told, timeout=10_000)
        assert told == [("color-scheme", 1), ("contrast", 0)]

        changes.put(("org.gnome.desktop.interface", "enable-animations", ("b", False)))
        changes.put(("org.gnome.desktop.interface", "font-name", ("s", "Sans 11")))
        changes.put((appearance, "color-scheme", ("u", 2)))
        qtbot.waitUntil(lambda: len(told) == 4, timeout=10_000)

    assert told[2:] == [("reduced-motion", 1), ("color-scheme", 2)]


@needs_bus
def test_a_desktop_without_a_portal_tells_nothing_and_breaks_nothing(qtbot, bus):
    worker = PortalWorker()
    with qtbot.assertNotEmitted(worker.told):
        worker.start()
        qtbot.wait(50)


def test_without_a_bus_no_thread_is_begun(qtbot, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)

    before = threading.enumerate()

    PortalWorker().start()

    # Another test's may still be ending.
    assert [one for one in threading.enumerate() if one.name == "portal" and one not in before] == []


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("org.freedesktop.appearance color-scheme", ("v", ("u", 1)), ("color-scheme", 1)),
        ("org.freedesktop.appearance reduced-motion", ("u", 1), ("reduced-motion", 1)),
        ("org.gnome.desktop.interface enable-animations", ("b", True), ("reduced-motion", 0)),
        ("org.kde.kdeglobals.KDE AnimationDurationFactor", ("s", "0"), ("reduced-motion", 1)),
        ("org.kde.kdeglobals.KDE AnimationDurationFactor", ("s", "0.5"), ("reduced-motion", 0)),
        ("org.freedesktop.appearance color-scheme", ("s", "dark"), None),
        ("org.freedesktop.appearance accent-color", ("(ddd)", (0.1, 0.2, 0.3)), None),
    ],
)
def test_each_desktop_says_it_in_its_own_way(key, value, wanted):
    assert meaning(*key.split(), value) == wanted
