"""One version, one changelog, one moment."""

from __future__ import annotations

import re

from desktop import __version__
from project import FLOORS, VERSION, VERSION_NUMBERS, releases, source_date, source_day

TEXT = """\
# Changelog

## [0.2.0] - Unreleased

### Added

- A window ([described](docs/a.md)) with `Ctrl+K`
  and a second line.

### Fixed

- Nothing.

## [0.1.0] - 2026-11-24

- Without a kind.
"""


def test_the_version_is_the_program_s():
    assert __version__ == VERSION
    assert len(VERSION_NUMBERS) == 4


def test_the_changelog_is_read_as_plain_text_by_version_and_kind():
    newest, oldest = releases(TEXT)

    assert (newest.version, newest.date) == ("0.2.0", "")
    assert newest.changes == {
        "Added": ["A window (described) with Ctrl+K and a second line."],
        "Fixed": ["Nothing."],
    }
    assert (oldest.version, oldest.date) == ("0.1.0", "2026-11-24")
    assert oldest.changes == {"Changed": ["Without a kind."]}


def test_the_changelog_of_the_program_begins_with_its_version():
    newest = releases()[0]

    assert newest.version == VERSION
    assert len(newest.changes["Added"]) > 10


def test_the_moment_can_be_given(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")

    assert source_date() == 1790000000
    assert source_day() == "2026-09-21"


def test_the_moment_is_that_of_the_sources(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    assert source_date() == source_date() > 1700000000


def test_each_floor_is_a_version():
    assert set(FLOORS) == {"Python", "Qt", "httpx", "SQLite"}
    assert all(re.fullmatch(r"\d+(\.\d+)+", floor) for floor in FLOORS.values())
