"""Between the rows of the database and the values of `chat`.

Writing cleans: what is no valid Unicode becomes U+FFFD, so that no text can block a save. Reading forgives: a column
that is missing, null or of another type gives its default, so that no row can block a conversation.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from desktop.chat.conversation import Conversation, Part, State, Turn

DAMAGED = "damaged"
# Their parts are joined; each of the others is one thing.
TEXT_KINDS = frozenset({"text", "reasoning", "refusal"})
# Beyond it floats are no whole numbers any more; SQLite takes none of over 64 bits.
MAX_NUMBER = 2**53
Row = Mapping[str, Any] | sqlite3.Row


class ConversationSummary(Struct, frozen=True):
    """A conversation as the list shows it; times are Unix seconds."""

    uuid: str
    title: str
    folder: str
    pinned: bool
    profile: str
    model: str
    updated_at: float
    created_at: float
    trashed_at: float | None
    unread: bool = False


def clean(text: str) -> str:
    """The text as valid Unicode: the halves of a surrogate pair are joined, a lone one becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def conversation_values(conversation: Conversation) -> dict[str, Any]:
    """The row of a conversation, by column."""
    return {
        "uuid": clean(conversation.uuid),
        "title": clean(conversation.title),
        "folder": clean(conversation.folder),
        "pinned": int(conversation.pinned),
        "profile": clean(conversation.profile),
        "model": clean(conversation.model),
        "system_prompt": clean(conversation.system_prompt),
        "parameters": _json(conversation.parameters),
        "draft": clean(conversation.draft),
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "trashed_at": conversation.trashed_at,
        "unread": int(conversation.unread),
        "scroll": None if conversation.scroll is None else json.dumps(conversation.scroll),
        "leaf": _clean_or_none(conversation.leaf),
    }


def turn_values(turn: Turn) -> dict[str, Any]:
    """The row of a turn without its conversation, by column."""
    return {
        "uuid": clean(turn.uuid),
        "parent": _clean_or_none(turn.parent),
        "role": clean(turn.role),
        "state": str(turn.state),
        "finish_reason": _clean_or_none(turn.finish_reason),
        "model_asked": clean(turn.model_asked),
        "model_answered": _clean_or_none(turn.model_answered),
        "origin": clean(turn.origin),
        "usage": _json(turn.usage),
        "created_at": turn.created_at,
        "sent_at": turn.sent_at,
        "first_token_at": turn.first_token_at,
        "ended_at": turn.ended_at,
        "reasoning_ms": turn.reasoning_ms,
        "requests_sent": turn.requests_sent,
        "request_id": _clean_or_none(turn.request_id),
        "error": _json(turn.error),
    }


def part_values(parts: Iterable[Part]) -> list[tuple[str, str, int, bytes | None]]:
    """Kind, body, `fresh` and data of each row.

    Neighbours of one kind are one row, but each tool call, image and file its own.
    """
    return [(clean(part.kind), clean(part.body), int(part.fresh), part.data or None) for part in joined(parts)]


def joined(parts: Iterable[Part]) -> list[Part]:
    """New parts in which neighbouring stretches of text of one kind are one."""
    found: list[Part] = []
    for part in parts:
        if found and not part.fresh and part.kind == found[-1].kind and part.kind in TEXT_KINDS:
            found[-1].append(part.body)
        else:
            found.append(part.copy())
    return found


def read_summary(row: Row) -> ConversationSummary:
    """A line of the list."""
    created_at = _number(row, "created_at") or 0.0
    return ConversationSummary(
        uuid=_text(row, "uuid"),
        title=_text(row, "title"),
        folder=_text(row, "folder"),
        pinned=bool(_number(row, "pinned")),
        profile=_text(row, "profile"),
        model=_text(row, "model"),
        updated_at=_number(row, "updated_at") or created_at,
        created_at=created_at,
        trashed_at=_number(row, "trashed_at"),
        unread=bool(_number(row, "unread")),
    )


def read_conversation(row: Row, turns: Iterable[Turn]) -> Conversation:
    """A conversation with its turns."""
    summary = read_summary(row)
    return Conversation(
        uuid=summary.uuid,
        title=summary.title,
        folder=summary.folder,
        pinned=summary.pinned,
        profile=summary.profile,
        model=summary.model,
        system_prompt=_text(row, "system_prompt"),
        parameters=_object(row, "parameters") or {},
        draft=_text(row, "draft"),
        created_at=summary.created_at,
        updated_at=summary.updated_at,
        trashed_at=summary.trashed_at,
        unread=summary.unread,
        scroll=_place(row),
        leaf=_text_or_none(row, "leaf"),
        turns={turn.uuid: turn for turn in turns},
    )


def read_turn(row: Row, parts: Iterable[Part]) -> Turn:
    """A turn with its parts."""
    role = "user" if _value(row, "role") == "user" else "assistant"
    try:
        state = State(_text(row, "state"))
    except ValueError:
        # No end is known of it, and a question has no end.
        state = State.COMPLETE if role == "user" else State.INTERRUPTED
    return Turn(
        uuid=_text(row, "uuid"),
        parent=_text_or_none(row, "parent"),
        role=role,
        state=state,
        parts=joined(parts),
        finish_reason=_text_or_none(row, "finish_reason"),
        model_asked=_text(row, "model_asked"),
        model_answered=_text_or_none(row, "model_answered"),
        origin=_text(row, "origin"),
        usage=_object(row, "usage"),
        created_at=_number(row, "created_at") or 0.0,
        sent_at=_number(row, "sent_at"),
        first_token_at=_number(row, "first_token_at"),
        ended_at=_number(row, "ended_at"),
        reasoning_ms=_whole(row, "reasoning_ms"),
        requests_sent=_whole(row, "requests_sent") or 0,
        request_id=_text_or_none(row, "request_id"),
        error=_object(row, "error"),
    )


def read_part(row: Row) -> Part:
    """A part; `damaged` where the row makes no sense."""
    kind, body, data = _value(row, "kind"), _value(row, "body"), _value(row, "data")
    if isinstance(kind, str) and isinstance(body, str):
        return Part(kind, body, fresh=bool(_number(row, "fresh")), data=data if isinstance(data, bytes) else b"")
    return damaged_part()


def damaged_part() -> Part:
    """Stands where the database could not give back what was there."""
    return Part(DAMAGED)


def damaged_turn(row_id: int, parent: str | None) -> Turn:
    """Stands where a turn's own row cannot be read; its uuid is the same each time it is loaded."""
    return Turn(f"damaged-{row_id}", parent, "assistant", State.INTERRUPTED, [damaged_part()], created_at=0.0)


def _json(value: Mapping[str, Any] | None) -> str | None:
    # `default`: a value JSON does not know is kept as its words rather than losing the answer it came with.
    return None if value is None else clean(json.dumps(value, ensure_ascii=False, default=str))


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _value(row: Row, column: str) -> Any:
    # sqlite3.Row has no `get`; a newer file may lack a column.
    return row[column] if column in row.keys() else None  # noqa: SIM118  # iterating a sqlite3.Row gives values


def _text_or_none(row: Row, column: str) -> str | None:
    value = _value(row, column)
    return value if isinstance(value, str) else None


def _text(row: Row, column: str) -> str:
    return _text_or_none(row, column) or ""


def _number(row: Row, column: str) -> float | None:
    value = _value(row, column)
    return value if isinstance(value, int | float) and -MAX_NUMBER <= value <= MAX_NUMBER else None


def _whole(row: Row, column: str) -> int | None:
    value = _number(row, column)
    return None if value is None else int(value)


def _place(row: Row) -> tuple[str, int, int] | None:
    match _parsed(row, "scroll"):
        case [str(turn), int(line), int(above)]:
            return turn, line, above
    return None


def _object(row: Row, column: str) -> dict[str, Any] | None:
    value = _parsed(row, column)
    return value if isinstance(value, dict) else None


def _parsed(row: Row, column: str) -> Any:
    text = _text_or_none(row, column)
    if text is None:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
