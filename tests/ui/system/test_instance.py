from __future__ import annotations

import os
from pathlib import Path

from desktop.ui.system.instance import DataFolderLock


def test_a_second_process_does_not_get_the_folder(tmp_path: Path):
    first, second = DataFolderLock(tmp_path / "lock"), DataFolderLock(tmp_path / "lock")

    assert first.take()
    assert not second.take()
    assert second.owner() == os.getpid()

    first.release()
    assert second.take()
    second.release()


def test_a_lock_left_by_a_crash_is_taken_over(tmp_path: Path):
    (tmp_path / "lock").write_text("999999\nlingdu\nsomehost\n")

    lock = DataFolderLock(tmp_path / "lock")

    assert lock.take()
    lock.release()
