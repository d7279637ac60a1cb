from __future__ import annotations

from desktop.api.types import CompletionUsage
from desktop.chat.charging import charge_for
from desktop.chat.store.charges import Charge
from desktop.chat.turn import Turn
from desktop.chat.usage import UsageMeter


def answer() -> Turn:
    return Turn("a", "q", "assistant", model_asked="asked", origin="https://api.example", sent_at=50.0)


def test_what_the_server_reported_is_charged():
    meter = UsageMeter()
    meter.received(1.0, "text")
    meter.usage(CompletionUsage({}, 10, 5, 15, 4, 2))

    found = charge_for(answer(), "m", "chat", meter)

    assert found == Charge("a", "chat", 50.0, "m", "https://api.example", 10, 5, 15, 4, 2, None)


def test_text_without_usage_is_charged_as_an_estimate():
    meter = UsageMeter()
    meter.received(1.0, "word" * 10)

    found = charge_for(answer(), "m", "chat", meter)

    assert (found.prompt, found.completion, found.total, found.estimated) == (None, None, None, 10)


def test_what_brought_nothing_is_no_charge():
    assert charge_for(answer(), "m", "chat", UsageMeter()) is None

    meter = UsageMeter()
    meter.usage(CompletionUsage({}, 1, 1, 2))
    never_sent = Turn("a", "q", "assistant")
    assert charge_for(never_sent, "m", "chat", meter) is None
