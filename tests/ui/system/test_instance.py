from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import desktop
from desktop.ui.system.instance import DataFolderLock


def test_a_second_process_does_not_get_the_folder(tmp_path: Path):
    first, second = DataFolderLock(tmp_path / "lock"), DataFolderLock(tmp_path / "lock")

    assert first.take()
    assert not second.take()
    assert second.owner() == os.getpid()

    first.release()
    assert second.take()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_lock_left_by_a_crash_is_taken_over(tmp_path: Path):
    path = tmp_path / "lock"
    crash = "import os,sys; from desktop.ui.system.instance import DataFolderLock as L; from pathlib import Path; "
    crash += "taken = L(Path(sys.argv[1])); assert taken.take(); os.kill(os.getpid(), 9)"
    place = {**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parent.parent)}
    ended = subprocess.run([sys.executable, "-c", crash, str(path)], env=place, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.is_file()

    lock = DataFolderLock(path)

    assert lock.take()
    lock.release()


def test_a_folder_that_takes_no_lock_is_not_taken_for_one_in_use(tmp_path: Path, frozen):
    with frozen(tmp_path):
        assert DataFolderLock(tmp_path / "lock").take()

    assert DataFolderLock(tmp_path / "missing" / "lock").take()
