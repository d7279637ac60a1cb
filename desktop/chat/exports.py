"""Conversations as files of their own: JSON that comes back whole, Markdown for reading.

The JSON is described in docs/export-format.md; `VERSION` changes with its meaning.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct

from desktop import __version__
from desktop.chat.attachments import attachments_in, whole_text
from desktop.chat.conversation import Conversation, Part, State, Turn
from desktop.chat.store.faults import file_errors
from desktop.chat.store.rows import clean
from desktop.errors import StoreError

FORMAT = "lingdu-chat-export"
VERSION = 1
# Bytes of a file name without its ending; file systems take 255, some of them fewer characters.
MAX_NAME = 120

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_MARKS = re.compile(r"[\\`*_\[\]<>&~$]")
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


class Labels(Struct, frozen=True):
    """The words that Markdown needs, in the user's language."""

    you: str
    assistant: str
    reasoning: str
    system_prompt: str
    incomplete: str
    untitled: str
    attachment: str


class Exported(Struct, frozen=True):
    """What was written.

    Attributes:
        paths: the new files.
        failed: for each conversation that could not be read, its uuid and why, in English.
    """

    paths: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...]


def export_files(
    load: Callable[[str], Conversation], uuids: Sequence[str], folder: Path, labels: Labels | None = None
) -> Iterator[int | Exported]:
    """Write conversations into new files: Markdown, one each, with `labels`, else one JSON document.

    Yields how many are done after each, and at the end what was written. A file that is given up is removed.

    Raises:
        StoreError: a file could not be written.
    """
    failed: list[tuple[str, str]] = []

    def loaded() -> Iterator[Conversation]:
        for uuid in uuids:
            try:
                yield load(uuid)
            except StoreError as error:
                failed.append((uuid, str(error)))

    paths: list[Path] = []
    with file_errors("the export failed"):
        if labels is not None:
            for count, conversation in enumerate(loaded(), 1):
                with _new_file(folder, safe_name(conversation.title or labels.untitled), ".md") as (path, file):
                    file.write(markdown(conversation, labels))
                paths.append(path)
                yield count
        else:
            with _new_file(folder, time.strftime("lingdu-chat-%Y-%m-%d"), ".json") as (path, file):
                yield from write_json(file, loaded())
            paths.append(path)
    yield Exported(tuple(paths), tuple(failed))


@contextmanager
def _new_file(folder: Path, name: str, suffix: str) -> Iterator[tuple[Path, TextIO]]:
    path, file = create_new(folder, name, suffix)
    try:
        with file:
            yield path, file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def conversation_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation with all its turns, every branch, as the documented object."""
    return {
        "uuid": conversation.uuid,
        "title": conversation.title,
        "folder": conversation.folder,
        "pinned": conversation.pinned,
        "profile": conversation.profile,
        "model": conversation.model,
        "system_prompt": conversation.system_prompt,
        "parameters": conversation.parameters,
        "draft": conversation.draft,
        "draft_parts": [_part_json(part) for part in conversation.draft_parts],
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "trashed_at": conversation.trashed_at,
        "leaf": conversation.leaf,
        "turns": [_turn_json(turn) for turn in conversation.turns.values()],
    }


def write_json(file: TextIO, conversations: Iterable[Conversation]) -> Iterator[int]:
    """Write the document, one conversation a line; yields how many are written after each."""
    head = {"format": FORMAT, "version": VERSION, "application": f"lingdu {__version__}", "exported_at": time.time()}
    file.write(json.dumps(head)[:-1] + ', "conversations": [')
    count = 0
    for count, conversation in enumerate(conversations, 1):
        line = json.dumps(conversation_json(conversation), ensure_ascii=False, default=str)
        file.write((",\n" if count > 1 else "\n") + clean(line))
        yield count
    file.write("\n]}\n")
    yield count


def markdown(conversation: Conversation, labels: Labels) -> str:
    """The path that is shown, as Markdown; what was said stands as it was said."""
    blocks = [f"# {conversation.title or labels.untitled}", _moment(conversation.created_at)]
    if conversation.system_prompt.strip():
        blocks += [f"## {labels.system_prompt}", conversation.system_prompt]
    for turn in conversation.path():
        is_user = turn.role == "user"
        model = turn.model_answered or turn.model_asked
        blocks.append(f"## {labels.you if is_user else labels.assistant}" + (f" ({model})" if model else ""))
        if turn.reasoning:
            blocks.append(
                f"> **{labels.reasoning}**\n>\n" + "\n".join(f"> {line}" for line in turn.reasoning.split("\n"))
            )
        blocks += [
            f"*({labels.attachment}: {_escaped(one.name)})*" for one in attachments_in(turn.parts) if not one.as_text
        ]
        blocks += [text for text in (whole_text(turn), turn.refusal) if text]
        if turn.state not in {State.COMPLETE, State.STREAMING} and not is_user:
            blocks.append(f"*({labels.incomplete})*")
    return clean("\n\n".join(blocks) + "\n")


def _escaped(name: str) -> str:
    """A name with nothing in it that Markdown would take for its own."""
    return _MARKS.sub(r"\\\g<0>", name)


def safe_name(title: str) -> str:
    """A file name for a title, without ending, that every file system takes; never empty."""
    text = unicodedata.normalize("NFC", clean(title))
    text = "".join(" " if unicodedata.category(one).startswith(("C", "Z")) else one for one in text)
    text = " ".join(_FORBIDDEN.sub(" ", text).split())
    text = text.encode()[:MAX_NAME].decode("utf-8", "ignore").strip(" .")
    if not text:
        return "chat"
    return f"_{text}" if _DEVICES.fullmatch(text) else text


def create_new(folder: Path, name: str, suffix: str) -> tuple[Path, TextIO]:
    """Open a new file for writing; where the name is taken, ` (2)`, ` (3)` and so on follow it.

    Raises:
        OSError: it cannot be made.
    """
    number = 1
    while True:
        path = folder / (f"{name}{suffix}" if number == 1 else f"{name} ({number}){suffix}")
        number += 1
        try:
            # Fails where something of this name stands, in upper or lower case as the file system has it.
            return path, os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", -1, "utf-8", newline=""
            )
        except FileExistsError:
            continue


def _turn_json(turn: Turn) -> dict[str, Any]:
    return {
        "uuid": turn.uuid,
        "parent": turn.parent,
        "role": turn.role,
        "state": str(turn.state),
        "parts": [_part_json(part) for part in turn.parts],
        "finish_reason": turn.finish_reason,
        "model_asked": turn.model_asked,
        "model_answered": turn.model_answered,
        "origin": turn.origin,
        "usage": turn.usage,
        "created_at": turn.created_at,
        "sent_at": turn.sent_at,
        "first_token_at": turn.first_token_at,
        "ended_at": turn.ended_at,
        "reasoning_ms": turn.reasoning_ms,
        "requests_sent": turn.requests_sent,
        "request_id": turn.request_id,
        "error": turn.error,
    }


def _part_json(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": part.kind, "body": part.body}
    if part.fresh:
        found["fresh"] = True
    if part.data:
        found["data"] = base64.b64encode(part.data).decode("ascii")
    return found


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
