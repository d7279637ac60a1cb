"""What `sh start.sh build` delivers: sizes, forms, licences, and the frozen program beside the one from source."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from fakes.server import FakeServer, sse
from fakes.sources import ROOT
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

import frozen
from contents import C_LIBRARY, SYSTEM_LIBRARIES, needed
from desktop.settings.settings import Settings
from desktop.ui.about import LIBRARIES, components
from icons import HICOLOR_PX
from linux.packages import DEB_LIMIT_BYTES
from project import IDENTIFIER, VERSION

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="the packages of Linux"),
    pytest.mark.timeout(600),
]

LIMIT_S = 400
ROUNDS = 7
# What a start of the frozen program may take beside one from source: as much, and the noise of the measurement.
START_RATIO = 1.1


def require(*names: str) -> None:
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        reason = f"{' and '.join(missing)} missing: `sh start.sh package-test` installs them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def printed(*command: str | Path, code: int = 0, **more: str) -> str:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, **more},
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The archive, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    (archive,) = (ROOT / "dist").glob(f"lingdu-{VERSION}-linux-*.tar.xz")
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True, timeout=LIMIT_S)
    (top,) = folder.iterdir()
    yield top
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files of the Debian package."""
    folder = tmp_path_factory.mktemp("laid-out")
    (deb,) = (ROOT / "dist").glob(f"lingdu_{VERSION}_*.deb")
    subprocess.run(["dpkg-deb", "-x", deb, folder], check=True, timeout=LIMIT_S)
    yield folder
    shutil.rmtree(folder)


def test_the_sums_are_those_of_everything_that_is_delivered(dist: Path):
    lines = (dist / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

    delivered = {path.name for path in dist.iterdir() if VERSION in path.name}
    assert set(sums) == delivered
    assert len(sums) == 3
    for name, digest in sums.items():
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest


def test_tree_and_package_are_as_small_as_they_have_to_be(deb: Path, unpacked: Path):
    print(f"tree {frozen.size_of(unpacked) / 2**20:.1f} MB, package {deb.stat().st_size / 2**20:.1f} MB")

    assert frozen.size_of(unpacked) <= frozen.LIMIT_BYTES
    assert deb.stat().st_size <= DEB_LIMIT_BYTES


def test_lintian_finds_no_error(deb: Path):
    require("lintian")

    print(printed("lintian", "--allow-root", "--fail-on", "error", deb))


def test_the_entry_of_the_menu_and_the_metainfo_are_valid(laid_out: Path):
    require("desktop-file-validate", "appstreamcli")
    share = laid_out / "usr" / "share"

    assert printed("desktop-file-validate", share / "applications" / "lingdu.desktop") == ""
    report = printed("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{IDENTIFIER}.metainfo.xml")
    assert "W:" not in report


def test_the_icon_is_there_in_every_size(laid_out: Path):
    folder = laid_out / "usr" / "share" / "icons" / "hicolor"

    for size in HICOLOR_PX:
        assert QImage(str(folder / f"{size}x{size}" / "apps" / "lingdu.png")).width() == size
    assert (folder / "scalable" / "apps" / "lingdu.svg").is_file()


def test_nothing_is_linked_with_what_is_neither_inside_nor_a_dependency(deb: Path, laid_out: Path):
    tree = laid_out / "usr" / "lib" / "lingdu"
    inside = {path.name for path in tree.rglob("*")}
    depends = printed("dpkg-deb", "-f", deb, "Depends")

    for path in tree.rglob("*.so*"):
        for name in set(needed(str(path))) - inside:
            assert name in SYSTEM_LIBRARIES or C_LIBRARY.fullmatch(name), path
            assert name not in SYSTEM_LIBRARIES or SYSTEM_LIBRARIES[name] in depends


def test_no_folder_of_the_building_machine_is_searched_for_libraries(unpacked: Path):
    for path in unpacked.rglob("*.so*"):
        for line in printed("readelf", "-d", path).splitlines():
            if "RUNPATH" in line or "RPATH" in line:
                assert "[$ORIGIN" in line, (path, line)


def test_the_about_box_finds_every_library_in_the_frozen_program(unpacked: Path):
    there = {path.name.partition("-")[0].lower() for path in unpacked.rglob("*.dist-info")}

    assert {name.lower().replace("-", "_") for name, _number, _licence in components() if name in LIBRARIES} <= there


def test_the_licences_and_the_notice_of_qt_are_delivered(unpacked: Path, laid_out: Path):
    for folder in (unpacked / "licences", laid_out / "usr" / "lib" / "lingdu" / "licences"):
        assert "You may replace them" in (folder / "NOTICE.txt").read_text("utf-8")
        assert (folder / "LGPL-3.0.txt").is_file()
        assert len([path for path in folder.iterdir() if path.is_dir()]) > 20


def test_the_bill_of_materials_is_that_of_the_program(dist: Path):
    (path,) = dist.glob("*.cdx.json")
    bill = json.loads(path.read_text("utf-8"))

    assert bill["metadata"]["component"]["version"] == VERSION
    assert {"httpx", "pyside6-essentials", "Qt", "CPython"} <= {it["name"] for it in bill["components"]}
    assert "pyinstaller" not in path.read_text("utf-8").lower()


def test_another_build_of_qt_can_be_put_in_the_place_of_ours(unpacked: Path, tmp_path: Path):
    """The LGPL's condition: a library of the same interface, here one with a mark in it, is the one that is used."""
    copy = tmp_path / "copy"
    shutil.copytree(unpacked, copy, symlinks=True)
    library = copy / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Core.so.6"
    (tmp_path / "mark").write_text("another build")
    printed("objcopy", "--add-section", f".mark={tmp_path / 'mark'}", library)
    assert b"another build" in library.read_bytes()

    assert f"lingdu {VERSION}" in printed(copy / "lingdu", "--version")
    library.write_bytes(b"no library")
    printed(copy / "lingdu", "--version", code=1)


ANSWER = r"""代码 and its colours:

```python
def total(lines):  # 求和
    return sum(int(line) for line in lines if line != "[DONE]")
```

The speed is $v = \frac{n - 1}{t_n - t_1}$, and

$$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$$

| 字段 | 含义 |
| --- | --- |
| `usage` | **tokens** |
"""


def picture(command: list[str | Path], folder: Path, server: FakeServer) -> QImage:
    """The window with an answer: its words, colours, letters and formulas as that program draws them."""
    data = folder / "data"
    data.mkdir(parents=True)
    Settings(data / "settings.json").set("language", "zh_CN")
    server.script(sse(ANSWER))
    variables = {"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": server.base_url, "PYTHONPATH": str(ROOT)}
    words = ["--data-dir", data, "--ask", "?", "--screenshot", folder / "a.png"]
    printed(*command, *words, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", **variables)
    image = QImage(str(folder / "a.png"))
    assert not image.isNull()
    return image


def test_the_frozen_window_is_drawn_as_the_one_from_source(unpacked: Path, tmp_path: Path, server: FakeServer):
    """What the frozen program lacks, of themes, icons, translations or lexers, shows in another picture."""
    ours = picture([unpacked / "lingdu"], tmp_path / "frozen", server)
    theirs = picture([sys.executable, "-P", "-m", "desktop"], tmp_path / "source", server)

    assert ours.size() == theirs.size()
    # The top of the sidebar, and the answer from below its caption to its end: no clock and no speed stands there.
    wide, high = ours.width(), ours.height()
    parts = (QRect(0, 0, wide // 10, high // 7), QRect(wide // 8, high // 5, wide - wide // 8, high // 3))
    for part in parts:
        assert ours.copy(part) == theirs.copy(part)
    colours = {ours.pixel(x, y) for x in range(wide // 8, wide) for y in range(high // 5, high // 2)}
    assert len(colours) > 50


def test_every_file_that_a_library_reads_is_there(unpacked: Path):
    """Fonts and tables of the formulas, which no import finds."""
    for name in ("ziamath", "ziafont", "latex2mathml"):
        (source,) = importlib.util.find_spec(name).submodule_search_locations
        wanted = [
            path.relative_to(source)
            for path in Path(source).rglob("*")
            if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "py.typed"
        ]
        assert wanted, name
        assert [path for path in wanted if not (unpacked / "_internal" / name / path).is_file()] == []


def start_s(command: list[str | Path], folder: Path) -> tuple[float, float]:
    """(CPU, wall) of a start until the window is drawn and of the end, in seconds."""
    folder.mkdir()
    words = [*command, "--data-dir", folder / "data", "--screenshot", folder / "a.png"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    begun = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun


def test_the_frozen_program_starts_no_slower_than_from_source(unpacked: Path, tmp_path: Path):
    """In turns, by CPU time: what else the machine does leaves it alone."""
    commands = {"frozen": [unpacked / "lingdu"], "source": [sys.executable, "-P", "-m", "desktop"]}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, command in commands.items():
            taken[name].append(start_s(command, tmp_path / f"{name}-{turn}"))
    # The first turn brings the files from the disk.
    cpu, wall = ({name: median(one[at] for one in taken[name][1:]) for name in commands} for at in (0, 1))
    print(f"CPU {cpu['frozen']:.3f} s / {cpu['source']:.3f} s = {cpu['frozen'] / cpu['source']:.2f}; ")
    print(f"wall {wall['frozen']:.3f} s / {wall['source']:.3f} s = {wall['frozen'] / wall['source']:.2f}")

    assert cpu["frozen"] / cpu["source"] <= START_RATIO
