from __future__ import annotations

from desktop import assets


def test_the_shipped_files_are_found():
    assert "QMainWindow" in assets.read_text("themes/app.qss")
    assert assets.path("icons/lingdu.svg").is_file()
    assert assets.resources().is_dir()
