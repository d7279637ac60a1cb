"""The look through the program's own files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.worker.data_scan import CHUNK, DataScan, files_below

KEY = "sk-SENTINEL-0123456789"


def scan(qtbot, folders, secrets=(KEY,)):
    found = []
    worker = DataScan(folders, secrets)
    worker.found.connect(found.append)
    with qtbot.waitSignal(worker.ended, timeout=10_000):
        worker.start()
    return {file.path.name: file for file in found}


def test_every_file_is_named_with_its_size_and_the_copies_of_the_key_in_it(qtbot, tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "clean.db").write_bytes(b"x" * 100)
    (tmp_path / "deep" / "er" / "leak.log").write_text(f"one {KEY}, two {KEY}", "utf-8")
    (tmp_path / "deep" / "wide.txt").write_text(KEY, "utf-16-le")

    found = scan(qtbot, [tmp_path, tmp_path / "deep"])

    assert {name: (file.size, file.copies) for name, file in found.items()} == {
        "clean.db": (100, 0),
        "leak.log": (10 + 2 * len(KEY), 2),
        "wide.txt": (2 * len(KEY), 1),
    }


@pytest.mark.parametrize("place", [0, CHUNK - 5, CHUNK, CHUNK - len(KEY), 2 * CHUNK - 1])
def test_a_key_across_two_pieces_is_found_and_counted_once(qtbot, tmp_path, place):
    (tmp_path / "file").write_bytes(b"." * place + KEY.encode() + b"." * CHUNK)

    assert scan(qtbot, [tmp_path])["file"].copies == 1


def test_without_a_key_only_sizes_are_told(qtbot, tmp_path):
    (tmp_path / "file").write_text(KEY)

    assert scan(qtbot, [tmp_path], ())["file"].copies == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "file").write_text("x")
    (tmp_path / "own" / "link").symlink_to("/etc/passwd")
    (tmp_path / "own" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "own" / "pipe")

    assert list(files_below([tmp_path / "own", tmp_path / "missing"])) == [tmp_path / "own" / "file"]


def test_what_cannot_be_read_is_said(qtbot, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")

    def refuse(_path, _mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert scan(qtbot, [tmp_path])["file"].trouble == "Permission denied"


def test_a_scan_that_is_given_up_looks_at_no_other_file(qtbot, tmp_path, monkeypatch):
    for name in ("1", "2", "3"):
        (tmp_path / name).write_text("x")
    worker = DataScan([tmp_path], ())
    look, found = Path.open, []
    monkeypatch.setattr(Path, "open", lambda path, mode: (worker.cancel(), look(path, mode))[1])
    worker.found.connect(found.append)

    with qtbot.waitSignal(worker.ended, timeout=10_000):
        worker.start()

    assert [file.path.name for file in found] == ["1"]
