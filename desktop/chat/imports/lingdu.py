"""Our own JSON, docs/export-format.md; fields that are unknown or of another type never block a conversation."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.chat.conversation import Part
from desktop.chat.imports.slices import JSONSliceError, items, load, members
from desktop.chat.imports.values import Imported, Skipped, array, dictionary, stable_uuid, text
from desktop.chat.store.rows import read_conversation, read_part, read_turn


def read(raw: bytes) -> Iterator[Imported | Skipped]:
    """The conversations of an export."""
    for key, start, _end in members(raw):
        if key == "conversations":
            for first, last in items(raw, start):
                try:
                    yield _conversation(load(raw, first, last))
                except JSONSliceError:
                    yield Skipped("", "unreadable")


def _conversation(value: Any) -> Imported | Skipped:
    found = dictionary(value)
    uuid = text(found.get("uuid")) or stable_uuid("lingdu", json.dumps(value, sort_keys=True))
    turns = [_turn(one, uuid, number) for number, one in enumerate(array(found.get("turns"))) if isinstance(one, dict)]
    if not found:
        return Skipped("", "unreadable")
    conversation = read_conversation(_row(found, uuid, "parameters"), turns)
    conversation.draft_parts = _parts(found.get("draft_parts"))
    return Imported(conversation)


def _turn(value: Mapping[str, Any], conversation: str, number: int) -> Any:
    uuid = text(value.get("uuid")) or stable_uuid("lingdu", conversation, number)
    return read_turn(_row(value, uuid, "usage", "error"), _parts(value.get("parts")))


def _parts(value: Any) -> list[Part]:
    return [read_part({**one, "data": _bytes(one.get("data"))}) for one in array(value) if isinstance(one, dict)]


def _bytes(value: Any) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except ValueError:
        return None


def _row(value: Mapping[str, Any], uuid: str, *objects: str) -> dict[str, Any]:
    """As a row of the database, where objects are JSON."""
    texts = {name: json.dumps(value[name]) for name in objects if isinstance(value.get(name), dict)}
    return {**value, **dict.fromkeys(objects), **texts, "uuid": uuid}
