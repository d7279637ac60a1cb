"""What can be copied for a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.log import Redactor
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings
from desktop.ui.diagnostics import LOG_LINES, diagnostics

KEY = "very-secret-0123456789"


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def redactor():
    redactor = Redactor()
    redactor.add(KEY)
    return redactor


def test_versions_and_changed_settings_are_named(qapp, settings, redactor, tmp_path):
    settings.set("theme", "dark")

    text = diagnostics(settings, tmp_path / "lingdu.log", redactor)

    assert "Lingdu Chat" in text
    assert "SQLite" in text
    assert "Settings: theme=dark" in text
    assert "No log: No such file or directory" in text


def test_no_key_and_no_endpoint_is_in_it(qapp, settings, redactor, tmp_path):
    Profiles(settings).put(Profile("a", "Private", "https://private.example/v1"))
    log = tmp_path / "lingdu.log"
    log.write_text(f"sent with {KEY}\nAuthorization: Bearer other-secret-1\n", "utf-8")

    text = diagnostics(settings, log, redactor)

    assert KEY not in text
    assert "other-secret-1" not in text
    assert "private.example" not in text


def test_only_the_end_of_a_long_log_is_taken(qapp, settings, redactor, tmp_path: Path):
    log = tmp_path / "lingdu.log"
    log.write_text("".join(f"line {number}\n" for number in range(100_000)), "utf-8")

    lines = diagnostics(settings, log, redactor).splitlines()

    assert lines[-1] == "line 99999"
    assert sum(line.startswith("line ") for line in lines) == LOG_LINES
