"""Programs of the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tools


def test_every_missing_tool_is_named_at_once():
    with pytest.raises(tools.MissingToolError) as refused:
        tools.require([sys.executable, "no-such-tool-1", "no-such-tool-2"])

    first, second = str(refused.value).splitlines()
    assert first.startswith("no-such-tool-1 is not installed: ")
    assert second.startswith("no-such-tool-2 is not installed: ")


def test_what_a_program_prints_is_given():
    assert tools.run(sys.executable, "-c", "print('ok')") == "ok\n"


def test_a_program_that_fails_is_told_with_its_words(capsys):
    with pytest.raises(subprocess.CalledProcessError):
        tools.run(sys.executable, "-c", "import sys; sys.exit('why it failed')")

    assert "why it failed" in capsys.readouterr().err
