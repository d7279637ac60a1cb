"""What all packages share: one name, one version, one changelog, one moment in time."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "Lingdu Chat"
IDENTIFIER = "com.api000.lingdu"
HOMEPAGE = "https://api000.com"
SUMMARY = "Chat client for OpenAI-compatible APIs"
MAINTAINER = "Lingdu Chat contributors <lingdu@api000.com>"

_VERSION = re.search(r'__version__ = "([^"]+)"', (ROOT / "desktop" / "__init__.py").read_text("utf-8"))
VERSION = _VERSION[1] if _VERSION else "0"
# Four numbers, as Windows counts.
VERSION_NUMBERS = tuple(int(number) for number in (re.findall(r"\d+", VERSION) + ["0"] * 4)[:4])

# The oldest of each that a frozen program may hold: what pyproject.toml asks for, and the SQLite that the search index
# and its repairs were made for.
FLOORS = {"Python": "3.11", "Qt": "6.10", "httpx": "0.28.1", "SQLite": "3.40"}


@dataclass(frozen=True)
class Release:
    """One version of the changelog.

    Attributes:
        version: as in its heading.
        date: `2026-11-24`, or empty while it is not released.
        changes: its points, as plain text, by kind (`Added`, `Fixed`).
    """

    version: str
    date: str
    changes: dict[str, list[str]]


def releases(text: str | None = None) -> list[Release]:
    """The changelog (CHANGELOG.md, in the form of Keep a Changelog), newest first."""
    if text is None:
        text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    found: list[Release] = []
    points: list[str] | None = None
    for line in text.splitlines():
        if heading := re.match(r"## \[([^\]]+)\](?: - (\S+))?", line):
            date = heading[2] or ""
            found.append(Release(heading[1], date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else "", {}))
            points = None
        elif found and (kind := re.match(r"### (.+)", line)):
            points = found[-1].changes.setdefault(kind[1].strip(), [])
        elif found and line.startswith("- "):
            if points is None:
                points = found[-1].changes.setdefault("Changed", [])
            points.append(line[2:].strip())
        elif found and points and line.startswith("  "):
            points[-1] += " " + line.strip()
    return [Release(it.version, it.date, {kind: [_plain(point) for point in it.changes[kind]] for kind in it.changes})
            for it in found]  # fmt: skip


def _plain(text: str) -> str:
    """Markdown's links and code marks taken off."""
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text).replace("`", "").replace("**", "")


def source_date() -> int:
    """The moment that everything is stamped with, in seconds since 1970: SOURCE_DATE_EPOCH or the last commit's."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        # Sources without their history: the file that holds the version is as good a date as any.
        return int((ROOT / "desktop" / "__init__.py").stat().st_mtime)


def source_day() -> str:
    """`source_date` as `2026-11-24`."""
    return datetime.fromtimestamp(source_date(), UTC).date().isoformat()
