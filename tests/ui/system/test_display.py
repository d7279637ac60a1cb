from __future__ import annotations

import os
import socket
import sys

import pytest

from desktop.ui.system.display import has_display, input_method_environment

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland are Linux's")


@pytest.fixture
def display():
    """A display number at which something listens, as an X server would."""
    with socket.socket(socket.AF_UNIX) as server:
        number = 90_000 + os.getpid() % 10_000
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        yield f":{number}"


@linux
@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":98765"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"}, False),
        ({"DISPLAY": "elsewhere:0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "minimal:x"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_a_window_needs_a_display_that_answers(environ, expected):
    assert has_display(environ) is expected


@linux
def test_a_local_display_that_answers_is_one(display, own_environment, monkeypatch):
    assert has_display({"DISPLAY": display})
    assert has_display({"DISPLAY": f"{display}.0"})
    with socket.socket(socket.AF_UNIX) as compositor:
        monkeypatch.chdir(own_environment)  # a socket's path is at most 107 characters long
        compositor.bind("wayland-7")
        compositor.listen()
        assert has_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(own_environment)})


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


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_have_a_display_and_their_own_input_methods(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)

    assert has_display({})
    assert input_method_environment({"DISPLAY": ":0", "QT_IM_MODULE": "fcitx"}) == {}
