"""Telling which program wrote a file, and reading it."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.chat.exports import FORMAT, VERSION
from desktop.chat.imports import chatbox, chatgpt, cherry_studio, lingdu
from desktop.chat.imports.slices import JSONSliceError, first_byte, load, members
from desktop.chat.imports.values import Imported, Skipped
from desktop.errors import DesktopError

# More than any export has, less than would fill the memory.
MAX_BYTES = 2 << 30
# What stands before the conversations is shorter.
_HEAD_BYTES = 400
# What `zipfile` says of a password and of a method that it does not know.
_LOCKED = (RuntimeError, NotImplementedError)
_MEMBERS = ("conversations.json", "data.json")


class ImportFileError(DesktopError):
    """A file cannot be imported.

    Attributes:
        reason: `unreadable` (the system refuses), `format` (no export of a program that is known), `newer` (our own, of
            a newer version), `too_large`.
    """

    def __init__(self, message: str, reason: str, detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.detail = detail


def is_own_export(path: Path) -> bool:
    """Whether a file begins as an export of this program does; False too where it cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and f'"{FORMAT}"'.encode() in start


def read_export(path: Path) -> Iterator[Imported | Skipped]:
    """The conversations in a file of ours, of ChatGPT, Chatbox or Cherry Studio, also inside its zip or gzip.

    Raises:
        ImportFileError: before the first conversation, or where the file breaks off.
    """
    raw = _bytes_of(path)
    try:
        yield from _reader_for(raw)(raw)
    except JSONSliceError as error:
        raise ImportFileError(f"the file breaks off: {error}", "format", str(error)) from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == b"PK\x03\x04":
            return _from_zip(path)
        if path.stat().st_size > MAX_BYTES:
            raise ImportFileError("the file is too large", "too_large")
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                raw = packed.read(MAX_BYTES + 1)
        else:
            raw = path.read_bytes()
    except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, *_LOCKED) as error:
        raise ImportFileError(f"the file cannot be read: {error}", "unreadable", str(error)) from error
    if len(raw) > MAX_BYTES:
        raise ImportFileError("the file is too large", "too_large")
    return raw.removeprefix(b"\xef\xbb\xbf")


def _from_zip(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] in _MEMBERS]
        names = names or [name for name in archive.namelist() if name.endswith(".json")]
        if not names:
            raise ImportFileError("the archive holds no export", "format")
        with archive.open(min(names, key=len)) as file:
            raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ImportFileError("the file is too large", "too_large")
    return raw.removeprefix(b"\xef\xbb\xbf")


def _reader_for(raw: bytes) -> Callable[[bytes], Iterator[Imported | Skipped]]:
    if first_byte(raw) == b"[":
        return chatgpt.read
    try:
        for key, start, end in members(raw):
            if key == "format" and load(raw, start, end) == FORMAT:
                _check_version(raw)
                return lingdu.read
            if key == "indexedDB":
                return cherry_studio.read
            if key in {"chat-sessions", "chat-sessions-list", "__exported_items"} or key.startswith("session:"):
                return chatbox.read
            if key == "mapping":
                return chatgpt.read
    except JSONSliceError as error:
        raise ImportFileError("the file is no JSON", "format", str(error)) from error
    raise ImportFileError("no program that is known wrote this file", "format")


def _check_version(raw: bytes) -> None:
    for key, start, end in members(raw):
        if key == "version":
            version = load(raw, start, end)
            if isinstance(version, int) and version > VERSION:
                raise ImportFileError(f"the export has version {version}", "newer", str(version))
            return
