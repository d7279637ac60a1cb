from __future__ import annotations

import pytest

from desktop.chat.store.files import write_file
from desktop.errors import StoreError


def test_a_file_is_written_whole(tmp_path):
    assert write_file(tmp_path / "a.csv", b"x,y").read_bytes() == b"x,y"


def test_a_disk_that_refuses_is_said_with_the_file(tmp_path):
    with pytest.raises(StoreError) as failed:
        write_file(tmp_path / "nowhere" / "a.csv", b"")

    assert "nowhere" in failed.value.detail
