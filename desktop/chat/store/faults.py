"""SQLite's errors as errors of this application."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.errors import StoreError

# Primary result codes, https://sqlite.org/rescode.html
_REASONS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "in_use",
    sqlite3.SQLITE_LOCKED: "in_use",
}
# Extended codes. Only ENOSPC comes as SQLITE_FULL: a spent quota and a file size limit come as a failed write.
_EXTENDED = {
    sqlite3.SQLITE_IOERR_WRITE: "full",
    sqlite3.SQLITE_IOERR_CORRUPTFS: "damaged",
}
_ERRNOS = {
    errno.ENOSPC: "full",
    errno.EFBIG: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}


def reason_of(error: sqlite3.Error) -> str:
    """`full`, `read_only`, `damaged`, `in_use` or `other`."""
    # Python's own complaints (a closed connection, a number over 64 bits) carry no code.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return "other"
    return _EXTENDED.get(code) or _REASONS.get(code & 0xFF, "other")


def as_store_error(error: sqlite3.Error, doing: str) -> StoreError:
    """The error of the tree; `doing` says in English what failed."""
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StoreError(f"{doing}: {error} ({name})", reason=reason_of(error), detail=str(error))


@contextmanager
def store_errors(doing: str) -> Iterator[None]:
    """Raise SQLite's errors as `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_store_error(error, doing) from error


@contextmanager
def file_errors(doing: str) -> Iterator[None]:
    """Raise the system's errors about files as `StoreError`."""
    try:
        yield
    except OSError as error:
        reason = _ERRNOS.get(error.errno or 0, "other")
        raise StoreError(f"{doing}: {error}", reason=reason, detail=str(error)) from error
