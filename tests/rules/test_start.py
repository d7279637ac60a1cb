"""start.sh: its words and its manners. That it sets up a bare machine is proved on one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from fakes.sources import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell is needed")


def start(*words, folder=ROOT):
    return subprocess.run(
        ["sh", ROOT / "start.sh", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("words", [(), ("nonsense",)])
def test_no_word_or_an_unknown_word_prints_the_usage(words):
    result = start(*words)

    assert result.returncode == 2
    assert result.stdout == ""
    assert "usage: sh start.sh WORD" in result.stderr


@pytest.mark.parametrize("word", ["setup", "check", "soak"])
def test_a_word_without_arguments_refuses_them(word):
    result = start(word, "now")

    assert result.returncode == 2
    assert "takes no arguments" in result.stderr


def words_in(pattern, text):
    """Every word in the lists that `pattern` finds."""
    return set(re.findall(r"[a-z][a-z-]+", " ".join(re.findall(pattern, text, re.MULTILINE))))


def test_both_scripts_know_the_same_words():
    shell = (ROOT / "start.sh").read_text("utf-8").rpartition("case $word in")[2]
    batch = (ROOT / "start.cmd").read_text("utf-8")

    handled = words_in(r"^    ([a-z][a-z |-]+)\)", shell)

    assert handled == words_in(r"^for %%W in \(([^)]*)\)", batch)
    assert handled >= {"setup", "run", "demo", "test", "check", "bench", "soak", "build", "package-test"}


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing():
    result = subprocess.run(
        ["shellcheck", "start.sh", ".ci/run"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_what_needs_a_package_or_node_is_run_before_anything_lands():
    """The mark `packaging` takes tests out of `start.sh test`; `package-test` runs those of its own folder alone."""
    marked = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if ".packaging\n" in path.read_text("utf-8")]
    elsewhere = [path.relative_to(ROOT).as_posix() for path in marked if path.parent.name != "packaging"]
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert elsewhere
    assert [name for name in elsewhere if f"-m packaging {name}\n" not in script] == []
    assert script.rstrip().endswith("sh start.sh package-test")
