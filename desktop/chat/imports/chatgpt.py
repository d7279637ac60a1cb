"""ChatGPT's `conversations.json`: an array of conversations, each a tree of nodes in `mapping`.

A node has `message` (or null), `parent` and `children`; `current_node` is the end of the path that is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from desktop.chat.conversation import Part, State
from desktop.chat.imports.slices import JSONSliceError, first_byte, items, load
from desktop.chat.imports.values import (
    Imported,
    Kind,
    Skipped,
    add_turn,
    array,
    attachment,
    dictionary,
    empty_conversation,
    finish,
    seconds,
    stable_uuid,
    text,
    tool_call,
)


def read(raw: bytes) -> Iterator[Imported | Skipped]:
    """The conversations of an export, or a single one."""
    places = items(raw) if first_byte(raw) == b"[" else [(0, len(raw))]
    for start, end in places:
        try:
            yield _conversation(load(raw, start, end))
        except JSONSliceError:
            yield Skipped("", "unreadable")


def _conversation(value: Any) -> Imported | Skipped:
    found = dictionary(value)
    mapping = {key: dictionary(node) for key, node in dictionary(found.get("mapping")).items()}
    title = text(found.get("title"))
    if not mapping:
        return Skipped(title, "unreadable")
    source = found.get("conversation_id") or found.get("id") or json.dumps(value, sort_keys=True)
    imported = Imported(
        empty_conversation(
            stable_uuid("chatgpt", source),
            title,
            text(found.get("default_model_slug")),
            seconds(found.get("create_time")),
            seconds(found.get("update_time")),
        )
    )
    standing = _Tree(imported, mapping).walk()
    return finish(imported, standing.get(text(found.get("current_node"))))


class _Tree:
    """Goes through the nodes from the roots down; those without a place here are stepped over."""

    def __init__(self, imported: Imported, mapping: dict[str, dict[str, Any]]) -> None:
        self._imported = imported
        self._mapping = mapping

    def walk(self) -> dict[str, str | None]:
        """For each node the turn it became, or the one above it."""
        standing: dict[str, str | None] = {}
        roots = [key for key, node in self._mapping.items() if text(node.get("parent")) not in self._mapping]
        # A node, the turn above it, what was thought since, and whether it alone follows that turn.
        waiting: list[tuple[str, str | None, list[Part], bool]] = [(root, None, [], False) for root in reversed(roots)]
        while waiting:
            key, above, thoughts, alone = waiting.pop()
            if key in standing:
                continue  # a ring
            node = self._mapping[key]
            turn, thoughts, kept = self._take(key, dictionary(node.get("message")), above, thoughts, alone)
            standing[key] = turn
            children = [
                child for child in array(node.get("children")) if isinstance(child, str) and child in self._mapping
            ]
            follows = len(children) == 1 and (alone or kept)
            waiting += [(child, turn, list(thoughts), follows) for child in reversed(children)]
        return standing

    def _take(
        self, key: str, message: dict[str, Any], above: str | None, thoughts: list[Part], alone: bool
    ) -> tuple[str | None, list[Part], bool]:
        """The turn that stands here now, thoughts that wait for an answer, and whether the message was kept."""
        conversation = self._imported.conversation
        role = text(dictionary(message.get("author")).get("role"))
        parts = self._parts(message) if message else []
        said = [part for part in parts if part.kind in {"text", "image", "file"}]
        if role not in {"user", "assistant"} or not said:
            if role == "assistant":
                thoughts = [*thoughts, *parts]
            elif said:
                self._imported.leave_out("tool" if role == "tool" else "system")
            return above, thoughts, False
        before = conversation.turns.get(above or "")
        if role == "assistant" and alone and before is not None and before.role == "assistant":
            # One answer in several messages, with tools in between.
            before.parts += [*thoughts, Part("text", "\n\n"), *parts]
            return above, [], True
        uuid = stable_uuid("chatgpt", conversation.uuid, key)
        if role == "assistant":
            parts = [*thoughts, *parts]
        turn = add_turn(conversation, uuid, above, role, parts, seconds(message.get("create_time")))
        if role == "assistant":
            model = text(dictionary(message.get("metadata")).get("model_slug"))
            turn.model_asked = model
            conversation.model = model or conversation.model
            if message.get("status") == "in_progress":
                turn.state = State.INTERRUPTED
        return uuid, [], True

    def _parts(self, message: dict[str, Any]) -> list[Part]:
        content = dictionary(message.get("content"))
        if dictionary(message.get("metadata")).get("is_visually_hidden_from_conversation"):
            return []
        recipient = text(message.get("recipient"))
        if recipient not in {"", "all"}:
            asked = text(content.get("text")) or "".join(map(text, array(content.get("parts"))))
            return [tool_call(message.get("id"), recipient, asked)]
        match content.get("content_type"):
            case "text" | "multimodal_text" | None:
                pieces = [part for one in array(content.get("parts")) for part in self._piece(one)]
                return [*pieces, *self._files(message)]
            case "code":
                code = text(content.get("text"))
                return [Part("text", f"```{text(content.get('language'))}\n{code}\n```")] if code else []
            case "thoughts":
                thoughts = [dictionary(one) for one in array(content.get("thoughts"))]
                words = "\n\n".join(text(one.get("content")) or text(one.get("summary")) for one in thoughts)
                return [Part("reasoning", words)] if words else []
            case "reasoning_recap" | "user_editable_context" | "model_editable_context":
                return []
        self._imported.leave_out("other")
        return []

    def _piece(self, value: Any) -> list[Part]:
        if isinstance(value, str):
            return [Part("text", value)] if value else []
        kind = text(dictionary(value).get("content_type"))
        if spoken := text(dictionary(value).get("text")):
            return [Part("text", spoken)]
        kept: Kind = "image" if "image" in kind else "file"
        self._imported.leave_out(kept)
        return [attachment(kept, dictionary(value).get("asset_pointer"))]

    def _files(self, message: dict[str, Any]) -> list[Part]:
        """The files of a question; its pictures stand among its pieces too, and are not named twice."""
        found = []
        for one in map(dictionary, array(dictionary(message.get("metadata")).get("attachments"))):
            mime = text(one.get("mime_type")) or text(one.get("mimeType"))
            if not mime.startswith("image/"):
                found.append(attachment("file", one.get("name"), one.get("id")))
                self._imported.leave_out("file")
        return found
