"""The installer for Windows, compiled around a small payload, run below wine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.waiting import wait_until

from icons import draw_all
from project import VERSION
from windows.installer import compile_installer

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="what is entered and run here is Linux'"),
    pytest.mark.timeout(900),
]

LIMIT_S = 240
# Debian's NSIS makes 64-bit installers too, and its wine needs no second architecture for them.
KIND = "amd64-unicode"
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Lingdu"
# A program that stays for a while: what the installer must not replace while it runs.
SLEEPER = """
Target amd64-unicode
OutFile "{target}"
SilentInstall silent
RequestExecutionLevel user
Section
  Sleep {milliseconds}
SectionEnd
"""


class Wine:
    """A Windows user of his own.

    Attributes:
        prefix: the folder of his drive C.
    """

    def __init__(self, home: Path) -> None:
        self.prefix = home / "prefix"
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No screen, no questions for Mono and Gecko.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=",
            "DISPLAY": "",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, *command: str | Path) -> int:
        """Run a program to its end; its exit code."""
        return self._run(*command).returncode

    def ask(self, *command: str) -> str:
        """Run a program to its end; what it printed."""
        return self._run(*command).stdout.decode("utf-8", "replace")

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a program and leave it running."""
        return subprocess.Popen(
            ["wine", *command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        """End all that runs in there."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False, timeout=LIMIT_S, capture_output=True)
        subprocess.run(["wineserver", "-w"], env=self._environment, check=False, timeout=LIMIT_S, capture_output=True)

    def files(self) -> set[str]:
        """The files of drive C below the folders of users, but for the temporary ones."""
        users = self.prefix / "drive_c" / "users"
        # Of the uninstaller a copy stays there until Windows starts the next time.
        return {
            str(path.relative_to(users)) for path in users.rglob("*") if path.is_file() and "Temp" not in path.parts
        }

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%."""
        (place,) = (self.prefix / "drive_c" / "users").glob("*/AppData/Local")
        return place

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["wine", *command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    missing = [name for name in ("makensis", "wine", "wineserver") if shutil.which(name) is None]
    if missing:
        reason = f"{' and '.join(missing)} missing: `sh start.sh package-test` installs them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    wine = Wine(tmp_path_factory.mktemp("wine"))
    try:
        wine.run("wineboot", "--init")
        yield wine
    finally:
        wine.end()


def nsis(script: str, folder: Path) -> None:
    path = folder / "script.nsi"
    path.write_text(script, "utf-8-sig")
    subprocess.run(["makensis", "-V1", path], check=True, timeout=LIMIT_S)


@pytest.fixture
def setups(tmp_path: Path, qapp: object) -> tuple[Path, Path]:
    """Two installers around a program that sleeps, with folders, spaces, Chinese and a dollar in its names.

    The second one is as of a later version: it has no more notice.
    """
    payload = tmp_path / "payload"
    (payload / "_internal" / "字体 fonts").mkdir(parents=True)
    (payload / "_internal" / "字体 fonts" / "数学$font.ttf").write_bytes(b"font" * 1000)
    (payload / "_internal" / "empty").mkdir()
    (payload / "licences").mkdir()
    (payload / "licences" / "NOTICE.txt").write_text("notice")
    nsis(SLEEPER.format(target=payload / "lingdu.exe", milliseconds=20_000), tmp_path)
    draw_all(tmp_path / "icons")
    out = tmp_path / "out"
    out.mkdir()
    first, second = out / "first-setup.exe", out / "second-setup.exe"
    compile_installer(payload, tmp_path / "icons" / "lingdu.ico", first, KIND)
    shutil.rmtree(payload / "licences")
    compile_installer(payload, tmp_path / "icons" / "lingdu.ico", second, KIND)
    assert {path.name for path in out.iterdir()} == {first.name, second.name}
    return first, second


def test_the_installer_installs_replaces_and_removes_silently(wine: Wine, setups: tuple[Path, Path]):
    first, second = setups
    before = wine.files()
    data = wine.local / "lingdu" / "conversations.db"
    data.parent.mkdir(parents=True)
    data.write_text("the user's")
    place = wine.local / "Programs" / "Lingdu"

    # Installed for this user, with its entries.
    assert wine.run(first, "/S") == 0
    assert (place / "lingdu.exe").is_file()
    assert (place / "licences" / "NOTICE.txt").is_file()
    assert (place / "_internal" / "字体 fonts" / "数学$font.ttf").read_bytes() == b"font" * 1000
    entry = wine.ask("reg", "query", UNINSTALL_KEY)
    assert f"DisplayVersion    REG_SZ    {VERSION}" in entry
    assert r'"C:\users' in entry.partition("QuietUninstallString")[2].partition("\n")[0]
    assert [path for path in wine.files() if path.endswith("Programs/Lingdu Chat.lnk")]

    # A newer version takes an older one's files away; what is not its own stays.
    foreign = place / "notes.txt"
    foreign.write_text("mine")
    assert wine.run(second, "/S") == 0
    assert (place / "lingdu.exe").is_file()
    assert not (place / "licences").exists()

    # A program that runs is not touched.
    running = wine.start(place / "lingdu.exe")
    wait_until(lambda: wine.run(first, "/S") == 3, LIMIT_S)
    assert (place / "lingdu.exe").is_file()
    running.wait(LIMIT_S)

    # Removed: nothing but the data and the foreign file is left.
    assert wine.run(place / "uninstall.exe", "/S") == 0
    # It goes on in a copy of itself, so that it can take itself away.
    wait_until(lambda: not (place / "uninstall.exe").exists(), LIMIT_S)
    assert wine.files() - before == {
        str(path.relative_to(wine.prefix / "drive_c" / "users")) for path in (data, foreign)
    }
    assert "Lingdu" not in wine.ask("reg", "query", UNINSTALL_KEY.rpartition("\\")[0])
