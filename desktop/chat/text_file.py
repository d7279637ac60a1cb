"""The text in a file whose encoding nobody names."""

from __future__ import annotations

import codecs
from typing import Final

from desktop.errors import AttachmentError

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_CHARACTERS: Final = 1_000_000

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Line ends, tab, page break, and what terminals put into logs.
_CONTROLS: Final = frozenset("\t\n\r\f\b\x1b")


def decode_text(name: str, raw: bytes) -> str:
    """The text, its lines ended by LF: by its byte order mark, else UTF-8, else GB18030.

    Raises:
        AttachmentError: `not_text`, or `too_long` over a million characters.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = _decoded(raw[len(mark) :], encoding)
            break
    else:
        text = _decoded(raw, "utf-8")
        if text is None:
            text = _decoded(raw, "gb18030")
    if text is None:
        raise AttachmentError("the file is no text in an encoding that is known", reason="not_text", name=name)
    if len(text) > MAX_CHARACTERS:
        raise AttachmentError("the text is too long", reason="too_long", name=name, limit=MAX_CHARACTERS)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    odd = sum(1 for one in text if one < " " and one not in _CONTROLS) if not text.isprintable() else 0
    # A program or an archive may be valid text by chance, but hardly without control characters.
    return None if "\0" in text or odd > len(text) // 100 else text
