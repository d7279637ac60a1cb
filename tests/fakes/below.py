"""The files that programs at work have below a folder: some come and go while they are looked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def files_below(*folders: Path) -> Iterator[Path]:
    """Every file; `os.walk` passes over a folder that has just gone, where `Path.rglob` fails."""
    for folder in folders:
        for place, _folders, names in os.walk(folder):
            yield from (Path(place, name) for name in names)


def contents_below(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file with what is in it; sockets and what has just gone are passed over."""
    for path in files_below(*folders):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path, path.read_bytes()
