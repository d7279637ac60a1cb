from __future__ import annotations

import stat
from pathlib import Path

from desktop.paths import user_paths


def test_a_data_dir_holds_everything(tmp_path: Path):
    paths = user_paths(tmp_path / "here")

    paths.create()

    for one in (paths.database, paths.settings, paths.lock, paths.log_file):
        assert one.is_relative_to(tmp_path / "here")
    assert paths.log.is_dir()


def test_the_folders_are_readable_by_their_user_alone(tmp_path: Path):
    paths = user_paths(tmp_path / "private")

    paths.create()

    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700


def test_without_a_data_dir_the_platform_names_the_folders():
    paths = user_paths()

    assert paths.data != paths.config
    assert "lingdu" in str(paths.data)
