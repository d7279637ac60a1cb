"""Where attachments come from: files, pictures of the clipboard, long pastes."""

from __future__ import annotations

import stat
from pathlib import Path

from PySide6.QtGui import QImage

from desktop.chat.attachments import Attachment, shown_name, text_attachment
from desktop.chat.pdf_text import MAX_BYTES as MAX_PDF_BYTES
from desktop.chat.pdf_text import read_pdf
from desktop.chat.text_file import MAX_BYTES as MAX_TEXT_BYTES
from desktop.chat.text_file import decode_text
from desktop.errors import AttachmentError
from desktop.ui.attachments.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from desktop.ui.attachments.pictures import is_other_picture, picture_format, picture_from, read_picture
from desktop.worker.attachment_worker import Reading


def from_file(path: Path, longest_side: int) -> Reading[bytes]:
    """A file: a picture, a PDF or a text, by what is in it."""
    name = shown_name(path.name)
    return Reading(name, lambda: _load(path, name), lambda raw: _made(name, raw, longest_side))


def from_image(name: str, image: QImage, longest_side: int) -> Reading[QImage]:
    """A picture that was copied."""
    return Reading(name, lambda: image, lambda one: picture_from(name, one, longest_side))


def _load(path: Path, name: str) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise AttachmentError("a folder", reason="folder", name=name)
        if not stat.S_ISREG(found.st_mode):
            raise AttachmentError("no ordinary file", reason="not_file", name=name)
        if not found.st_size:
            raise AttachmentError("the file is empty", reason="empty", name=name)
        with path.open("rb") as file:
            head = file.read(4096)
            limit = _limit(head)
            raw = head + file.read(limit + 1 - len(head)) if found.st_size <= limit else b""
    except FileNotFoundError as error:
        raise AttachmentError("the file is gone", reason="missing", name=name) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise AttachmentError("the file cannot be read", reason="unreadable", name=name, detail=detail) from error
    # It may have grown since it was measured.
    if found.st_size > limit or len(raw) > limit:
        raise AttachmentError("the file is too large", reason="too_large", name=name, limit=limit)
    return raw


def _limit(head: bytes) -> int:
    if picture_format(head):
        return MAX_PICTURE_BYTES
    return MAX_PDF_BYTES if _is_pdf(head) else MAX_TEXT_BYTES


def _is_pdf(raw: bytes) -> bool:
    return b"%PDF-" in raw[:1024]


def _made(name: str, raw: bytes, longest_side: int) -> Attachment:
    if picture_format(raw):
        return read_picture(name, raw, longest_side)
    if is_other_picture(raw):
        raise AttachmentError("no PNG, JPEG or WebP", reason="picture_type", name=name)
    if _is_pdf(raw):
        try:
            found = read_pdf(name, raw)
            return text_attachment(name, found.text, "application/pdf", pages=found.pages)
        except AttachmentError as error:
            if error.reason != "damaged" or not _is_text(name, raw):
                raise
    text = decode_text(name, raw)
    if not text:
        raise AttachmentError("only a byte order mark", reason="empty", name=name)
    return text_attachment(name, text)


def _is_text(name: str, raw: bytes) -> bool:
    """Whether it only speaks of a PDF: the mark of one may stand anywhere in its first kilobyte."""
    try:
        return not raw.startswith(b"%PDF-") and len(raw) <= MAX_TEXT_BYTES and bool(decode_text(name, raw))
    except AttachmentError:
        return False
