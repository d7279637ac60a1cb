from __future__ import annotations

import sys

import pytest

from desktop.ui.system.display import has_display, input_method_environment

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland are Linux's")


@linux
@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ""}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "minimal:x"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_a_window_needs_a_display(environ, expected):
    assert has_display(environ) is expected


@linux
def test_fcitx_on_x11_is_reached_through_ibus():
    assert input_method_environment({"DISPLAY": ":0", "QT_IM_MODULE": "fcitx"}) == {
        "QT_IM_MODULE": "ibus",
        "IBUS_USE_PORTAL": "1",
    }


@pytest.mark.parametrize(
    "environ",
    [
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "QT_IM_MODULE": "fcitx"},
        {"DISPLAY": ":0", "QT_IM_MODULE": "ibus"},
        {"DISPLAY": ":0"},
    ],
)
def test_everything_else_is_left_alone(environ):
    assert input_method_environment(environ) == {}
