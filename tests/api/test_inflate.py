from __future__ import annotations

import gzip
import zlib

import pytest

from desktop.api.inflate import STEP, Inflater, UnknownCodingError

DATA = "你好 data\n".encode() * 5000
RAW = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("", DATA),
        ("identity", DATA),
        ("gzip", gzip.compress(DATA)),
        ("X-GZIP ", gzip.compress(DATA)),
        ("deflate", zlib.compress(DATA)),
        ("deflate", RAW.compress(DATA) + RAW.flush()),
        ("gzip", DATA),
        ("", gzip.compress(DATA)),
        ("gzip, identity", gzip.compress(DATA)),
        ("utf-8", DATA),
    ],
)
@pytest.mark.parametrize("size", [1, 100, 10**6])
def test_a_coding_is_undone_in_any_chunking(coding, body, size):
    inflater = Inflater(coding)

    found = b"".join(piece for at in range(0, len(body), size) for piece in inflater.feed(body[at : at + size]))

    assert found == DATA


def test_a_bomb_is_inflated_a_step_at_a_time():
    bomb = gzip.compress(b"\0" * 50_000_000)

    pieces = Inflater("gzip").feed(bomb)

    assert all(len(next(pieces)) <= STEP for _ in range(20))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br"])
def test_an_unknown_coding_is_an_error(coding):
    with pytest.raises(UnknownCodingError):
        Inflater(coding)


def test_damage_is_an_error():
    with pytest.raises(zlib.error):
        list(Inflater("gzip").feed(b"\x1fno gzip at all"))


@pytest.mark.parametrize("size", [STEP - 1, STEP, STEP + 1, 2 * STEP, 2 * STEP + 100])
def test_what_was_flushed_is_given_out_whole_at_once(size):
    stream = zlib.compressobj(wbits=31)
    flushed = stream.compress(b"\0" * size) + stream.flush(zlib.Z_SYNC_FLUSH)

    assert sum(map(len, Inflater("gzip").feed(flushed))) == size


def test_a_gzip_member_for_each_flush_is_read_on():
    inflater = Inflater("gzip")

    first = b"".join(inflater.feed(gzip.compress(b"one ") + gzip.compress(b"two ")))
    second = b"".join(inflater.feed(gzip.compress(b"three")))

    assert first + second == b"one two three"
