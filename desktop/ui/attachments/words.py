"""What is said of attachments: what each is, and why one cannot be attached."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.chat.attachments import Attachment
from desktop.errors import AttachmentError
from desktop.ui.words import tr


def attachment_facts(attachment: Attachment) -> str:
    """Size of a picture or a text in a few words."""
    locale = QLocale()
    if attachment.is_lost:
        return tr("not available")
    if attachment.kind == "image":
        size = locale.formattedDataSize(len(attachment.data), 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        return f"{attachment.width} × {attachment.height} · {size}"
    count = attachment.characters or len(attachment.text)
    words = tr("%n characters", "", count).replace(str(count), locale.toString(count))
    if attachment.pages:
        pages = tr("%n pages", "", attachment.pages)
        return f"{pages} · {words}"
    if attachment.as_text:
        return tr("{characters} · sent as text").format(characters=words)
    return words


def error_words(error: AttachmentError) -> str:
    """Why something cannot be attached, and what would help."""
    locale = QLocale()
    limit = locale.toString(error.limit)
    match error.reason:
        case "missing":
            return tr("The file is not there any more")
        case "folder":
            return tr("A folder cannot be attached; choose the files in it")
        case "not_file":
            return tr("This is no ordinary file")
        case "empty":
            return tr("There is nothing in it")
        case "too_large":
            size = locale.formattedDataSize(error.limit, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
            return tr("Larger than {limit}").format(limit=size)
        case "too_many_pixels":
            return tr("More than {limit} million pixels; scale the picture down").format(
                limit=locale.toString(error.limit // 1_000_000)
            )
        case "picture_type":
            return tr("Only PNG, JPEG and WebP pictures can be sent; convert it")
        case "damaged":
            return tr("The file is damaged and cannot be read")
        case "not_text":
            return tr("Neither a picture, a PDF nor a text in UTF-8, UTF-16 or GB18030")
        case "encrypted":
            return tr("The PDF is protected by a password; save it without one")
        case "no_text":
            return tr("The PDF holds no text, perhaps scanned pages; attach pictures of them")
        case "too_long":
            return tr("More than {limit} characters; attach a part of it").format(limit=limit)
        case "too_many_pages":
            return tr("More than {limit} pages; attach a part of it").format(limit=limit)
        case "timeout":
            return tr("Reading took longer than {limit} s; attach a part of it").format(limit=limit)
        case "too_many":
            return tr("At most {limit} attachments go with one question").format(limit=limit)
        case _:
            return tr("The file cannot be read: {cause}").format(cause=error.detail or "?")
