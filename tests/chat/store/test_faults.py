from __future__ import annotations

import errno
import sqlite3

import pytest

from desktop.chat.store.faults import as_store_error, file_errors, reason_of, store_errors
from desktop.errors import StoreError


def fault(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorcode = code
    error.sqlite_errorname = "SQLITE_X"
    return error


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_FULL, "full"),
        (sqlite3.SQLITE_IOERR_WRITE, "full"),
        (sqlite3.SQLITE_IOERR_READ, "other"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "read_only"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "damaged"),
        (sqlite3.SQLITE_NOTADB, "damaged"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "in_use"),
        (sqlite3.SQLITE_ERROR, "other"),
    ],
)
def test_a_result_code_has_its_reason(code, reason):
    assert reason_of(fault(code)) == reason


def test_an_error_of_python_itself_has_the_reason_other():
    assert reason_of(sqlite3.ProgrammingError("closed")) == "other"


def test_the_error_keeps_the_words_and_the_cause():
    with pytest.raises(StoreError, match="saving: words") as caught, store_errors("saving"):
        raise fault(sqlite3.SQLITE_FULL)

    assert (caught.value.reason, caught.value.detail) == ("full", "words")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert str(as_store_error(fault(sqlite3.SQLITE_FULL), "saving")) == "saving: words (SQLITE_X)"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "full"), (errno.EROFS, "read_only"), (errno.EIO, "other")]
)
def test_an_error_of_the_system_has_its_reason(number, reason):
    with pytest.raises(StoreError) as caught, file_errors("copying"):
        raise OSError(number, "words")

    assert caught.value.reason == reason
