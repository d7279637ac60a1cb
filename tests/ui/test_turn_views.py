from __future__ import annotations

from desktop.api.types import ToolCallDelta
from desktop.chat.conversation import State, new_conversation
from desktop.settings.prices import Budget, ModelFacts, Prices
from desktop.settings.settings import Settings
from desktop.ui.turn_views import message_view, price_of, turn_figures, usage_of


def test_an_answer_is_shown_with_its_model_and_figures():
    conversation = new_conversation("default", "gpt-4o")
    question = conversation.ask("hi")
    answer = conversation.answer(question.uuid, "gpt-4o", "https://api000.com")
    answer.append("text", "hello")
    answer.state = State.COMPLETE
    answer.sent_at, answer.first_token_at, answer.ended_at = 100.0, 100.62, 102.62
    answer.usage = {"prompt_tokens": 3, "completion_tokens": 168, "total_tokens": 171}

    view = message_view(conversation, answer)

    assert view.caption == "gpt-4o · first token 0.62 s · 84 tok/s · 3 + 168 = 171 tokens"
    assert view.text == "hello"
    assert view.notice is None
    assert view.can_regenerate


def test_an_answer_that_was_held_back_on_the_way_says_so_instead_of_a_rate():
    conversation = new_conversation("default", "gpt-4o")
    answer = conversation.answer(conversation.ask("hi").uuid, "gpt-4o", "")
    answer.append("text", "hello")
    answer.state = State.COMPLETE
    answer.requests_sent = 1
    answer.sent_at, answer.first_token_at, answer.ended_at = 100.0, 112.5, 112.52
    answer.usage = {"prompt_tokens": 3, "completion_tokens": 300, "total_tokens": 303}

    caption = message_view(conversation, answer).caption

    held = "came all at once: the server or a proxy buffers"
    assert caption == f"gpt-4o · first token 12.50 s · {held} · 3 + 300 = 303 tokens · 1 requests"
    answer.usage["completion_tokens"] = 5
    assert "buffers" not in message_view(conversation, answer).caption


def test_what_was_not_sent_says_so():
    conversation = new_conversation("default", "m")
    answer = conversation.answer(conversation.ask("hi").uuid, "m", "")
    answer.state, answer.error = State.FAILED, {"type": "RequestNotSentError", "reason": "no_key"}

    assert message_view(conversation, answer).caption == "m · no request was sent"


def test_another_model_than_asked_is_named():
    conversation = new_conversation("default", "gpt-4o")
    answer = conversation.answer(conversation.ask("hi").uuid, "gpt-4o", "")
    answer.model_answered = "tiny-scripted"

    assert message_view(conversation, answer).caption == "tiny-scripted (asked: gpt-4o)"


def test_siblings_are_counted_and_tools_are_named():
    conversation = new_conversation("default", "m")
    question = conversation.ask("hi")
    conversation.answer(question.uuid, "m", "")
    second = conversation.answer(question.uuid, "m", "")
    second.add_tool_call_delta(ToolCallDelta(0, "c1", "get_weather", '{"city":'))
    second.add_tool_call_delta(ToolCallDelta(0, None, None, '"Paris"}'))

    view = message_view(conversation, second)

    assert (view.position, view.siblings) == (2, 2)
    assert view.tool_calls == (("get_weather", '{"city":"Paris"}'),)


def test_nothing_can_be_edited_or_regenerated_while_an_answer_is_made():
    conversation = new_conversation("default", "m")
    question = conversation.ask("hi")
    answer = conversation.answer(question.uuid, "m", "")

    assert not message_view(conversation, question, busy=True).can_edit
    assert not message_view(conversation, answer, busy=True).can_regenerate
    assert message_view(conversation, question).can_edit


def test_figures_without_usage_are_marked_as_estimates():
    conversation = new_conversation("default", "m")
    answer = conversation.answer(conversation.ask("hi").uuid, "m", "")
    answer.append("text", "some words here")
    answer.sent_at, answer.first_token_at, answer.ended_at = 1.0, 2.0, 3.0

    assert turn_figures(answer).estimated
    assert usage_of(None) is None


def answered(usage):
    conversation = new_conversation("default", "m")
    answer = conversation.answer(conversation.ask("hi").uuid, "m", "")
    answer.append("text", "abcd" * 10)
    answer.state, answer.usage, answer.ended_at = State.COMPLETE, usage, 2.0
    answer.first_token_at = 1.0
    return conversation, answer


def test_an_answer_shows_its_price_where_one_is_known(tmp_path):
    conversation, answer = answered({"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500})
    prices = Prices(Settings(tmp_path / "settings.json"))
    before = message_view(conversation, answer, prices=prices).caption

    prices.replace("$", {"m": ModelFacts(1000.0, 2000.0)}, Budget())

    assert "$" not in before
    assert message_view(conversation, answer, prices=prices).caption.endswith("1,000 + 500 = 1,500 tokens · $2.00")
    assert price_of(answer, turn_figures(answer), prices) == "$2.00"


def test_the_price_is_of_the_model_that_was_asked_as_in_the_totals(tmp_path):
    """The ledger keeps the name that was asked for; another rule here would show prices that no total counts."""
    _conversation, answer = answered({"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500})
    answer.model_answered = "m-2026"
    prices = Prices(Settings(tmp_path / "settings.json"))
    prices.replace("$", {"m-2026": ModelFacts(1000.0, 2000.0)}, Budget())

    asked = price_of(answer, turn_figures(answer), prices)
    answer.model_asked = ""

    assert asked == ""
    assert price_of(answer, turn_figures(answer), prices) == "$2.00"


def test_an_answer_without_usage_shows_an_estimate_and_no_price(tmp_path):
    conversation, answer = answered(None)
    prices = Prices(Settings(tmp_path / "settings.json"))
    prices.replace("$", {"m": ModelFacts(1000.0, 2000.0)}, Budget())

    assert message_view(conversation, answer, prices=prices).caption == "m · ≈ 10 tokens"
