"""Cherry Studio's backup, `data.json`: topics with their messages, and apart from them the blocks of each message.

The topics' names and the assistants' prompts stand in the browser's storage, as JSON inside of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from desktop.chat.conversation import Part, State
from desktop.chat.imports.slices import JSONSliceError, items, load, members
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

_STORAGE = "persist:cherry-studio"


def read(raw: bytes) -> Iterator[Imported | Skipped]:
    """The topics of a backup."""
    names: dict[str, dict[str, Any]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    topics: list[tuple[int, int]] = []
    for key, start, end in members(raw):
        if key == "localStorage":
            names = _topics_by_id(load(raw, start, end))
        elif key == "indexedDB" and raw[start : start + 1] == b"{":
            for table, first, _last in members(raw, start):
                if table == "topics" and raw[first : first + 1] == b"[":
                    topics = list(items(raw, first))
                elif table == "message_blocks" and raw[first : first + 1] == b"[":
                    blocks = _blocks_by_id(raw, first)
    for start, end in topics:
        try:
            yield _topic(dictionary(load(raw, start, end)), names, blocks)
        except JSONSliceError:
            yield Skipped("", "unreadable")


def _blocks_by_id(raw: bytes, start: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for first, last in items(raw, start):
        try:
            block = dictionary(load(raw, first, last))
        except JSONSliceError:
            continue
        found[text(block.get("id"))] = block
    return found


def _topics_by_id(storage: Any) -> dict[str, dict[str, Any]]:
    """What is known of each topic, its assistant's prompt among it."""
    state = dictionary(_unpacked(dictionary(storage).get(_STORAGE)))
    assistants = dictionary(_unpacked(state.get("assistants")))
    found: dict[str, dict[str, Any]] = {}
    for assistant in map(dictionary, [assistants.get("defaultAssistant"), *array(assistants.get("assistants"))]):
        for topic in map(dictionary, array(assistant.get("topics"))):
            found[text(topic.get("id"))] = {"assistant_prompt": assistant.get("prompt"), **topic}
    return found


def _unpacked(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _topic(
    topic: dict[str, Any], names: dict[str, dict[str, Any]], blocks: dict[str, dict[str, Any]]
) -> Imported | Skipped:
    key = text(topic.get("id")) or json.dumps(topic, sort_keys=True)
    known = names.get(key, {})
    if not isinstance(topic.get("messages"), list):
        return Skipped(text(known.get("name")), "unreadable")
    imported = Imported(
        empty_conversation(
            stable_uuid("cherry-studio", key),
            text(known.get("name")),
            "",
            seconds(known.get("createdAt")),
            seconds(known.get("updatedAt")),
        )
    )
    conversation = imported.conversation
    conversation.pinned = known.get("pinned") is True
    conversation.system_prompt = text(known.get("prompt")) or text(known.get("assistant_prompt"))
    leaf: str | None = None
    chosen = False
    for number, message in enumerate(map(dictionary, topic["messages"])):
        role = text(message.get("role"))
        parts = _parts(imported, message, blocks)
        if role not in {"user", "assistant"} or message.get("type") == "clear" or not parts:
            continue
        uuid = stable_uuid("cherry-studio", key, message.get("id") or number)
        asked = stable_uuid("cherry-studio", key, message.get("askId"))
        # Several models may have answered one question.
        parent = asked if role == "assistant" and asked in conversation.turns else leaf
        if uuid in conversation.turns:
            continue
        turn = add_turn(conversation, uuid, parent, role, parts, seconds(message.get("createdAt")))
        if role == "assistant":
            model = dictionary(message.get("model"))
            turn.model_asked = text(model.get("id")) or text(message.get("modelId"))
            conversation.model = turn.model_asked or conversation.model
            if text(message.get("status")) not in {"", "success"}:
                turn.state = State.INTERRUPTED
        beside = leaf in conversation.turns and conversation.turns[leaf or ""].parent == parent
        if not (beside and chosen) or message.get("foldSelected") is True:
            leaf = uuid
            chosen = message.get("foldSelected") is True
    return finish(imported, leaf)


def _parts(imported: Imported, message: dict[str, Any], blocks: dict[str, dict[str, Any]]) -> list[Part]:
    found: list[Part] = []
    for key in array(message.get("blocks")):
        block = blocks.get(text(key), {})
        words = text(block.get("content"))
        match block.get("type"):
            case "main_text" | "compact" if words:
                found.append(Part("text", words))
            case "thinking" if words:
                found.append(Part("reasoning", words))
            case "code" if words:
                found.append(Part("text", f"```{text(block.get('language'))}\n{words}\n```"))
            case "main_text" | "compact" | "thinking" | "code" | "unknown":
                pass
            case "tool":
                name = block.get("toolName") or dictionary(
                    dictionary(block.get("metadata")).get("rawMcpToolResponse")
                ).get("tool")
                found.append(tool_call(block.get("toolId"), name, block.get("arguments")))
                if block.get("content") is not None:
                    imported.leave_out("tool")
            case "image" | "file" | "video" as kind:
                file = dictionary(block.get("file"))
                kept: Kind = "image" if kind == "image" else "file"
                # A picture that was made stands in `url`, perhaps as data of megabytes.
                url = text(block.get("url"))
                found.append(
                    attachment(kept, file.get("origin_name"), file.get("name"), url if len(url) < 2000 else "")
                )
                imported.leave_out(kept)
            case _:
                imported.leave_out("other")
    if not any(part.kind == "text" for part in found) and (words := text(message.get("content"))):
        # Before blocks, a message had its text itself.
        found.append(Part("text", words))
    return found
