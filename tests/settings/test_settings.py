"""`desktop.settings.settings`: the file is whole, kept, and never lost in silence."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.errors import SettingsError
from desktop.settings.settings import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_a_new_file_has_the_defaults_and_is_not_written_before_a_change(path: Path) -> None:
    settings = Settings(path)

    assert settings.get("language") == "system"
    assert settings.get_int("zoom_percent") == 100
    assert settings.get_str("send_with") == "enter"
    assert settings.damaged is None
    assert not path.exists()


def test_a_change_is_there_at_the_next_start(path: Path) -> None:
    settings = Settings(path)

    settings.set("zoom_percent", 125)
    settings.set("last_model", "零度-1")

    again = Settings(path)
    assert again.get_int("zoom_percent") == 125
    assert again.get_str("last_model") == "零度-1"
    assert json.loads(path.read_text("utf-8"))["version"] == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_file_is_for_its_user_alone(path: Path) -> None:
    before = os.umask(0)
    try:
        Settings(path).set("theme", "dark")
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_value_that_is_not_allowed_changes_nothing(path: Path) -> None:
    settings = Settings(path)
    settings.set("zoom_percent", 125)

    with pytest.raises(SettingsError, match="zoom_percent must be a whole number from 50 to 300, not 20"):
        settings.set("zoom_percent", 20)

    assert settings.get("zoom_percent") == 125
    assert Settings(path).get("zoom_percent") == 125


def test_a_name_that_is_no_setting_is_refused(path: Path) -> None:
    settings = Settings(path)

    with pytest.raises(SettingsError, match="no setting 'colour'"):
        settings.get("colour")
    with pytest.raises(SettingsError, match="no setting 'colour'"):
        settings.set("colour", "red")


def test_text_and_numbers_are_not_taken_for_each_other(path: Path) -> None:
    settings = Settings(path)

    with pytest.raises(SettingsError, match="zoom_percent is a number"):
        settings.get_str("zoom_percent")
    with pytest.raises(SettingsError, match="theme is text"):
        settings.get_int("theme")


def test_what_this_version_does_not_know_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 7, "from_the_future": {"a": ["\ud83c", 1.5]}, "theme": "light"}), "ascii")
    settings = Settings(path)

    settings.set("theme", "dark")

    assert json.loads(path.read_text("utf-8")) == {
        "version": 7,
        "from_the_future": {"a": ["\ud83c", 1.5]},
        "theme": "dark",
    }


def test_a_bad_value_in_the_file_gives_the_default_is_reported_and_stays_until_it_is_set(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"zoom_percent": 9000, "theme": "dark"}), "utf-8")
    settings = Settings(path)

    assert settings.get("zoom_percent") == 100
    assert settings.invalid == ("zoom_percent",)
    settings.set("theme", "light")
    assert json.loads(path.read_text("utf-8"))["zoom_percent"] == 9000
    settings.set("zoom_percent", 100)
    assert json.loads(path.read_text("utf-8"))["zoom_percent"] == 100
    assert not settings.invalid


def test_a_byte_order_mark_is_no_damage(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + b'{"theme": "dark"}')

    settings = Settings(path)

    assert settings.get("theme") == "dark"
    assert settings.damaged is None


@pytest.mark.parametrize(
    "data",
    [b"", b'{"theme": "da', b"[1, 2]", b"\xff\xfe{", b"[" * 100_000, b"null"],
    ids=["empty", "cut", "a list", "no UTF-8", "deep", "null"],
)
def test_a_damaged_file_is_kept_beside_a_new_one_and_reported(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)

    settings = Settings(path)
    settings.set("theme", "dark")

    assert settings.damaged == path.with_name("settings.damaged-1.json")
    assert settings.damaged.read_bytes() == data
    assert Settings(path).get("theme") == "dark"


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"first")
    Settings(path)
    path.write_bytes(b"second")

    settings = Settings(path)

    assert settings.damaged == path.with_name("settings.damaged-2.json")
    assert path.with_name("settings.damaged-1.json").read_bytes() == b"first"
    assert path.with_name("settings.damaged-2.json").read_bytes() == b"second"


def test_a_damaged_file_that_cannot_be_moved_is_never_overwritten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    path.write_bytes(b"damaged")

    def refuse(_path: Path, _target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        settings = Settings(path)

    assert "damaged and cannot be moved away: Read-only file system" in str(settings.unreadable)
    with pytest.raises(SettingsError, match="holds for this session only"):
        settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert path.read_bytes() == b"damaged"


def test_a_file_that_cannot_be_read_is_never_overwritten(path: Path) -> None:
    path.mkdir(parents=True)

    settings = Settings(path)

    assert "cannot be read" in str(settings.unreadable)
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.set("theme", "dark")
    assert settings.get("theme") == "dark"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_in_a_read_only_folder_a_change_holds_for_this_session_and_is_saved_when_it_can_be(
    path: Path, open_tmp: Path
) -> None:
    folder = open_tmp / "config"
    folder.mkdir()
    path = folder / "settings.json"
    with read_only(folder):
        settings = Settings(path)
        with pytest.raises(SettingsError, match=r"could not be written to .*settings\.json: Permission denied"):
            settings.set("theme", "dark")
        assert settings.get("theme") == "dark"
        assert list(folder.iterdir()) == []

    settings.set("theme", "dark")

    assert Settings(path).get("theme") == "dark"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.set("theme", "light")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SettingsError, match="No space left on device"):
            settings.set("theme", "dark")

    assert settings.get("theme") == "dark"
    assert Settings(path).get("theme") == "light"
    assert list(path.parent.iterdir()) == [path]


def test_a_reader_never_sees_half_a_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.set("theme", "light")
    seen: list[str] = []
    replace = Path.replace

    def look(source: Path, target: Path) -> Path:
        seen.append(json.loads(path.read_text("utf-8"))["theme"])
        seen.append(json.loads(source.read_text("utf-8"))["theme"])
        return replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", look)
        settings.set("theme", "dark")

    assert seen == ["light", "dark"]


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.json"
    elsewhere.write_text("{}", "utf-8")
    path.parent.mkdir()
    path.symlink_to(elsewhere)

    Settings(path).set("theme", "dark")

    assert path.is_symlink()
    assert json.loads(elsewhere.read_text("utf-8"))["theme"] == "dark"


def test_the_same_value_is_not_written_again(path: Path) -> None:
    settings = Settings(path)
    settings.set("theme", "dark")
    before = path.stat().st_mtime_ns, path.stat().st_ino

    settings.set("theme", "dark")
    settings.set("language", "system")

    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_section_is_a_copy(path: Path) -> None:
    settings = Settings(path)
    value = [{"a": 1}]

    settings.set_section("profiles", value)
    value[0]["a"] = 2
    settings.section("profiles").append("more")

    assert settings.section("profiles") == [{"a": 1}]
    assert Settings(path).section("profiles") == [{"a": 1}]
    assert settings.section("nothing") is None
    with pytest.raises(ValueError, match="theme"):
        settings.set_section("theme", "dark")


@pytest.fixture
def open_tmp(tmp_path: Path) -> Iterator[Path]:
    """A folder that another user can reach too."""
    folders = [folder for folder in (tmp_path, *tmp_path.parents) if folder.stat().st_uid == os.geteuid()]
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in folders}
    for folder, mode in modes.items():
        if not mode & 0o001:
            folder.chmod(mode | 0o011)
    yield tmp_path
    for folder, mode in modes.items():
        folder.chmod(mode)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written to `folder`; root, who can always, is nobody meanwhile."""
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
