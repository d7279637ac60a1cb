"""Chatbox's export: one object with a member `session:ID` for each session, in older ones an array `chat-sessions`.

A session has `messages`, older ones of its topic in `threads`, and branches in `messageForksHash`: by the id of the
message they follow, lists of the messages that are not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from desktop.chat.conversation import Conversation, Part, State
from desktop.chat.imports.slices import JSONSliceError, items, load, members
from desktop.chat.imports.values import (
    Imported,
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
    """The sessions of an export; each older thread is a conversation of its own."""
    for key, start, end in members(raw):
        if key.startswith("session:"):
            yield from _read_session(raw, start, end)
        elif key == "chat-sessions" and raw[start : start + 1] == b"[":
            for first, last in items(raw, start):
                yield from _read_session(raw, first, last)


def _read_session(raw: bytes, start: int, end: int) -> Iterator[Imported | Skipped]:
    try:
        value = load(raw, start, end)
        session = dictionary(json.loads(value) if isinstance(value, str) else value)
    except (JSONSliceError, ValueError, RecursionError):
        yield Skipped("", "unreadable")
        return
    name = text(session.get("name"))
    if not session or session.get("type") == "picture":
        yield Skipped(name, "unreadable")
        return
    source = session.get("id") or stable_uuid(json.dumps(session, sort_keys=True))
    yield _conversation(session, source, name, array(session.get("messages")))
    for thread in map(dictionary, array(session.get("threads"))):
        title = " - ".join(part for part in (name, text(thread.get("name"))) if part)
        yield _conversation(session, (source, thread.get("id")), title, array(thread.get("messages")))


def _conversation(session: dict[str, Any], source: Any, title: str, messages: list[Any]) -> Imported | Skipped:
    model = text(dictionary(session.get("settings")).get("modelId")) or text(session.get("model"))
    imported = Imported(empty_conversation(stable_uuid("chatbox", source), title, model, 0.0, 0.0))
    imported.conversation.pinned = session.get("starred") is True
    forks = dictionary(session.get("messageForksHash"))
    leaf = _add_chain(imported, messages, None, forks)
    return finish(imported, leaf)


def _add_chain(imported: Imported, messages: list[Any], parent: str | None, forks: dict[str, Any]) -> str | None:
    """Add messages one after the other, then what branches off each of them; gives the last turn."""
    conversation = imported.conversation
    branches: list[tuple[str, list[Any]]] = []
    for number, message in enumerate(map(dictionary, messages)):
        parts = _parts(imported, message)
        role = text(message.get("role"))
        if role == "system":
            if not conversation.system_prompt and parent is None:
                conversation.system_prompt = "".join(part.body for part in parts)
            elif parts:
                imported.leave_out("system")
            continue
        if role not in {"user", "assistant"} or not parts:
            if role == "tool":
                imported.leave_out("tool")
            continue
        key = message.get("id") or f"{parent}/{number}"
        uuid = stable_uuid("chatbox", conversation.uuid, key)
        if uuid in conversation.turns:
            continue
        _add(conversation, uuid, parent, role, parts, message)
        parent = uuid
        lists = array(dictionary(forks.get(text(message.get("id")))).get("lists"))
        branches += [(uuid, array(dictionary(one).get("messages"))) for one in lists]
    for above, chain in branches:
        _add_chain(imported, chain, above, forks)
    return parent


def _add(
    conversation: Conversation, uuid: str, parent: str | None, role: str, parts: list[Part], message: dict[str, Any]
) -> None:
    turn = add_turn(conversation, uuid, parent, role, parts, seconds(message.get("timestamp")))
    if role == "assistant":
        turn.model_asked = text(message.get("model"))
        turn.finish_reason = text(message.get("finishReason")) or None
        if message.get("generating") is True or message.get("error"):
            turn.state = State.INTERRUPTED


def _parts(imported: Imported, message: dict[str, Any]) -> list[Part]:
    found = [Part("reasoning", words)] if (words := text(message.get("reasoningContent"))) else []
    for piece in map(dictionary, array(message.get("contentParts"))):
        words = text(piece.get("text"))
        match piece.get("type"):
            case "text" | "info" if words:
                found.append(Part("text", words))
            case "reasoning" if words:
                found.append(Part("reasoning", words))
            case "image":
                found.append(attachment("image", piece.get("name"), piece.get("storageKey")))
                imported.leave_out("image")
            case "tool-call":
                found.append(tool_call(piece.get("toolCallId"), piece.get("toolName"), piece.get("args")))
                if piece.get("result") is not None:
                    imported.leave_out("tool")
            case "text" | "info" | "reasoning":
                pass
            case _:
                imported.leave_out("other")
    if not any(part.kind == "text" for part in found) and (words := text(message.get("content"))):
        found.append(Part("text", words))
    for file in map(dictionary, array(message.get("files"))):
        found.append(attachment("file", file.get("name")))
        imported.leave_out("file")
    return found
