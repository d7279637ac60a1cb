from __future__ import annotations

import pytest
from fakes.server import sse

from desktop.chat.conversation import State
from desktop.chat.usage import MESSAGE_TOKENS, estimate_messages
from desktop.settings.prices import Budget, ModelFacts
from desktop.ui.meters.context_meter import ContextMeter


@pytest.fixture
def meter(window, stack):
    return ContextMeter(stack.workspace, window.chat)


def context(window):
    return window.chat.composer.context


def ask(qtbot, window, text):
    with qtbot.waitSignal(window.chat.session.ended, timeout=10_000):
        window.chat.send(text)


def test_an_empty_chat_says_nothing(meter, window):
    meter.show()

    assert context(window).text() == ""


def test_the_draft_counts_while_it_is_typed(qtbot, meter, window):
    qtbot.keyClicks(window.chat.composer.edit, "abcd" * 50)

    qtbot.waitUntil(lambda: context(window).text() == f"≈ {50 + MESSAGE_TOKENS} tokens")


def test_what_was_said_before_is_sent_again_and_counted_as_the_request_has_it(qtbot, server, meter, window):
    server.script(sse("零度" * 3000))
    ask(qtbot, window, "word" * 1000)
    server.script(sse("ok"))

    before = meter.tokens
    ask(qtbot, window, "abcd")

    sent = estimate_messages(server.requests[-1].json["messages"])
    assert before == pytest.approx(sent - 1 - MESSAGE_TOKENS, abs=1)
    assert context(window).text() == "re-sends ≈ 5.0k tokens"
    assert "all that was said before goes along" in context(window).accessibleName()


def test_the_models_size_is_shown_where_it_is_known_and_passing_it_warns(qtbot, server, meter, window, stack):
    stack.workspace.prices.replace("¥", {"m": ModelFacts(context_tokens=1000)}, Budget())
    server.script(sse("abcd" * 800))
    ask(qtbot, window, "hi")
    assert context(window).text() == "re-sends ≈ 808 / 1.0k tokens"
    assert context(window).property("kind") == ""

    qtbot.keyClicks(window.chat.composer.edit, "abcd" * 300)

    qtbot.waitUntil(lambda: context(window).text() == "re-sends ≈ 1.1k / 1.0k tokens")
    assert context(window).property("kind") == "warn"


def test_a_failed_answer_is_not_sent_and_not_counted(qtbot, server, meter, window):
    server.script(sse("abcd" * 800))
    ask(qtbot, window, "hi")
    before = meter.tokens

    window.chat.session.conversation.path()[-1].state = State.FAILED

    assert before - meter.tokens == 800 + MESSAGE_TOKENS


def test_a_paste_that_is_sent_as_text_counts_before_and_after(qtbot, server, meter, window):
    server.script(sse("ok"))
    window.chat.attachments.add_text("abcd" * 20_000)
    window.chat.composer.tray.text_wanted.emit(next(iter(window.chat.composer.tray._chips)))
    before = meter.tokens

    ask(qtbot, window, "")

    assert before == 20_000 + MESSAGE_TOKENS
    assert meter.tokens == pytest.approx(before + 1 + MESSAGE_TOKENS, abs=1)


def test_a_system_prompt_goes_along(meter, window):
    window.chat.session.conversation.system_prompt = "abcd" * 10

    assert meter.tokens == 10 + MESSAGE_TOKENS
