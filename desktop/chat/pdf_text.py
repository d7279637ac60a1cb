"""The text of a PDF, within limits of time and size."""

from __future__ import annotations

import io
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from msgspec import Struct

from desktop.chat.text_file import MAX_CHARACTERS
from desktop.errors import AttachmentError

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_PAGES: Final = 2000
LIMIT_S: Final = 30.0
# While the library works, the window's thread gets the interpreter so often, for so long.
_WORK_S: Final = 0.01
_REST_S: Final = 0.001

# Broken files are what it is for; the library tells of each broken object.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class _TimeIsUpError(BaseException):
    """No `Exception`: the library catches those on its way."""


class PdfText(Struct, frozen=True):
    """The text of all pages, and how many there are."""

    text: str
    pages: int


def read_pdf(name: str, raw: bytes, limit_s: float = LIMIT_S) -> PdfText:
    """The text of a PDF, page after page.

    Not for the main thread: it takes the profile hook of the thread it runs in.

    Raises:
        AttachmentError: `encrypted`, `no_text` (scanned pages), `too_long`, `too_many_pages`, `timeout`, `damaged`.
    """
    try:
        with _bounded(limit_s):
            return _read(name, raw)
    except _TimeIsUpError:
        raise AttachmentError("the PDF takes too long", reason="timeout", name=name, limit=round(limit_s)) from None
    except AttachmentError:
        raise
    except Exception as error:  # a parser of hostile files: whatever it trips over is damage
        detail = f"{type(error).__name__}: {error}"
        # Of pypdf: the cipher needs a library that is not here.
        reason = "encrypted" if type(error).__name__ == "DependencyError" else "damaged"
        raise AttachmentError("the PDF cannot be read", reason=reason, name=name, detail=detail[:300]) from error


def _read(name: str, raw: bytes) -> PdfText:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw), strict=False)
    # Many are encrypted with an empty password, which only limits what may be done with them.
    if reader.is_encrypted and not reader.decrypt(""):
        raise AttachmentError("the PDF is encrypted", reason="encrypted", name=name)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise AttachmentError("the PDF has too many pages", reason="too_many_pages", name=name, limit=MAX_PAGES)
    texts: list[str] = []
    size = 0
    for page in reader.pages:
        text = page.extract_text().strip()
        size += len(text)
        if size > MAX_CHARACTERS:
            raise AttachmentError("the text is too long", reason="too_long", name=name, limit=MAX_CHARACTERS)
        texts.append(text)
    if not size:
        raise AttachmentError("the PDF holds no text", reason="no_text", name=name)
    return PdfText("\n\n".join(text for text in texts if text).replace("\0", ""), count)


@contextmanager
def _bounded(limit_s: float) -> Iterator[None]:
    """Raise `_TimeIsUpError` at the first call after `limit_s` seconds, and rest often on the way.

    A thread cannot be ended from outside, and a page can hold a program that never ends.
    """
    now = time.monotonic()
    end, rest_at = now + limit_s, now + _WORK_S

    def look(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal rest_at
        now = time.monotonic()
        if now > end:
            raise _TimeIsUpError
        if now > rest_at:
            time.sleep(_REST_S)
            rest_at = time.monotonic() + _WORK_S

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
