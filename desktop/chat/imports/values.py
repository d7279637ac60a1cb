"""What every importer needs: values of any shape read carefully, and uuids that are the same each time."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct, field

from desktop.api.think import ThinkSplitter
from desktop.chat.attachments import Attachment, attachments_in, part_of, shown_name
from desktop.chat.conversation import Conversation, Part, State, Turn, title_of

Kind = Literal["image", "file"]

# The year 5138, in milliseconds.
MAX_MOMENT = 1e14


class Imported(Struct):
    """A conversation that was read.

    Attributes:
        left_out: what of it has no place here, by kind and how often: what is in an `image` or `file` (its name is
            kept), what a `tool` answered, `system` messages, `other`.
    """

    conversation: Conversation
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, kind: str) -> None:
        """Note one thing more."""
        self.left_out[kind] = self.left_out.get(kind, 0) + 1


class Skipped(Struct, frozen=True):
    """A conversation that was not read.

    Attributes:
        title: what it was called, as far as that is known.
        reason: `empty` (it has no message), `unreadable` (it is no conversation of this format).
    """

    title: str
    reason: str


def stable_uuid(*names: object) -> str:
    """The same uuid for the same names: importing twice is importing once."""
    # Half a character is one of its own here: two names that differ in it are two.
    whole = ":".join(map(str, names)).encode("utf-8", "backslashreplace").decode()
    return uuid5(NAMESPACE_URL, f"lingdu-import:{whole}").hex


def text(value: Any) -> str:
    """The text, or empty where it is none."""
    return value if isinstance(value, str) else ""


def dictionary(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def array(value: Any) -> list[Any]:
    """The array, or an empty one."""
    return value if isinstance(value, list) else []


def seconds(value: Any, default: float = 0.0) -> float:
    """A moment as Unix seconds, from seconds, milliseconds or ISO 8601."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError):
            return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MAX_MOMENT:
        return default
    return value / 1000 if value > 1e11 else float(value)


def attachment(kind: Kind, *names: Any) -> Part:
    """A picture or a file by the first of these that is a name; what is in it stays behind."""
    name = next((text(one) for one in names if text(one)), "")
    return part_of(Attachment(kind, shown_name(name), "", b""))


def tool_call(call_id: Any, name: Any, arguments: Any) -> Part:
    """What the model asked a tool for."""
    words = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    call = {"id": text(call_id) or None, "name": text(name) or None, "arguments": "" if arguments is None else words}
    return Part("tool_call", json.dumps(call, ensure_ascii=False))


def empty_conversation(uuid: str, title: str, model: str, created_at: float, updated_at: float) -> Conversation:
    """A conversation without turns; it takes the default profile when it is asked further."""
    return Conversation(
        uuid,
        title=" ".join(title.split()),
        model=model,
        created_at=created_at,
        updated_at=updated_at or created_at,
    )


def add_turn(
    conversation: Conversation, uuid: str, parent: str | None, role: str, parts: list[Part], created_at: float
) -> Turn:
    """Add a turn at the end of `conversation.turns`; `finish` puts the tree together."""
    if role == "assistant":
        parts = _thoughts_apart(parts)
    turn = Turn(uuid, parent, role, State.COMPLETE, parts, created_at=created_at)
    conversation.turns[uuid] = turn
    return turn


def _thoughts_apart(parts: list[Part]) -> list[Part]:
    """The parts of an answer; what stands in `<think>` at its beginning is reasoning, as of an answer that streams."""
    if not parts or parts[0].kind != "text":
        return parts
    splitter = ThinkSplitter()
    found = zip(splitter.feed(parts[0].body), splitter.finish(), strict=True)
    reasoning, words = ("".join(both) for both in found)
    apart = [Part(kind, body) for kind, body in (("reasoning", reasoning), ("text", words)) if body]
    return [*apart, *parts[1:]]


def finish(imported: Imported, leaf: str | None) -> Imported | Skipped:
    """The conversation with its tree, its title and its times, or why it is none."""
    made = imported.conversation
    turns = made.turns
    if not any(turn.text.strip() or attachments_in(turn.parts) for turn in turns.values()):
        return Skipped(made.title, "empty")
    first = next((turn.text for turn in turns.values() if turn.role == "user"), "")
    times = [turn.created_at for turn in turns.values() if turn.created_at]
    imported.conversation = Conversation(
        made.uuid,
        title=made.title or title_of(first),
        model=made.model,
        pinned=made.pinned,
        system_prompt=made.system_prompt,
        created_at=made.created_at or min(times, default=0.0),
        updated_at=made.updated_at or max(times, default=0.0),
        leaf=leaf,
        turns=turns,
    )
    return imported
