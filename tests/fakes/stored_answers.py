"""What a program in a process of its own has in its database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fakes.below import files_below


def database(home: Path) -> Path:
    (found,) = (path for path in files_below(home / "home") if path.name == "conversations.db")
    return found


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()
