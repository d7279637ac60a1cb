from __future__ import annotations

import pytest

from desktop.api.types import CompletionUsage
from desktop.chat.usage import MESSAGE_TOKENS, Figures, UsageMeter, estimate_messages, estimate_tokens


def usage(prompt: int, completion: int) -> CompletionUsage:
    return CompletionUsage({}, prompt, completion, prompt + completion)


def test_the_figures_are_the_servers():
    meter = UsageMeter()
    meter.sent(100.0)
    meter.received(100.5, "Hel")
    meter.received(101.0, "lo")
    meter.usage(usage(12, 80))
    meter.ended(102.5)

    assert meter.figures(999.0) == Figures(12, 80, 92, first_token_s=0.5, tokens_per_s=40.0)


def test_the_last_usage_counts_and_is_never_a_sum():
    meter = UsageMeter()

    for tokens in (1, 2, 3):
        meter.usage(usage(10, tokens))

    assert meter.figures(0.0).completion_tokens == 3


def test_without_usage_the_figures_are_estimates_and_say_so():
    meter = UsageMeter()
    meter.sent(0.0)
    meter.received(1.0, "word" * 10)
    meter.received(1.0, "中文" * 15)
    meter.ended(3.0)

    figures = meter.figures(3.0)

    assert figures == Figures(None, 30, None, 1.0, 15.0, estimated=True)


def test_while_it_streams_the_rate_is_that_up_to_now():
    meter = UsageMeter()
    meter.sent(0.0)
    meter.received(1.0, "x" * 400)

    assert meter.figures(1.1).tokens_per_s is None
    assert meter.figures(6.0).tokens_per_s == pytest.approx(20.0)


def test_before_the_first_token_nothing_is_known():
    meter = UsageMeter()
    meter.sent(0.0)
    meter.received(1.0, "")

    assert meter.figures(5.0) == Figures()


def test_usage_without_text_gives_counts_and_no_rate():
    meter = UsageMeter()
    meter.sent(0.0)
    meter.usage(usage(7, 0))
    meter.ended(2.0)

    assert meter.figures(2.0) == Figures(7, 0, 7)


def test_usage_without_a_completion_count_leaves_an_estimate():
    meter = UsageMeter()
    meter.received(0.0, "abcdefgh")
    meter.usage(CompletionUsage({}, prompt_tokens=5))
    meter.ended(1.0)

    assert meter.figures(1.0) == Figures(5, 2, None, None, 2.0, estimated=True)


def test_a_continued_answer_has_no_times_of_two_requests_mixed():
    meter = UsageMeter()
    meter.sent(100.0)
    meter.received(50.0, "from the first request")
    meter.usage(usage(1, 10))
    meter.ended(101.0)

    assert meter.figures(101.0) == Figures(1, 10, 11)


def test_an_answer_in_one_piece_has_no_rate():
    meter = UsageMeter()
    meter.sent(0.0)
    meter.received(1.0, "all")
    meter.usage(usage(1, 10))
    meter.ended(1.0)

    assert meter.figures(1.0).tokens_per_s is None


def test_cached_and_reasoning_tokens_are_the_servers():
    meter = UsageMeter()
    meter.usage(CompletionUsage({}, 10, 5, 15, 4, 2))

    figures = meter.figures(0.0)

    assert (figures.cached_tokens, figures.reasoning_tokens) == (4, 2)
    assert figures.reported_completion == 5
    assert Figures(completion_tokens=5, estimated=True).reported_completion is None


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("abcd" * 10, 10), ("零度对话" * 15, 40), ("ab零度对", 2.5), ("🌍" * 10, 10), ("\ud83c", 2 / 3)],
)
def test_an_estimate_is_by_the_documented_rule(text, tokens):
    assert estimate_tokens(text) == pytest.approx(tokens)


def test_the_messages_of_a_request_are_estimated_with_their_frames():
    messages = [
        {"role": "system", "content": "abcd"},
        {"role": "user", "content": [{"type": "text", "text": "abcd" * 5}, {"type": "image_url", "image_url": {}}]},
        {"role": "assistant", "content": None},
    ]

    assert estimate_messages(messages) == 1 + 5 + 3 * MESSAGE_TOKENS
