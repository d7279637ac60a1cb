"""What the frozen program is held against."""

from __future__ import annotations

import zipfile

import pytest

import frozen
from project import FLOORS


def test_versions_at_their_floors_are_new_enough():
    assert frozen.below_floor(dict(FLOORS)) == []


def test_an_older_and_an_untold_version_are_named():
    found = {**FLOORS, "SQLite": "3.9.2", "Qt": "6.9.3"}
    del found["httpx"]

    assert frozen.below_floor(found) == ["Qt 6.9.3 < 6.10", "httpx ? < 0.28.1", "SQLite 3.9.2 < 3.40"]


def test_a_size_is_counted_in_blocks_and_without_links(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"x" * 4097)
    (tmp_path / "c").symlink_to("b")

    assert frozen.size_of(tmp_path) == 3 * 4096


def test_a_program_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(frozen, "LIMIT_BYTES", 4096)
    (tmp_path / "a").write_bytes(b"x" * 5000)

    with pytest.raises(frozen.BadProgramError, match="are allowed"):
        frozen.check(tmp_path)


def test_a_program_with_an_old_library_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(frozen, "run", lambda *command: "lingdu 1\nPython 3.11.7\nQt 6.9\nhttpx 0.28.1\nSQLite 3.45\n")

    with pytest.raises(frozen.BadProgramError, match=r"Qt 6\.9 < 6\.10"):
        frozen.check(tmp_path)


def test_a_zip_file_in_another_order_becomes_the_same_one(tmp_path):
    for name, members in (("a.zip", ("os.pyc", "abc.pyc")), ("b.zip", ("abc.pyc", "os.pyc"))):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member in members:
                archive.writestr(member, b"code", zipfile.ZIP_DEFLATED)
        frozen.sort_zip(tmp_path / name)

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("os.pyc") == b"code"
