"""`desktop.app` as a process: tests/app/test_app.py. Here is what is decided before Qt starts."""

from __future__ import annotations

import sys

import pytest

from desktop.app import run
from desktop.ui.system.instance import DataFolderLock


def test_a_folder_in_use_ends_with_6_and_names_the_process(tmp_path, capsys):
    lock = DataFolderLock(tmp_path / "lingdu.lock")
    assert lock.take()

    assert run(["--data-dir", str(tmp_path), "--ask", "hi"]) == 6
    assert "in use by process" in capsys.readouterr().err
    lock.release()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_no_display_ends_with_3(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert run([]) == 3
    assert "no display" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_a_display_that_is_gone_is_named(monkeypatch, capsys):
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")

    assert run([]) == 3
    assert ":98765 does not answer" in capsys.readouterr().err
