"""Files that are written beside the database: by its thread, so that no slow disk holds up the window."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import StoreError


def write_file(path: Path, data: bytes) -> Path:
    """Write a file whole and give its path.

    Raises:
        StoreError: the disk refused.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StoreError("the file could not be written", detail=f"{path}: {error.strerror or error}") from error
    return path
