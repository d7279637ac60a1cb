"""The modules of packaging/ by their own names, and what `sh start.sh build` made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fakes.sources import ROOT

sys.path.insert(0, str(ROOT / "packaging"))

from project import VERSION


@pytest.fixture
def dist() -> Path:
    """The folder of what is delivered."""
    folder = ROOT / "dist"
    if not (folder / "SHA256SUMS").is_file():
        pytest.fail("nothing is built: `sh start.sh build`, or `sh start.sh package-test` for both")
    return folder


@pytest.fixture
def deb(dist: Path) -> Path:
    """The Debian package."""
    (path,) = dist.glob(f"lingdu_{VERSION}_*.deb")
    return path


@pytest.fixture
def archive(dist: Path) -> Path:
    """The archive for other Linux systems."""
    (path,) = dist.glob(f"lingdu-{VERSION}-linux-*.tar.xz")
    return path
