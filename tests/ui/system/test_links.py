from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from desktop.ui.system.links import open_folder, open_url


@pytest.fixture
def opened(monkeypatch):
    urls: list[str] = []

    def take(url) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


def test_a_web_page_is_opened(opened):
    assert open_url("https://example.org/a?b=c")
    assert opened == ["https://example.org/a?b=c"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "smb://host/share",
        "//host/share",
        "\\\\host\\share",
        "javascript:alert(1)",
        "ms-msdt:x",
        "https://user:secret@example.org/",
        "",
        "https://",
    ],
)
def test_nothing_else_is_opened(opened, url):
    assert not open_url(url)
    assert opened == []


def test_only_a_folder_that_is_there_is_shown(opened, tmp_path: Path):
    assert open_folder(tmp_path)
    assert not open_folder(tmp_path / "gone")
    assert len(opened) == 1
