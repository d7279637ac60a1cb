"""Turns as the chat view shows them: captions, figures, cards."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QDateTime, QLocale

from desktop.api.types import CompletionUsage
from desktop.api.usage import usage_from
from desktop.chat.attachments import attachments_in
from desktop.chat.conversation import Conversation, State, Turn
from desktop.chat.usage import Figures, UsageMeter
from desktop.settings.prices import Prices
from desktop.ui.attachments.words import attachment_facts
from desktop.ui.chat.messages import AttachmentView, MessageView, Notice
from desktop.ui.figure_words import price_words, token_words
from desktop.ui.notices import turn_notice
from desktop.ui.words import tr


def message_view(
    conversation: Conversation,
    turn: Turn,
    notice: Notice | None = None,
    *,
    busy: bool = False,
    prices: Prices | None = None,
) -> MessageView:
    """One turn as the view takes it; `notice` stands in for the card that its state calls for."""
    siblings = conversation.siblings(turn.uuid)
    streaming = turn.state is State.STREAMING
    when = QDateTime.fromSecsSinceEpoch(int(turn.created_at))
    return MessageView(
        uuid=turn.uuid,
        role="user" if turn.role == "user" else "assistant",
        text=turn.text,
        reasoning=turn.reasoning,
        tool_calls=tuple((call.get("name") or "", call.get("arguments") or "") for call in turn.tool_calls),
        refusal=turn.refusal,
        streaming=streaming,
        caption=_caption(turn, prices),
        reasoning_s=None if turn.reasoning_ms is None else turn.reasoning_ms / 1000,
        position=1 + [one.uuid for one in siblings].index(turn.uuid),
        siblings=len(siblings),
        notice=notice or (_notice(conversation, turn) if turn.role == "assistant" else None),
        time_text=QLocale().toString(when, QLocale.FormatType.ShortFormat),
        can_edit=turn.role == "user" and not busy,
        can_regenerate=conversation.question_of(turn.uuid) is not None and not busy and not streaming,
        can_delete=not busy and not streaming,
        is_held=busy or streaming,
        attachments=tuple(
            AttachmentView(one.name, attachment_facts(one), one.thumbnail) for one in attachments_in(turn.parts)
        ),
    )


def _notice(conversation: Conversation, turn: Turn) -> Notice | None:
    """The card of an answer; where its question was deleted, nothing can be asked again."""
    notice = turn_notice(turn)
    if notice is None or conversation.question_of(turn.uuid) is not None:
        return notice
    actions = tuple(one for one in notice.actions if one.id not in {"retry", "continue"})
    return replace(notice, actions=actions)


def outline(turn: Turn) -> MessageView:
    """As much of a turn as the view must know of one that nobody sees; all of it costs ten times as much."""
    return MessageView(turn.uuid, "user" if turn.role == "user" else "assistant", turn.text)


def _caption(turn: Turn, prices: Prices | None) -> str:
    if turn.role != "assistant":
        return ""
    asked, answered = turn.model_asked, turn.model_answered
    parts = [answered or asked]
    if answered and asked and answered != asked:
        parts = [tr("{answered} (asked: {asked})").format(answered=answered, asked=asked)]
    figures = turn_figures(turn)
    locale = QLocale()
    if figures.first_token_s is not None:
        parts.append(tr("first token {seconds} s").format(seconds=locale.toString(figures.first_token_s, "f", 2)))
    if figures.tokens_per_s is not None and not figures.estimated:
        parts.append(tr("{rate} tok/s").format(rate=locale.toString(round(figures.tokens_per_s))))
    if figures.at_once:
        parts.append(tr("came all at once: the server or a proxy buffers"))
    if not figures.estimated or turn.ended_at is not None:
        parts.append(token_words(figures))
    if prices is not None:
        parts.append(price_of(turn, figures, prices))
    if turn.requests_sent:
        parts.append(tr("%n requests", "", turn.requests_sent))
    elif turn.error is not None:
        parts.append(tr("no request was sent"))
    return " · ".join(part for part in parts if part)


def price_of(turn: Turn, figures: Figures, prices: Prices) -> str:
    """What an answer cost, by the table's price of the model that was asked: the one that totals are counted by.

    Where no model was asked, it is that of the one that answered.
    """
    return price_words(prices.currency, prices.get(turn.model_asked or turn.model_answered), figures)


def turn_figures(turn: Turn) -> Figures:
    """The figures of a stored answer, from its times and the server's usage."""
    meter = UsageMeter()
    if turn.sent_at is not None:
        meter.sent(turn.sent_at)
    if turn.first_token_at is not None:
        meter.received(turn.first_token_at, turn.reasoning + turn.text)
    usage = usage_of(turn.usage)
    if usage is not None:
        meter.usage(usage)
    if turn.ended_at is not None:
        meter.ended(turn.ended_at)
    return meter.figures(turn.ended_at or turn.first_token_at or turn.created_at)


def usage_of(raw: dict[str, Any] | None) -> CompletionUsage | None:
    """The server's stored usage object, read."""
    return usage_from(raw) if raw is not None else None
