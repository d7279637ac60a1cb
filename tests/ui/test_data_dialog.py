"""Where the user's data is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop.paths import Paths
from desktop.ui.data_dialog import DataDialog

KEY = "sk-SENTINEL-0123456789"


@pytest.fixture
def paths(tmp_path):
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config", log=tmp_path / "data" / "log")
    paths.create()
    paths.database.write_bytes(b"x" * 2048)
    paths.settings.write_text("{}")
    paths.log_file.write_text("started")
    return paths


@pytest.fixture
def show(qtbot, paths):
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()

    def show(*secrets):
        dialog = DataDialog(paths, secrets, window)
        dialog.show()
        qtbot.waitUntil(lambda: "in all" in dialog.verdict.text(), timeout=10_000)
        shown.append(dialog)
        return dialog

    shown = []
    yield show
    for dialog in shown:
        dialog.accept()


def rows(dialog):
    groups = [dialog.list.topLevelItem(number) for number in range(dialog.list.topLevelItemCount())]
    return {
        group.text(0): (
            group.text(1),
            [(group.child(row).text(0), group.child(row).text(1)) for row in range(group.childCount())],
        )
        for group in groups
    }


def test_every_file_stands_below_its_folder_with_its_size(show, paths):
    dialog = show(KEY)

    assert rows(dialog) == {
        str(paths.data): ("2.00 KiB", [("conversations.db", "2.00 KiB")]),
        str(paths.log): ("7 bytes", [("lingdu.log", "7 bytes")]),
        str(paths.config): ("2 bytes", [("settings.json", "2 bytes")]),
    }
    assert "3 file(s), 2.01 KiB in all. None holds a copy" in dialog.verdict.text()


def test_a_key_in_a_file_is_said_with_the_file(show, paths):
    paths.log_file.write_text(f"Bearer {KEY}")

    assert f"A copy of an API key stands in: {paths.log_file}" in show(KEY).verdict.text()


def test_without_a_key_nothing_is_claimed(show):
    assert "No API key is in use, so none was looked for." in show().verdict.text()


def test_a_dialog_is_closed_at_once_while_a_disk_hangs(qtbot, paths, monkeypatch):
    at_work, may_go_on, look = threading.Event(), threading.Event(), Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: (at_work.set(), may_go_on.wait(30), look(path, mode))[2])
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = DataDialog(paths, [KEY], window)
    scan = dialog._scan
    dialog.show()
    assert at_work.wait(10)

    with qtbot.waitSignal(dialog.destroyed, timeout=10_000):
        dialog.accept()

    assert not may_go_on.is_set()
    with qtbot.waitSignal(scan.ended, timeout=10_000):
        may_go_on.set()
