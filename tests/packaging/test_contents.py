"""What goes into the frozen program."""

from __future__ import annotations

import sys

import pytest

from contents import SYSTEM_LIBRARIES, is_wanted, needed, without_orphans

PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    "target",
    [
        f"{PLUGINS}/platforms/libqxcb.so",
        f"{PLUGINS}/platforms/libqwayland.so",
        f"{PLUGINS}/platforms/libqoffscreen.so",
        f"{PLUGINS}/platforminputcontexts/libibusplatforminputcontextplugin.so",
        f"{PLUGINS}/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        f"{PLUGINS}/iconengines/libqsvgicon.so",
        f"{PLUGINS}/imageformats/libqwebp.so",
        r"PySide6\plugins\platforms\qwindows.dll",
        r"PySide6\plugins\styles\qmodernwindowsstyle.dll",
        "PySide6/Qt/lib/libQt6DBus.so.6",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "desktop/resources/themes/app.qss",
        "ziamath/fonts/STIXTwoMath-Regular.ttf",
        "libxcb-cursor.so.0",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_the_window_needs_is_kept(target):
    assert is_wanted(target)


@pytest.mark.parametrize(
    "target",
    [
        f"{PLUGINS}/platforms/libqvnc.so",
        f"{PLUGINS}/platformthemes/libqgtk3.so",
        f"{PLUGINS}/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        f"{PLUGINS}/tls/libqopensslbackend.so",
        f"{PLUGINS}/sqldrivers/libqsqlite.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qt_zh_CN.qm",
        "libstdc++.so.6",
        "keyring-25.7.0.dist-info/RECORD",
        "libssl.so.3",
    ],
)
def test_what_it_does_not_need_or_the_system_has_stays_out(target):
    assert not is_wanted(target)


def test_a_library_that_only_a_dropped_plugin_needs_is_dropped_with_it():
    linked = {
        "gtk": ["libgtk-3.so.0"],
        "xcb": ["libxcb-cursor.so.0"],
        "cursor": ["libxcb-image.so.0", "libX11.so.6"],
    }
    binaries = [
        (f"{PLUGINS}/platformthemes/libqgtk3.so", "gtk", "BINARY"),
        (f"{PLUGINS}/platforms/libqxcb.so", "xcb", "BINARY"),
        ("libgtk-3.so.0", "gtk3", "BINARY"),
        ("libxcb-cursor.so.0", "cursor", "BINARY"),
        ("libxcb-image.so.0", "image", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
    ]

    kept = without_orphans(binaries, lambda path: linked.get(path, []))

    assert [target.rpartition("/")[2] for target, _, _ in kept] == [
        "libqxcb.so",
        "libxcb-cursor.so.0",
        "libxcb-image.so.0",
        "libpython3.11.so.1.0",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="ELF")
def test_what_a_file_is_linked_with_is_read_from_it():
    import _ssl

    assert "libssl.so.3" in needed(_ssl.__file__)


def test_each_library_of_the_system_has_its_package():
    assert all(package and package == package.lower() for package in SYSTEM_LIBRARIES.values())
