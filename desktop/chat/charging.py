"""From a meter to a charge: what the ledger keeps of a request that has ended."""

from __future__ import annotations

from desktop.chat.store.charges import Charge
from desktop.chat.turn import Turn
from desktop.chat.usage import UsageMeter


def charge_for(turn: Turn, model: str, conversation: str, meter: UsageMeter) -> Charge | None:
    """The charge of the request of `model` that `meter` watched; None where neither text nor usage came of it."""
    figures = meter.figures(0.0)
    counts = (figures.prompt_tokens, figures.completion_tokens, figures.total_tokens)
    if turn.sent_at is None or all(count is None for count in counts):
        return None
    return Charge(
        turn=turn.uuid,
        conversation=conversation,
        sent_at=turn.sent_at,
        model=model or turn.model_answered or "",
        origin=turn.origin,
        prompt=figures.prompt_tokens,
        completion=figures.reported_completion,
        total=figures.total_tokens,
        cached=figures.cached_tokens,
        reasoning=figures.reasoning_tokens,
        estimated=figures.completion_tokens if figures.estimated else None,
    )
