"""What is attached to a question: a picture, or a text that is quoted into the prompt."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, Literal

from msgspec import Struct, structs

from desktop.chat.turn import Part, Turn

MAX_NAME: Final = 80
# One question.
MAX_ATTACHMENTS: Final = 20
# The kind of a part that is a pasted text, sent as it is.
PASTE: Final = "paste"
PICTURE_TYPES: Final = ("image/png", "image/jpeg", "image/webp")

_FENCE = re.compile(r"`{3,}")
_COUNTS = ("width", "height", "pages", "characters")


class Attachment(Struct, frozen=True):
    """A picture or a text, as it is sent.

    Attributes:
        kind: `image` or `file`.
        name: what it is called, fit to be shown: one line without control characters.
        mime: of a picture the type of `data`; of a file what it was read from.
        data: the picture's file, or the text in UTF-8; empty where it was lost.
        width, height: of a picture, in pixels.
        pages: of a PDF.
        characters: of a text.
        pasted: it was a long paste, and can become text in the question again.
        as_text: it is part of the question's own text, and no file: it has no name of its own, and is sent as it is.
        thumbnail: a small PNG of a picture.
    """

    kind: Literal["image", "file"]
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0
    pages: int = 0
    characters: int = 0
    pasted: bool = False
    as_text: bool = False
    thumbnail: bytes = b""

    @property
    def text(self) -> str:
        """The text of a file."""
        return self.data.decode("utf-8", "replace")

    @property
    def is_lost(self) -> bool:
        """Whether there is nothing of it that can be sent."""
        return not self.data or (self.kind == "image" and self.mime not in PICTURE_TYPES)


def text_attachment(
    name: str, text: str, mime: str = "text/plain", *, pages: int = 0, pasted: bool = False
) -> Attachment:
    """A file that holds `text`."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Attachment("file", shown_name(name), mime, whole.encode(), pages=pages, characters=len(whole), pasted=pasted)


def paste_as_text(text: str) -> Attachment:
    """A long paste that is sent as it is, called by its first line; too long for a text box, it is kept beside it."""
    first_line = text.lstrip()[:MAX_NAME].partition("\n")[0]
    paste = text_attachment(first_line, text, pasted=True)
    return structs.replace(paste, as_text=True)


def part_of(attachment: Attachment) -> Part:
    """The attachment as a part of a turn."""
    if attachment.as_text:
        # In the body, where text is searched.
        return Part(PASTE, attachment.text)
    body: dict[str, Any] = {"name": attachment.name, "mime": attachment.mime}
    body.update((name, getattr(attachment, name)) for name in _COUNTS if getattr(attachment, name))
    if attachment.pasted:
        body["pasted"] = True
    if attachment.thumbnail:
        body["thumbnail"] = base64.b64encode(attachment.thumbnail).decode("ascii")
    return Part(attachment.kind, json.dumps(body, ensure_ascii=False), data=attachment.data)


def read_attachment(part: Part) -> Attachment | None:
    """The attachment that a part holds, None where it is of another kind; what makes no sense in it has its default."""
    if part.kind == PASTE:
        return paste_as_text(part.body)
    if part.kind not in {"image", "file"}:
        return None
    try:
        body = json.loads(part.body)
    except (ValueError, RecursionError):
        body = None
    body = body if isinstance(body, dict) else {}
    counts = {name: body[name] for name in _COUNTS if type(body.get(name)) is int and 0 < body[name] < 1 << 31}
    return Attachment(
        "image" if part.kind == "image" else "file",
        shown_name(body["name"] if isinstance(body.get("name"), str) else ""),
        body["mime"] if isinstance(body.get("mime"), str) else "",
        part.data,
        **counts,
        pasted=body.get("pasted") is True,
        thumbnail=_bytes(body.get("thumbnail")),
    )


def attachments_in(parts: Iterable[Part]) -> tuple[Attachment, ...]:
    """The attachments among parts, in order."""
    return tuple(found for part in parts if (found := read_attachment(part)) is not None)


def pastes_in(parts: Iterable[Part]) -> list[str]:
    """The long pastes among parts that are sent as they are."""
    return [part.body for part in parts if part.kind == PASTE]


def whole_text(turn: Turn) -> str:
    """All words of a turn: of a question also what was pasted into it, a blank line between."""
    pastes = pastes_in(turn.parts)
    return "\n\n".join([*pastes, *([turn.text] if turn.text.strip() or not pastes else [])])


def user_content(turn: Turn) -> str | list[dict[str, Any]]:
    """The `content` of a question: a string, or where pictures are attached a list of parts.

    The texts of files stand before the question's own words, each in a fence and under its name; so do long pastes,
    as they are.

    Source: OpenAI API reference, "Create chat completion", `messages`, user message.
    """
    attachments = attachments_in(turn.parts)
    texts = [_quoted(one) for one in attachments if one.kind == "file" or one.is_lost]
    text = "\n\n".join([*texts, *([turn.text] if turn.text.strip() or not attachments else [])])
    pictures = [one for one in attachments if one.kind == "image" and not one.is_lost]
    if not pictures:
        return text
    content: list[dict[str, Any]] = [{"type": "text", "text": text}] if text else []
    return content + [{"type": "image_url", "image_url": {"url": _data_url(one)}} for one in pictures]


def shown_name(name: str) -> str:
    """A file's name as one line that shows what it is: no control characters, none that turn the line around."""
    whole = name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = "".join(" " if unicodedata.category(one).startswith(("C", "Zl", "Zp")) else one for one in whole)
    kept = " ".join(kept.split())
    if len(kept) <= MAX_NAME:
        return kept or "?"
    # The ending says what it is.
    return f"{kept[: MAX_NAME - 20]}…{kept[-19:]}"


def _quoted(attachment: Attachment) -> str:
    if attachment.as_text:
        return attachment.text
    if attachment.is_lost:
        return f"File: {attachment.name} (not available)"
    text = attachment.text
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"File: {attachment.name}\n{fence}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}"


def _data_url(attachment: Attachment) -> str:
    return f"data:{attachment.mime};base64,{base64.b64encode(attachment.data).decode('ascii')}"


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError:
        return b""
