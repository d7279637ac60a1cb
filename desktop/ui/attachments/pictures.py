"""Pictures as they are sent: decoded within limits, scaled, and written anew without what a camera adds.

Everything here may run outside the GUI thread.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from desktop.chat.attachments import Attachment, shown_name
from desktop.errors import AttachmentError

MAX_BYTES: Final = 20_000_000
MAX_PIXELS: Final = 40_000_000
# The largest that is allowed at eight bytes a pixel, as PNG may have them.
ALLOCATION_LIMIT_MB: Final = 320
THUMBNAIL_PX: Final = 240
QUALITY: Final = 90
STRIP_PX: Final = 128

# By their first bytes: a name says nothing, and no other decoder of Qt is asked.
_FORMATS: Final = (
    (b"\x89PNG\r\n\x1a\n", 0, "png", "image/png"),
    (b"\xff\xd8\xff", 0, "jpeg", "image/jpeg"),
    (b"WEBP", 8, "webp", "image/webp"),
)
_OTHER_PICTURES: Final = (
    (b"GIF8", 0),
    (b"BM", 0),
    (b"II*\0", 0),
    (b"MM\0*", 0),
    (b"\0\0\1\0", 0),
    (b"ftypheic", 4),
    (b"ftypmif1", 4),
    (b"ftypavif", 4),
    (b"\xff\x0a", 0),
)


# WORKAROUND: QImage.convertToColorSpace of Qt 6.11 reads past the end of a table of no colours.
_INDEXED: Final = frozenset({QImage.Format.Format_Indexed8, QImage.Format.Format_Mono, QImage.Format.Format_MonoLSB})


def picture_format(raw: bytes) -> tuple[str, str] | None:
    """Qt's name of a picture's format and its MIME type, None for what is none of ours."""
    found = [(name, mime) for magic, at, name, mime in _FORMATS if raw[at : at + len(magic)] == magic]
    return found[0] if found else None


def is_other_picture(raw: bytes) -> bool:
    """Whether it is a picture of a format that models do not take."""
    return any(raw[at : at + len(magic)] == magic for magic, at in _OTHER_PICTURES) and b"\0" in raw[:64]


def read_picture(name: str, raw: bytes, longest_side: int = 0) -> Attachment:
    """A PNG, JPEG or WebP file as an attachment, its longest side at most `longest_side` pixels; 0 keeps its size.

    Raises:
        AttachmentError: `too_large` over 20 MB, before or after; `too_many_pixels` over 40 million, which the head of
            the file tells before anything is decoded; `picture_type`, `damaged`.
    """
    if len(raw) > MAX_BYTES:
        raise AttachmentError("the picture is too large", reason="too_large", name=name, limit=MAX_BYTES)
    found = picture_format(raw)
    if found is None:
        raise AttachmentError("no PNG, JPEG or WebP", reason="picture_type", name=name)
    if found[0] == "jpeg" and not _has_end(raw):
        raise AttachmentError("the picture is cut", reason="damaged", name=name)
    QImageReader.setAllocationLimit(ALLOCATION_LIMIT_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(found[0].encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise AttachmentError("the picture is damaged", reason="damaged", name=name, detail=reader.errorString())
    if size.width() * size.height() > MAX_PIXELS:
        raise AttachmentError("the picture has too many pixels", reason="too_many_pixels", name=name, limit=MAX_PIXELS)
    if wanted := _smaller(size, longest_side):
        reader.setScaledSize(wanted)
    image = reader.read()
    if image.isNull():
        raise AttachmentError("the picture is damaged", reason="damaged", name=name, detail=reader.errorString())
    return _attachment(name, image, *found)


def picture_from(name: str, image: QImage, longest_side: int = 0) -> Attachment:
    """A picture from the clipboard as an attachment, as PNG.

    Raises:
        AttachmentError: as `read_picture`.
    """
    if image.isNull():
        raise AttachmentError("the picture is empty", reason="empty", name=name)
    if image.width() * image.height() > MAX_PIXELS:
        raise AttachmentError("the picture has too many pixels", reason="too_many_pixels", name=name, limit=MAX_PIXELS)
    if wanted := _smaller(image.size(), longest_side):
        image = _scaled(image, wanted)
    return _attachment(name, image, "png", "image/png")


def _has_end(raw: bytes) -> bool:
    """Whether a JPEG has its end mark: the decoder fills a cut one up with grey, and only warns.

    Source: ITU-T T.81, B.1.1: segments have their length behind the marker, up to the first scan, in which no other
    marker than the end can stand by chance.
    """
    at = 2
    while raw[at : at + 1] == b"\xff" and at + 4 <= len(raw):
        if raw[at + 1] == 0xDA:
            return raw.find(b"\xff\xd9", at) > 0
        at += 1 if raw[at + 1] == 0xFF else 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
    return False


def _smaller(size: QSize, longest_side: int) -> QSize | None:
    if not longest_side or max(size.width(), size.height()) <= longest_side:
        return None
    scaled = size.scaled(longest_side, longest_side, Qt.AspectRatioMode.KeepAspectRatio)
    return QSize(max(1, scaled.width()), max(1, scaled.height()))


def _attachment(name: str, image: QImage, kind: str, mime: str) -> Attachment:
    pixels = _pixels_only(image)
    data = _encoded(pixels, kind, name)
    if len(data) > MAX_BYTES:
        raise AttachmentError("the picture is too large", reason="too_large", name=name, limit=MAX_BYTES)
    wanted = _smaller(pixels.size(), THUMBNAIL_PX)
    thumbnail = _encoded(_scaled(pixels, wanted) if wanted else pixels, "png", name)
    return Attachment(
        "image",
        shown_name(name),
        mime,
        data,
        width=pixels.width(),
        height=pixels.height(),
        thumbnail=thumbnail,
    )


def _scaled(image: QImage, size: QSize) -> QImage:
    """A smooth picture of that size; from a far larger one by a rough step first, which looks at few of its pixels."""
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    rough = QSize(4 * size.width(), 4 * size.height())
    if image.width() > 2 * rough.width() and image.height() > 2 * rough.height():
        image = image.scaled(rough, keep, Qt.TransformationMode.FastTransformation)
    return image.scaled(size, keep, Qt.TransformationMode.SmoothTransformation)


def _pixels_only(image: QImage) -> QImage:
    """What is seen, in sRGB: no place, camera, comment or colour profile goes along.

    In strips, since Qt keeps the interpreter while it draws: 40 million pixels at once stop the window for 0.2 s.
    """
    alpha, coloured = image.hasAlphaChannel(), image.colorSpace().isValid()
    clean = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)
    painter = QPainter(clean)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for top in range(0, image.height(), STRIP_PX):
        strip = image.copy(0, top, image.width(), min(STRIP_PX, image.height() - top))
        if strip.format() in _INDEXED:
            strip = strip.convertToFormat(QImage.Format.Format_ARGB32)
        if coloured:
            strip.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        painter.drawImage(0, top, strip)
    painter.end()
    return clean


def _encoded(image: QImage, kind: str, name: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    if kind != "png":
        writer.setQuality(QUALITY)
    if not writer.write(image):
        raise AttachmentError("the picture cannot be written", reason="damaged", name=name, detail=writer.errorString())
    return bytes(buffer.data().data())
