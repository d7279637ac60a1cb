from __future__ import annotations

import random
import shutil
import sqlite3
import struct
from contextlib import closing

import pytest

from desktop.chat.store.opening import wal_of
from desktop.chat.store.pages import Pages, commits_behind_damage


def rows_of(path):
    with Pages(path, wal_of(path)) as pages:
        return {(cell.row_id, *cell.values[1:]) for cell in pages.rows() if cell.values[:1] == (None,)}


@pytest.fixture(params=[512, 4096, 65536])
def database(request, path):
    """A table of values of every kind and length, some on overflow pages."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {request.param}")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")
    pick = random.Random(3)
    numbers = [0, 1, -1, 127, -128, 2**15, -(2**23), 2**31, 2**47, -(2**63), 2**63 - 1, 0.5]
    values = [*numbers, None, b"\0\1\2", "零度" * 50, ""]
    wanted = set()
    for size in [0, 10, 100, 461, 462, 470, 1000, 4050, 4061, 4062, 5000, 70_000, 300_000]:
        row_id = pick.choice([pick.randrange(1, 50), pick.randrange(1, 2**62), -pick.randrange(1, 99)])
        text = "x" * size
        connection.execute("INSERT OR IGNORE INTO t VALUES (?, ?, ?)", (row_id, pick.choice(values), text))
    for value in values:
        connection.execute("INSERT INTO t (a, b) VALUES (?, ?)", (value, "end"))
    wanted = set(connection.execute("SELECT * FROM t"))
    yield path, wanted
    connection.close()


def test_every_row_is_read_as_sqlite_reads_it(database):
    path, wanted = database

    assert rows_of(path) == wanted


def test_what_stands_in_the_log_counts_and_what_was_not_committed_does_not(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
        connection.execute("INSERT INTO t VALUES (1, 'old')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("UPDATE t SET a = 'new'")
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO t (a) VALUES (?)", [("y" * 3000,)] * 200)
        copy = path.with_name("copy.db")
        shutil.copy(path, copy)
        shutil.copy(wal_of(path), wal_of(copy))
        connection.execute("ROLLBACK")

    assert wal_of(copy).stat().st_size > 100_000
    assert rows_of(copy) == {(1, "new")}


def test_rubbish_gives_nothing_and_raises_nothing(path):
    pick = random.Random(5)
    for _ in range(30):
        path.write_bytes(pick.randbytes(20_000))
        assert all(len(row) for row in rows_of(path)) is True
        # A page that says it is a leaf, with nothing sensible in it.
        path.write_bytes((b"\x0d" + pick.randbytes(4095)) * 4)
        rows_of(path)
    path.write_bytes(b"")
    assert rows_of(path) == set()


def crashed(path):
    """A log of 20 commits as a crash leaves it, beside its database."""
    copy = path.with_name("crashed.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
        for number in range(20):
            connection.execute("INSERT INTO t (a) VALUES (?)", (f"row {number} " * 200,))
        shutil.copy(path, copy)
        shutil.copy(wal_of(path), wal_of(copy))
    return copy


def test_a_whole_log_has_nothing_behind_damage(path):
    assert commits_behind_damage(wal_of(crashed(path))) == 0
    assert commits_behind_damage(path.with_name("none")) == 0


def test_commits_behind_damage_in_the_middle_are_counted_and_a_torn_end_is_one_at_most(path):
    wal = wal_of(crashed(path))
    raw = wal.read_bytes()
    size = 24 + 4096
    count = (len(raw) - 32) // size
    commits = [number for number in range(count) if struct.unpack_from(">I", raw, 32 + number * size + 4)[0]]

    middle = bytearray(raw)
    middle[32 + size * (count // 2) + 100] ^= 0x55
    wal.write_bytes(middle)
    assert commits_behind_damage(wal) == len([number for number in commits if number >= count // 2])

    last = bytearray(raw)
    last[-100] ^= 0x55
    wal.write_bytes(last)
    assert commits_behind_damage(wal) == 1

    wal.write_bytes(raw[:-100])
    assert commits_behind_damage(wal) == 0
