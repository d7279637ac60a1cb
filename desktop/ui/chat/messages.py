"""What the chat view shows: values that say everything about a message and nothing about how it looks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class NoticeAction(Struct, frozen=True):
    """A button of a notice and its words.

    `id` is `retry`, `continue`, `open_key_settings`, `diagnose`, `cancel`, `details` or
    `open_parameters`.
    """

    id: str
    label: str


class Notice(Struct, frozen=True):
    """A card under a message: what happened, the server's words, the small facts, the next steps."""

    kind: Literal["warn", "err"]
    title: str
    detail: str = ""
    small: str = ""
    actions: tuple[NoticeAction, ...] = ()


class AttachmentView(Struct, frozen=True):
    """A picture or a file of a question: its name, its size in words, the PNG of a small picture of it."""

    name: str
    facts: str
    thumbnail: bytes = b""


class MessageView(Struct, frozen=True):
    """One message as it is shown.

    Attributes:
        uuid: the turn; signals of the view name it.
        text: Markdown source of an answer, plain text of a question.
        attachments: what belongs to a question, shown above its text.
        tool_calls: name and arguments of each tool the model asked for; they are shown, never run.
        streaming: the text still grows.
        caption: model and figures, above an answer.
        reasoning_s: seconds the model thought; None while it thinks, or where nobody measured.
        position: which of the `siblings` this is, from 1.
        time_text: when it was written, shown beside the actions.
        is_held: an answer is being made in its chat: no other version of it can be shown.
    """

    uuid: str
    role: Literal["user", "assistant"]
    text: str
    reasoning: str = ""
    tool_calls: tuple[tuple[str, str], ...] = ()
    refusal: str = ""
    streaming: bool = False
    caption: str = ""
    reasoning_s: float | None = None
    position: int = 1
    siblings: int = 1
    notice: Notice | None = None
    time_text: str = ""
    can_edit: bool = False
    can_regenerate: bool = False
    can_delete: bool = False
    is_held: bool = False
    attachments: tuple[AttachmentView, ...] = ()


def offers(view: MessageView) -> frozenset[str]:
    """What can be done with a message now, by the names of `ChatView.action_requested`."""
    is_answer = view.role == "assistant"
    offered = {
        "copy": bool(view.text or view.refusal),
        "regenerate": view.can_regenerate,
        "edit": view.can_edit,
        "delete": view.can_delete,
        "source": is_answer and bool(view.text),
        "recorder": is_answer,
        "previous_sibling": view.position > 1 and not view.is_held,
        "next_sibling": view.position < view.siblings and not view.is_held,
    }
    return frozenset(name for name, is_offered in offered.items() if is_offered)
