"""The one entry: what it needs, what it leaves, and what it says."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys

import pytest
from fakes.sources import ROOT

import build
import frozen
from linux import packages


def test_a_missing_tool_is_named_with_the_way_to_get_it(tmp_path):
    if sys.platform != "linux":
        pytest.skip("which tools are looked for is each system's own")
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "build.py", tmp_path / "dist"],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "xz is not installed: apt-get install xz-utils" in done.stderr
    assert "objdump is not installed: apt-get install binutils" in done.stderr
    assert "md5sum is not installed: apt-get install coreutils" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--fast"], ["a", "b"]])
def test_other_arguments_than_one_folder_end_with_the_usage(words, capsys):
    assert build.main(words) == 2
    assert "packaging/build.py [FOLDER]" in capsys.readouterr().err


@pytest.fixture
def has_all_tools(monkeypatch):
    monkeypatch.setattr(build, "require", lambda names: None)


def test_a_build_that_fails_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, capsys, has_all_tools):
    out = tmp_path / "dist"
    out.mkdir()
    (out / "lingdu_0.0.9_amd64.deb").write_text("older")

    def fail(work):
        (work / "out").mkdir()
        (work / "out" / "half.deb").write_text("half")
        raise frozen.BadProgramError("the program is too large")

    monkeypatch.setattr(build, "build", fail)

    assert build.main([str(out)]) == 1
    assert "the program is too large" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["dist", "lingdu_0.0.9_amd64.deb"]


@pytest.mark.skipif(sys.platform != "linux", reason="the tools of Linux stand in for all")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_build_that_is_ended_from_outside_says_so_and_leaves_nothing(tmp_path, name):
    tools, target = tmp_path / "tools", tmp_path / "target"
    tools.mkdir()
    target.mkdir()
    for tool in packages.TOOLS:
        (tools / tool).write_text("#!/bin/sh\n")
        (tools / tool).chmod(0o755)
    with subprocess.Popen(
        [sys.executable, ROOT / "packaging" / "build.py", target / "dist"],
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as building:
        assert building.stderr is not None
        building.stderr.readline()  # it has begun
        os.killpg(building.pid, signal.Signals[name])
        said = building.stderr.read()

    assert building.returncode == 1
    assert "ended before it was done" in said
    assert "Traceback" not in said
    assert list(target.iterdir()) == []


def test_what_is_made_appears_in_the_folder_with_the_sums_last(tmp_path, monkeypatch, capsys, has_all_tools):
    def make(work):
        (work / "out").mkdir()
        for name in ("SHA256SUMS", "a.deb", "z.tar.xz"):
            (work / "out" / name).write_text(name)
        return work / "out"

    monkeypatch.setattr(build, "build", make)

    assert build.main([str(tmp_path / "dist")]) == 0
    printed = capsys.readouterr().out.split()
    assert [path.rpartition(os.sep)[2] for path in printed] == ["a.deb", "z.tar.xz", "SHA256SUMS"]
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_digest_is_that_of_the_file(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")

    assert build.sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
