"""The file format of SQLite, read page by page: what SQLite itself does not give back of a damaged file.

See https://sqlite.org/fileformat2.html; section numbers below are of that page.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from msgspec import Struct

Value = int | float | str | bytes | None

# Of databases that are made from here on. SQLite writes whole pages, and most of what a save changes is small.
PAGE_SIZE = 1024
MAX_PAYLOAD = 1 << 30
# Pages; some 20 ms.
TELL_EVERY = 256
_LEAF = 0x0D
_WAL_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
_WAL_HEADER, _FRAME_HEADER = 32, 24


class Cell(Struct, frozen=True):
    """A row of some table: its row id and its values, as many as were stored."""

    row_id: int
    values: tuple[Value, ...]


class Pages:
    """The pages of a database as they were committed last: those of the file, and over them those of its log."""

    def __init__(self, database: Path, wal: Path) -> None:
        self._file = database.open("rb")
        self._wal: BinaryIO | None = wal.open("rb") if wal.exists() else None
        self.page_size = self._find_page_size()
        self._frames = self._read_frames()
        self._count = max(self._file.seek(0, 2) // self.page_size, max(self._frames, default=0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._wal is not None:
            self._wal.close()

    def page(self, number: int) -> bytes:
        """A page, numbered from 1; empty where there is none."""
        if number in self._frames and self._wal is not None:
            self._wal.seek(self._frames[number])
            return self._wal.read(self.page_size)
        self._file.seek((number - 1) * self.page_size)
        found = self._file.read(self.page_size)
        return found if len(found) == self.page_size else b""

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._count

    def rows(self, told: Callable[[int], None] = lambda _number: None) -> Iterator[Cell]:
        """Every row on every leaf page of every table that can be read, whatever is damaged around it.

        `told` is called with the number of a page now and then.
        """
        for number in range(1, self._count + 1):
            if number % TELL_EVERY == 0:
                told(number)
            page = self.page(number)
            start = 100 if number == 1 else 0
            if len(page) == self.page_size and page[start] == _LEAF:
                yield from self._cells(page, start)

    def _cells(self, page: bytes, start: int) -> Iterator[Cell]:
        (count,) = struct.unpack_from(">H", page, start + 3)
        for index in range(count):
            place = start + 8 + 2 * index
            if place + 2 > len(page):
                return
            (offset,) = struct.unpack_from(">H", page, place)
            try:
                yield self._cell(page, offset)
            except (IndexError, ValueError, struct.error):
                continue  # this row is damaged; the others may not be

    def _cell(self, page: bytes, offset: int) -> Cell:
        size, offset = _varint(page, offset)
        row_id, offset = _varint(page, offset)
        if size > MAX_PAYLOAD:
            raise ValueError("a payload of this size cannot be")
        return Cell(_signed(row_id, 8), _record(self._payload(page, offset, size)))

    def _payload(self, page: bytes, offset: int, size: int) -> bytes:
        """1.6: what stands on the page, and what follows on overflow pages."""
        usable = self.page_size
        local = size
        if size > usable - 35:
            least = (usable - 12) * 32 // 255 - 23
            local = least + (size - least) % (usable - 4)
            if local > usable - 35:
                local = least
        pieces = [page[offset : offset + local]]
        if local < size:
            (following,) = struct.unpack_from(">I", page, offset + local)
            pieces.append(self._overflow(following, size - local))
        payload = b"".join(pieces)
        if len(payload) != size:
            raise ValueError("the payload is cut")
        return payload

    def _overflow(self, number: int, left: int) -> bytes:
        pieces: list[bytes] = []
        seen: set[int] = set()
        while left > 0 and number and number not in seen and number <= self._count:
            seen.add(number)
            page = self.page(number)
            pieces.append(page[4 : 4 + left])
            left -= len(pieces[-1])
            (number,) = struct.unpack_from(">I", page)
        return b"".join(pieces)

    def _find_page_size(self) -> int:
        header = self._file.read(100)
        size = struct.unpack_from(">H", header, 16)[0] if len(header) >= 18 else 0
        size = 65536 if size == 1 else size
        return size if size in {1 << power for power in range(9, 17)} else PAGE_SIZE

    def _read_frames(self) -> dict[int, int]:
        """4.3: where the last committed version of each page stands in the log.

        Checksums are not asked: rows are judged one by one. Frames of an older log have other salts.
        """
        frames: dict[int, int] = {}
        if self._wal is None:
            return frames
        pending: dict[int, int] = {}
        salts = self._wal.read(_WAL_HEADER)[16:24]
        while len(header := self._wal.read(_FRAME_HEADER)) == _FRAME_HEADER:
            place = self._wal.tell()
            if len(self._wal.read(self.page_size)) < self.page_size:
                break
            number, size_after = struct.unpack_from(">II", header)
            if header[8:16] == salts and number:
                pending[number] = place
                if size_after:
                    frames.update(pending)
                    pending.clear()
        return frames


def commits_behind_damage(wal: Path) -> int:
    """How many commits stand in a log behind the first frame whose checksum is wrong.

    SQLite ends its reading there. One commit may be what a power cut left of the last write; more were whole once.
    """
    try:
        raw = wal.read_bytes()
    except OSError:
        return 0
    if len(raw) < _WAL_HEADER:
        return 0
    order = _WAL_MAGICS.get(struct.unpack_from(">I", raw)[0])
    (page_size,) = struct.unpack_from(">I", raw, 8)
    if order is None or page_size not in {1 << power for power in range(9, 17)}:
        return 0
    sums = _checksum((0, 0), raw[:24], order)
    whole = sums == struct.unpack_from(">II", raw, 24)
    salts, found = raw[16:24], 0
    for place in range(_WAL_HEADER, len(raw) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size):
        if raw[place + 8 : place + 16] != salts:
            break
        if whole:
            body = place + _FRAME_HEADER
            sums = _checksum(_checksum(sums, raw[place : place + 8], order), raw[body : body + page_size], order)
            whole = sums == struct.unpack_from(">II", raw, place + 16)
        if not whole and struct.unpack_from(">I", raw, place + 4)[0]:
            found += 1
    return found


def _checksum(sums: tuple[int, int], raw: bytes, order: str) -> tuple[int, int]:
    """4.2: over pairs of 32-bit words."""
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", raw):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def _varint(raw: bytes, offset: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        byte = raw[offset + index]
        if index == 8:
            return (value << 8) | byte, offset + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, offset + index + 1
    raise ValueError("a varint has nine bytes at most")


def _signed(value: int, size: int) -> int:
    return value - (1 << (8 * size)) if value >= 1 << (8 * size - 1) else value


def _record(payload: bytes) -> tuple[Value, ...]:
    """2.1: a header of serial types, then the values."""
    header_size, offset = _varint(payload, 0)
    kinds: list[int] = []
    while offset < header_size:
        kind, offset = _varint(payload, offset)
        kinds.append(kind)
    values: list[Value] = []
    place = header_size
    for kind in kinds:
        size = _SIZES[kind] if kind < 12 else (kind - 12) // 2
        raw = payload[place : place + size]
        if len(raw) != size:
            raise ValueError("the record is cut")
        values.append(_value(kind, raw))
        place += size
    if place != len(payload):
        raise ValueError("the record does not fill its payload")
    return tuple(values)


_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _value(kind: int, raw: bytes) -> Value:
    if kind == 0:
        return None
    if kind <= 6:
        return int.from_bytes(raw, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    if kind <= 9:
        return kind - 8
    return raw.decode("utf-8", "replace") if kind % 2 else raw
